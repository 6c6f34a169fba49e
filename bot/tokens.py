"""Tokens: what a wrong one is taken for, and why Slack refuses one, in a sentence with its mend."""

import re
from collections.abc import Iterator, Mapping

FORMS = {"SLACK_BOT_TOKEN": "xoxb-", "SLACK_APP_TOKEN": "xapp-"}
"""How each token begins."""

KINDS = {
    "xoxb-": "a bot token, which belongs in SLACK_BOT_TOKEN",
    "xapp-": "an app-level token, which belongs in SLACK_APP_TOKEN",
    "xoxp-": "a user token",
    "xoxe": "a token of an app with token rotation, which Relais does without",
    "xox": "a token of another kind",
}
"""What begins so, the longer beginnings first."""

WHERE = {
    "SLACK_BOT_TOKEN": "copy the Bot User OAuth Token from OAuth & Permissions",
    "SLACK_APP_TOKEN": "make one under Basic Information, App-Level Tokens",
    "SLACK_SIGNING_SECRET": "copy the Signing Secret from Basic Information, App Credentials",
}
"""Where the right one stands, on the app's page."""

REFUSED = {
    "invalid_auth": "Slack does not know it",
    "not_authed": "none arrived",
    "account_inactive": "the app was removed from the workspace",
    "token_revoked": "it was revoked",
    "token_expired": "it has expired",
    "not_allowed_token_type": "it is of the wrong kind",
    "missing_scope": "it lacks a scope",
}
"""Slack's codes for a token that will not do, however often it is tried."""

VOID = REFUSED.keys() - {"not_allowed_token_type", "missing_scope"}
"""Those of them that say so for every call, not for one alone."""

AGAIN = {
    "SLACK_BOT_TOKEN": "Install the app to the workspace again, and copy the Bot User OAuth Token "
    "from OAuth & Permissions.",
    "SLACK_APP_TOKEN": "Make a new one under Basic Information, App-Level Tokens, with the scope "
    "connections:write.",
}
"""How a token that is refused is mended."""

CHARACTERS = re.compile(r"[\w.-]+", re.ASCII)
"""All that a token or a secret consists of."""


def faults(given: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each token or secret that cannot be one, without showing it."""
    for name in (*FORMS, "SLACK_SIGNING_SECRET"):
        if name in given and (fault := _fault(name, given[name])):
            yield fault


def refusal(name: str, code: str) -> str:
    """What to say when Slack refuses the token of this setting; `code` is one of REFUSED."""
    return f"Slack refuses {name}: {code}, {REFUSED[code]}. {AGAIN[name]}"


def _fault(name: str, value: str) -> str | None:
    if value[0] in "'\"“”‘’«":
        return f"{name} has quotes around it: write it without"
    if not CHARACTERS.fullmatch(value):
        return f"{name} holds a space or another character that no token has: {WHERE[name]}"
    kind = next((kind for begins, kind in KINDS.items() if value.startswith(begins)), None)
    if name not in FORMS:
        return f"{name} is {kind}: {WHERE[name]}" if kind else None
    if value.startswith(FORMS[name]):
        return None
    what = f", and this is {kind}" if kind else ""
    return f"{name} must begin with {FORMS[name]}{what}: {WHERE[name]}"
