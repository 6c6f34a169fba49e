"""Moves: entries follow the stricter rule when the channel they came from changes."""

from typing import Any

from knowledge import answers, moves
from knowledge.audit import AuditLine
from knowledge.entry import Entry, Status
from knowledge.escalation import Escalation
from knowledge.moves import Cause
from knowledge.outbox import Kind
from knowledge.question import Question, Way
from knowledge.search.documents import Document
from tests.factories import ANA, MARIA, NINA, NOW, PAUL, WORKSPACE, an_entry
from tests.knowledge.team import FIRE, Team

ROOM, OTHER, NEW = "C0ROOM", "G0OTHER", "G0NEW"


async def came(team: Team, *entries: Entry) -> tuple[Entry, ...]:
    """Entries are known."""
    await team.knows(*entries)
    return entries


async def becomes_private(team: Team, channel: str = ROOM) -> int:
    """Slack tells that the channel is private now."""
    async with team.sessions.begin() as session:
        return await moves.made_private(session, WORKSPACE, channel, now=NOW)


async def audience(team: Team, entry: Entry) -> str | None:
    return (await team.sees(entry)).audience


async def test_what_came_from_a_channel_that_becomes_private_is_for_its_members(
    team: Team,
) -> None:
    ours, draft, theirs, typed = await came(
        team,
        an_entry(key="1", origin=ROOM, title="graver la bouilloire"),
        an_entry(key="2", origin=ROOM, status=Status.IN_REVIEW),
        an_entry(key="3", origin="C0ELSE", title="graver la théière"),
        an_entry(key="4", title="graver"),
    )
    assert ours.id in await team.finds("graver")

    assert await becomes_private(team) == 2

    assert [await audience(team, one) for one in (ours, draft)] == [ROOM, ROOM]
    assert [await audience(team, one) for one in (theirs, typed)] == [None, None]
    assert ours.id not in await team.finds("graver")
    assert ours.id in await team.finds("graver", audiences=[ROOM])
    assert (await team.all(AuditLine))[-1].deed == "entry.restricted"


async def test_the_owner_and_the_leads_are_told_once(team: Team) -> None:
    await came(team, an_entry(key="1", origin=ROOM, owner=MARIA), an_entry(key="2", origin=ROOM))

    assert await becomes_private(team) == 2
    assert await becomes_private(team) == 0

    told = await team.planned(Kind.CHANNEL_CHANGED)
    assert sorted(row.to for row in told) == sorted([MARIA, NINA])
    assert {row.facts["total"] for row in told} == {2}


async def test_where_nothing_came_from_nobody_is_told(team: Team) -> None:
    await becomes_private(team)

    assert await team.planned(Kind.CHANNEL_CHANGED) == []


async def test_what_was_widened_on_purpose_stays_widened(team: Team) -> None:
    (entry,) = await came(team, an_entry(origin=ROOM, widened_from=ROOM))

    assert await becomes_private(team) == 0

    assert await audience(team, entry) is None


async def test_what_was_asked_there_is_nobodys_example_any_more(team: Team) -> None:
    escalation = await team.escalates(FIRE, way=Way.MENTION, channel=ROOM)
    await team.does(answers.answer, escalation, "Coupez.", by=MARIA, charter=team.charter)
    assert f"resolved:{escalation.id}" in await _examples(team)

    await becomes_private(team)

    assert [row.audience for row in await team.all(Escalation)] == [ROOM]
    assert [row.audience for row in await team.all(Question)] == [ROOM]
    assert f"resolved:{escalation.id}" not in await _examples(team)


async def _examples(team: Team) -> dict[Any, Document]:
    await team.finds("appareil")  # whatever happened is read
    shelf = team.library.shelves.get(WORKSPACE)
    assert shelf
    return shelf.examples


async def test_what_was_answered_in_a_channel_remembers_it(team: Team) -> None:
    escalation = await team.escalates(FIRE, way=Way.MENTION, channel=ROOM)
    entry = await team.does(answers.answer, escalation, "Coupez.", by=MARIA, charter=team.charter)
    assert entry.origin == ROOM

    other = await team.escalates("l'appareil sent le brûlé", by=PAUL, channel=ROOM)
    entry = await team.does(answers.answer, other, "Coupez.", by=MARIA, charter=team.charter)
    assert entry.origin is None, "typed as a command nobody else read it"


async def test_of_a_deleted_channel_everybodys_entries_stay_and_the_others_are_told_of(
    team: Team,
) -> None:
    public, private = await came(
        team, an_entry(key="1", origin=ROOM), an_entry(key="2", origin=OTHER, audience=OTHER)
    )
    async with team.sessions.begin() as session:
        for channel in (ROOM, OTHER):
            await moves.out_of_reach(session, WORKSPACE, channel, Cause.DELETED, now=NOW)

    assert (await team.sees(public)).origin is None
    assert await audience(team, public) is None
    assert await audience(team, private) == OTHER
    told = await team.planned(Kind.CHANNEL_CHANGED)
    assert {row.facts["channel"] for row in told} == {OTHER}


async def test_who_leaves_a_channel_reviews_its_drafts_no_more(team: Team) -> None:
    (draft,) = await came(
        team,
        an_entry(audience=OTHER, reviewer=MARIA, capturer=ANA, status=Status.IN_REVIEW),
    )

    async with team.sessions.begin() as session:
        members = {NINA, ANA}
        await moves.left(session, WORKSPACE, OTHER, MARIA, members=members, now=NOW)

    assert (await team.sees(draft)).reviewer == NINA
    assert [row.to for row in await team.planned(Kind.REVIEW)] == [NINA]


async def test_where_nobody_of_the_charter_is_in_the_channel_who_kept_it_reviews(
    team: Team,
) -> None:
    (draft,) = await came(
        team,
        an_entry(audience=OTHER, reviewer=MARIA, capturer=ANA, status=Status.IN_REVIEW),
    )

    async with team.sessions.begin() as session:
        await moves.left(session, WORKSPACE, OTHER, MARIA, members={ANA}, now=NOW)

    assert (await team.sees(draft)).reviewer == ANA


async def test_a_channel_with_a_new_id_keeps_what_it_had(team: Team) -> None:
    kept, widened = await came(
        team,
        an_entry(key="1", audience=OTHER, origin=OTHER, title="graver"),
        an_entry(key="2", origin=OTHER, widened_from=OTHER),
    )
    await team.escalates(FIRE, way=Way.MENTION, channel=OTHER, audience=OTHER)
    assert await team.finds("graver", audiences=[OTHER]) == [kept.id]

    async with team.sessions.begin() as session:
        await moves.renamed(session, WORKSPACE, OTHER, NEW)

    now = await team.sees(kept)
    assert (now.audience, now.origin) == (NEW, NEW)
    assert (await team.sees(widened)).widened_from == NEW
    assert await team.finds("graver", audiences=[NEW]) == [kept.id]
    assert await team.finds("graver", audiences=[OTHER]) == []
    [asked] = await team.all(Question)
    assert (asked.audience, asked.channel) == (NEW, NEW)


async def test_channels_are_looked_at_that_everybodys_entries_came_from(team: Team) -> None:
    await came(
        team,
        an_entry(key="1", origin=ROOM),
        an_entry(key="2", origin=ROOM),
        an_entry(key="3", origin=OTHER, audience=OTHER),
        an_entry(key="4", origin=NEW, widened_from=NEW),
        an_entry(key="5"),
    )

    async with team.sessions.begin() as session:
        assert await moves.origins(session) == [(WORKSPACE, ROOM)]
