"""Outages: whatever was away, however long, all is caught up within a minute of its return."""

from collections import Counter
from typing import Any

import pytest

from bot.sandbox.cast import INES, MARC, QUESTIONS, THEO
from bot.sandbox.slack import PretendSlack
from tests.stage import Stage

DATA = "what personal data do you keep about me"

FAULTS: tuple[dict[str, Any], ...] = (
    {"status": 429, "retry_after": 20},
    {"status": 500},
    {"status": 200, "body": "<html>Back soon</html>"},
    {"status": 200, "body": '{"ok": true, "chan'},
    {"status": 200, "body": '{"ok": true, "chan', "cut": True},
    {"disconnect": "before"},
    {"disconnect": "after"},
    {"error": "internal_error"},
)
"""One after the other, for every method."""

METHODS = (
    "chat.postMessage",
    "chat.postEphemeral",
    "chat.update",
    "conversations.open",
    "conversations.history",
    "conversations.replies",
    "reactions.add",
    "views.publish",
)
"""What the worker calls, and the listeners of events."""


def keys(slack: PretendSlack) -> Counter[str]:
    """How often each message of the outbox arrived."""
    places = slack.workspace.channels
    told = [m.metadata or {} for place in places for m in slack.messages_in(place)]
    payloads = [one.get("event_payload") or {} for one in told]
    return Counter(payload["key"] for payload in payloads if "key" in payload)


def twice(stage: Stage) -> list[str]:
    """What somebody got more than once."""
    return [key for key, times in keys(stage.slack).items() if times > 1]


async def minutes_pass(stage: Stage, many: int) -> None:
    """One after the other, each until nothing can be done any more."""
    for _minute in range(many):
        await stage.move(minutes=1)


async def test_ten_minutes_without_slack_are_made_up_for_in_one(stage: Stage) -> None:
    await stage.kb("how do i get my money back", by=THEO)
    first = await stage.say("Can we engrave?", by=INES)
    said = await stage.say("Yes, in our workshop.", by=MARC, thread=first.ts)
    stage.slack.faults.next("*", times=10_000, status=503)

    await stage.slack.command(THEO, QUESTIONS, "/kb", DATA)
    await stage.slack.react(THEO, QUESTIONS, said.ts, "bookmark")
    await stage.slack.open_home(MARC)
    for _time in range(3):
        await stage.move(minutes=3)
    assert stage.dms(MARC) == []

    stage.slack.faults.clear()
    await stage.move(seconds=30)
    await stage.move(seconds=29)

    assert len([m for m in stage.dms(MARC) if DATA in m.text]) == 1
    assert stage.slack.home_of(MARC)
    assert stage.me in said.reactions["card_index_dividers"]
    assert twice(stage) == []


async def test_whatever_fails_in_whatever_call_comes_to_the_same_end(stage: Stage) -> None:
    await stage.kb("how do i get my money back", by=THEO)
    first = await stage.say("Can we engrave?", by=INES)
    good = await stage.say("Yes, in our workshop.", by=MARC, thread=first.ts)
    for method in METHODS:
        for fault in FAULTS:
            stage.slack.faults.next(method, **fault)

    await stage.kb(DATA, by=THEO)
    await stage.react(good, by=THEO)
    await stage.slack.open_home(MARC)
    await minutes_pass(stage, len(FAULTS) + 1)
    await stage.press("I'll take it", by=MARC)
    await minutes_pass(stage, 2)

    assert len([m for m in stage.dms(MARC) if DATA in m.text]) == 1
    assert any(f"<@{MARC}> has been on it" in m.text for m in stage.dms(THEO))
    assert stage.slack.home_of(MARC)
    assert twice(stage) == []


@pytest.mark.parametrize("combination", [("sqlite", "http")], indirect=True, ids="-".join)
@pytest.mark.parametrize("method", ["chat.postMessage", "conversations.open"])
async def test_what_slack_does_long_after_we_gave_up_is_found(stage: Stage, method: str) -> None:
    client = await stage.bot.services.client_of(stage.slack.workspace.team_id)
    client.timeout = 1
    stage.slack.faults.next(method, times=2, late=1.6)

    await stage.kb(DATA, by=THEO)
    await stage.move(seconds=21)
    await stage.move(seconds=21)

    assert [len(stage.dms(MARC)), len(stage.dms(THEO))] == [1, 1]


async def test_only_what_may_have_arrived_is_looked_for(stage: Stage) -> None:
    """After a storm of wishes to wait, looking for what never arrived would bring the next one."""
    stage.slack.faults.next("chat.postMessage", times=4, status=429, retry_after=5)

    await stage.kb(DATA, by=THEO)
    await stage.move(seconds=6)
    await stage.move(seconds=6)

    assert len(stage.dms(MARC)) == 1
    assert "conversations.history" not in {call.method for call in stage.slack.calls}
