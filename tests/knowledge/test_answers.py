"""Answers: written, taken from an entry, or confirmed; what the knowledge base gains by them."""

from datetime import timedelta
from typing import Any

import pytest

from knowledge import answers, askers, questions
from knowledge.entry import Entry
from knowledge.entry import Status as Stage
from knowledge.entry_errors import Changed
from knowledge.errors import EmptyText, IllegalMove, NotAllowed, NotForThem
from knowledge.escalation import Escalation, Status
from knowledge.outbox import Kind
from knowledge.question import Feedback, Question
from tests.factories import ANA, CHARTER, MARIA, NINA, NOW, PAUL, an_entry
from tests.knowledge.team import FIRE, REFUND, Team

LATER = NOW + timedelta(minutes=20)
PUBLISHING = CHARTER.replace("    stance: refer\n", "    stance: refer\n    publish: senior\n")
PAULS = f"[{PAUL}], acknowledge: 30m, answer: 2h"
SAFETY = "Débrancher, ne pas renvoyer, écrire à securite@exemple.fr."


async def settles(
    team: Team, deed: Any, escalation: Escalation, *said: Any, by: str = MARIA, **how: Any
) -> Any:
    about: dict[str, Any] = {"by": by, "charter": team.charter, "now": LATER} | how
    return await team.does(deed, escalation, *said, **about)


async def points(team: Team, escalation: Escalation, entry: Entry, *, by: str = MARIA) -> None:
    """The assignee chooses an entry."""
    async with team.sessions.begin() as session:
        one = await session.get_one(Escalation, escalation.id)
        known = await session.get_one(Entry, entry.id)
        how: dict[str, Any] = {"by": by, "charter": team.charter, "now": LATER}
        await answers.answer_with_entry(session, one, known, **how)


async def to_confirm(team: Team) -> tuple[Escalation, Entry]:
    """Ana, a trainee, has found the answer on refunds, and Maria is to confirm it."""
    entry = an_entry(wordings=(REFUND,))
    await team.knows(entry)
    outcome = await team.asks(REFUND, by=ANA)
    escalation = await team.does(questions.ask_person, outcome.question, by=ANA)
    assert (escalation.proposed_id, escalation.assignee) == (entry.id, MARIA)
    return escalation, entry


async def wordings(team: Team, entry: Entry) -> list[str]:
    return list((await team.sees(entry)).wordings)


async def test_what_needs_no_review_is_published_at_once(new_team: Team) -> None:
    await new_team.agrees(PUBLISHING)
    escalation = await new_team.escalates()

    entry = await settles(new_team, answers.answer, escalation, SAFETY)

    assert (entry.status, entry.published_at) == (Stage.PUBLISHED, LATER)
    assert await new_team.planned(Kind.REVIEW) == []
    assert await new_team.finds(FIRE) == [entry.id]


async def test_who_is_below_the_level_to_publish_is_reviewed(new_team: Team) -> None:
    high = PUBLISHING.replace("publish: senior", "publish: senior\n    autonomy: autonomous")
    await new_team.agrees(high.replace(f"[{MARIA}], acknowledge: 30m, answer: 2h", PAULS))
    escalation = await new_team.escalates()
    assert escalation.assignee == PAUL

    entry = await settles(new_team, answers.answer, escalation, SAFETY, by=PAUL)

    assert entry.status is Stage.IN_REVIEW


async def test_the_other_wordings_of_those_who_wait_are_learned_at_once(new_team: Team) -> None:
    await new_team.agrees(PUBLISHING)
    escalation = await new_team.escalates("is this toxic", by=ANA)
    await new_team.escalates("IS THIS TOXIC ?", by=PAUL)

    entry = await settles(new_team, answers.answer, escalation, SAFETY)

    assert entry.title == "is this toxic"
    assert await wordings(new_team, entry) == [], "it is the same but for its letters"


async def test_after_not_solved_the_next_answer_becomes_the_draft(team: Team) -> None:
    escalation = await team.escalates()
    first = await settles(team, answers.answer, escalation, "Débrancher.")
    await team.does(askers.not_solved, escalation, "Et ensuite ?", by=ANA, now=LATER)

    second = await settles(team, answers.answer, escalation, SAFETY)

    assert second.id == first.id
    assert (await team.sees(first)).body == SAFETY
    assert len(await team.all(Entry)) == 1


async def test_an_entry_as_the_answer_learns_the_question(team: Team) -> None:
    entry = an_entry(title="Un appareil fume", body=SAFETY, topic="safety")
    await team.knows(entry)
    escalation = await team.escalates()

    await points(team, escalation, entry)

    now = await team.sees(escalation)
    assert (now.status, now.answer, now.entry_id) == (Status.ANSWERED, SAFETY, entry.id)
    assert await wordings(team, entry) == [FIRE]
    assert [row.to for row in await team.planned(Kind.ANSWER)] == [ANA]
    assert len(await team.all(Entry)) == 1, "no draft says the same again"


async def test_personal_data_is_not_learned(team: Team) -> None:
    entry = an_entry(title="Un appareil fume", body=SAFETY, topic="safety")
    await team.knows(entry)
    escalation = await team.escalates("l'appareil a pris feu, marie@exemple.fr")

    await points(team, escalation, entry)

    assert await wordings(team, entry) == []
    assert (await team.sees(escalation)).status is Status.ANSWERED


@pytest.mark.parametrize("changes", [{"status": Stage.IN_REVIEW}, {"audience": "G0JURIDIQUE"}])
async def test_what_some_may_not_see_answers_nobody(team: Team, changes: dict[str, Any]) -> None:
    entry = an_entry(topic="safety", **changes)
    await team.knows(entry)
    escalation = await team.escalates()

    with pytest.raises(NotForThem):
        await points(team, escalation, entry)
    assert (await team.sees(escalation)).is_live


async def test_only_the_assignee_points_and_only_while_an_answer_is_owed(team: Team) -> None:
    entry = an_entry(topic="safety")
    await team.knows(entry)
    escalation = await team.escalates()

    with pytest.raises(NotAllowed, match=MARIA):
        await points(team, escalation, entry, by=NINA)
    await points(team, escalation, entry)
    with pytest.raises(IllegalMove):
        await points(team, escalation, entry)


async def test_yes_makes_what_was_found_the_answer(team: Team) -> None:
    escalation, entry = await to_confirm(team)

    with pytest.raises(NotAllowed, match=MARIA):
        await settles(team, answers.confirm, escalation, by=NINA)
    await settles(team, answers.confirm, escalation)
    await settles(team, answers.confirm, escalation)

    now = await team.sees(escalation)
    assert (now.status, now.answer, now.entry_id) == (Status.ANSWERED, entry.body, entry.id)
    assert len(await team.planned(Kind.ANSWER)) == 1


async def test_yes_with_a_change_changes_the_entry_for_everybody(team: Team) -> None:
    escalation, entry = await to_confirm(team)

    with pytest.raises(EmptyText):
        await settles(team, answers.confirm, escalation, body=" ", seen=1)
    with pytest.raises(Changed):
        await settles(team, answers.confirm, escalation, body="Sous 10 jours.", seen=7)
    await settles(team, answers.confirm, escalation, body="Sous 10 jours.", seen=1)

    changed = await team.sees(entry)
    assert (changed.body, changed.revision, changed.status) == (
        "Sous 10 jours.",
        2,
        Stage.PUBLISHED,
    )
    assert (await team.sees(escalation)).answer == "Sous 10 jours."


async def test_the_same_words_are_no_change(team: Team) -> None:
    escalation, entry = await to_confirm(team)

    await settles(team, answers.confirm, escalation, body=f"{entry.body} ", seen=1)

    assert (await team.sees(entry)).revision == 1


async def test_no_leaves_the_question_owed_and_the_entry_learns(team: Team) -> None:
    await team.meets(ANA)
    escalation, _entry = await to_confirm(team)

    with pytest.raises(NotAllowed, match=MARIA):
        await settles(team, refused, escalation, by=ANA)
    await settles(team, refused, escalation)

    now = await team.sees(escalation)
    assert (now.is_live, now.proposed_id) == (True, None)
    (question,) = await team.all(Question)
    assert question.feedback is Feedback.NOT_HELPFUL
    with pytest.raises(IllegalMove):
        await settles(team, refused, escalation)
    with pytest.raises(IllegalMove):
        await settles(team, answers.confirm, escalation)


async def refused(session: Any, escalation: Escalation, *, charter: Any, **how: Any) -> None:
    assert charter
    await answers.refuse(session, escalation, **how)


async def test_what_was_confirmed_and_settles_nothing_is_not_proposed_again(team: Team) -> None:
    escalation, _entry = await to_confirm(team)
    await settles(team, answers.confirm, escalation)

    await team.does(askers.not_solved, escalation, "En avoir ?", by=ANA, now=LATER)

    now = await team.sees(escalation)
    assert (now.status, now.proposed_id) == (Status.OPEN, None)


async def test_what_is_to_be_confirmed_can_be_answered_in_other_words(team: Team) -> None:
    escalation, entry = await to_confirm(team)

    draft = await settles(team, answers.answer, escalation, "Non : en avoir.")

    assert draft.id != entry.id
    assert (await team.sees(entry)).body == entry.body
