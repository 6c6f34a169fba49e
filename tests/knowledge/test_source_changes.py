"""Source changes: an entry follows its sources, or whoever keeps it true decides."""

from collections.abc import Sequence
from itertools import permutations
from typing import Any

import pytest
from sqlalchemy import select

from knowledge import capture, entries, flag_settling, source_changes
from knowledge.capture import CapturedMessage, Source
from knowledge.entry import Entry, Status
from knowledge.errors import IllegalMove, NoMandate
from knowledge.flag import Doubt, Flag
from knowledge.flag import Status as Life
from knowledge.outbox import Kind
from tests.factories import ANA, MARIA, NINA, NOW, PAUL, WORKSPACE
from tests.knowledge.flagged import does, flagged, remarks, the_flag
from tests.knowledge.team import Team

CHANNEL, THREAD = "C1", "17.0"
FIRST, SECOND = "Sous 14 jours.", "Par virement."


async def kept(team: Team, text: str = FIRST, ts: str = "17.1") -> Entry:
    """Ana keeps what Maria said in the thread."""
    source = Source(CHANNEL, ts, THREAD, "Quel délai ?", text, MARIA, None)
    how: dict[str, Any] = {"workspace": WORKSPACE, "charter": team.charter, "by": ANA, "now": NOW}
    async with team.sessions.begin() as session:
        message = await capture.capture(session, source, topic="refunds", **how)
        return await session.get_one(Entry, message.entry_id)


async def published(team: Team, *texts: str) -> Entry:
    """The draft of those messages, published with its reviewer as owner."""
    for number, text in enumerate(texts or (FIRST,), 1):
        entry = await kept(team, text, f"17.{number}")
    async with team.sessions.begin() as session:
        known = await entries.get(session, WORKSPACE, entry.id, lock=True)
        known.status, known.owner = Status.PUBLISHED, MARIA
    return known


async def edited(team: Team, text: str, *, ts: str = "17.1", at: str = "18.1") -> None:
    async with team.sessions.begin() as session:
        await source_changes.edited(session, WORKSPACE, CHANNEL, ts, text, at=at, now=NOW)


async def deleted(team: Team, ts: str = "17.1") -> None:
    async with team.sessions.begin() as session:
        await source_changes.deleted(session, WORKSPACE, CHANNEL, ts, now=NOW)


async def touch(team: Team, entry: Entry, body: str) -> None:
    """Its reviewer edits the draft."""
    seen = (await team.sees(entry)).revision
    change: dict[str, Any] = {"title": entry.title, "body": body, "seen": seen}
    await team.does(entries.edit, entry, by=MARIA, **change)


async def doubts(team: Team) -> list[Doubt]:
    return [doubt for _person, doubt in await remarks(team)]


async def test_a_draft_that_nobody_touched_follows_by_itself(team: Team) -> None:
    entry = await kept(team)
    await kept(team, SECOND, "17.2")

    await edited(team, "Sous 30 jours.")

    assert (await team.sees(entry)).body == f"Sous 30 jours.\n\n{SECOND}"
    assert await team.all(Flag) == []
    await edited(team, "Sous 60 jours.", at="18.2")
    assert (await team.sees(entry)).body == f"Sous 60 jours.\n\n{SECOND}"


async def test_of_a_draft_that_was_edited_the_reviewer_decides(team: Team) -> None:
    entry = await kept(team)
    await touch(team, entry, f"En bref : {FIRST}")

    await edited(team, "Sous 30 jours.")

    flag = await the_flag(team)
    assert (flag.owner, await doubts(team)) == (entry.reviewer, [Doubt.SOURCE_EDITED])
    assert (await team.sees(entry)).body == f"En bref : {FIRST}"


async def test_of_a_published_entry_the_owner_takes_over_what_its_source_says(team: Team) -> None:
    entry = await published(team, FIRST, SECOND)
    await edited(team, "Sous 30 jours.")

    flag = await the_flag(team)
    assert flag.owner == MARIA
    seen: dict[str, Any] = {"seen": (await team.sees(entry)).revision}
    with pytest.raises(NoMandate):
        await does(team, source_changes.take_over, flag, by=ANA, **seen)
    for _again in range(2):
        await does(team, source_changes.take_over, flag, **seen)

    assert (await team.sees(entry)).body == f"Sous 30 jours.\n\n{SECOND}"
    assert (await the_flag(team)).status is Life.CORRECTED


async def test_or_keeps_ours(team: Team) -> None:
    entry = await published(team)
    await edited(team, "Sous 30 jours.")
    flag = await the_flag(team)
    for _again in range(2):
        await does(team, source_changes.keep_ours, flag)

    assert (await team.sees(entry)).body == FIRST
    assert (await the_flag(team)).status is Life.UPHELD
    await edited(team, "Sous 30 jours.")
    assert len(await team.all(Flag)) == 1
    await edited(team, "Sous 60 jours.", at="18.2")
    assert len(await team.all(Flag)) == 2


async def test_whoever_doubts_it_too_is_owed_a_reason(team: Team) -> None:
    entry = await published(team)
    await edited(team, "Sous 30 jours.")
    await flagged(team, entry, by=PAUL)
    with pytest.raises(IllegalMove):
        await does(team, source_changes.keep_ours, await the_flag(team))
    await does(team, flag_settling.uphold, await the_flag(team), "La loi dit 14.")


async def test_what_says_too_much_else_is_not_taken_over_blindly(team: Team) -> None:
    entry = await published(team, FIRST, SECOND)
    await touch(team, entry, "Tout à fait autrement.")
    await edited(team, "Sous 30 jours.")
    flag = await the_flag(team)
    async with team.sessions.begin() as session:
        changed = await source_changes.edits(session, flag)
        known = await entries.get(session, WORKSPACE, entry.id)
        assert await source_changes.followed(session, known, changed) is None
    with pytest.raises(IllegalMove):
        await does(team, source_changes.take_over, flag, seen=2)


async def test_an_entry_that_says_so_already_asks_nobody(team: Team) -> None:
    entry = await published(team)
    await touch(team, entry, "Sous 30 jours.")
    await edited(team, "Sous 30 jours.")
    assert await team.all(Flag) == []


async def test_an_edit_that_is_undone_takes_its_flag_back(team: Team) -> None:
    await published(team)
    await edited(team, "Sous 30 jours.")
    await edited(team, FIRST, at="18.2")
    assert (await the_flag(team)).status is Life.WITHDRAWN


async def test_further_edits_join_the_open_flag_and_the_last_one_counts(team: Team) -> None:
    entry = await published(team)
    for number in range(1, 4):
        await edited(team, f"Sous {number} mois.", at=f"18.{number}")

    assert await doubts(team) == [Doubt.SOURCE_EDITED]
    await does(team, source_changes.take_over, await the_flag(team), seen=1)
    assert (await team.sees(entry)).body == "Sous 3 mois."


async def test_an_edit_that_changes_nothing_does_nothing(team: Team) -> None:
    entry = await published(team)
    await edited(team, f" {FIRST}\n")
    assert await team.all(Flag) == []
    assert (await team.sees(entry)).revision == 1


@pytest.mark.parametrize("order", [*permutations(range(3))])
async def test_in_whatever_order_and_however_often_edits_come_the_end_is_the_same(
    team: Team, order: Sequence[int]
) -> None:
    entry = await kept(team)
    texts = ["Sous 1 mois.", "Sous 2 mois.", "Sous 3 mois."]
    for _again in range(3):
        for number in order:
            await edited(team, texts[number], at=f"18.{number}")

    assert (await team.sees(entry)).body == "Sous 3 mois."


async def test_a_draft_goes_with_its_only_message(team: Team) -> None:
    entry = await kept(team)
    for _again in range(3):
        await deleted(team)
    assert (await team.sees(entry)).status is Status.ARCHIVED
    assert await team.all(CapturedMessage) == []
    await edited(team, "Trop tard.")


async def test_a_draft_loses_one_of_its_messages(team: Team) -> None:
    entry = await kept(team)
    await kept(team, SECOND, "17.2")
    await deleted(team)
    now = await team.sees(entry)
    assert (now.status, now.body) == (Status.IN_REVIEW, SECOND)


async def test_what_its_reviewer_wrote_stays_while_a_message_is_left(team: Team) -> None:
    entry = await kept(team)
    await kept(team, SECOND, "17.2")
    await touch(team, entry, "En bref.")
    await deleted(team)
    assert (await team.sees(entry)).body == "En bref."


@pytest.mark.parametrize("order", [("delete", "edit"), ("edit", "delete")])
async def test_a_published_entry_is_flagged_by_nobody(team: Team, order: Sequence[str]) -> None:
    entry = await published(team)
    for _again in range(3):
        for what in order:
            await (deleted(team) if what == "delete" else edited(team, "Sous 30 jours."))

    assert Doubt.SOURCE_DELETED in await doubts(team)
    assert {person for person, _doubt in await remarks(team)} == {None}
    assert (await team.sees(entry)).status is Status.PUBLISHED
    assert [row.to for row in await team.planned(Kind.FLAG)] == [MARIA]
    await does(team, source_changes.keep_ours, await the_flag(team))
    assert await team.planned(Kind.FLAG_NEWS) == []


async def test_with_nobody_left_who_may_change_it_nothing_breaks(team: Team) -> None:
    await published(team)
    await team.loses(MARIA, NINA)
    await edited(team, "Sous 30 jours.")
    await deleted(team)
    assert await team.all(Flag) == []


async def test_messages_that_nothing_was_made_of_are_nothing_to_us(team: Team) -> None:
    await edited(team, "Bonjour.")
    await deleted(team)
    async with team.sessions.begin() as session:
        assert (await session.scalars(select(CapturedMessage))).all() == []
