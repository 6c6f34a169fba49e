"""Settings of several workspaces: what of them is missing or wrong."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from bot.installing import keys

OAUTH = ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET")

LOOPBACK = {"127.0.0.1", "localhost"}


def is_several(given: Mapping[str, str]) -> bool:
    """Whether workspaces install Relais by themselves, instead of one whose token is set."""
    return "SLACK_BOT_TOKEN" not in given and any(name in given for name in OAUTH)


def faults(given: Mapping[str, str]) -> Iterator[str]:
    """Each a part of a sentence that names the cause and the mend; no secret is repeated."""
    named = [name for name in OAUTH if name in given]
    if named and "SLACK_BOT_TOKEN" in given:
        yield (
            f"SLACK_BOT_TOKEN is for one workspace, and {' and '.join(named)} for several: please "
            f"remove {'it' if len(named) == 1 else 'these'}, or SLACK_BOT_TOKEN"
        )
    elif len(named) == 1:
        yield "SLACK_CLIENT_ID and SLACK_CLIENT_SECRET go together: please set both"
    elif named and "RELAIS_SECRET_KEYS" not in given:
        yield "Please set RELAIS_SECRET_KEYS: `relais keys new` prints a key"
    for number, key in enumerate(keys.listed(given.get("RELAIS_SECRET_KEYS", "")), start=1):
        if not keys.is_key(key):
            yield f"RELAIS_SECRET_KEYS: number {number} is no key: `relais keys new` prints one"
    yield from _wrong_address(given.get("RELAIS_PUBLIC_URL", ""))


def _wrong_address(address: str) -> Iterator[str]:
    """Slack leads a browser back over TLS only, and so does the cookie that we gave it."""
    parts = urlsplit(address)
    is_local = parts.scheme == "http" and parts.hostname in LOOPBACK
    if address and not (parts.hostname and (parts.scheme == "https" or is_local)):
        yield "RELAIS_PUBLIC_URL must begin with https://"
