"""Departures: nothing that somebody did is left to nobody, and those in charge see to it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from knowledge import charters, departures, entries, farewell, leases, sheets, successions
from knowledge.charter import Charter
from knowledge.charter.refusals import NotCompetent
from knowledge.departure import Departure
from knowledge.duties import Sheet
from knowledge.entry import Entry, Status
from knowledge.entry_errors import NobodyFollows
from knowledge.errors import IllegalMove, NoMandate
from knowledge.outbox import Kind, State
from knowledge.passing import Passing, pass_on
from knowledge.timers import TIMERS
from tests.factories import ANA, AT_WORK, MARIA, NINA, NOW, PAUL, PROCESSES, WORKSPACE, an_entry
from tests.knowledge.team import FIRE, REFUND, Team

FRIDAY = NOW + timedelta(days=25)
SECRET = "G0SECRET"
HEIRS = {"refunds": NINA, "safety": NINA}


@pytest.fixture
async def team(new_team: Team) -> Team:
    """Maria answers for refunds and safety, shares a process, and stands in for Paul."""
    text = AT_WORK.replace(f"{PAUL}, autonomy: autonomous", f"{PAUL}, substitute: {MARIA}")
    await new_team.agrees(text + PROCESSES)
    await new_team.meets(ANA, MARIA, PAUL, NINA)
    return new_team


async def sheet_of(team: Team, person: str = MARIA) -> Sheet:
    async with team.sessions.begin() as session:
        charter = await charters.in_force(session, WORKSPACE)
        return await sheets.of(session, WORKSPACE, person, charter=charter, now=NOW)


async def announces(
    team: Team, leaves_at: datetime = FRIDAY, *, person: str = MARIA, by: str = NINA
) -> Departure:
    async with team.sessions.begin() as session:
        return await departures.announce(session, WORKSPACE, person, leaves_at, by=by, now=NOW)


async def leaves(team: Team, person: str = MARIA, *, now: datetime = NOW) -> Departure:
    """Their account is closed."""
    await team.loses(person)
    async with team.sessions.begin() as session:
        await departures.left(session, WORKSPACE, person, now=now)
        query = departures.open_of(session, WORKSPACE, person)
        return await query or await departures.get(session, WORKSPACE, 1)


async def hands_over(
    team: Team, one: Departure, *, by: str = NINA, rest: str | None = NINA, **how: Any
) -> Departure:
    facts: dict[str, Any] = {"workspace": WORKSPACE, "successors": HEIRS, "now": NOW} | how
    async with team.sessions.begin() as session:
        return await successions.hand_over(session, one.id, by=by, rest=rest, **facts)


async def in_force(team: Team) -> Charter:
    async with team.sessions.begin() as session:
        return await charters.in_force(session, WORKSPACE)


async def entry(team: Team, number: int) -> Entry:
    async with team.sessions.begin() as session:
        return await entries.get(session, WORKSPACE, number)


async def told(team: Team) -> list[str]:
    return sorted(row.to for row in await team.planned(Kind.DEPARTURE))


async def test_a_sheet_has_everything_that_somebody_is_relied_on_for(team: Team) -> None:
    kept = an_entry(owner=MARIA, topic="refunds")
    draft = an_entry(reviewer=MARIA, topic="safety", status=Status.IN_REVIEW)
    await team.knows(kept, draft, an_entry(owner=NINA, topic="refunds"))
    asked = await team.escalates(FIRE)

    sheet = await sheet_of(team)

    refunds, safety = sheet.duties
    assert (refunds.topic, refunds.steps, refunds.successor) == ("refunds", (1,), NINA)
    assert [one.id for one in refunds.entries] == [kept.id]
    assert [one.id for one in safety.drafts] == [draft.id]
    assert [one.id for one in safety.escalations] == [asked.id]
    assert not refunds.is_alone
    assert (sheet.processes, sheet.stands_in_for, sheet.rest) == (
        ("support", "innovation"),
        (PAUL,),
        NINA,
    )


async def test_somebody_nothing_depends_on_leaves_quietly(team: Team) -> None:
    one = await leaves(team, ANA)

    assert not one.is_open
    assert await told(team) == []


async def test_who_answers_most_of_a_topic_is_proposed_for_it(new_team: Team) -> None:
    chain = f"- {{who: [{MARIA}], acknowledge: 30m, answer: 2h}}\n      "
    more = f"- {{who: [{ANA}, {PAUL}], acknowledge: 1h, answer: 1d}}\n      "
    await new_team.agrees(
        AT_WORK.replace(chain, chain + more).replace(
            f"{PAUL}, autonomy: autonomous", f"{PAUL}, autonomy: senior"
        )
    )
    asked = await new_team.escalates(FIRE)
    async with new_team.sessions.begin() as session:
        known = await session.merge(asked)
        known.assignee = PAUL
        known.settle("Débranchez-le.", by=PAUL, now=NOW)

    refunds, safety = (await sheet_of(new_team)).duties

    assert safety.successor == PAUL  # Nina leads, but Paul has answered
    assert refunds.successor == NINA  # Ana is a trainee: she is not fit to


async def test_a_gone_account_brings_its_sheet_to_those_in_charge(team: Team) -> None:
    await leaves(team)
    await leaves(team)

    assert await told(team) == [NINA]


async def test_what_waits_is_passed_on_before_anybody_has_read_the_sheet(team: Team) -> None:
    draft = an_entry(reviewer=MARIA, topic="safety", status=Status.IN_REVIEW)
    await team.knows(draft)
    async with team.sessions.begin() as session:
        idea = Passing(WORKSPACE, "message:1", "et une bouilloire bleue ?", process="innovation")
        signal = await pass_on(session, idea, charter=team.charter, by=ANA, now=NOW)
    assert signal.owner == MARIA

    await leaves(team)

    assert (await entry(team, draft.id)).reviewer == NINA
    async with team.sessions.begin() as session:
        known = await session.get_one(type(signal), signal.id)
    assert known.owner == PAUL


async def test_one_click_leaves_nothing_to_nobody(team: Team) -> None:
    kept = an_entry(owner=MARIA, topic="refunds")
    rest = an_entry(owner=MARIA, topic=None)
    await team.knows(kept, rest)
    one = await leaves(team)

    done = await hands_over(team, one)

    assert (done.settled_by, done.is_open) == (NINA, False)
    assert (await sheet_of(team)).is_empty
    assert MARIA not in (await in_force(team)).everyone()
    assert (await entry(team, kept.id)).owner == (await entry(team, rest.id)).owner == NINA
    assert (await hands_over(team, one)).settled_at == done.settled_at  # a second click


async def test_open_questions_follow_who_takes_over(team: Team) -> None:
    asked = await team.escalates(FIRE)
    one = await announces(team)

    await hands_over(team, one)

    async with team.sessions.begin() as session:
        known = await session.get_one(type(asked), asked.id)
    assert known.assignee == NINA


async def test_only_those_in_charge_hand_over(team: Team) -> None:
    one = await announces(team)

    for person in (PAUL, ANA, MARIA):
        with pytest.raises(NoMandate):
            await hands_over(team, one, by=person)
    assert (await in_force(team)).person(MARIA)


async def test_a_successor_has_the_autonomy_and_entries_have_an_owner(team: Team) -> None:
    await team.knows(an_entry(owner=MARIA, topic="refunds"))
    one = await announces(team)

    with pytest.raises(NotCompetent, match=PAUL):
        await hands_over(team, one, successors={"refunds": NINA, "safety": PAUL})
    with pytest.raises(NobodyFollows, match="Remboursements"):
        await hands_over(team, one, successors={"safety": NINA}, rest=None)
    assert (await departure(team, one)).is_open


async def departure(team: Team, one: Departure) -> Departure:
    async with team.sessions.begin() as session:
        return await departures.get(session, WORKSPACE, one.id)


async def test_what_is_kept_for_a_channel_goes_to_somebody_in_it(team: Team) -> None:
    inside = an_entry(owner=MARIA, topic="refunds", audience=SECRET, author=PAUL)
    nobody = an_entry(owner=MARIA, topic="refunds", audience="G0EMPTY")
    await team.knows(inside, nobody)
    one = await announces(team)

    await hands_over(team, one, members={SECRET: {PAUL, MARIA}})

    assert (await entry(team, inside.id)).owner == PAUL
    assert (await entry(team, nobody.id)).owner is None


async def test_where_the_only_lead_leaves_the_seniors_are_in_charge(team: Team) -> None:
    one = await leaves(team, NINA)
    assert await told(team) == [MARIA]

    heirs = {"refunds": MARIA, "safety": MARIA, "litigation": MARIA}
    await hands_over(team, one, by=MARIA, successors=heirs, rest=MARIA)

    assert (await in_force(team)).leads() == (MARIA,)


async def test_they_see_it_again_until_it_is_handed_over(team: Team) -> None:
    one = await leaves(team)
    await _again(team)
    assert await told(team) == [NINA, NINA]

    await hands_over(team, one)
    await _again(team)
    assert await told(team) == [NINA, NINA]


async def test_an_announced_day_comes_nearer(team: Team) -> None:
    await announces(team)
    due = [row.due_at for row in await team.planned(Kind.DEPARTURE_AGAIN)]
    assert due == [FRIDAY - timedelta(weeks=1)]

    await _again(team, now=due[0])

    assert (await team.planned(Kind.DEPARTURE_AGAIN))[-1].due_at == FRIDAY - timedelta(days=1)
    assert await told(team) == [NINA, NINA]


async def test_the_same_day_again_is_no_news_and_another_one_is(team: Team) -> None:
    one = await announces(team)
    await announces(team)
    assert await told(team) == [NINA]

    again = await announces(team, FRIDAY + timedelta(days=1), by=MARIA)

    assert again.id == one.id
    assert await told(team) == [NINA, NINA]
    await _again(team, plan=1)
    assert await told(team) == [NINA, NINA]  # the timer of the former day says nothing


async def test_only_they_themselves_or_those_in_charge_announce_it(team: Team) -> None:
    with pytest.raises(NoMandate):
        await announces(team, by=PAUL)


async def test_who_stays_or_comes_back_keeps_everything(team: Team) -> None:
    one = await announces(team)
    async with team.sessions.begin() as session:
        await departures.stay(session, one.id, workspace=WORKSPACE, by=MARIA, now=NOW)
    with pytest.raises(IllegalMove):
        await hands_over(team, one)

    other = await leaves(team)
    assert other.id != one.id
    async with team.sessions.begin() as session:
        await departures.returned(session, WORKSPACE, MARIA, now=NOW)
    assert not (await departure(team, other)).is_open
    assert (await in_force(team)).person(MARIA)


async def test_the_lead_channel_reads_it_where_nobody_in_charge_can_be_reached(
    new_team: Team,
) -> None:
    await new_team.agrees(AT_WORK.replace("language: fr", "language: fr\nlead_channel: C0LEADS"))
    await leaves(new_team)
    (row,) = await new_team.planned(Kind.DEPARTURE)
    async with new_team.sessions.begin() as session:
        await departures.unreached(session, row, now=NOW)
        await departures.unreached(session, row, now=NOW)

    assert await told(new_team) == ["C0LEADS", NINA]


async def test_they_are_asked_what_they_alone_have_answered(team: Team) -> None:
    await _answered(team, FIRE, by=MARIA)
    await _answered(team, "is this toxic", by=MARIA, audience=SECRET)
    await _answered(team, REFUND, by=NINA)

    assert await _farewell(team) == [("safety", [FIRE])]
    assert await _farewell(team, SECRET) == [("safety", ["is this toxic", FIRE])]

    await _answered(team, "il y a une odeur de brûlé", by=NINA)
    assert await _farewell(team, SECRET) == []


async def _answered(team: Team, text: str, *, by: str, **facts: Any) -> None:
    asked = await team.escalates(FIRE, key=text, by=ANA)
    async with team.sessions.begin() as session:
        known = await session.merge(asked)
        topic = "refunds" if text == REFUND else "safety"
        known.text, known.topic, known.assignee, known.sense = text, topic, by, text
        known.audience = facts.get("audience")
        known.settle("Oui.", by=by, now=NOW)


async def _farewell(team: Team, *audiences: str) -> list[tuple[str | None, list[str]]]:
    async with team.sessions.begin() as session:
        soles = await farewell.questions(
            session, WORKSPACE, MARIA, charter=team.charter, audiences=audiences, now=NOW
        )
    return [(sole.topic, [asked.text for asked in sole.asked]) for sole in soles]


async def _again(team: Team, *, now: datetime = NOW, plan: int | None = None) -> None:
    rows = [
        row
        for row in await team.planned(Kind.DEPARTURE_AGAIN)
        if row.state is State.READY and plan in (None, row.facts["plan"])
    ]
    async with team.sessions.begin() as session:
        row = rows[0] if plan else rows[-1]
        await leases.settle(session, row, State.DONE)
        await TIMERS[row.kind](session, row, now=now)
