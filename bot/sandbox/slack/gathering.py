"""Gathering: who is where and how they are set up, as Slack's client lets people change it."""

from __future__ import annotations

from datetime import datetime

from . import shapes
from .core import Core
from .refusals import SlackRefusal
from .workspace import Channel, Json, User

LONGEST_STATUS = 100


class Gathering(Core):
    """Each method returns when the bot's first chance to hear of it is over."""

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

    async def convert(self, user: str, channel: str, *, private: bool = True) -> None:
        """Make a channel private, or (`private=False`) public."""
        self.places.convert(self._room(user, channel), user, private=private)
        await self.events.heard()

    async def share(self, channel: str, team: str, *, shared: bool = True) -> None:
        """Share a channel with another organisation, or no longer."""
        self.places.share(self._existing(channel), team, shared=shared)
        await self.events.heard()

    async def renumber(self, channel: str, number: str) -> None:
        """Give a channel another id, as Slack does when workspaces are joined."""
        self.places.renumber(self._existing(channel), number)
        await self.events.heard()

    async def delete_channel(self, user: str, channel: str) -> None:
        self.places.remove(self._room(user, channel, writing=False), user)
        await self.events.heard()

    async def add_emoji(self, user: str, name: str, value: str) -> None:
        """Add an emoji of one's own: an address, or `alias:name` for another's second name."""
        self.person(user)
        self.workspace.emoji[name] = value
        event: Json = {"type": "emoji_changed", "subtype": "add", "name": name, "value": value}
        self.events.tell("emoji_changed", event | {"event_ts": self.messages.event_ts()})
        await self.events.heard()

    async def set_language(self, user: str, locale: str) -> None:
        """Choose the language of one's Slack, as `fr-FR`."""
        await self.change_user(user, locale=locale)

    async def set_status(
        self, user: str, text: str = "", emoji: str = "", *, until: datetime | None = None
    ) -> None:
        """Say what one is at, until a moment or until it is changed; without words, clear it."""
        if len(text) > LONGEST_STATUS:
            raise SlackRefusal("profile_status_set_failed_validation", "too_long")
        named = f":{emoji.strip(':')}:" if emoji else ""
        await self.change_user(
            user,
            status_text=text,
            status_emoji=named or (":speech_balloon:" if text else ""),
            status_expiration=int(until.timestamp()) if until and (text or named) else 0,
        )

    async def pause_notifications(
        self, user: str, until: datetime | None, *, start: datetime | None = None
    ) -> None:
        """Let Slack be silent from `start` (now) until then; `until` None: no longer."""
        person = self._someone(user)
        person.quiet_from = int((start or self.clock()).timestamp()) if until else 0
        person.quiet_until = int(until.timestamp()) if until else 0
        self.workspace.changed()
        event: Json = {
            "type": "dnd_updated_user",
            "user": user,
            "event_ts": self.messages.event_ts(),
        }
        event["dnd_status"] = shapes.quiet_hours(person, self.clock())
        self.events.tell("dnd_updated_user", event)
        await self.events.heard()

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

    def install(self, token: str) -> None:
        """Let the app in, or in again: with a new token, the old one is good no more."""
        self.bot_token = token
        self.manifest.revoked.clear()

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
