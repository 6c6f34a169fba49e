"""The Web API methods: what each does, which scopes and token it needs, its rate."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from ..arguments import Arguments
from ..core import Core
from ..workspace import Json
from . import chat, conversations, reactions, team, users, views
from .reach import scopes

__all__ = ["METHODS", "Method"]


@dataclass(frozen=True)
class Method:
    """`scopes`: any one of them suffices; `token` "none" asks for no token at all."""

    run: Callable[[Core, Arguments], Awaitable[Json]]
    tier: Literal["1", "2", "3", "4", "special"]
    scopes: tuple[str, ...] = ()
    token: Literal["bot", "app", "none"] = "bot"


READ, HISTORY, WRITE = scopes("read"), scopes("history"), ("chat:write",)
METHODS = {
    "api.test": Method(team.api_test, "4", token="none"),
    "apps.connections.open": Method(team.connections_open, "3", token="app"),
    "auth.test": Method(team.auth_test, "special"),
    "bots.info": Method(users.bot_info, "3", ("users:read",)),
    "chat.delete": Method(chat.delete, "3", WRITE),
    "chat.getPermalink": Method(chat.get_permalink, "special"),
    "chat.postEphemeral": Method(chat.post_ephemeral, "4", WRITE),
    "chat.postMessage": Method(chat.post_message, "special", WRITE),
    "chat.update": Method(chat.update, "3", WRITE),
    "conversations.history": Method(conversations.history, "3", HISTORY),
    "conversations.info": Method(conversations.info, "3", READ),
    "conversations.join": Method(conversations.join, "3", ("channels:join",)),
    "conversations.list": Method(conversations.list_, "2", READ),
    "conversations.members": Method(conversations.members, "4", READ),
    "conversations.open": Method(conversations.open_, "3", ("im:write", "mpim:write")),
    "conversations.replies": Method(conversations.replies, "3", HISTORY),
    "dnd.info": Method(users.dnd, "3", ("dnd:read",)),
    "emoji.list": Method(team.emoji, "2", ("emoji:read",)),
    "reactions.add": Method(reactions.add, "3", ("reactions:write",)),
    "reactions.get": Method(reactions.get, "3", ("reactions:read",)),
    "reactions.remove": Method(reactions.remove, "2", ("reactions:write",)),
    "team.info": Method(team.info, "3", ("team:read",)),
    "users.conversations": Method(conversations.of_user, "3", READ),
    "users.info": Method(users.info, "4", ("users:read",)),
    "users.list": Method(users.list_, "2", ("users:read",)),
    "users.profile.get": Method(users.profile, "4", ("users.profile:read",)),
    "views.open": Method(views.open_, "4"),
    "views.publish": Method(views.publish, "4"),
    "views.push": Method(views.push, "4"),
    "views.update": Method(views.update, "4"),
}
