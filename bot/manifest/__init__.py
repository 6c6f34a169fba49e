"""Manifest: the Slack app, described from what the code listens to and calls."""

from typing import Any

from bot.manifest import listening, scopes, words
from bot.manifest.listening import Listener

__all__ = ["build"]

EVENTS_PATH = "/slack/events"
"""Where `bot.http` takes in all that Slack sends."""

REDIRECT_PATH = "/slack/oauth_redirect"
"""Where Bolt takes in who has installed the app."""

Json = dict[str, Any]


def build(url: str = "", *, oauth: bool = False) -> Json:
    """The manifest, as Slack's page *App Manifest* takes it.

    `url`: the address under which Slack reaches us over HTTPS; without one, Socket Mode.
    `oauth`: several workspaces may install the app, and come back to that address.
    """
    heard = listening.listeners()
    events = sorted(listening.used("event", heard))
    address = url.rstrip("/") + EVENTS_PATH if url else ""
    redirects = [url.rstrip("/") + REDIRECT_PATH] if url and oauth else []
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": words.APP,
        "features": {
            "app_home": _app_home(events),
            "bot_user": {"display_name": words.APP["name"], "always_online": True},
            "shortcuts": _shortcuts(heard),
            "slash_commands": _commands(heard, address),
        },
        "oauth_config": {
            **({"redirect_urls": redirects} if redirects else {}),
            "scopes": {"bot": [reason.scope for reason in scopes.reasons(heard)]},
        },
        "settings": {
            "event_subscriptions": _at("request_url", address) | {"bot_events": events},
            "interactivity": {"is_enabled": True} | _interactivity(heard, address),
            "org_deploy_enabled": False,
            "socket_mode_enabled": not address,
            "token_rotation_enabled": False,
        },
    }


def _app_home(events: list[str]) -> Json:
    """Its two tabs: a home is drawn when it is opened, a message is heard when it is written."""
    return {
        "home_tab_enabled": "app_home_opened" in events,
        "messages_tab_enabled": "message.im" in events,
        "messages_tab_read_only_enabled": False,
    }


def _commands(heard: list[Listener], address: str) -> list[Json]:
    """The slash commands, each with its words; one without fails here."""
    names = sorted(listening.used("command", heard))
    return [{"command": name, **_at("url", address), **words.COMMANDS[name]} for name in names]


def _shortcuts(heard: list[Listener]) -> list[Json]:
    """The entries of a message's menu, in the order of their words."""
    used = listening.used("shortcut", heard)
    rank = list(words.SHORTCUTS).index
    return [{"callback_id": name, **words.SHORTCUTS[name]} for name in sorted(used, key=rank)]


def _interactivity(heard: list[Listener], address: str) -> Json:
    """Where presses go, and the questions of menus whose choices we look up."""
    menus = "message_menu_options_url" if listening.used("options", heard) else ""
    return _at("request_url", address) | (_at(menus, address) if menus else {})


def _at(key: str, address: str) -> Json:
    return {key: address} if address else {}
