"""Escalations: what asker and assignee do, in which order and how often they like."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import answers, askers, assignees, escalations, questions
from knowledge.audit import AuditLine
from knowledge.database import Database, open_database
from knowledge.entry import TITLE_LIMIT, Entry
from knowledge.entry import Status as Stage
from knowledge.errors import EmptyText, IllegalMove, NotAllowed, NotFound
from knowledge.escalation import Escalation, Status
from knowledge.outbox import Kind, Notification, State
from knowledge.question import Question, Way
from knowledge.waiter import Waiter
from tests.factories import ANA, MARIA, NINA, NOW, PAUL, WORKSPACE
from tests.knowledge.team import FIRE, REFUND, Team

LATER = NOW + timedelta(hours=1)
ANSWER = "Débranchez l'appareil, puis écrivez à securite@exemple.fr."


async def answered(
    team: Team, escalation: Escalation, text: str = ANSWER, by: str = MARIA
) -> Entry:
    return await team.does(answers.answer, escalation, text, by=by, charter=team.charter, now=LATER)


async def test_the_assignee_takes_it_on_once(team: Team) -> None:
    escalation = await team.escalates()

    await team.does(assignees.acknowledge, escalation, by=MARIA, now=LATER)
    await team.does(assignees.acknowledge, escalation, by=MARIA, now=LATER + timedelta(hours=1))

    taken = await team.sees(escalation)
    assert (taken.status, taken.acknowledged_at) == (Status.ACKNOWLEDGED, LATER)
    assert await deeds(team) == [
        "escalation.opened",
        "escalation.asked",
        "escalation.acknowledged",
    ]


async def test_nobody_else_takes_it_on_or_answers(team: Team) -> None:
    escalation = await team.escalates()

    for person in (ANA, PAUL, NINA):
        with pytest.raises(NotAllowed, match=MARIA):
            await team.does(assignees.acknowledge, escalation, by=person)
        with pytest.raises(NotAllowed, match=MARIA):
            await answered(team, escalation, by=person)
    assert (await team.sees(escalation)).status is Status.OPEN
    assert await team.all(Entry) == []


async def test_an_answer_reaches_who_waits_and_the_knowledge_base(team: Team) -> None:
    escalation = await team.escalates()

    entry = await answered(team, escalation, f"  {ANSWER}\n")

    assert (await team.sees(escalation)).status is Status.ANSWERED
    assert [row.to for row in await team.planned(Kind.ANSWER)] == [ANA]
    assert (entry.title, entry.body, entry.topic) == (FIRE, ANSWER, "safety")
    assert (entry.author, entry.capturer, entry.status) == (MARIA, ANA, Stage.IN_REVIEW)
    assert [row.to for row in await team.planned(Kind.REVIEW)] == [entry.reviewer]
    assert entry.reviewer == NINA


async def test_after_the_answer_nothing_more_can_be_done(team: Team) -> None:
    escalation = await team.escalates()
    await answered(team, escalation)

    for deed, by in ((assignees.acknowledge, MARIA), (askers.cancel, ANA)):
        with pytest.raises(IllegalMove):
            await team.does(deed, escalation, by=by)
    with pytest.raises(IllegalMove):
        await answered(team, escalation, "Autre chose.")
    with pytest.raises(IllegalMove):
        await team.does(askers.add_details, escalation, "Et encore.", by=ANA)
    assert len(await team.all(Entry)) == 1
    assert len(await team.planned(Kind.ANSWER)) == 1


async def test_an_empty_answer_changes_nothing(team: Team) -> None:
    escalation = await team.escalates()

    with pytest.raises(EmptyText):
        await answered(team, escalation, " \n ")
    assert (await team.sees(escalation)).is_live
    assert await team.planned(Kind.ANSWER) == []


@pytest.mark.parametrize(
    "text", ["é" * 20_000, "مرحبا <@U0ANA> <!channel>", "half \ud83d \x00 nul"]
)
async def test_any_answer_is_kept_in_full(team: Team, text: str) -> None:
    escalation = await team.escalates()

    entry = await answered(team, escalation, text)

    kept = text.replace("\x00", "").replace("\ud83d", "")
    assert (await team.sees(escalation)).answer == kept
    assert (await team.sees(entry)).body == kept


async def test_a_long_question_makes_a_title_of_the_usual_length(team: Team) -> None:
    outcome = await team.asks("pourquoi " * 150, by=PAUL)
    escalation = await team.does(questions.ask_person, outcome.question, by=PAUL)

    entry = await answered(team, escalation, by=escalation.assignee)

    assert len(entry.title) == TITLE_LIMIT
    assert len(escalation.text) > TITLE_LIMIT


async def test_the_asker_cancels_once_and_the_assignee_is_released(team: Team) -> None:
    escalation = await team.escalates()

    await team.does(askers.cancel, escalation, by=ANA)
    await team.does(askers.cancel, escalation, by=ANA)

    assert (await team.sees(escalation)).status is Status.CLOSED
    assert [row.to for row in await team.planned(Kind.CANCELLED)] == [MARIA]
    with pytest.raises(IllegalMove):
        await answered(team, escalation)


async def test_nobody_else_cancels(team: Team) -> None:
    escalation = await team.escalates()

    for person in (MARIA, PAUL):
        with pytest.raises(NotAllowed, match=ANA):
            await team.does(askers.cancel, escalation, by=person)


async def test_the_asker_says_more_and_the_assignee_hears_it(team: Team) -> None:
    escalation = await team.escalates()

    for text in ("Modèle Aube.", " Depuis hier. "):
        await team.does(askers.add_details, escalation, text, by=ANA)

    assert (await team.sees(escalation)).details == ["Modèle Aube.", "Depuis hier."]
    told = await team.planned(Kind.DETAILS)
    assert [(row.to, row.facts["number"]) for row in told] == [(MARIA, 1), (MARIA, 2)]


async def test_only_the_asker_says_more_and_only_something(team: Team) -> None:
    escalation = await team.escalates()

    with pytest.raises(NotAllowed, match=ANA):
        await team.does(askers.add_details, escalation, "Moi aussi.", by=PAUL)
    with pytest.raises(EmptyText):
        await team.does(askers.add_details, escalation, "  ", by=ANA)


async def test_the_same_question_joins_and_everybody_is_answered(team: Team) -> None:
    first = await team.escalates("L'appareil a pris feu !", by=ANA)
    where = {"way": Way.MENTION, "channel": "C0QUESTIONS", "thread_ts": "1768.1"}
    second = await team.escalates("l’appareil  a pris FEU", by=PAUL, **where)

    assert first.id == second.id
    assert [waiter.person for waiter in await team.all(Waiter)] == [ANA, PAUL]
    assert len(await team.planned(Kind.REQUEST)) == 1
    assert [row.to for row in await team.planned(Kind.STATUS)] == [ANA, PAUL]
    await answered(team, first)
    told = [(row.to, row.thread_ts) for row in await team.planned(Kind.ANSWER)]
    assert told == [(ANA, None), ("C0QUESTIONS", "1768.1")]


async def test_who_asks_twice_is_told_once(team: Team) -> None:
    first = await team.escalates(by=ANA)
    second = await team.escalates(by=ANA)

    await answered(team, first)

    assert first.id == second.id
    assert len(await team.planned(Kind.STATUS)) == 1
    assert [row.to for row in await team.planned(Kind.ANSWER)] == [ANA]


async def test_the_first_asker_leaves_and_the_others_still_wait(team: Team) -> None:
    escalation = await team.escalates(by=ANA)
    await team.escalates(by=PAUL)

    await team.does(askers.cancel, escalation, by=ANA)

    left = await team.sees(escalation)
    assert (left.status, left.asker) == (Status.OPEN, PAUL)
    assert await team.planned(Kind.CANCELLED) == []
    await answered(team, escalation)
    assert [row.to for row in await team.planned(Kind.ANSWER)] == [PAUL]


async def test_the_last_who_waits_ends_it(team: Team) -> None:
    escalation = await team.escalates(by=ANA)
    await team.escalates(by=PAUL)

    await team.does(askers.cancel, escalation, by=ANA)
    await team.does(askers.cancel, escalation, by=PAUL)

    assert (await team.sees(escalation)).status is Status.CLOSED
    assert [row.to for row in await team.planned(Kind.CANCELLED)] == [MARIA]


async def test_nobody_waits_for_their_own_answer(team: Team) -> None:
    mine = await team.escalates(by=ANA)
    theirs = await team.escalates(by=MARIA)

    assert mine.id != theirs.id
    assert (mine.assignee, theirs.assignee) == (MARIA, NINA)


async def test_what_has_ended_is_not_joined(team: Team) -> None:
    first = await team.escalates(by=ANA)
    await answered(team, first)

    assert (await team.escalates(by=PAUL)).id != first.id


async def test_what_a_private_channel_asks_stays_there(team: Team) -> None:
    private = {"way": Way.MENTION, "channel": "G0JURIDIQUE", "audience": "G0JURIDIQUE"}
    inside = await team.escalates(by=ANA, **private)

    outside = await team.escalates(by=PAUL)
    again = await team.escalates(by=NINA, thread_ts="1768.2", **private)

    assert outside.id != inside.id
    assert again.id == inside.id
    entry = await answered(team, inside)
    assert entry.audience == "G0JURIDIQUE"
    assert {row.to for row in await team.planned(Kind.ANSWER)} == {"G0JURIDIQUE"}


async def test_what_everybody_asks_is_joined_from_a_private_channel(team: Team) -> None:
    outside = await team.escalates(by=ANA)
    inside = await team.escalates(by=PAUL, audience="G0JURIDIQUE")

    assert inside.id == outside.id


async def test_two_askers_at_the_same_instant_wait_for_one_answer(
    team: Team, database_url: str
) -> None:
    """On two replicas: each has a connection, a session and a library of its own."""
    others = [open_database(database_url) for _ in range(4)]
    askers = [ANA, PAUL, "U0LEA", "U0SAM"]
    try:
        found = await asyncio.gather(*map(asks_in_a_race, others, askers))
    finally:
        for database in others:
            await database.close()

    assert len({escalation.id for escalation in found}) == 1
    waiting = await team.all(Waiter, Waiter.escalation_id == found[0].id)
    assert sorted(waiter.person for waiter in waiting) == sorted(askers)


async def asks_in_a_race(database: Database, person: str) -> Escalation:
    return await Team(database.sessions).escalates("is this toxic", by=person, key=f"race:{person}")


async def test_whoever_joins_while_it_is_answered_is_not_forgotten(
    team: Team, database_url: str
) -> None:
    escalation = await team.escalates(by=ANA)
    other = open_database(database_url)
    try:
        await asyncio.gather(
            answered(team, escalation),
            Team(other.sessions).escalates(by=PAUL, key="race:join"),
        )
    finally:
        await other.close()

    told = {row.to for row in await team.planned(Kind.ANSWER)}
    owed = await team.all(Escalation, Escalation.status == Status.OPEN)
    assert PAUL in told or [one.asker for one in owed] == [PAUL]


async def test_people_see_what_they_owe_and_what_they_wait_for(team: Team) -> None:
    fire = await team.escalates(FIRE, by=ANA)
    refund = await team.escalates(REFUND, by=ANA)
    await team.escalates(FIRE, by=PAUL)

    async with team.sessions.begin() as session:
        owed = await escalations.owed_by(session, WORKSPACE, MARIA)
        mine = await escalations.awaited_by(session, WORKSPACE, ANA)
        joined = await escalations.awaited_by(session, WORKSPACE, PAUL)
        elsewhere = await escalations.owed_by(session, "T0OTHER", MARIA)
    assert [one.id for one in owed] == [fire.id, refund.id]
    assert [one.id for one in mine] == [fire.id, refund.id]
    assert [one.id for one in joined] == [fire.id]
    assert elsewhere == []

    await answered(team, fire)
    async with team.sessions.begin() as session:
        owed = await escalations.owed_by(session, WORKSPACE, MARIA)
    assert [one.id for one in owed] == [refund.id]


async def test_there_is_no_escalation_of_another_workspace(team: Team) -> None:
    escalation = await team.escalates()

    async with team.sessions.begin() as session:
        with pytest.raises(NotFound):
            await escalations.get(session, "T0OTHER", escalation.id)
        with pytest.raises(NotFound):
            await escalations.get(session, WORKSPACE, 10**12)


async def test_every_message_that_was_sent_is_brought_up_to_date(team: Team) -> None:
    escalation = await team.escalates()
    for row in await team.planned(Kind.REQUEST, Kind.STATUS):
        await team.does(sent, row)

    await team.does(assignees.acknowledge, escalation, by=MARIA)

    assert sorted(row.to for row in await team.planned(Kind.REFRESH)) == [ANA, MARIA]


async def sent(_session: AsyncSession, row: Notification, *, now: datetime) -> None:
    row.state, row.channel, row.ts = State.DONE, "D0", str(now.timestamp())


async def deeds(team: Team) -> list[str]:
    return [line.deed for line in await team.all(AuditLine, AuditLine.subject == "escalations")]


async def test_every_question_leads_to_its_escalation(team: Team) -> None:
    first = await team.asks(FIRE, by=ANA)
    second = await team.asks(FIRE, by=PAUL)

    async with team.sessions.begin() as session:
        for outcome in (first, second):
            found = await escalations.of_question(session, outcome.question.id)
            assert found
            assert first.escalation
            assert found.id == first.escalation.id
    assert len(await team.all(Question)) == 2
