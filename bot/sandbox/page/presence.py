"""Presence: the status of the person one plays, and whether their notifications are paused."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.sandbox.page import dates, emoji, people
from bot.sandbox.page.viewer import Viewer
from bot.sandbox.page.words import words
from bot.sandbox.slack import PretendSlack, User

Json = dict[str, Any]
EMOJI = (
    "palm_tree",
    "face_with_thermometer",
    "airplane",
    "beach_with_umbrella",
    "calendar",
    "bus",
    "house_with_garden",
)
"""What one may choose from."""

PAUSE = timedelta(hours=1)
_LOCAL = "%Y-%m-%dT%H:%M"


@dataclass(frozen=True)
class Presence:
    """What the rail shows: the status as a sign and words, and until when Slack is silent."""

    sign: str
    name: str
    text: str
    until: str
    paused: str


def shown(user: User, viewer: Viewer) -> Presence:
    """How things stand with this person."""
    now, is_set = viewer.now, user.has_status(viewer.now)
    until = viewer.local(user.status_expiration).strftime(_LOCAL)
    quiet = dates.time(viewer.local(user.quiet_until), viewer)
    return Presence(
        sign=sign(user, now),
        name=user.status_emoji.strip(":") if is_set else "",
        text=user.status_text if is_set else "",
        until=until if is_set and user.status_expiration else "",
        paused=words(viewer.language)["paused"].format(time=quiet) if user.is_quiet(now) else "",
    )


def sign(user: User, now: datetime) -> str:
    """The emoji beside a name."""
    known = emoji.character(user.status_emoji.strip(":")) if user.has_status(now) else None
    return known or ""


async def set_status(slack: PretendSlack, user: User, sent: Json, now: datetime) -> bool:
    """Set it, or clear it where nothing is said; False where it would be over already."""
    written = str(sent.get("until") or "")
    try:
        zone = people.zone(user)
        until = datetime.fromisoformat(written).replace(tzinfo=zone) if written else None
    except ValueError:
        return False
    if until and until <= now:
        return False
    await slack.set_status(user.id, sent["text"].strip(), sent["emoji"], until=until)
    return True


async def toggle_pause(slack: PretendSlack, user: User, now: datetime) -> None:
    """Pause notifications for a while, or let them through again."""
    await slack.pause_notifications(user.id, None if user.is_quiet(now) else now + PAUSE)
