"""Leaks that were mended: what a private channel asks or knows stays with it, by every way."""

from typing import Any

from knowledge import answers, outcomes, questions, submission
from knowledge.entry import Status
from knowledge.escalation import Escalation
from knowledge.outbox import Kind, State
from knowledge.question import Way
from knowledge.routing import Verdict
from knowledge.sight import Reader
from tests.factories import ANA, MARIA, NINA, NOW, PAUL, WORKSPACE, an_entry
from tests.knowledge.team import FIRE, REFUND, Team

ROOM = "G0ROOM"
HERE: dict[str, Any] = {"way": Way.MENTION, "channel": ROOM, "audience": ROOM}
SECRET = "mon appareil a pris feu"


async def test_how_a_private_channel_asks_does_not_become_a_wording_for_everybody(
    team: Team,
) -> None:
    escalation = await team.escalates(FIRE)
    joined = await team.escalates(SECRET, by=PAUL, **HERE)
    assert joined.id == escalation.id

    entry = await team.does(answers.answer, escalation, "Coupez.", by=MARIA, charter=team.charter)

    assert (entry.audience, entry.wordings) == (None, ())


async def test_an_entry_for_everybody_does_not_learn_how_a_private_channel_asks(
    team: Team,
) -> None:
    await team.knows(entry := an_entry(topic="safety", title="incendie"))
    escalation = await team.escalates(SECRET, **HERE)

    await team.does(answers.answer_with_entry, escalation, entry, by=MARIA, charter=team.charter)

    assert (await team.sees(entry)).wordings == ()


async def test_what_a_private_channel_asks_is_reviewed_by_one_of_its_members(team: Team) -> None:
    escalation = await team.escalates(FIRE, **HERE)

    how: dict[str, Any] = {"by": MARIA, "charter": team.charter}
    draft = await team.does(answers.answer, escalation, "Coupez.", readers={ANA}, **how)

    assert (draft.audience, draft.reviewer) == (ROOM, ANA)


async def test_of_a_private_channel_whose_members_are_not_known_nobody_else_reviews(
    team: Team,
) -> None:
    escalation = await team.escalates(FIRE, **HERE)

    draft = await team.does(answers.answer, escalation, "Coupez.", by=MARIA, charter=team.charter)

    assert draft.reviewer == ANA, "who asked was there"


async def test_a_draft_withheld_from_its_reviewer_goes_on_to_others_never_back(
    team: Team,
) -> None:
    await team.knows(draft := an_entry(status=Status.DRAFT, audience=ROOM, capturer=ANA))
    await team.does(submission.submit, draft, charter=team.charter, by=ANA)
    tried = []
    while (person := str((await team.sees(draft)).reviewer)) != ANA:
        tried.append(person)
        async with team.sessions.begin() as session:
            for row in await team.planned(Kind.REVIEW, to=person):
                (await session.get_one(type(row), row.id)).state = State.FAILED
            await submission.reassign(session, WORKSPACE, draft.id, unreached=person, now=NOW)

    assert sorted(tried) == sorted({MARIA, NINA})


async def test_an_entry_kept_for_a_channel_is_not_passed_on_to_be_confirmed(team: Team) -> None:
    """Who is asked need not be in it."""
    await team.knows(an_entry(title=REFUND, audience=ROOM))
    outcome = await team.asks(REFUND, **HERE, audiences={ROOM})
    assert outcome.decision.verdict is Verdict.CONFIRM

    reader = Reader(frozenset({ROOM}))
    escalation = await team.does(questions.ask_person, outcome.question, by=ANA, reader=reader)

    assert escalation.proposed_id is None


async def test_guests_and_members_do_not_wait_for_one_answer(team: Team) -> None:
    await team.meets(PAUL)
    await team.meets(ANA, "U0OTHER", is_guest=True)

    first = await team.escalates(FIRE, by=PAUL)
    second = await team.escalates(FIRE, by=ANA)
    third = await team.escalates(FIRE, by="U0OTHER")

    assert first.id != second.id
    assert third.id == second.id
    assert len(await team.all(Escalation)) == 2


async def test_an_answer_some_around_may_not_read_is_for_its_asker_alone(team: Team) -> None:
    await team.knows(an_entry(title=REFUND))
    asked: dict[str, Any] = {"way": Way.MENTION, "channel": "C0ALL", "by": MARIA}

    aloud = await team.asks(REFUND, around=Reader(), **asked)
    quiet = await team.asks(REFUND, around=Reader(outsiders=frozenset({"guests"})), **asked)

    assert aloud.question.is_public
    assert not quiet.question.is_public
    assert [one.id for one in quiet.entries] == [one.id for one in aloud.entries]


async def test_what_became_of_a_question_shows_what_its_asker_may_see_now(team: Team) -> None:
    await team.knows(entry := an_entry(title=REFUND, audience=ROOM))
    outcome = await team.asks(REFUND, by=MARIA, audiences={ROOM})
    assert [one.id for one in outcome.entries] == [entry.id]

    async with team.sessions.begin() as session:
        question = await questions.get(session, WORKSPACE, outcome.question.id)
        later = await outcomes.of(session, question, reader=Reader(), now=NOW)

    assert later.entries == ()
    assert later.decision.entries == ()


async def test_words_of_a_private_question_are_for_its_channel_and_who_has_a_part(
    team: Team,
) -> None:
    asked = await team.escalates(SECRET, **HERE)

    assert asked.is_readable(MARIA, frozenset()), "who is asked"
    assert asked.is_readable(ANA, frozenset()), "who asks"
    assert asked.is_readable(NINA, frozenset({ROOM}))
    assert not asked.is_readable(NINA, frozenset())
    assert (await team.escalates(FIRE, by=PAUL)).is_readable(NINA, frozenset())
