"""Core: the parts of the pretend Slack put together, and who may be where."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from .answers import Answers
from .delivery import Delivery, Transport
from .events import Events
from .manifest import Manifest
from .messages import Messages
from .payloads import Payloads
from .places import Places
from .refusals import SlackRefusal
from .sockets import Sockets
from .tickets import Tickets
from .views import Views
from .webhook import Webhook
from .workspace import Channel, Json, Message, User, View, Workspace


class Core:
    """What the server and the people's side share. See PretendSlack."""

    def __init__(
        self,
        workspace: Workspace,
        *,
        manifest: Json,
        clock: Callable[[], datetime],
        bot_token: str = "xoxb-sandbox",
        app_token: str = "xapp-sandbox",
        signing_secret: str = "sandbox-secret",
        events_url: str | None = None,
    ) -> None:
        self.workspace = workspace
        self.manifest = Manifest.of(manifest)
        self.clock = clock
        self.bot_token, self.app_token = bot_token, app_token
        self.sockets = Sockets(workspace.app_id)
        self.webhook = Webhook(events_url, signing_secret) if events_url else None
        transport: Transport = self.webhook or self.sockets
        self.delivery = Delivery(transport, clock)
        self.events = Events(workspace, self.manifest, self.delivery, clock)
        self.messages = Messages(workspace, self.events, clock)
        self.places = Places(workspace, self.messages)
        self.views = Views(workspace, clock)
        self.tickets = Tickets(clock)
        self.answers = Answers(workspace, self.messages)
        self.payloads = Payloads(workspace)
        self.base_url = ""

    def person(self, user: str) -> User:
        """Somebody who can act; raises SlackRefusal for the unknown and the gone."""
        known = self.workspace.users.get(user)
        if known is None:
            raise SlackRefusal("user_not_found", user)
        if known.deleted:
            raise SlackRefusal("account_inactive", user)
        return known

    def place(self, user: str, channel: str, *, writing: bool = True) -> Channel:
        """A channel this person is in, and may write to; raises SlackRefusal."""
        self.person(user)
        place = self.workspace.channels.get(channel)
        if place is None or (place.kind != "public" and user not in place.members):
            raise SlackRefusal("channel_not_found", channel)
        if user not in place.members:
            raise SlackRefusal("not_in_channel", channel)
        if writing and place.is_archived:
            raise SlackRefusal("is_archived", channel)
        return place

    def insider(self, user: str) -> User:
        """Somebody of this workspace: outsiders have no commands and no shortcuts."""
        person = self.person(user)
        if person.team_id != self.workspace.team_id:
            raise SlackRefusal("not_available_to_external_people", user)
        return person

    def shown(self, user: str, channel: str, ts: str) -> Message:
        """A message this person can see; raises SlackRefusal."""
        self.place(user, channel, writing=False)
        seen = self.workspace.seen_by(user, channel)
        found = next((message for message in seen if message.ts == ts), None)
        if found is None:
            raise SlackRefusal("message_not_found", ts)
        return found

    def dm_of(self, user: str) -> Channel:
        """The conversation of this person and the bot; raises SlackRefusal if there is none yet."""
        place = self.workspace.im_of(user, self.workspace.bot_user_id)
        if place is None:
            raise SlackRefusal("channel_not_found", f"no conversation of {user} and the bot yet")
        return place

    def messages_in(self, channel: str, *, user: str | None = None) -> list[Message]:
        """All messages, replies included, oldest first; with `user`, what that person sees."""
        if user is not None:
            return self.workspace.seen_by(user, channel)
        return [m for m in self.workspace.messages[channel] if not m.deleted]

    def modals_of(self, user: str) -> list[View]:
        """The modals open on this person's screen, the top one last."""
        return list(self.workspace.modals[user])

    def home_of(self, user: str) -> View | None:
        return self.workspace.homes.get(user)
