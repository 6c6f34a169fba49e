"""Rooms: the places a person sees in the left rail, and the one they are in."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.sandbox.page import people
from bot.sandbox.page.people import DIRECT, HOME
from bot.sandbox.page.viewer import Viewer
from bot.sandbox.page.words import words
from bot.sandbox.slack import Channel, Workspace

_SIGNS = {"public": "#", "private": "🔒", "im": "", "mpim": "", "home": ""}


@dataclass(frozen=True)
class Tab:
    name: str
    address: str
    current: bool


@dataclass(frozen=True)
class Room:
    """A place with its badge; `kind` is a channel's kind, or `home`."""

    id: str
    name: str
    kind: str
    address: str
    unread: int = 0
    current: bool = False
    about: str = ""
    tabs: list[Tab] = field(default_factory=list)

    @property
    def sign(self) -> str:
        return _SIGNS[self.kind]

    @property
    def label(self) -> str:
        """Its name with its sign, as in `#questions`."""
        between = "\u00a0" if self.kind == "private" else ""
        return f"{self.sign}{between}{self.name}"


def rail(workspace: Workspace, viewer: Viewer, current: str) -> list[tuple[str, list[Room]]]:
    """The sections of the rail: channels this person is in, conversations, the app's Home."""
    said = words(viewer.language)
    mine = [c for c in workspace.channels.values() if viewer.id in c.members and not c.is_archived]
    named = sorted((c for c in mine if c.name), key=lambda channel: channel.name)
    direct = [c for c in mine if c.kind == "im"]
    rooms = [_room(workspace, viewer, c, current) for c in direct]
    if not workspace.im_of(viewer.id, workspace.bot_user_id):
        rooms.insert(0, Room(DIRECT, _bot(workspace), "im", viewer.address(DIRECT)))
    home = Room(HOME, f"{_bot(workspace)} · {said['home']}", "home", viewer.address(HOME))
    return [
        (said["channels"], [_room(workspace, viewer, c, current) for c in named]),
        (said["direct_messages"], rooms),
        (said["apps"], [Room(**{**vars(home), "current": current == HOME})]),
    ]


def place(workspace: Workspace, viewer: Viewer, wanted: str) -> Room | None:
    """Where the person is; None when there is no such place for them."""
    if wanted == HOME:
        tabs = _tabs(workspace, viewer, HOME)
        return Room(HOME, _bot(workspace), "home", viewer.address(HOME), tabs=tabs)
    channel = workspace.channels.get(wanted)
    if channel is None or viewer.id not in channel.members:
        return None
    return _room(workspace, viewer, channel, wanted)


def first(workspace: Workspace, person: str) -> str:
    """Where a person begins: their first public channel, else any place of theirs."""
    mine = [c for c in workspace.channels.values() if person in c.members and c.name]
    return next((c.id for c in mine if c.kind == "public"), mine[0].id if mine else HOME)


def _room(workspace: Workspace, viewer: Viewer, channel: Channel, current: str) -> Room:
    with_bot = channel.kind == "im" and workspace.bot_user_id in channel.members
    return Room(
        id=channel.id,
        name=channel.name or _others(workspace, viewer, channel),
        kind=channel.kind,
        address=viewer.address(channel.id),
        unread=workspace.unread.get((viewer.id, channel.id), 0),
        current=channel.id == current,
        about=_about(workspace, channel),
        tabs=_tabs(workspace, viewer, channel.id) if with_bot else [],
    )


def _about(workspace: Workspace, channel: Channel) -> str:
    if channel.kind == "im":
        return ""
    return ", ".join(sorted(people.author(workspace, member) for member in channel.members))


def _others(workspace: Workspace, viewer: Viewer, channel: Channel) -> str:
    others = sorted(channel.members - {viewer.id}) or [viewer.id]
    return ", ".join(people.author(workspace, other) for other in others)


def _tabs(workspace: Workspace, viewer: Viewer, current: str) -> list[Tab]:
    said: Mapping[str, str] = words(viewer.language)
    direct = workspace.im_of(viewer.id, workspace.bot_user_id)
    messages = direct.id if direct else DIRECT
    return [
        Tab(said["home"], viewer.address(HOME), current == HOME),
        Tab(said["messages"], viewer.address(messages), current == messages),
    ]


def _bot(workspace: Workspace) -> str:
    return people.author(workspace, workspace.bot_user_id)
