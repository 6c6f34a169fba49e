"""An escalation by itself: its moves, who may make them, and what makes two the same."""

from datetime import timedelta
from itertools import product

import pytest

from knowledge.errors import EmptyText, IllegalMove, NotAllowed
from knowledge.escalation import Status
from knowledge.routing import Nearest
from knowledge.sense import sense
from knowledge.worktime import ALWAYS
from tests.factories import ANA, MARIA, NINA, NOW, PAUL, an_escalation

LATER = NOW + timedelta(hours=1)
NEXT = Nearest(NINA, 1, timedelta(hours=1), timedelta(days=1))

LEGAL = {
    (Status.OPEN, Status.OPEN),
    (Status.OPEN, Status.ACKNOWLEDGED),
    (Status.OPEN, Status.PAUSED),
    (Status.OPEN, Status.ANSWERED),
    (Status.OPEN, Status.CLOSED),
    (Status.ACKNOWLEDGED, Status.OPEN),
    (Status.ACKNOWLEDGED, Status.PAUSED),
    (Status.ACKNOWLEDGED, Status.ANSWERED),
    (Status.ACKNOWLEDGED, Status.CLOSED),
    (Status.PAUSED, Status.OPEN),
    (Status.PAUSED, Status.ACKNOWLEDGED),
    (Status.PAUSED, Status.ANSWERED),
    (Status.PAUSED, Status.CLOSED),
    (Status.ANSWERED, Status.OPEN),
    (Status.ANSWERED, Status.CLOSED),
}


@pytest.mark.parametrize(("before", "after"), list(product(Status, Status)))
def test_it_moves_as_the_table_says(before: Status, after: Status) -> None:
    escalation = an_escalation(status=before)

    if (before, after) in LEGAL:
        escalation.move_to(after)
        assert escalation.status is after
    else:
        with pytest.raises(IllegalMove):
            escalation.move_to(after)
        assert escalation.status is before


@pytest.mark.parametrize("status", Status)
def test_an_answer_is_owed_until_there_is_one_or_nobody_wants_it(status: Status) -> None:
    owed = status in (Status.OPEN, Status.ACKNOWLEDGED, Status.PAUSED)

    assert an_escalation(status=status).is_live is owed


def test_only_the_assignee_may_acknowledge() -> None:
    escalation = an_escalation(assignee=MARIA)

    with pytest.raises(NotAllowed, match="<@U0MARIA>"):
        escalation.acknowledge(by=PAUL, now=LATER)
    assert escalation.status is Status.OPEN


def test_taking_it_on_is_not_answering_it() -> None:
    escalation = an_escalation()

    escalation.acknowledge(by=MARIA, now=LATER)

    assert escalation.is_live
    assert escalation.acknowledged_at == LATER
    assert escalation.due_at == NOW + timedelta(hours=4)


def test_only_the_assignee_may_answer() -> None:
    escalation = an_escalation()

    for person in (PAUL, ANA):
        with pytest.raises(NotAllowed, match="<@U0MARIA>"):
            escalation.settle("Sous 14 jours.", by=person, now=LATER)
    assert escalation.answer is None


@pytest.mark.parametrize("text", ["", " \n\t"])
def test_an_empty_answer_is_none(text: str) -> None:
    escalation = an_escalation()

    with pytest.raises(EmptyText):
        escalation.settle(text, by=MARIA, now=LATER)
    assert escalation.is_live


def test_it_can_be_answered_without_taking_it_on_first() -> None:
    escalation = an_escalation()

    escalation.settle("  Sous 14 jours.\n", by=MARIA, now=LATER)

    assert escalation.status is Status.ANSWERED
    assert (escalation.answer, escalation.answered_at) == ("Sous 14 jours.", LATER)


def test_a_repeated_answer_is_known() -> None:
    escalation = an_escalation()
    assert not escalation.was_answered("Oui.", by=MARIA)

    escalation.settle("Oui.", by=MARIA, now=LATER)

    assert escalation.was_answered(" Oui. ", by=MARIA)
    assert not escalation.was_answered("Non.", by=MARIA)
    assert not escalation.was_answered("Oui.", by=PAUL)


def test_the_next_person_has_their_own_time() -> None:
    escalation = an_escalation()
    escalation.acknowledge(by=MARIA, now=NOW)

    escalation.pass_to(NEXT, time=ALWAYS, now=LATER)

    assert (escalation.status, escalation.assignee) == (Status.OPEN, NINA)
    assert (escalation.round, escalation.step, escalation.asked) == (2, 1, [MARIA, NINA])
    assert escalation.acknowledged_at is None
    assert escalation.acknowledge_due_at == LATER + timedelta(hours=1)
    assert escalation.due_at == LATER + timedelta(days=1)
    with pytest.raises(NotAllowed, match="<@U0NINA>"):
        escalation.settle("Trop tard.", by=MARIA, now=LATER)


@pytest.mark.parametrize("status", [Status.ANSWERED, Status.CLOSED])
def test_what_has_ended_passes_to_nobody(status: Status) -> None:
    with pytest.raises(IllegalMove):
        an_escalation(status=status).pass_to(NEXT, time=ALWAYS, now=LATER)


def test_only_the_asker_may_let_it_go() -> None:
    escalation = an_escalation()

    with pytest.raises(NotAllowed, match="<@U0ANA>"):
        escalation.close(by=MARIA, now=LATER)
    escalation.close(by=ANA, now=LATER)

    assert (escalation.status, escalation.closed_at) == (Status.CLOSED, LATER)


def test_the_asker_may_leave_it_to_another() -> None:
    escalation = an_escalation()

    with pytest.raises(NotAllowed):
        escalation.leave_to(PAUL, by=PAUL)
    escalation.leave_to(PAUL, by=ANA)

    assert (escalation.asker, escalation.is_live) == (PAUL, True)


@pytest.mark.parametrize(
    "text",
    [
        "Comment être remboursé ?",
        "comment etre rembourse",
        "COMMENT  ÊTRE\u202fREMBOURSÉ\u202f!!",
        "« Comment e\u0302tre rembourse\u0301… »",
    ],
)
def test_case_accents_and_signs_make_no_other_question(text: str) -> None:
    assert sense(text) == "comment etre rembourse"


def test_long_questions_differ_by_their_ends() -> None:
    begin = "a" * 300

    assert sense(begin) == sense(begin.upper())
    assert sense(f"{begin} un") != sense(f"{begin} deux")
    assert len(sense(begin)) <= 200
    assert len(sense("ﷺ" * 300)) <= 200
