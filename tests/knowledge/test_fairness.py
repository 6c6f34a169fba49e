"""Fairness: who was asked how often since when, and what became of it."""

from datetime import datetime, timedelta
from typing import Any

from knowledge import answers, assignees, fairness
from knowledge.fairness import Share
from tests.factories import CHARTER, MARIA, NINA, NOW, PAUL, WORKSPACE
from tests.knowledge.team import FIRE, REFUND, Team


async def shares(team: Team, since: datetime = NOW) -> dict[str, Share]:
    async with team.sessions.begin() as session:
        found = await fairness.shares(session, WORKSPACE, team.charter, since=since)
    return {share.person: share for share in found}


async def test_everybody_of_the_chains_is_listed_the_busiest_first(team: Team) -> None:
    await team.escalates()

    found = await shares(team)

    assert list(found) == [MARIA, NINA]
    assert found[NINA] == Share(NINA)


async def test_what_each_did_is_counted(team: Team) -> None:
    answered, declined = await team.escalates(FIRE), await team.escalates("is this toxic")
    given, late = await team.escalates(f"{FIRE} hier"), await team.escalates(REFUND)
    how: dict[str, Any] = {"by": MARIA, "charter": team.charter}
    await team.does(assignees.acknowledge, answered, by=MARIA)
    await team.does(answers.answer, answered, "Débranchez-le.", **how)
    await team.does(assignees.decline, declined, "Non.", by=MARIA)
    await team.does(assignees.hand_over, given, NINA, "Elle sait.", by=MARIA)
    await team.until(NOW + timedelta(minutes=30))

    found = await shares(team)

    assert found[MARIA] == Share(MARIA, asked=4, taken=1, answered=1, passed=2, late=1)
    assert found[NINA] == Share(NINA, asked=3)
    assert late.assignee == MARIA


async def test_the_cap_of_the_charter_is_told(new_team: Team) -> None:
    own = CHARTER.replace(f"{{slack: {PAUL}, ", f"{{slack: {PAUL}, cap: 2, ")
    await new_team.agrees(own.replace("language: fr\n", "language: fr\ncap: 9\n"))

    found = await shares(new_team)

    assert (found[MARIA].cap, found[NINA].cap) == (9, 9)
    assert PAUL not in found, "nobody asks him"


async def test_an_earlier_week_does_not_count(team: Team) -> None:
    await team.escalates()

    found = await shares(team, since=NOW + timedelta(days=7))

    assert [share.asked for share in found.values()] == [0, 0]
