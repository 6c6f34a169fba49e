"""Arrival: each request has an id, a kind, and a line that names who and what, but no words."""

import asyncio
from typing import Any

import pytest
from prometheus_client import CollectorRegistry
from slack_bolt import BoltResponse

from bot.watching import arrival
from bot.watching.metrics import Metrics
from knowledge import correlation
from tests.logbook import a_logbook

COMMAND = {
    "command": "/kb",
    "text": "zyxomark",
    "trigger_id": "1.2.zyxotrigger",
    "team_id": "T1",
    "user_id": "U1",
}
ACTION = {
    "type": "block_actions",
    "trigger_id": "1.2.b",
    "team": {"id": "T1"},
    "user": {"id": "U1", "name": "zyxomark"},
    "actions": [{"action_id": "escalation_take", "value": "zyxomark"}],
}
VIEW = {
    "type": "view_submission",
    "trigger_id": "1.2.c",
    "team": {"id": "T1"},
    "user": {"id": "U1"},
    "view": {"callback_id": "answer", "private_metadata": "zyxomark"},
}
SHORTCUT = {
    "type": "message_action",
    "callback_id": "ask",
    "trigger_id": "1.2.d",
    "team": {"id": "T1"},
    "user": {"id": "U1"},
    "message": {"text": "zyxomark"},
}
EVENT = {
    "type": "event_callback",
    "event_id": "Ev1",
    "team_id": "T1",
    "event": {"type": "app_mention", "user": "U1", "text": "zyxomark"},
}
KINDS: list[tuple[dict[str, Any], str, str]] = [
    (COMMAND, "command", "/kb"),
    (ACTION, "action", "escalation_take"),
    (VIEW, "view", "answer"),
    (SHORTCUT, "shortcut", "ask"),
    (EVENT, "event", "app_mention"),
]


async def well() -> BoltResponse:
    return BoltResponse(status=200)


@pytest.mark.parametrize(("body", "kind", "what"), KINDS)
async def test_a_request_is_noted_by_who_and_what_without_its_words(
    body: dict[str, Any], kind: str, what: str
) -> None:
    with a_logbook() as book:
        await arrival.answered(body, well(), Metrics())

    [line] = book.lines
    assert (line["event"], line["kind"], line["what"], line["status"]) == (
        "received",
        kind,
        what,
        200,
    )
    assert (line["workspace"], line["user"]) == ("T1", "U1")
    assert "zyxo" not in book.text


@pytest.mark.parametrize("body", [{}, {"type": []}, {"event": 1, "team": 2, "actions": []}])
async def test_what_slack_never_sends_is_answered_all_the_same(body: dict[str, Any]) -> None:
    with a_logbook() as book:
        assert (await arrival.answered(body, well(), Metrics())).status == 200

    assert book.events(kind="other") == ["received"]


def test_an_event_keeps_its_id_at_every_delivery_and_a_trigger_is_not_told() -> None:
    assert arrival.id_of(EVENT, "event") == "Ev1"
    assert arrival.id_of(COMMAND, "command") == arrival.id_of(COMMAND, "command")
    assert arrival.id_of(ACTION, "action") != arrival.id_of({**ACTION, "trigger_id": "2"}, "action")
    assert "zyxo" not in arrival.id_of(COMMAND, "command")


async def test_requests_side_by_side_have_an_id_each() -> None:
    async def slow() -> BoltResponse:
        await asyncio.sleep(0)
        return BoltResponse(status=200, body=str(correlation.current()))

    answers = await asyncio.gather(
        *[arrival.answered({**EVENT, "event_id": f"Ev{n}"}, slow(), Metrics()) for n in range(5)]
    )

    assert [answer.body for answer in answers] == [f"Ev{n}" for n in range(5)]
    assert correlation.current() is None


async def test_the_time_to_acknowledge_is_measured_by_kind_and_two_bots_count_apart() -> None:
    ours, theirs = Metrics(), Metrics()
    for body, _, _ in [*KINDS, KINDS[0]]:
        await arrival.answered(body, well(), ours)

    assert _count(ours.registry, "command") == 2
    assert _count(ours.registry, "event") == 1
    assert _count(theirs.registry, "command") is None


def _count(registry: CollectorRegistry, kind: str) -> float | None:
    return registry.get_sample_value("relais_acknowledgement_seconds_count", {"kind": kind})
