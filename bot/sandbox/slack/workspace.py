"""Workspace: what the pretend Slack remembers of people, channels, messages and views."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Json = dict[str, Any]
Kind = Literal["public", "private", "im", "mpim"]

TEAM = "T0RELAIS"
BOT_USER = "U0RELAIS"
BOT_ID = "B0RELAIS"
APP_ID = "A0RELAIS"


@dataclass
class User:
    """A person, or the bot. A `team_id` other than the workspace's is a Slack Connect outsider."""

    id: str
    name: str
    real_name: str
    title: str = ""
    locale: str = "fr-FR"
    tz: str = "Europe/Paris"
    is_bot: bool = False
    deleted: bool = False
    team_id: str = TEAM
    status_emoji: str = ""
    status_text: str = ""
    status_expiration: int = 0  # seconds since 1970; 0: it stays until it is changed
    quiet_from: int = 0  # when notifications are held back next, or are already …
    quiet_until: int = 0  # … and when no more; 0: never
    is_admin: bool = False
    is_guest: bool = False

    def has_status(self, now: datetime) -> bool:
        """Whether a status shows: Slack clears it when it expires."""
        is_set = bool(self.status_text or self.status_emoji)
        return is_set and not 0 < self.status_expiration <= now.timestamp()

    def is_quiet(self, now: datetime) -> bool:
        """Whether Slack holds back this person's notifications."""
        return self.quiet_from <= now.timestamp() < self.quiet_until


@dataclass
class Channel:
    """A conversation; for an `im`, `members` are its two people and `name` is empty."""

    id: str
    name: str
    kind: Kind = "public"
    members: set[str] = field(default_factory=set)
    is_archived: bool = False
    is_ext_shared: bool = False
    created: int = 1_600_000_000


@dataclass
class Message:
    """One message; `ts` names it within its channel. `text` is escaped, as Slack stores it."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    subtype: str | None = None
    edited: Json | None = None
    deleted: bool = False
    reactions: dict[str, list[str]] = field(default_factory=dict)
    metadata: Json | None = None
    bot_id: str | None = None
    files: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    ephemeral_to: str | None = None  # seen by this person only, and by no API method
    broadcast: bool = False  # a thread reply also shown in the channel
    client_msg_id: str | None = None

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts


@dataclass
class View:
    """A modal or a person's App Home. `state` holds what is typed: block_id → action_id → value."""

    id: str
    type: Literal["modal", "home"]
    user: str
    blocks: list[Json]
    hash: str
    state: dict[str, dict[str, Json]] = field(default_factory=dict)
    private_metadata: str = ""
    callback_id: str = ""
    external_id: str = ""
    title: Json | None = None
    submit: Json | None = None
    close: Json | None = None
    root_view_id: str = ""
    previous_view_id: str | None = None
    notify_on_close: bool = False
    clear_on_close: bool = False
    submit_disabled: bool = False


@dataclass
class Workspace:
    """One Slack team. `version` grows on every change somebody could see."""

    users: dict[str, User] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    team_id: str = TEAM
    name: str = "Relais"
    domain: str = "relais-sandbox"
    bot_user_id: str = BOT_USER
    bot_id: str = BOT_ID
    app_id: str = APP_ID
    messages: dict[str, list[Message]] = field(default_factory=lambda: defaultdict(list))
    modals: dict[str, list[View]] = field(default_factory=lambda: defaultdict(list))
    homes: dict[str, View] = field(default_factory=dict)
    emoji: dict[str, str] = field(default_factory=dict)  # its own: name → address, or alias:name
    unread: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    version: int = 0
    _last_ts: int = 0
    _last_id: int = 0
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.users.setdefault(
            self.bot_user_id,
            User(self.bot_user_id, "relais", "Relais", is_bot=True, team_id=self.team_id),
        )

    def changed(self) -> None:
        """Tell whoever watches that something visible is different."""
        self.version += 1
        self._changed.set()
        self._changed = asyncio.Event()

    async def wait_for_change(self, since: int) -> int:
        """The version, as soon as it is greater than `since`."""
        while self.version <= since:
            await self._changed.wait()
        return self.version

    def next_ts(self, now: datetime) -> str:
        """A message's name: the moment in microseconds, unique and always increasing."""
        self._last_ts = max(round(now.timestamp() * 1_000_000), self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def next_id(self, prefix: str) -> str:
        self._last_id += 1
        return f"{prefix}0{self._last_id:08X}"

    def message(self, channel: str, ts: str) -> Message | None:
        """The message as everybody sees it: neither deleted nor ephemeral."""
        found = (m for m in self.messages[channel] if m.ts == ts)
        return next((m for m in found if not m.deleted and not m.ephemeral_to), None)

    def seen_by(self, user: str, channel: str) -> list[Message]:
        """The channel as this person sees it, replies and ephemeral messages included, by age."""
        return [
            m for m in self.messages[channel] if not m.deleted and m.ephemeral_to in (None, user)
        ]

    def thread(self, channel: str, parent_ts: str) -> list[Message]:
        """A parent and its replies, oldest first."""
        return [
            m
            for m in self.messages[channel]
            if not m.deleted and not m.ephemeral_to and parent_ts in (m.ts, m.thread_ts)
        ]

    def im_of(self, user: str, other: str) -> Channel | None:
        wanted = {user, other}
        return next(
            (c for c in self.channels.values() if c.kind == "im" and c.members == wanted), None
        )

    def open_im(self, user: str, other: str, now: datetime) -> Channel:
        """The conversation of two people, begun when there was none yet."""
        if known := self.im_of(user, other):
            return known
        made = Channel(self.next_id("D"), "", "im", {user, other}, created=int(now.timestamp()))
        self.channels[made.id] = made
        self.changed()
        return made

    def add(self, message: Message) -> Message:
        """Put a message where it belongs and count it as unread for everyone else who sees it."""
        self.messages[message.channel].append(message)
        seers = (
            {message.ephemeral_to}
            if message.ephemeral_to
            else self.channels[message.channel].members
        )
        for user in seers - {message.user}:
            if user is not None:
                self.unread[user, message.channel] += 1
        self.changed()
        return message

    def mark_read(self, user: str, channel: str) -> None:
        if self.unread.pop((user, channel), 0):
            self.changed()

    def view(self, view_id: str) -> View | None:
        """A view that is on somebody's screen: an open modal, or a published Home."""
        stacks = [view for stack in self.modals.values() for view in stack]
        return next((v for v in [*stacks, *self.homes.values()] if v.id == view_id), None)
