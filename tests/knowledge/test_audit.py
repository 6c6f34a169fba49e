"""The audit log: a line for each deed, in its transaction, and nothing that people wrote."""

from typing import Any

import pytest

from knowledge import answers, askers, audit, questions, review
from knowledge.audit import AuditLine
from knowledge.escalation import Escalation
from knowledge.question import Feedback
from tests.factories import ANA, MARIA, NINA, NOW, WORKSPACE
from tests.knowledge.team import FIRE, Team


async def test_a_deed_that_fails_leaves_no_line(team: Team) -> None:
    escalation = await team.escalates()
    before = await team.all(AuditLine)

    with pytest.raises(RuntimeError):
        await records_and_dies(team, escalation)

    assert len(await team.all(AuditLine)) == len(before)


async def records_and_dies(team: Team, escalation: Escalation) -> None:
    async with team.sessions.begin() as session:
        audit.record(session, "escalation.imagined", escalation, by=ANA, now=NOW)
        await session.flush()
        raise RuntimeError("power cut")


async def test_the_history_of_a_thing_is_its_own(team: Team) -> None:
    outcome = await team.asks(FIRE)
    await team.does(questions.give_feedback, outcome.question, Feedback.HELPFUL, by=ANA)

    async with team.sessions.begin() as session:
        lines = await audit.history(session, outcome.question)
    assert [(line.at, line.by, line.deed, line.subject) for line in lines] == [
        (NOW, ANA, "question.helpful", "questions")
    ]


async def test_the_log_holds_nothing_that_people_wrote(team: Team) -> None:
    said = ["un secret dans la question", "un secret en plus", "un secret dans la réponse"]
    escalation = await team.escalates(f"{FIRE} {said[0]}")
    await team.does(askers.add_details, escalation, said[1], by=ANA)
    how: dict[str, Any] = {"by": MARIA, "charter": team.charter}
    entry = await team.does(answers.answer, escalation, said[2], **how)
    await team.does(review.publish, entry, by=NINA, charter=team.charter)

    lines = await team.all(AuditLine)
    assert len(lines) >= 5
    assert all(line.workspace == WORKSPACE for line in lines)
    assert not [line for line in lines if "secret" in str(line.facts)]
