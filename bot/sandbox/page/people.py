"""People: the page's word on who is who, their colours, and who looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.sandbox.page.viewer import Viewer
from bot.sandbox.slack import User, Workspace

HOME = "home"  # the App Home's place in the address
DIRECT = "dm"  # the conversation with the bot, whether it has begun or not
HUES = 8  # colours of avatars in the style sheet
_SLACKBOT = "USLACKBOT"


@dataclass(frozen=True)
class Person:
    """A row of the person switcher."""

    id: str
    name: str
    title: str
    initials: str
    hue: int
    unread: int
    address: str
    current: bool


def actors(workspace: Workspace) -> Sequence[User]:
    """Whom one can be on this page: people of the workspace, neither bots nor gone."""
    return [user for user in workspace.users.values() if not user.is_bot and not user.deleted]


def rows(workspace: Workspace, current: str, place: str) -> list[Person]:
    """The switcher: everybody, each with what awaits them, in the workspace's order."""
    return [_row(workspace, user, current, place) for user in actors(workspace)]


def _row(workspace: Workspace, user: User, current: str, place: str) -> Person:
    waiting = sum(count for (reader, _), count in workspace.unread.items() if reader == user.id)
    return Person(
        id=user.id,
        name=user.real_name,
        title=user.title,
        initials=initials(user.real_name),
        hue=hue(workspace, user.id),
        unread=waiting,
        address=f"/as/{user.id}/{_common_place(workspace, user, place)}",
        current=user.id == current,
    )


def _common_place(workspace: Workspace, user: User, place: str) -> str:
    """Where to land: the same place when it is one of theirs too, else their own first one."""
    known = workspace.channels.get(place)
    if known and known.kind == "im" and workspace.bot_user_id in known.members:
        return DIRECT
    if place == HOME or (known and known.kind != "im" and user.id in known.members):
        return place
    return ""


def viewer(workspace: Workspace, user: User, now: datetime) -> Viewer:
    people = {person.id: display_name(person) for person in workspace.users.values()}
    seen = (c for c in workspace.channels.values() if c.name and user.id in c.members)
    return Viewer(
        id=user.id,
        language=language(user),
        zone=user.tz,
        now=now,
        people=people,
        channels={channel.id: channel.name for channel in seen},
    )


def language(user: User) -> str:
    return "fr" if user.locale.startswith("fr") else "en"


def display_name(user: User) -> str:
    return user.real_name or user.name


def author(workspace: Workspace, user: str) -> str:
    """The name above a message."""
    known = workspace.users.get(user)
    return display_name(known) if known else "Slackbot" if user == _SLACKBOT else user


def initials(name: str) -> str:
    words = [word for word in name.split() if word[0].isalpha()]
    return "".join(word[0] for word in words[:2]).upper() or "?"


def hue(workspace: Workspace, user: str) -> int:
    """One of the avatar colours: neighbours in the workspace differ."""
    return list(workspace.users).index(user) % HUES if user in workspace.users else 0


def zone(user: User) -> ZoneInfo:
    return ZoneInfo(user.tz)
