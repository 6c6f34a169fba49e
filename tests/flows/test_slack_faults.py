"""Slack's faults: it asks to wait, fails, falls silent, hangs up; each message still comes once."""

import asyncio
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from typing import Any

import pytest

import bot.worker
from bot.sandbox.cast import INES, MARC, QUESTIONS, THEO
from bot.sandbox.slack import Message
from knowledge import leases
from knowledge.outbox import Notification
from tests.stage import Stage, until

DATA = "what personal data do you keep about me"


def requests(stage: Stage) -> list[Message]:
    """What Marc was sent."""
    return [message for message in stage.dms(MARC) if DATA in message.text]


async def test_slacks_wish_to_wait_is_honoured(stage: Stage) -> None:
    stage.slack.faults.next("chat.postMessage", times=2, status=429, retry_after=60)

    await stage.kb(DATA, by=THEO)
    await stage.move(seconds=45)
    assert requests(stage) == []
    await stage.move(seconds=15)

    assert len(requests(stage)) == 1
    assert len(stage.dms(THEO)) == 1


async def test_the_wait_ends_when_slack_says_and_not_at_the_next_look(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.worker, "NAP", 3_600)
    await stage.kb("bonjour", by=THEO)  # the nap that was begun before is over
    stage.slack.faults.next("chat.postMessage", times=2, status=429, retry_after=1)

    await stage.kb(DATA, by=THEO)

    await until(lambda: len(requests(stage)) == 1)


@pytest.mark.parametrize("combination", [("postgresql", "http")], indirect=True, ids="-".join)
@pytest.mark.parametrize(
    "fault",
    [
        {"status": 500},
        {"status": 503},
        {"error": "internal_error"},
        {"error": "fatal_error"},
        {"timeout": "before"},
        {"timeout": "after"},
        {"disconnect": "before"},
        {"disconnect": "after"},
    ],
    ids=lambda fault: "-".join(f"{name}-{value}" for name, value in fault.items()),
)
async def test_whatever_fails_the_request_arrives_once(stage: Stage, fault: dict[str, Any]) -> None:
    await hurry(stage)
    stage.slack.faults.next("chat.postMessage", times=2, **fault)

    await stage.kb(DATA, by=THEO)
    await stage.move(seconds=2 if "timeout" not in fault else 21)

    assert len(requests(stage)) == 1
    assert len(stage.dms(THEO)) == 1


async def test_a_refresh_that_fails_is_made_up_for(stage: Stage) -> None:
    await stage.kb(DATA, by=THEO)
    stage.slack.faults.next("chat.update", times=2, status=500)

    await stage.press("I'll take it", by=MARC)
    await stage.move(seconds=2)

    assert stage.dms(MARC)[-1].text.startswith(f"You have taken on <@{THEO}>'s question.")
    assert f"<@{MARC}> has been on it" in stage.dms(THEO)[-1].text


async def test_a_conversation_that_fails_holds_up_no_other(stage: Stage) -> None:
    stage.slack.faults.next("conversations.open", status=429, retry_after=300)
    await stage.kb(DATA, by=THEO)

    await stage.kb("the carrier lost my parcel, what now", by=THEO)
    await stage.press("Ask Inès", by=THEO)

    assert len(stage.dms(INES)) == 1
    await stage.move(minutes=6)
    assert len(requests(stage)) == 1


async def test_an_event_that_fails_on_our_side_is_tried_again(stage: Stage) -> None:
    stage.slack.faults.next("conversations.replies", status=500)
    first = await stage.say("Can we engrave?", by=INES)
    good = await stage.say("Yes, in our workshop.", by=MARC, thread=first.ts)

    await stage.react(good, by=THEO)
    await stage.move(seconds=2)

    reviews = [row for row in await stage.rows() if row.kind == "entry.review"]
    assert len(reviews) == 1


async def test_an_event_out_of_order_changes_nothing(stage: Stage) -> None:
    first = await stage.say("Can we engrave?", by=INES)
    good = await stage.say("Yes, in our workshop.", by=MARC, thread=first.ts)
    await stage.react(good, by=THEO)
    added = stage.slack.delivery.delivered[-2:]
    await stage.unreact(good, by=THEO)

    for envelope in added:
        await stage.slack.delivery.again(envelope)
    await stage.quiet()

    rows = [row for row in await stage.rows() if row.kind == "entry.review"]
    assert len(rows) == 1
    assert "Put aside" in stage.dms(rows[0].to)[-1].text


async def test_a_window_that_opens_too_late_is_explained(stage: Stage) -> None:
    answer = await stage.kb("can we deliver one order to two addresses", by=THEO)
    stage.slack.faults.next("views.open", error="expired_trigger_id")

    await stage.press("Open", by=THEO, on=answer)

    assert stage.seen(THEO)[-1].text.startswith("I was too slow to open the window")


async def test_a_button_of_an_older_version_says_so(stage: Stage) -> None:
    old = a_message(stage, "escalation_delegate_v0")

    await stage.slack.click(THEO, old, "escalation_delegate_v0")
    await stage.quiet()

    assert stage.seen(THEO)[-1].text.startswith("This button is from an older version of me.")


async def test_a_button_with_a_number_that_is_gone_says_so(stage: Stage) -> None:
    for action in ("escalation_take", "entry_publish", "entry_open", "question_why"):
        await stage.slack.click(THEO, a_message(stage, action), action)
        await stage.quiet()
        assert stage.seen(THEO)[-1].text.startswith("I can't find that any more."), action


@pytest.mark.parametrize("combination", [("sqlite", "http")], indirect=True, ids="-".join)
async def test_what_was_acknowledged_before_it_is_told_to_stop_is_done(
    stage: Stage, database_url: str
) -> None:
    stage.slack.faults.next("users.info", timeout="before")
    await stage.slack.command(THEO, QUESTIONS, "/kb", DATA)
    await until(lambda: any(call.method == "users.info" for call in stage.slack.calls))

    stopping = asyncio.create_task(stage.bot.stop())
    await asyncio.sleep(0.3)
    stage.slack.faults.release()
    await stopping

    with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"))) as connection:
        assert connection.execute("SELECT text FROM escalations").fetchall() == [(DATA,)]


@pytest.mark.parametrize("combination", [("sqlite", "http")], indirect=True, ids="-".join)
async def test_what_it_looks_up_while_it_is_told_to_stop_is_sent(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, go_on, lease = asyncio.Event(), asyncio.Event(), leases.lease_due

    async def pausing(*args: Any, **options: Any) -> Sequence[Notification]:
        rows = await lease(*args, **options)
        if rows:
            found.set()
            await go_on.wait()
        return rows

    monkeypatch.setattr(leases, "lease_due", pausing)
    await stage.slack.command(THEO, QUESTIONS, "/kb", DATA)
    await found.wait()

    stopping = asyncio.create_task(stage.bot.stop())
    await until(lambda: stage.bot.worker.is_stopping)
    go_on.set()
    await stopping

    assert len(requests(stage)) == 1


async def hurry(stage: Stage) -> None:
    """Let the bot wait for Slack one second, instead of ten."""
    client = await stage.bot.services.client_of(stage.slack.workspace.team_id)
    client.timeout = 1


def a_message(stage: Stage, action: str) -> Message:
    """Something the bot once wrote, with a button."""
    label = {"type": "plain_text", "text": "Do it"}
    button = {"type": "button", "action_id": action, "value": "4000", "text": label}
    blocks = [{"type": "actions", "block_id": "b", "elements": [button]}]
    place, bot = stage.slack.workspace.channels[QUESTIONS], stage.slack.workspace.bot_id
    return stage.slack.messages.post(place, stage.me, "Once", blocks=blocks, bot_id=bot)
