"""Messages: said, edited, deleted and reacted to, by people and by the bot; the bot hears of it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from . import shapes, text
from .events import Events
from .workspace import Channel, Json, Message, Workspace


class Messages:
    """Changes to what stands in channels. Callers have checked who may do it."""

    def __init__(self, workspace: Workspace, events: Events, clock: Callable[[], datetime]) -> None:
        self.workspace = workspace
        self.events = events
        self.clock = clock

    def post(self, place: Channel, user: str, said: str, **fields: Any) -> Message:
        """Add a message and tell the bot; ephemeral ones raise no event."""
        ts = self.workspace.next_ts(self.clock())
        message = Message(place.id, ts, user, said, **fields)
        self._join_thread(message)
        self.workspace.add(message)
        if message.ephemeral_to is None:
            self._tell_posted(place, message)
        return message

    def said_by_person(self, place: Channel, user: str, typed: str, **fields: Any) -> Message:
        """A message as the client sends it: escaped, with its rich text."""
        said = text.sent(typed, self.workspace)
        blocks = text.rich_text(said, self.workspace.next_id("b"))
        name = str(uuid.uuid4())
        return self.post(place, user, said, blocks=blocks, client_msg_id=name, **fields)

    def edit(self, message: Message, said: str, *, blocks: list[Json], **fields: Any) -> None:
        """Put other words in its place; `fields` are further attributes to change."""
        before = shapes.message(message, self.workspace)
        message.text, message.blocks = said, blocks
        for name, value in fields.items():
            setattr(message, name, value)
        self.workspace.changed()
        self._tell_changed(message, before)

    def delete(self, message: Message) -> None:
        """Take it away. A parent with replies leaves a tombstone at the head of its thread."""
        before = shapes.message(message, self.workspace)
        if len(self.workspace.thread(message.channel, message.ts)) > 1:
            self._bury(message)
            self._tell_changed(message, before)
            return
        message.deleted = True
        self.workspace.changed()
        self._tell(message, "message_deleted", deleted_ts=message.ts, previous_message=before)

    def react(self, message: Message, user: str, name: str) -> bool:
        """Add a reaction; False when it was there."""
        users = message.reactions.setdefault(name, [])
        if user in users:
            return False
        users.append(user)
        self._tell_reaction("reaction_added", message, user, name)
        return True

    def unreact(self, message: Message, user: str, name: str) -> bool:
        """Take a reaction back; False when there was none."""
        if user not in message.reactions.get(name, ()):
            return False
        message.reactions[name].remove(user)
        if not message.reactions[name]:
            del message.reactions[name]
        self._tell_reaction("reaction_removed", message, user, name)
        return True

    def event_ts(self) -> str:
        return self.workspace.next_ts(self.clock())

    def _join_thread(self, message: Message) -> None:
        """A first reply makes its parent the head of a thread."""
        if message.thread_ts is None or message.ephemeral_to is not None:
            return
        if parent := self.workspace.message(message.channel, message.thread_ts):
            parent.thread_ts = parent.ts

    def _bury(self, message: Message) -> None:
        empty = replace(message, text="This message was deleted.", blocks=[], subtype="tombstone")
        vars(message).update(vars(empty) | {"user": "USLACKBOT", "bot_id": None, "files": []})
        message.reactions, message.metadata = {}, None
        self.workspace.changed()

    def _tell_posted(self, place: Channel, message: Message) -> None:
        event = shapes.message(message, self.workspace) | {
            "channel": place.id,
            "channel_type": shapes.CHANNEL_TYPE[place.kind],
            "event_ts": message.ts,
        }
        if message.broadcast:
            event["subtype"] = "thread_broadcast"
        self.events.of_message(place, event)
        if self._addresses_bot(place, message):
            about = {k: v for k, v in event.items() if k not in ("channel_type", "subtype")}
            self.events.of_member("app_mention", place, about | {"type": "app_mention"})

    def _addresses_bot(self, place: Channel, message: Message) -> bool:
        bot = self.workspace.bot_user_id
        named = text.mentions(message.text, bot) and message.user != bot
        return (
            named
            and place.kind in ("public", "private")
            and message.subtype in (None, "file_share")
        )

    def _tell_changed(self, message: Message, before: Json) -> None:
        now = shapes.message(message, self.workspace)
        self._tell(message, "message_changed", message=now, previous_message=before)

    def _tell(self, about: Message, subtype: str, **fields: Any) -> None:
        if about.ephemeral_to is not None:
            return
        place, ts = self.workspace.channels[about.channel], self.event_ts()
        event = {
            "type": "message",
            "subtype": subtype,
            "channel": place.id,
            "channel_type": shapes.CHANNEL_TYPE[place.kind],
            "hidden": True,
            "ts": ts,
            "event_ts": ts,
        }
        self.events.of_message(place, event | fields)

    def _tell_reaction(self, kind: str, message: Message, user: str, name: str) -> None:
        self.workspace.changed()
        event = {
            "type": kind,
            "user": user,
            "reaction": name,
            "item": {"type": "message", "channel": message.channel, "ts": message.ts},
            "item_user": message.user,
            "event_ts": self.event_ts(),
        }
        self.events.of_member(kind, self.workspace.channels[message.channel], event)
