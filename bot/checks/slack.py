"""Checks of Slack: the bot token, what it was granted, and the clock."""

from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from bot import config
from bot.checks.finding import Finding, failed, ok, unseen, warning
from bot.checks.ground import TROUBLE, Ground, why_not
from bot.config import SettingsError
from bot.manifest import build

LATE, TOO_LATE = timedelta(seconds=60), timedelta(minutes=5)
"""Off by so much, deadlines are odd; by more than the second, Slack's signatures count for
nothing: https://docs.slack.dev/authentication/verifying-requests-from-slack."""

AGAIN = (
    "Paste what `relais manifest` writes into App Manifest on the app's page, then choose "
    "Install App again."
)

NO_ANSWER = "Slack has to accept the bot token first"


async def settings(ground: Ground) -> list[Finding]:
    """Whether `relais run` would take the settings."""
    try:
        config.from_environment()
    except SettingsError as fault:
        return failed(str(fault))
    return ok("Socket Mode." if ground.settings.socket_mode else "HTTP.")


async def bot_token(ground: Ground) -> list[Finding]:
    """Whether Slack accepts it, and for which workspace."""
    if "SLACK_BOT_TOKEN" not in ground.sound:
        return unseen("SLACK_BOT_TOKEN is not set as it should be")
    try:
        ground.answer = await ground.client.auth_test()
    except TROUBLE as error:
        return failed(why_not(error))
    about = ground.answer
    return ok(f"accepted: @{about['user']} in {about['team']} ({about['team_id']}).")


async def scopes(ground: Ground) -> list[Finding]:
    """What was granted at the last installation, against what the code needs now."""
    if not ground.answer:
        return unseen(NO_ANSWER)
    said = _header(ground, "x-oauth-scopes")
    if said is None:
        return unseen("Slack did not say what was granted")
    granted = {scope.strip() for scope in said.split(",") if scope.strip()}
    needed = set(build()["oauth_config"]["scopes"]["bot"])
    if missing := sorted(needed - granted):
        return failed(f"missing: {', '.join(missing)}. {AGAIN}")
    if superfluous := sorted(granted - needed):
        return warning(f"granted without need: {', '.join(superfluous)}. {AGAIN}")
    return ok(f"granted as needed, {len(needed)} of them.")


async def clock(ground: Ground) -> list[Finding]:
    """This machine's clock against Slack's."""
    if not ground.answer:
        return unseen(NO_ANSWER)
    said = _header(ground, "date")
    if said is None:
        return unseen("Slack did not say what time it is")
    return skew(ground.now(), parsedate_to_datetime(said), "Slack's")


def skew(ours: datetime, theirs: datetime, whose: str) -> list[Finding]:
    """How far two clocks are apart."""
    seconds = round((ours - theirs).total_seconds())
    told = f"{abs(seconds):,} s {'ahead of' if seconds > 0 else 'behind'} {whose}"
    mend = "let a time service set the clock (NTP: `timedatectl set-ntp true`)."
    if abs(ours - theirs) > TOO_LATE:
        return failed(f"{told}: {mend}")
    if abs(ours - theirs) > LATE:
        return warning(f"{told}: {mend}")
    return ok(f"within a minute of {whose}.")


def _header(ground: Ground, name: str) -> str | None:
    """A header of Slack's answer to `auth.test`."""
    assert ground.answer
    headers = {key.lower(): value for key, value in ground.answer.headers.items()}
    found: str | None = headers.get(name)
    return found
