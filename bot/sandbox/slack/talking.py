"""Talking: what people do in channels, as Slack's client lets them."""

from __future__ import annotations

from collections.abc import Iterable

from .core import Core
from .refusals import SlackRefusal
from .text import rich_text, sent
from .workspace import Channel, Json, Message

LONGEST = 40_000


class Talking(Core):
    """Each method returns when the bot's first chance to hear of it is over; what it did not
    acknowledge is delivered again, as Slack does, without the person noticing."""

    async def say(
        self,
        user: str,
        channel: str,
        text: str,
        *,
        thread_ts: str | None = None,
        files: Iterable[Json] = (),
        broadcast: bool = False,
    ) -> Message:
        """Post what was typed: plain text with `@name`, `<@U…>`, `#channel`, addresses, `:emoji:`.

        Raises SlackRefusal (`not_in_channel`, `is_archived`, `no_text`, `msg_too_long`,
        `thread_not_found`, `messages_tab_disabled`).
        """
        place, attached = self.place(user, channel), list(files)
        self._writable(place, text, attached)
        subtype = "file_share" if attached else None
        message = self.messages.said_by_person(
            place,
            user,
            text,
            files=attached,
            subtype=subtype,
            thread_ts=self._parent(user, channel, thread_ts),
            broadcast=broadcast,
        )
        await self.events.heard()
        return message

    async def edit(self, user: str, channel: str, ts: str, text: str) -> Message:
        """Change one's own message; raises SlackRefusal `cant_update_message` for others'."""
        message = self._own(user, channel, ts, "cant_update_message")
        said = sent(text, self.workspace)
        blocks = rich_text(said, self.workspace.next_id("b"))
        mark = {"user": user, "ts": self.messages.event_ts()}
        self.messages.edit(message, said, blocks=blocks, edited=mark)
        await self.events.heard()
        return message

    async def delete(self, user: str, channel: str, ts: str) -> None:
        self.messages.delete(self._own(user, channel, ts, "cant_delete_message"))
        await self.events.heard()

    async def react(self, user: str, channel: str, ts: str, name: str) -> None:
        """Add an emoji by its name, without colons; raises SlackRefusal `already_reacted`."""
        if not self.messages.react(self._reactable(user, channel, ts), user, name.strip(":")):
            raise SlackRefusal("already_reacted", name)
        await self.events.heard()

    async def unreact(self, user: str, channel: str, ts: str, name: str) -> None:
        if not self.messages.unreact(self._reactable(user, channel, ts), user, name.strip(":")):
            raise SlackRefusal("no_reaction", name)
        await self.events.heard()

    def _writable(self, place: Channel, typed: str, files: list[Json]) -> None:
        if not typed.strip() and not files:
            raise SlackRefusal("no_text")
        if len(typed) > LONGEST:
            raise SlackRefusal("msg_too_long")
        with_bot = place.kind == "im" and self.workspace.bot_user_id in place.members
        if with_bot and not (self.manifest.messages_tab and self.manifest.messages_writable):
            raise SlackRefusal("messages_tab_disabled")

    def _parent(self, user: str, channel: str, thread_ts: str | None) -> str | None:
        if thread_ts is None:
            return None
        try:
            message = self.shown(user, channel, thread_ts)
        except SlackRefusal:
            raise SlackRefusal("thread_not_found", thread_ts) from None
        if message.ephemeral_to is not None:
            raise SlackRefusal("cannot_reply_to_message", thread_ts)
        return message.thread_ts or message.ts

    def _own(self, user: str, channel: str, ts: str, refusal: str) -> Message:
        message = self.shown(user, channel, ts)
        if message.user != user:
            raise SlackRefusal(refusal, ts)
        return message

    def _reactable(self, user: str, channel: str, ts: str) -> Message:
        self.place(user, channel)
        message = self.shown(user, channel, ts)
        if message.ephemeral_to is not None:
            raise SlackRefusal("not_reactable", ts)
        return message
