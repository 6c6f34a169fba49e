"""Detours: what cannot reach one person goes to another, and the leads learn whom, and why."""

from datetime import timedelta

import pytest

from knowledge import answers, askers, assignees, detours, outbox, timeline
from knowledge.escalation import Escalation
from knowledge.outbox import Kind, Notification, State
from knowledge.timeline import Deed
from knowledge.trouble import Trouble
from tests.factories import ANA, CHARTER, MARIA, NINA, NOW, PAUL
from tests.knowledge.team import Team

LEADS = "C0LEADS"
WITH_CHANNEL = CHARTER.replace("language: fr\n", f"language: fr\nlead_channel: {LEADS}\n")


async def fails(team: Team, row: Notification, trouble: Trouble = Trouble.GONE) -> None:
    """What happens at the door: settled as failed, and taken elsewhere, in one transaction."""
    async with team.sessions.begin() as session:
        (await session.get_one(Notification, row.id)).state = State.FAILED
        await detours.take(session, row, trouble, now=NOW)


async def only(team: Team, kind: Kind, to: str | None = None) -> Notification:
    return (await team.planned(kind, to=to))[-1]


async def undelivered(team: Team) -> list[tuple[str, str, str]]:
    rows = await team.planned(Kind.UNDELIVERED)
    return [(row.to, row.facts["unreached"], row.facts["trouble"]) for row in rows]


async def happened(team: Team, escalation: Escalation) -> list[tuple[Deed, str | None]]:
    async with team.sessions.begin() as session:
        return [(one.deed, one.person) for one in await timeline.of(session, escalation)]


async def test_an_assignee_out_of_reach_is_passed_over_and_the_leads_learn_why(
    team: Team,
) -> None:
    escalation = await team.escalates()

    await fails(team, await only(team, Kind.REQUEST))

    assert (await team.sees(escalation)).assignee == NINA
    assert await undelivered(team) == [(NINA, MARIA, Trouble.GONE)]
    story = await happened(team, escalation)
    assert (Deed.UNREACHABLE, MARIA) in story
    assert story[-1] == (Deed.UNDELIVERED, MARIA)


@pytest.mark.parametrize("kind", [Kind.DETAILS, Kind.URGENT, Kind.NOT_SOLVED])
async def test_later_words_that_do_not_arrive_move_it_on_too(team: Team, kind: Kind) -> None:
    escalation = await team.escalates()
    if kind is Kind.DETAILS:
        await team.does(askers.add_details, escalation, "Aube.", by=ANA)
    elif kind is Kind.URGENT:
        await team.does(askers.hurry, escalation, "Vite.", by=ANA)
    else:
        await team.does(answers.answer, escalation, "Oui.", by=MARIA, charter=team.charter)
        await team.does(askers.not_solved, escalation, "Non.", by=ANA)

    await fails(team, await only(team, kind))

    assert (await team.sees(escalation)).assignee == NINA


async def test_the_last_out_of_reach_makes_it_nobodys_with_the_reason(team: Team) -> None:
    escalation = await team.escalates()
    await fails(team, await only(team, Kind.REQUEST))

    await fails(team, await only(team, Kind.REQUEST), Trouble.NOT_LET)

    assert (await team.sees(escalation)).is_exhausted
    told = await team.planned(Kind.OVERDUE)
    assert [(row.to, row.facts["reason"]) for row in told] == [(NINA, "unreachable")]


async def test_who_waits_and_cannot_be_told_is_reported_once_a_day(team: Team) -> None:
    escalation = await team.escalates()
    row = await only(team, Kind.STATUS)

    for _ in range(2):
        await fails(team, row, Trouble.NOT_LET)

    assert await undelivered(team) == [(NINA, ANA, Trouble.NOT_LET)]
    assert (await team.sees(escalation)).assignee == MARIA


async def test_a_lead_channel_out_of_reach_is_replaced_by_each_lead_once(new_team: Team) -> None:
    await new_team.agrees(WITH_CHANNEL)
    escalation = await new_team.escalates()
    await new_team.does(assignees.acknowledge, escalation, by=MARIA)
    await new_team.until(NOW + timedelta(hours=2))
    row = await only(new_team, Kind.OVERDUE)
    assert row.to == LEADS

    for _ in range(2):
        await fails(new_team, row, Trouble.NO_CHANNEL)

    assert [one.to for one in await new_team.planned(Kind.OVERDUE)] == [LEADS, NINA]
    await fails(new_team, await only(new_team, Kind.OVERDUE, NINA))
    assert len(await new_team.planned(Kind.OVERDUE)) == 2, "it ends somewhere"


async def test_with_no_lead_at_all_who_asked_hears_it(new_team: Team) -> None:
    without = CHARTER[: CHARTER.index("fallback")]
    await new_team.agrees(without)
    escalation = await new_team.escalates()

    await fails(new_team, await only(new_team, Kind.REQUEST))
    await fails(new_team, await only(new_team, Kind.REQUEST))

    assert [row.to for row in await new_team.planned(Kind.OVERDUE)] == [ANA]
    assert (await new_team.sees(escalation)).is_exhausted


async def test_an_answer_that_a_thread_refuses_comes_by_direct_message(team: Team) -> None:
    place = {"channel": "C0QUESTIONS", "thread_ts": "1768.1"}
    escalation = await team.escalates()
    async with team.sessions.begin() as session:
        await outbox.notify(
            session,
            Kind.ANSWER,
            key="answer:there",
            workspace=escalation.workspace,
            to=place["channel"],
            thread_ts=place["thread_ts"],
            about=escalation.id,
            now=NOW,
            person=PAUL,
            plan=1,
        )

    await fails(team, await only(team, Kind.ANSWER), Trouble.NOT_MEMBER)
    by_dm = await only(team, Kind.ANSWER)
    assert (by_dm.to, by_dm.thread_ts, by_dm.facts["plan"]) == (PAUL, None, 1)
    await fails(team, by_dm)

    assert await undelivered(team) == [(NINA, PAUL, Trouble.GONE)]


def test_whatever_is_said_of_an_escalation_has_a_detour() -> None:
    silent = {
        kind
        for kind in Kind
        if kind.startswith("escalation.")
        and kind not in outbox.TIMERS
        and kind not in detours.DETOURS
    }

    assert silent == {Kind.PROPOSAL, Kind.UNDELIVERED}, "answers below a message; the last word"
