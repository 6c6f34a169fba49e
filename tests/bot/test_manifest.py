"""The manifest: it asks for what the code listens to and calls, and for nothing else."""

import json
import re
from pathlib import Path

import jsonschema
import pytest

from bot import manifest
from bot.manifest import calling, facts, listening, scopes, words
from bot.manifest.calling import UnknownMethod
from bot.manifest.listening import Recorder
from bot.sandbox.slack.events import SCOPES as ENFORCED_ON_EVENTS
from bot.sandbox.slack.methods import METHODS as PRETEND
from tests.bot.command_line import Relais
from tests.bot.manifest_schema import MANIFEST

ROOT = Path(__file__).parents[2]
HTTP = "https://relais.example"


@pytest.fixture(scope="module")
def asked() -> manifest.Json:
    return manifest.build()


def test_the_file_is_what_the_command_writes(relais: Relais) -> None:
    """If this fails: `relais manifest > manifest.json`."""
    told = relais("manifest", "--socket")

    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout == (ROOT / "manifest.json").read_text("utf-8")


def test_install_gives_each_scope_with_its_reason(relais: Relais) -> None:
    """If this fails: put what `relais manifest --scopes` writes into docs/install.md."""
    told = relais("manifest", "--scopes")

    assert told.stdout in (ROOT / "docs" / "install.md").read_text("utf-8")


def test_slack_takes_it_either_way() -> None:
    for made in (manifest.build(), manifest.build(HTTP), manifest.build(HTTP, oauth=True)):
        jsonschema.validate(made, MANIFEST)


def test_every_listener_has_its_event_and_the_scope_of_it(asked: manifest.Json) -> None:
    events = asked["settings"]["event_subscriptions"]["bot_events"]
    granted = set(asked["oauth_config"]["scopes"]["bot"])
    heard = listening.listeners()

    for listener in heard:
        if listener.kind == "event" and listener.what:
            needed = facts.MESSAGES if listener.what == "message" else (listener.what,)
            assert set(needed) <= set(events), listener
            assert {scope for event in needed for scope in facts.EVENTS[event]} <= granted
    assert {one.what for one in heard if one.kind == "command"} == {
        one["command"] for one in asked["features"]["slash_commands"]
    }
    assert {one.what for one in heard if one.kind == "shortcut"} - {None} == {
        one["callback_id"] for one in asked["features"]["shortcuts"]
    }


def test_every_event_that_is_asked_for_is_listened_to(asked: manifest.Json) -> None:
    heard = listening.used("event", listening.listeners())

    assert set(asked["settings"]["event_subscriptions"]["bot_events"]) == set(heard)


def test_every_method_that_is_called_has_its_scope(asked: manifest.Json) -> None:
    granted = set(asked["oauth_config"]["scopes"]["bot"])

    called = calling.called()

    assert "chat.postMessage" in called
    assert [method for method in called if not set(facts.METHODS[method]) <= granted] == []


def test_every_scope_that_is_asked_for_is_needed_by_something_in_use() -> None:
    for reason in scopes.reasons():
        assert reason.needed_by, reason.scope
        assert reason.modules, reason.scope
        assert reason.why


def test_no_fact_and_no_reason_is_kept_of_what_is_not_in_use() -> None:
    heard = listening.listeners()

    assert set(facts.EVENTS) == set(listening.used("event", heard))
    assert set(facts.METHODS) == set(calling.called())
    assert set(words.REASONS) == {reason.scope for reason in scopes.reasons(heard)}
    assert set(words.COMMANDS) == set(listening.used("command", heard))
    assert set(words.SHORTCUTS) == set(listening.used("shortcut", heard))


def test_the_pretend_slack_enforces_the_same_scopes() -> None:
    for event, needed in facts.EVENTS.items():
        assert set(needed) == set(ENFORCED_ON_EVENTS.get(event, ())), event
    by_token_alone = {method for method, needed in facts.METHODS.items() if not needed}
    for method in facts.METHODS.keys() - (by_token_alone - PRETEND.keys()):
        needed = facts.METHODS[method]
        assert set(needed) <= set(PRETEND[method].scopes), method
        assert bool(needed) == bool(PRETEND[method].scopes), method


def test_a_method_that_nobody_knows_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(calling.KNOWN, "users_list")

    with pytest.raises(UnknownMethod, match=r"handlers\.channels calls users_list"):
        calling.called.__wrapped__()


def test_a_call_is_seen_however_it_is_made() -> None:
    source = "post = client.chat_postMessage\nawait visit.client.pins_add(channel=c)\nx.answer()"

    assert calling.names(source) == {"chat_postMessage", "pins_add"}


def test_what_is_registered_in_other_ways_is_seen() -> None:
    app = Recorder()

    async def listener() -> None: ...

    app.event({"type": "message", "subtype": "message_changed"})(listener)
    app.message("hello")(listener)
    app.event(re.compile(".*"))(listener)
    app.event("pin_added")(listener)

    assert set(listening.used("event", app.listeners)) == {*facts.MESSAGES, "pin_added"}
    assert len(app.listeners) == 4


def test_over_http_every_request_has_an_address(relais: Relais) -> None:
    told = relais("manifest", "--url", f"{HTTP}/")

    made = json.loads(told.stdout)
    address = f"{HTTP}/slack/events"
    settings = made["settings"]
    assert settings["socket_mode_enabled"] is False
    assert settings["event_subscriptions"]["request_url"] == address
    assert settings["interactivity"]["request_url"] == address
    assert settings["interactivity"]["message_menu_options_url"] == address
    assert [one["url"] for one in made["features"]["slash_commands"]] == [address]
    assert "redirect_urls" not in made["oauth_config"]


def test_several_workspaces_come_back_to_the_same_address() -> None:
    made = manifest.build(HTTP, oauth=True)

    assert made["oauth_config"]["redirect_urls"] == [f"{HTTP}/slack/oauth_redirect"]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--url", "http://relais.example"), "https://"),
        (("--url", HTTP, "--socket"), "--socket or --url"),
        (("--oauth",), "--oauth needs --url"),
    ],
)
def test_what_cannot_be_asked_together_is_refused(
    relais: Relais, words: tuple[str, ...], named: str
) -> None:
    told = relais("manifest", *words)

    assert (told.returncode, named in told.stderr) == (2, True), told
