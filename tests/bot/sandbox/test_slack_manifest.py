"""The manifest of Relais is one that Slack accepts, and asks for all it needs."""

from typing import Any

from bot.sandbox.slack.events import MESSAGES, SCOPES
from bot.sandbox.slack.manifest import Manifest

SECTIONS = {
    "_metadata": {"major_version", "minor_version"},
    "display_information": {"name", "description", "long_description", "background_color"},
    "features": {"app_home", "bot_user", "shortcuts", "slash_commands", "unfurl_domains"},
    "oauth_config": {"redirect_urls", "scopes"},
    "settings": {
        "allowed_ip_address_ranges",
        "event_subscriptions",
        "interactivity",
        "org_deploy_enabled",
        "socket_mode_enabled",
        "token_rotation_enabled",
    },
}


def test_it_has_no_keys_that_slack_does_not_know(manifest: dict[str, Any]) -> None:
    assert manifest.keys() <= SECTIONS.keys()
    for section, keys in SECTIONS.items():
        assert manifest[section].keys() <= keys


def test_its_names_and_descriptions_are_short_enough(manifest: dict[str, Any]) -> None:
    shown, features = manifest["display_information"], manifest["features"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert len(features["bot_user"]["display_name"]) <= 80


def test_its_shortcuts_are_few_and_short(manifest: dict[str, Any]) -> None:
    shortcuts = manifest["features"]["shortcuts"]

    ours = {"save_to_knowledge_base", "ask_relais", "pass_on"}
    assert {s["callback_id"] for s in shortcuts} == ours
    assert len(shortcuts) <= 5
    for shortcut in shortcuts:
        assert shortcut.keys() == {"name", "type", "callback_id", "description"}
        assert shortcut["type"] == "message"
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150


def test_its_command_is_well_formed(manifest: dict[str, Any]) -> None:
    (command,) = manifest["features"]["slash_commands"]

    assert command["command"] == "/kb"
    assert command["should_escape"] is True
    assert len(command["description"]) <= 2000
    assert len(command["usage_hint"]) <= 1000


def test_people_can_write_to_the_bot(manifest: dict[str, Any]) -> None:
    read = Manifest.of(manifest)

    assert read.home_tab
    assert read.messages_tab
    assert read.messages_writable
    assert read.socket_mode


def test_every_event_has_a_scope_that_allows_it(manifest: dict[str, Any]) -> None:
    events = manifest["settings"]["event_subscriptions"]["bot_events"]
    granted = set(manifest["oauth_config"]["scopes"]["bot"])

    assert len(events) == len(set(events)) <= 100
    assert set(MESSAGES.values()) <= set(events)
    for event in events:
        needed = set(SCOPES.get(event, ()))
        assert not needed or needed & granted, event
