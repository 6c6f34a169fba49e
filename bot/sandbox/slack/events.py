"""Events: which happenings the bot hears of, in which envelope."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime

from .delivery import Delivery
from .manifest import Manifest
from .payloads import TOKEN
from .workspace import Channel, Json, Workspace

MESSAGES = {
    "public": "message.channels",
    "private": "message.groups",
    "im": "message.im",
    "mpim": "message.mpim",
}
SCOPES = {
    "app_mention": ("app_mentions:read",),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "message.mpim": ("mpim:history",),
    "reaction_added": ("reactions:read",),
    "reaction_removed": ("reactions:read",),
    "user_change": ("users:read",),
    "team_join": ("users:read",),
    "dnd_updated_user": ("dnd:read",),
    "emoji_changed": ("emoji:read",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "member_left_channel": ("channels:read", "groups:read"),
    "channel_left": ("channels:read",),
    "group_left": ("groups:read",),
    "channel_created": ("channels:read",),
    "channel_rename": ("channels:read",),
    "channel_archive": ("channels:read",),
    "channel_unarchive": ("channels:read",),
    "channel_deleted": ("channels:read",),
    "channel_id_changed": ("channels:read", "groups:read"),
    "channel_shared": ("channels:read", "groups:read"),
    "channel_unshared": ("channels:read", "groups:read"),
    "group_rename": ("groups:read",),
    "group_archive": ("groups:read",),
    "group_unarchive": ("groups:read",),
    "group_deleted": ("groups:read",),
}


class Events:
    """Tells the bot. `attempts` are the deliveries begun since the list was last taken."""

    def __init__(
        self,
        workspace: Workspace,
        manifest: Manifest,
        delivery: Delivery,
        clock: Callable[[], datetime],
    ) -> None:
        self.workspace = workspace
        self.manifest = manifest
        self.delivery = delivery
        self.clock = clock
        self.attempts: list[asyncio.Task[None]] = []

    def hears(self, subscription: str) -> bool:
        """Asked for in the manifest, with a scope that allows it."""
        needed = SCOPES.get(subscription, ())
        granted = not needed or any(scope in self.manifest.scopes for scope in needed)
        return subscription in self.manifest.events and granted

    def of_message(self, place: Channel, event: Json) -> None:
        """A message event, to a bot that is a member."""
        if self.workspace.bot_user_id in place.members:
            self.tell(MESSAGES[place.kind], event, place)

    def of_member(self, subscription: str, place: Channel, event: Json) -> None:
        """Any other event that only members hear."""
        if self.workspace.bot_user_id in place.members:
            self.tell(subscription, event, place)

    def tell(self, subscription: str, event: Json, place: Channel | None = None) -> None:
        if self.hears(subscription) and not self.manifest.revoked:
            envelope = self._envelope(event, shared=bool(place and place.is_ext_shared))
            under_way = [attempt for attempt in self.attempts if not attempt.done()]
            self.attempts = [*under_way, self.delivery.event(envelope)]

    async def heard(self) -> None:
        """Wait for the first attempts of everything told since the last wait."""
        attempts, self.attempts = self.attempts, []
        await asyncio.gather(*attempts, return_exceptions=True)

    def _envelope(self, event: Json, *, shared: bool) -> Json:
        space = self.workspace
        authorization = {
            "enterprise_id": None,
            "team_id": space.team_id,
            "user_id": space.bot_user_id,
            "is_bot": True,
            "is_enterprise_install": False,
        }
        return {
            "token": TOKEN,
            "team_id": space.team_id,
            "context_team_id": space.team_id,
            "context_enterprise_id": None,
            "api_app_id": space.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": space.next_id("Ev"),
            "event_time": int(self.clock().timestamp()),
            "authorizations": [authorization],
            "is_ext_shared_channel": shared,
            "event_context": space.next_id("4-"),
        }
