"""The timeline: everything that happened, in order, with people, reasons and nothing twice."""

from datetime import timedelta
from typing import Any

from knowledge import answers, askers, assignees, audit, timeline
from knowledge.escalation import Escalation
from knowledge.timeline import CLOCK, Deed, TimelineEvent
from tests.factories import ANA, MARIA, NINA, NOW, PAUL
from tests.knowledge.team import Team

MINUTES = timedelta(minutes=1)


async def story(team: Team, escalation: Escalation) -> list[TimelineEvent]:
    async with team.sessions.begin() as session:
        return list(await timeline.of(session, escalation))


async def test_a_whole_life_is_told_in_order(team: Team) -> None:
    escalation = await team.escalates(by=ANA)
    await team.escalates(by=PAUL)
    await team.does(assignees.acknowledge, escalation, by=MARIA, now=NOW + MINUTES)
    await team.does(assignees.ask_details, escalation, "Lequel ?", by=MARIA, now=NOW + 2 * MINUTES)
    await team.does(askers.add_details, escalation, "Aube.", by=ANA, now=NOW + 3 * MINUTES)
    await team.does(askers.hurry, escalation, "Un blessé.", by=ANA, now=NOW + 4 * MINUTES)
    await team.does(assignees.decline, escalation, "Congés.", by=MARIA, now=NOW + 5 * MINUTES)
    how: dict[str, Any] = {"by": NINA, "charter": team.charter, "now": NOW + 6 * MINUTES}
    entry = await team.does(answers.answer, escalation, "Débranchez-le.", **how)
    await team.does(askers.solved, escalation, by=ANA, now=NOW + 7 * MINUTES)

    events = await story(team, escalation)

    assert [(one.deed, one.by, one.person, one.text) for one in events] == [
        (Deed.OPENED, ANA, None, None),
        (Deed.ASKED, CLOCK, MARIA, None),
        (Deed.JOINED, PAUL, PAUL, None),
        (Deed.ACKNOWLEDGED, MARIA, MARIA, None),
        (Deed.DETAILS_WANTED, MARIA, ANA, "Lequel ?"),
        (Deed.DETAILED, ANA, None, "Aube."),
        (Deed.URGENT, ANA, None, "Un blessé."),
        (Deed.DECLINED, MARIA, MARIA, "Congés."),
        (Deed.ASKED, CLOCK, NINA, None),
        (Deed.ANSWERED, NINA, NINA, "Débranchez-le."),
        (Deed.SOLVED, ANA, None, None),
    ]
    minutes = [round((one.at - NOW) / MINUTES) for one in events]
    assert minutes == [0, 0, 0, 1, 2, 3, 4, 5, 5, 6, 7]
    assert events[8].facts["cause"] == "declined"
    assert events[8].facts["due_at"] == (NOW + timedelta(days=1, minutes=5)).isoformat()
    assert (events[9].facts["entry"], events[9].facts["how"]) == (entry.id, "written")


async def test_repeating_a_deed_tells_it_once(team: Team) -> None:
    escalation = await team.escalates()
    for _ in range(2):
        await team.does(assignees.acknowledge, escalation, by=MARIA)
        await team.does(askers.add_details, escalation, "Aube.", by=ANA)
        await team.does(askers.hurry, escalation, "Vite.", by=ANA)
    for _ in range(2):
        await team.does(askers.cancel, escalation, by=ANA)

    deeds = [one.deed for one in await story(team, escalation)]

    assert deeds == [
        Deed.OPENED,
        Deed.ASKED,
        Deed.ACKNOWLEDGED,
        Deed.DETAILED,
        Deed.URGENT,
        Deed.CANCELLED,
    ]


async def test_the_audit_log_has_the_same_without_what_people_wrote(team: Team) -> None:
    escalation = await team.escalates()
    await team.does(assignees.ask_details, escalation, "Chez Mme Durand ?", by=MARIA)

    async with team.sessions.begin() as session:
        lines = await audit.history(session, escalation)

    deeds = [f"escalation.{one.deed}" for one in await story(team, escalation)]
    assert [line.deed for line in lines] == deeds
    assert not any("Durand" in str(line.facts) for line in lines)


async def test_each_escalation_has_a_story_of_its_own(team: Team) -> None:
    first, second = await team.escalates(), await team.escalates("is this toxic")
    await team.does(askers.cancel, first, by=ANA)

    assert [one.deed for one in await story(team, second)] == [Deed.OPENED, Deed.ASKED]
