"""Talking: what people do in channels, as Slack's client lets them."""

from __future__ import annotations

from collections.abc import Iterable

from . import shapes
from .core import Core
from .refusals import SlackRefusal
from .text import rich_text, sent
from .workspace import Channel, Json, Message, User

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

    async def join(self, user: str, channel: str) -> None:
        self.person(user)
        place = self._existing(channel)
        if place.kind != "public":
            raise SlackRefusal("channel_not_found", channel)
        self.places.join(place, user)
        await self.events.heard()

    async def leave(self, user: str, channel: str) -> None:
        self.places.leave(self._room(user, channel, writing=False), user)
        await self.events.heard()

    async def invite(self, user: str, channel: str, guest: str) -> None:
        """Bring somebody, or the bot, into a channel one is in."""
        self.person(guest)
        self.places.join(self._room(user, channel), guest, inviter=user)
        await self.events.heard()

    async def invite_bot(self, user: str, channel: str) -> None:
        await self.invite(user, channel, self.workspace.bot_user_id)

    async def kick(self, user: str, channel: str, guest: str) -> None:
        """Remove somebody, or the bot, from a channel one is in."""
        self.places.leave(self._room(user, channel), guest)
        await self.events.heard()

    async def archive(self, user: str, channel: str, *, archived: bool = True) -> None:
        """Archive a channel, or bring it back with `archived=False`."""
        self.places.archive(self._room(user, channel, writing=False), user, archived=archived)
        await self.events.heard()

    async def rename(self, user: str, channel: str, name: str) -> None:
        self.places.rename(self._room(user, channel), name)
        await self.events.heard()

    async def delete_channel(self, user: str, channel: str) -> None:
        self.places.remove(self._room(user, channel, writing=False), user)
        await self.events.heard()

    async def set_language(self, user: str, locale: str) -> None:
        """Choose the language of one's Slack, as `fr-FR`."""
        await self.change_user(user, locale=locale)

    async def change_user(self, user: str, **fields: object) -> None:
        """Change attributes of a person (status, time zone, `deleted` …); raises `user_change`."""
        person = self._someone(user)
        for name, value in fields.items():
            if not hasattr(person, name):
                raise AttributeError(f"a User has no {name}")
            setattr(person, name, value)
        self.workspace.changed()
        await self._tell_user("user_change", person)

    async def add_user(self, person: User) -> None:
        """Somebody new joins the workspace; raises `team_join`."""
        self.workspace.users[person.id] = person
        self.workspace.changed()
        await self._tell_user("team_join", person)

    async def uninstall(self) -> None:
        """Remove the app: it is told, and its tokens stop working."""
        tokens = {"oauth": [], "bot": [self.workspace.bot_user_id]}
        self.events.tell("tokens_revoked", {"type": "tokens_revoked", "tokens": tokens})
        self.events.tell("app_uninstalled", {"type": "app_uninstalled"})
        self.manifest.revoked.update({self.bot_token, self.app_token})
        await self.events.heard()

    async def _tell_user(self, kind: str, person: User) -> None:
        home = self.workspace.team_id
        shape = shapes.user(person, self.clock(), locale=True, home=home)
        event = {"type": kind, "user": shape, "event_ts": self.messages.event_ts()}
        self.events.tell(kind, event)
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

    def _room(self, user: str, channel: str, *, writing: bool = True) -> Channel:
        """A channel, not a conversation between people: nobody joins or leaves these."""
        place = self.place(user, channel, writing=writing)
        if place.kind in ("im", "mpim"):
            raise SlackRefusal("method_not_supported_for_channel_type", channel)
        return place

    def _existing(self, channel: str) -> Channel:
        place = self.workspace.channels.get(channel)
        if place is None:
            raise SlackRefusal("channel_not_found", channel)
        return place

    def _someone(self, user: str) -> User:
        if user not in self.workspace.users:
            raise SlackRefusal("user_not_found", user)
        return self.workspace.users[user]
