"""Assignees: take it, hand it over, decline, ask back; after the last step, make it theirs."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from knowledge import answers, askers, assignees, handovers, timeline
from knowledge.errors import (
    AsksThemself,
    EmptyText,
    HadItBefore,
    IllegalMove,
    KnowledgeError,
    LacksMandate,
    LastOfChain,
    NoMandate,
    NotAllowed,
    NotThere,
)
from knowledge.escalation import Escalation, Status
from knowledge.handovers import Cause
from knowledge.outbox import Kind
from knowledge.timeline import Deed
from tests.factories import ANA, AT_WORK, CHARTER, MARIA, NINA, NOW, PAUL
from tests.knowledge.team import FIRE, Team

LATER = NOW + timedelta(minutes=20)
FRIDAY = datetime(2026, 1, 16, 15, 30, tzinfo=UTC)
"""Half past four in Paris: the working week has an hour and a half left."""
AFTER_MARIA = f"answer: 2h}}\n      - {{who: [{NINA}], acknowledge: 1h, answer: 1d}}\n"
MARIA_ALONE = AT_WORK.replace(AFTER_MARIA, "answer: 2h}\n")
LEO = "U0LEO"
WITH_LEO = CHARTER.replace("people:\n", f"people:\n  - {{slack: {LEO}, autonomy: senior}}\n")


async def hands_over(team: Team, escalation: Escalation, to: str, **how: Any) -> None:
    said: dict[str, Any] = {"why": "Elle connaît le produit.", "by": MARIA, "now": LATER} | how
    await team.does(assignees.hand_over, escalation, to, **said)


async def exhausted(team: Team) -> Escalation:
    """Nobody took Friday's question: it is nobody's since five."""
    await team.agrees(MARIA_ALONE)
    escalation = await team.escalates(now=FRIDAY)
    await team.until(FRIDAY + timedelta(minutes=30))
    assert (await team.sees(escalation)).is_exhausted
    return escalation


async def deeds(team: Team, escalation: Escalation) -> list[Deed]:
    async with team.sessions.begin() as session:
        return [event.deed for event in await timeline.of(session, escalation)]


async def test_it_is_handed_over_with_new_time_and_the_reason(new_team: Team) -> None:
    await new_team.agrees(WITH_LEO)
    escalation = await new_team.escalates()

    await hands_over(new_team, escalation, LEO, why="  Il connaît ce modèle. ")

    now = await new_team.sees(escalation)
    assert (now.assignee, now.status, now.round, now.asked) == (LEO, Status.OPEN, 2, [MARIA, LEO])
    assert now.acknowledge_due_at == LATER + timedelta(minutes=30)
    assert now.due_at == LATER + timedelta(hours=2), "the time of the step it was in"
    assert [row.to for row in await new_team.planned(Kind.REQUEST)] == [MARIA, LEO]
    assert await new_team.planned(Kind.PASSED_ON) == [], "who gives it away knows"
    async with new_team.sessions.begin() as session:
        (passed,) = await handovers.of_escalation(session, now)
    assert (passed.former, passed.assignee) == (MARIA, LEO)
    assert (passed.cause, passed.reason) == (Cause.HANDED_OVER, "Il connaît ce modèle.")


async def test_somebody_of_the_chain_has_the_time_of_their_own_step(team: Team) -> None:
    escalation = await team.escalates()

    await hands_over(team, escalation, NINA)

    now = await team.sees(escalation)
    assert (now.step, now.due_at) == (1, LATER + timedelta(days=1))


@pytest.mark.parametrize(
    ("to", "refusal"),
    [(ANA, AsksThemself), (PAUL, LacksMandate), ("U0GONE", LacksMandate), (LEO, NotThere)],
)
async def test_it_is_given_to_nobody_who_cannot_answer(
    new_team: Team, to: str, refusal: type[KnowledgeError]
) -> None:
    away = "away: [{from: 2026-01-12, back: 2026-01-19}]"
    listed = f"people:\n  - {{slack: {LEO}, autonomy: senior, {away}}}\n"
    listed += "  - {slack: U0GONE, autonomy: senior}\n"
    await new_team.agrees(AT_WORK.replace("people:\n", listed))
    await new_team.loses("U0GONE")
    escalation = await new_team.escalates()

    with pytest.raises(refusal, match=to):
        await hands_over(new_team, escalation, to)
    assert (await new_team.sees(escalation)).assignee == MARIA


async def test_it_does_not_go_in_circles_unless_a_lead_wants_it_so(team: Team) -> None:
    escalation = await team.escalates()
    await hands_over(team, escalation, NINA)

    with pytest.raises(NotAllowed, match=NINA):
        await hands_over(team, escalation, NINA)
    await hands_over(team, escalation, MARIA, by=NINA)
    assert (await team.sees(escalation)).assignee == MARIA, "Nina leads"


async def test_who_had_it_before_is_not_given_it_again(new_team: Team) -> None:
    await new_team.agrees(WITH_LEO)
    escalation = await new_team.escalates()
    await hands_over(new_team, escalation, LEO)

    with pytest.raises(HadItBefore, match=MARIA):
        await hands_over(new_team, escalation, MARIA, by=LEO)


async def test_a_lead_takes_it_from_somebody_who_is_told(new_team: Team) -> None:
    await new_team.agrees(WITH_LEO)
    escalation = await new_team.escalates()

    with pytest.raises(NotAllowed, match=MARIA):
        await hands_over(new_team, escalation, LEO, by=PAUL)
    await hands_over(new_team, escalation, LEO, by=NINA)

    told = await new_team.planned(Kind.PASSED_ON)
    assert [(row.to, row.facts["reason"]) for row in told] == [(MARIA, Cause.HANDED_OVER)]


async def test_it_is_not_handed_over_without_a_reason_or_after_the_end(team: Team) -> None:
    escalation = await team.escalates()

    with pytest.raises(EmptyText):
        await hands_over(team, escalation, NINA, why=" ")
    await team.does(askers.cancel, escalation, by=ANA)
    with pytest.raises(IllegalMove):
        await hands_over(team, escalation, NINA)


async def test_giving_it_to_oneself_changes_nothing(team: Team) -> None:
    escalation = await team.escalates()

    await hands_over(team, escalation, MARIA)

    assert (await team.sees(escalation)).round == 1


async def test_who_declines_says_why_and_the_next_is_asked(team: Team) -> None:
    escalation = await team.escalates()

    with pytest.raises(NotAllowed, match=MARIA):
        await team.does(assignees.decline, escalation, "Pas moi.", by=PAUL)
    with pytest.raises(EmptyText):
        await team.does(assignees.decline, escalation, "\n", by=MARIA)
    await team.does(assignees.decline, escalation, "Pas mon produit.", by=MARIA, now=LATER)

    now = await team.sees(escalation)
    assert (now.assignee, now.step, now.round) == (NINA, 1, 2)
    assert await team.planned(Kind.PASSED_ON) == []
    assert [row.to for row in await team.planned(Kind.OVERDUE)] == []
    with pytest.raises(NotAllowed, match=NINA):
        await team.does(assignees.decline, escalation, "Pas mon produit.", by=MARIA)


async def test_the_last_of_the_chain_cannot_decline(team: Team) -> None:
    escalation = await team.escalates()
    await team.does(assignees.decline, escalation, "Non.", by=MARIA)

    with pytest.raises(LastOfChain):
        await team.does(assignees.decline, escalation, "Non.", by=NINA)
    assert (await team.sees(escalation)).assignee == NINA
    assert [row.to for row in await team.planned(Kind.OVERDUE)] == []


async def test_asking_back_stops_the_clock_and_keeps_what_is_left_of_it(new_team: Team) -> None:
    """Over a weekend: an hour and a half of working time is left, before and after."""
    await new_team.agrees(AT_WORK)
    escalation = await new_team.escalates(now=FRIDAY)
    five, saturday = FRIDAY + timedelta(minutes=30), FRIDAY + timedelta(days=1)

    await new_team.does(assignees.ask_details, escalation, "Quel modèle ?", by=MARIA, now=five)
    paused = await new_team.sees(escalation)
    assert (paused.status, paused.left, paused.wanted) == (Status.PAUSED, 5400, "Quel modèle ?")
    await new_team.until(saturday)
    assert (await new_team.sees(escalation)).assignee == MARIA

    await new_team.does(askers.add_details, escalation, "Aube 2.", by=ANA, now=saturday)
    now = await new_team.sees(escalation)
    assert (now.status, now.paused_at, now.left) == (Status.ACKNOWLEDGED, None, None)
    assert now.due_at == datetime(2026, 1, 19, 9, 30, tzinfo=UTC), "Monday, half past ten"


async def test_its_asker_is_asked_on_three_working_days_and_then_the_clock_runs(
    new_team: Team,
) -> None:
    await new_team.agrees(AT_WORK)
    escalation = await new_team.escalates(now=FRIDAY)
    await new_team.does(assignees.ask_details, escalation, "Lequel ?", by=MARIA, now=FRIDAY)

    asked = await new_team.planned(Kind.DETAILS_WANTED)
    assert [row.to for row in asked] == [ANA] * 3
    days = [(row.due_at - FRIDAY).days for row in asked]
    assert days == [0, 3, 4], "Friday, Monday, Tuesday"
    wednesday = FRIDAY + timedelta(days=5)
    await new_team.until(wednesday - timedelta(seconds=1))
    assert (await new_team.sees(escalation)).status is Status.PAUSED
    await new_team.until(wednesday)

    now = await new_team.sees(escalation)
    assert now.status is Status.ACKNOWLEDGED
    assert now.due_at == datetime(2026, 1, 22, 8, 30, tzinfo=UTC), "two hours of work later"
    assert [row.to for row in await new_team.planned(Kind.NO_DETAILS)] == [MARIA]
    assert (await deeds(new_team, escalation))[-1] is Deed.RESUMED


async def test_only_the_assignee_asks_back_and_only_something(team: Team) -> None:
    escalation = await team.escalates()

    with pytest.raises(EmptyText):
        await team.does(assignees.ask_details, escalation, " ", by=MARIA)
    await team.does(assignees.ask_details, escalation, "Lequel ?", by=MARIA)
    await team.does(assignees.ask_details, escalation, "Lequel ?", by=MARIA)
    for person in (ANA, PAUL, NINA):
        with pytest.raises(NotAllowed, match=MARIA):
            await team.does(assignees.ask_details, escalation, "Lequel ?", by=person)
    with pytest.raises(IllegalMove):
        await team.does(assignees.ask_details, escalation, "Et où ?", by=MARIA)

    assert (await deeds(team, escalation)).count(Deed.DETAILS_WANTED) == 1


async def test_taking_it_while_details_are_awaited_changes_nothing(team: Team) -> None:
    """Else the clock would stand still for ever."""
    escalation = await team.escalates()
    await team.does(assignees.ask_details, escalation, "Lequel ?", by=MARIA)

    await team.does(assignees.acknowledge, escalation, by=MARIA)

    assert (await team.sees(escalation)).status is Status.PAUSED
    with pytest.raises(IllegalMove):
        (await team.sees(escalation)).acknowledge(by=MARIA, now=LATER)


async def test_it_can_be_answered_handed_over_and_declined_while_details_are_awaited(
    team: Team,
) -> None:
    for deed in ("answer", "decline", "hand over"):
        escalation = await team.escalates(f"{FIRE} {deed}")
        await team.does(assignees.ask_details, escalation, "Lequel ?", by=MARIA)
        if deed == "answer":
            how: dict[str, Any] = {"by": MARIA, "charter": team.charter, "now": LATER}
            await team.does(answers.answer, escalation, "Oui.", **how)
        elif deed == "decline":
            await team.does(assignees.decline, escalation, "Non.", by=MARIA, now=LATER)
        else:
            await hands_over(team, escalation, NINA)
        now = await team.sees(escalation)
        assert (now.paused_at, now.left, now.wanted) == (None, None, None)
        assert now.status is (Status.ANSWERED if deed == "answer" else Status.OPEN)


async def test_after_the_last_step_the_lead_is_told_on_working_days_until_it_is_somebodys(
    new_team: Team,
) -> None:
    escalation = await exhausted(new_team)

    async def told() -> int:
        return len(await new_team.planned(Kind.OVERDUE, to=NINA))

    assert await told() == 1
    await new_team.until(FRIDAY + timedelta(days=2))
    assert await told() == 1, "not at the weekend"
    await new_team.until(FRIDAY + timedelta(days=3, minutes=30))
    assert await told() == 2
    await new_team.until(FRIDAY + timedelta(days=4, minutes=30))
    assert await told() == 3
    tuesday = FRIDAY + timedelta(days=4, hours=1)
    await new_team.does(assignees.claim, escalation, by=NINA, now=tuesday)

    await new_team.until(tuesday + timedelta(minutes=90))
    now = await new_team.sees(escalation)
    assert (now.assignee, now.status, now.exhausted_at) == (NINA, Status.ACKNOWLEDGED, None)
    assert await told() == 3


async def test_who_makes_it_theirs_owes_it_in_time_again(new_team: Team) -> None:
    escalation = await exhausted(new_team)
    monday = datetime(2026, 1, 19, 9, 0, tzinfo=UTC)
    await new_team.does(assignees.acknowledge, escalation, by=NINA, now=monday)

    assert (await new_team.sees(escalation)).due_at == monday + timedelta(hours=2)
    await new_team.until(monday + timedelta(hours=2))
    assert (await new_team.sees(escalation)).is_exhausted, "late again: nobody's again"


async def test_not_everybody_may_make_it_theirs_and_nobody_what_is_somebodys(
    new_team: Team,
) -> None:
    escalation = await exhausted(new_team)

    for person in (ANA, PAUL, LEO):
        with pytest.raises(NoMandate):
            await new_team.does(assignees.claim, escalation, by=person)
    await new_team.does(assignees.claim, escalation, by=MARIA)
    with pytest.raises(NotAllowed, match=MARIA):
        await new_team.does(assignees.claim, escalation, by=NINA)
    await new_team.does(askers.cancel, escalation, by=ANA)
    with pytest.raises(IllegalMove):
        await new_team.does(assignees.claim, escalation, by=NINA)


async def test_who_asks_back_after_the_last_step_makes_it_theirs(new_team: Team) -> None:
    """Else nothing would be left of their time when the reply comes."""
    escalation = await exhausted(new_team)
    monday = datetime(2026, 1, 19, 9, 0, tzinfo=UTC)

    await new_team.does(assignees.ask_details, escalation, "Lequel ?", by=MARIA, now=monday)
    await new_team.does(askers.add_details, escalation, "Aube.", by=ANA, now=monday)

    now = await new_team.sees(escalation)
    assert (now.assignee, now.status) == (MARIA, Status.ACKNOWLEDGED)
    assert now.due_at == monday + timedelta(hours=2)
    assert Deed.CLAIMED in await deeds(new_team, escalation)
