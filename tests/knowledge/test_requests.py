"""Requests: a question finds its person, or those who wait for the same; its first deadlines."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from knowledge import answers, askers, assignees, requests, timeline
from knowledge.errors import IllegalMove, NotAllowed
from knowledge.escalation import Escalation
from knowledge.outbox import Kind
from knowledge.question import Way
from knowledge.timeline import Deed
from knowledge.waiter import Waiter
from tests.factories import ANA, AT_WORK, CHARTER, MARIA, NINA, NOW, PAUL
from tests.knowledge.team import FIRE, Team

THREAD: dict[str, Any] = {"way": Way.MENTION, "channel": "C0QUESTIONS", "thread_ts": "1768.1"}


def utc(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "take", "due"),
    [
        (utc(1, 12, 9), utc(1, 12, 9, 30), utc(1, 12, 11)),
        (utc(1, 12, 16), utc(1, 12, 16, 30), utc(1, 13, 9)),  # five in the afternoon
        (utc(1, 16, 16, 45), utc(1, 19, 8, 15), utc(1, 19, 9, 45)),  # on Friday, before six
        (utc(1, 17, 12), utc(1, 19, 8, 30), utc(1, 19, 10)),  # on Saturday
        (utc(4, 30, 15), utc(4, 30, 15, 30), utc(5, 4, 8)),  # then the first of May
        (utc(3, 27, 16), utc(3, 27, 16, 30), utc(3, 30, 8)),  # the clock is changed between
    ],
)
async def test_deadlines_are_in_working_time(
    new_team: Team, asked: datetime, take: datetime, due: datetime
) -> None:
    await new_team.agrees(AT_WORK)

    escalation = await new_team.escalates(now=asked)

    assert (escalation.acknowledge_due_at, escalation.due_at) == (take, due)


async def test_it_is_asked_when_they_work_and_reminded_in_shares_of_that_time(
    new_team: Team,
) -> None:
    await new_team.agrees(AT_WORK)

    await new_team.escalates(now=utc(1, 17, 12))

    (request,) = await new_team.planned(Kind.REQUEST)
    assert request.due_at == utc(1, 19, 8)
    reminders = [row.due_at for row in await new_team.planned(Kind.REMINDER)]
    assert reminders == [utc(1, 19, 9), utc(1, 19, 9, 36)]
    (status,) = await new_team.planned(Kind.STATUS)
    assert status.due_at == utc(1, 17, 12), "who asks knows at once"


async def test_who_stands_in_is_asked_and_who_is_away_learns_of_it(new_team: Team) -> None:
    senior = f"{{slack: {MARIA}, autonomy: senior"
    away = "substitute: U0LEO, away: [{from: 2026-01-12, back: 2026-01-19}]"
    leo = "\n  - {slack: U0LEO, autonomy: senior"
    await new_team.agrees(CHARTER.replace(f"{senior}}}", f"{senior}, {away}}}{leo}}}"))

    escalation = await new_team.escalates()

    assert (escalation.assignee, escalation.instead_of) == ("U0LEO", MARIA)
    (told,) = await new_team.planned(Kind.STOOD_IN)
    assert (told.to, told.facts["substitute"]) == (MARIA, "U0LEO")
    async with new_team.sessions.begin() as session:
        asked = [one for one in await timeline.of(session, escalation) if one.deed is Deed.ASKED]
    assert [one.facts.get("instead_of") for one in asked] == [MARIA]


async def test_who_joined_and_means_something_else_asks_by_themselves(team: Team) -> None:
    first = await team.escalates(by=ANA)
    outcome = await team.asks(FIRE, by=PAUL, **THREAD)
    assert outcome.escalation
    assert outcome.escalation.id == first.id

    own = await team.does(requests.separate, first, outcome.question, by=PAUL)
    again = await team.does(requests.separate, first, outcome.question, by=PAUL)

    assert own.id == again.id != first.id
    assert (own.asker, own.question_id, own.assignee) == (PAUL, outcome.question.id, MARIA)
    waiting = {one.person: one for one in await team.all(Waiter)}
    assert waiting[ANA].escalation_id == first.id
    assert waiting[PAUL].escalation_id == own.id
    assert (waiting[PAUL].channel, waiting[PAUL].thread_ts) == ("C0QUESTIONS", "1768.1")
    async with team.sessions.begin() as session:
        story = [(one.deed, one.person) for one in await timeline.of(session, first)]
    assert story[-1] == (Deed.LEFT, PAUL)
    await team.does(answers.answer, first, "Oui.", by=MARIA, charter=team.charter)
    assert [row.to for row in await team.planned(Kind.ANSWER)] == [ANA]


async def test_who_asked_apart_and_asks_again_waits_with_their_own(team: Team) -> None:
    first = await team.escalates(by=ANA)
    outcome = await team.asks(FIRE, by=PAUL)
    own = await team.does(requests.separate, first, outcome.question, by=PAUL)

    assert (await team.escalates(by=PAUL)).id == own.id
    assert (await team.escalates(by="U0SAM")).id == first.id


async def test_only_who_joined_asks_apart_and_only_before_the_answer(team: Team) -> None:
    first = await team.asks(FIRE, by=ANA)
    joined = await team.asks(FIRE, by=PAUL)
    escalation = joined.escalation
    assert escalation

    with pytest.raises(NotAllowed, match=PAUL):
        await team.does(requests.separate, escalation, joined.question, by=ANA)
    with pytest.raises(IllegalMove):
        await team.does(requests.separate, escalation, first.question, by=ANA)
    await team.does(answers.answer, escalation, "Oui.", by=MARIA, charter=team.charter)
    with pytest.raises(IllegalMove):
        await team.does(requests.separate, escalation, joined.question, by=PAUL)


async def test_a_question_that_is_nobodys_or_waits_for_details_is_joined_all_the_same(
    team: Team,
) -> None:
    escalation = await team.escalates(by=ANA)
    await team.does(assignees.ask_details, escalation, "Lequel ?", by=MARIA)
    assert (await team.escalates(by=PAUL)).id == escalation.id

    await team.does(askers.add_details, escalation, "Aube.", by=ANA)
    await team.until(NOW + timedelta(hours=2))
    await team.until(NOW + timedelta(days=2))
    now: Escalation = await team.sees(escalation)
    assert (now.is_exhausted, now.assignee) == (True, NINA)
    assert (await team.escalates(by="U0SAM", now=NOW + timedelta(days=2))).id == escalation.id
