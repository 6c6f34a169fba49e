"""Manifest: what the app asked for at installation, and so what Slack lets it do and hear."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .workspace import Json


@dataclass(frozen=True)
class Manifest:
    """The parts of an app manifest that change how Slack behaves."""

    scopes: frozenset[str]
    events: frozenset[str]
    commands: dict[str, Json]
    shortcuts: dict[str, Json]
    home_tab: bool
    messages_tab: bool
    messages_writable: bool
    socket_mode: bool
    revoked: set[str] = field(default_factory=set)  # tokens that no longer work

    @classmethod
    def of(cls, manifest: dict[str, Any]) -> Manifest:
        features, settings = manifest.get("features", {}), manifest.get("settings", {})
        home = features.get("app_home", {})
        subscriptions = settings.get("event_subscriptions", {})
        return cls(
            scopes=frozenset(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", ())),
            events=frozenset(subscriptions.get("bot_events", ())),
            commands={c["command"]: c for c in features.get("slash_commands", ())},
            shortcuts={s["callback_id"]: s for s in features.get("shortcuts", ())},
            home_tab=home.get("home_tab_enabled", False),
            messages_tab=home.get("messages_tab_enabled", False),
            messages_writable=not home.get("messages_tab_read_only_enabled", True),
            socket_mode=settings.get("socket_mode_enabled", False),
        )
