"""One id: from what somebody did in Slack to the last message that it caused."""

from collections.abc import AsyncIterator, Iterator

import pytest
from sqlalchemy import select

from bot.sandbox.cast import INES, QUESTIONS, THEO
from knowledge import story
from knowledge.inbox import Event
from knowledge.outbox import Kind, Notification, State
from knowledge.question import Question
from tests.flows.escalating import asked_ines, only, writes
from tests.logbook import Logbook, a_logbook
from tests.stage import Stage, a_stage

DATA = "what personal data do you keep about me"
"""Its topic is referred: it escalates without a click."""


@pytest.fixture
def logbook() -> Iterator[Logbook]:
    with a_logbook() as book:
        yield book


@pytest.fixture
async def stage(database_url: str, http: bool, logbook: Logbook) -> AsyncIterator[Stage]:
    async with a_stage(database_url, http=http) as stage:
        yield stage


async def test_a_command_that_escalates_is_one_story_down_to_the_message(
    stage: Stage, logbook: Logbook
) -> None:
    logbook.forget()
    await stage.kb(DATA, by=THEO)

    [question] = await stage.all(select(Question))
    name = question.correlation_id
    assert name.startswith("command-")
    escalation = await only(stage)
    planned = await stage.rows()
    theirs = [row for row in planned if row.about == escalation.id and "escalation" in row.kind]
    assert {row.correlation_id for row in theirs} == {name}
    assert {Kind.REQUEST, Kind.ANSWER_BY} <= {row.kind for row in theirs}
    others = {line.get("correlation_id") for line in logbook.lines} - {name}
    assert all(str(other).startswith("Ev") for other in others)  # Slack tells of our own messages
    told = logbook.events(correlation_id=name)
    assert told.index("received") < told.index("settled")
    methods = [line.get("method") for line in logbook.lines if line["correlation_id"] == name]
    assert {"response_url", "chat.postMessage"} <= {*methods}


once = pytest.mark.parametrize(
    "combination", [("sqlite", "socket")], indirect=True, ids=["sqlite-socket"]
)


@once
async def test_each_press_and_each_event_begins_a_story_of_its_own(
    stage: Stage, logbook: Logbook
) -> None:
    await asked_ines(stage)
    before = {row.id for row in await stage.rows()}
    await writes(stage, "Answer", "Write to the carrier.", by=INES)
    [answer] = await stage.rows(Notification.kind == Kind.ANSWER)
    await stage.say(f"<@{stage.me}> {DATA}", by=THEO, channel=QUESTIONS)

    assert answer.id not in before
    assert str(answer.correlation_id).startswith("view-")
    assert logbook.events(correlation_id=answer.correlation_id, method="chat.postMessage")
    mention = (await stage.all(select(Question)))[-1]
    [event] = [e for e in await stage.all(select(Event)) if e.id == mention.correlation_id]
    assert event.done_at
    assert {"received", "event done", "settled"} <= {*logbook.events(correlation_id=event.id)}


@once
async def test_what_a_timer_causes_belongs_to_the_request_that_set_it(
    stage: Stage, logbook: Logbook
) -> None:
    await stage.kb(DATA, by=THEO)
    [question] = await stage.all(select(Question))
    await stage.move(days=3)

    rows = await stage.rows(Notification.kind == Kind.PASSED_ON)
    assert {(row.state, row.correlation_id) for row in rows} == {
        (State.DONE, question.correlation_id)
    }
    assert "decided" in logbook.events(correlation_id=question.correlation_id)
    async with stage.bot.services.sessions.begin() as session:
        told = await story.of(session, question.correlation_id)
    assert [line.what for line in told if "escalation.passed_on" in line.what]
