"""Recalls: everyone who was given what was wrong hears so, once, where they were given it."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import entries, outbox, recall_news, recalls, receipts
from knowledge.entry import Entry
from knowledge.entry import Status as Life
from knowledge.entry_errors import NothingChanged
from knowledge.errors import NoMandate
from knowledge.flag import Status
from knowledge.outbox import Kind, Notification, State
from knowledge.recall import Recall, Text, addresses
from knowledge.recalls import Reach
from knowledge.receipts import Place, Receipt, Way
from knowledge.trouble import Trouble
from tests.factories import ANA, MARIA, NINA, NOW, PAUL, WORKSPACE, an_entry
from tests.knowledge.flagged import an_answer, flagged, the_flag
from tests.knowledge.team import Team

DAY = timedelta(days=1)
WINDOWS = count(1)
THREAD: dict[str, Any] = {"channel": "C1", "thread_ts": "17.1"}


async def given_to(team: Team, entry: Entry, *places: Place, at: datetime = NOW) -> None:
    async with team.sessions.begin() as session:
        known = await entries.get(session, WORKSPACE, entry.id)
        await receipts.record(session, [known], *places, now=at)


async def recalled(
    team: Team, entry: Entry, body: str, *, by: str = MARIA, key: str = "", now: datetime = NOW
) -> Recall:
    async with team.sessions.begin() as session:
        known = await entries.get(session, WORKSPACE, entry.id, lock=True)
        change: dict[str, Any] = {"title": known.title, "body": body, "seen": known.revision}
        how: dict[str, Any] = {"by": by, "charter": team.charter, "now": now, "reason": "Erreur."}
        how["key"] = key or f"modal:{next(WINDOWS)}"
        return await recalls.correct(session, known, **how, **change)


async def archived(team: Team, entry: Entry) -> Recall:
    async with team.sessions.begin() as session:
        known = await entries.get(session, WORKSPACE, entry.id, lock=True)
        how: dict[str, Any] = {"by": MARIA, "charter": team.charter, "now": NOW, "reason": "Faux."}
        return await recalls.archive(session, known, key="modal:a", **how)


async def edited(team: Team, entry: Entry, body: str) -> None:
    seen = (await team.sees(entry)).revision
    change: dict[str, Any] = {"title": entry.title, "body": body, "seen": seen}
    await team.does(entries.edit, entry, by=NINA, **change)


async def told(team: Team) -> list[tuple[str, str | None, int]]:
    rows = await team.planned(Kind.RECALLED)
    return [(row.to, row.thread_ts, row.facts["revision"]) for row in rows]


async def test_everyone_hears_it_once_in_the_place_where_they_got_it(team: Team) -> None:
    entry = await an_answer(team)
    await given_to(team, entry, Place(Way.THREAD, ANA, **THREAD), Place(Way.THREAD, PAUL, **THREAD))
    await given_to(team, entry, Place(Way.REPLY, ANA), Place(Way.DM, NINA), Place(Way.CARD, MARIA))
    await given_to(team, entry, Place(Way.SHARE, channel="C2", by=PAUL))

    recall = await recalled(team, entry, "Sous 30 jours.")

    assert sorted(await told(team)) == [("C1", "17.1", 1), ("C2", None, 1), (NINA, None, 1)]
    people = {row.to: row.facts["people"] for row in await team.planned(Kind.RECALLED)}
    assert people == {"C1": [PAUL, ANA], "C2": [], NINA: [NINA]}
    assert (recall.revision, recall.is_archived) == (2, False)
    [state] = await team.planned(Kind.RECALL_STATE)
    assert state.to == MARIA


async def test_the_same_window_twice_is_one_recall(team: Team) -> None:
    entry = await an_answer(team)
    await given_to(team, entry, Place(Way.DM, ANA))
    first = await recalled(team, entry, "Sous 30 jours.", key="modal:1")
    assert (await recalled(team, entry, "Sous 60 jours.", key="modal:1")).id == first.id
    assert len(await told(team)) == 1
    assert (await team.sees(entry)).body == "Sous 30 jours."


async def test_who_was_given_an_older_version_with_the_same_fault_hears_it_too(team: Team) -> None:
    entry = await an_answer(team, body="Sous 60 jours.")
    await given_to(team, entry, Place(Way.DM, "U0OLD"))
    await edited(team, entry, "Sous 14 jours.")
    await given_to(team, entry, Place(Way.DM, ANA))
    await edited(team, entry, "Sous 14 jours, par virement.")
    await given_to(team, entry, Place(Way.DM, PAUL))

    await recalled(team, entry, "Sous 30 jours, par virement.")

    assert sorted(await told(team)) == [(ANA, None, 2), (PAUL, None, 3)]


async def test_what_was_given_long_ago_is_not_recalled(team: Team) -> None:
    entry = await an_answer(team)
    await given_to(team, entry, Place(Way.DM, ANA), at=NOW - 31 * DAY)
    await given_to(team, entry, Place(Way.DM, PAUL), at=NOW - 29 * DAY)
    await recalled(team, entry, "Sous 30 jours.")
    assert await told(team) == [(PAUL, None, 1)]


async def test_what_was_corrected_without_telling_can_be_told_later(team: Team) -> None:
    entry = await an_answer(team)
    await given_to(team, entry, Place(Way.DM, ANA))
    await flagged(team, entry)
    await edited(team, entry, "Sous 30 jours.")
    await given_to(team, entry, Place(Way.DM, PAUL))

    await recalled(team, entry, "Sous 30 jours.")

    assert await told(team) == [(ANA, None, 1)]
    assert (await the_flag(team)).status is Status.CORRECTED


async def test_without_any_change_there_is_nothing_to_tell(team: Team) -> None:
    entry = await an_answer(team)
    await given_to(team, entry, Place(Way.DM, ANA))
    await flagged(team, entry)
    with pytest.raises(NothingChanged):
        await recalled(team, entry, entry.body)
    assert (await the_flag(team)).is_open
    assert await told(team) == []


async def test_archiving_tells_everyone_whatever_they_were_given(team: Team) -> None:
    entry = await an_answer(team)
    await given_to(team, entry, Place(Way.DM, ANA))
    await edited(team, entry, "Tout autre chose.")
    await given_to(team, entry, Place(Way.DM, PAUL))
    await flagged(team, entry)

    recall = await archived(team, entry)
    assert (await archived(team, entry)).id == recall.id

    assert sorted(await told(team)) == [(ANA, None, 1), (PAUL, None, 2)]
    assert (await team.sees(entry)).status is Life.ARCHIVED
    assert (await the_flag(team)).status is Status.ARCHIVED


async def test_only_who_may_change_it_recalls_it(team: Team) -> None:
    entry = await an_answer(team)
    await given_to(team, entry, Place(Way.DM, PAUL))
    with pytest.raises(NoMandate):
        await recalled(team, entry, "Autre.", by=ANA)
    assert await told(team) == []
    assert (await team.sees(entry)).revision == 1


async def test_the_preview_counts_people_and_places(team: Team) -> None:
    entry = await an_answer(team)
    await given_to(team, entry, Place(Way.DM, ANA), Place(Way.DM, MARIA), Place(Way.CARD, PAUL))
    await given_to(team, entry, Place(Way.THREAD, PAUL, **THREAD))
    async with team.sessions.begin() as session:
        how: dict[str, Any] = {"by": MARIA, "charter": team.charter, "now": NOW}
        assert await recalls.reach(session, entry, **how) == Reach(people=1, places=1)
        new = await entries.add(session, an_entry(), by=NINA, now=NOW, deed="entry.imported")
        assert (await recalls.reach(session, new, **how)).is_nobody


async def settle(team: Team, state: State, trouble: Trouble | None = None) -> None:
    """Every message that waits is sent, or refused for ever."""
    for row in await team.planned(Kind.RECALLED):
        async with team.sessions.begin() as session:
            now = await session.get_one(Notification, row.id)
            now.state, now.trouble = state, trouble
            if trouble:
                await recall_news.tell_otherwise(session, now, now=NOW)


async def test_progress_is_looked_at_until_everybody_was_told(team: Team) -> None:
    entry = await an_answer(team)
    await given_to(team, entry, Place(Way.DM, ANA))
    await recalled(team, entry, "Sous 30 jours.")

    for seconds in (20, 60, 140):
        await team.until(NOW + timedelta(seconds=seconds))
    assert len(await team.planned(Kind.RECALL_LOOK)) == 4
    await settle(team, State.DONE)
    await team.until(NOW + DAY)

    looks = await team.planned(Kind.RECALL_LOOK)
    assert (len(looks), {row.state for row in looks}) == (4, {State.DONE})
    assert len(await team.planned(Kind.RECALL_STATE)) == 1


async def test_who_could_not_be_told_is_said_to_who_recalls(team: Team) -> None:
    entry = await an_answer(team)
    await given_to(team, entry, Place(Way.DM, ANA))
    await recalled(team, entry, "Sous 30 jours.")
    await settle(team, State.FAILED, Trouble.GONE)
    await team.until(NOW + DAY)
    assert [row.to for row in await team.planned(Kind.RECALL_STATE)] == [MARIA, MARIA]


async def test_a_closed_place_brings_it_to_its_people_else_to_who_shared_it(team: Team) -> None:
    entry = await an_answer(team)
    await given_to(team, entry, Place(Way.THREAD, ANA, **THREAD))
    await given_to(team, entry, Place(Way.SHARE, channel="C2", by=PAUL))
    await recalled(team, entry, "Sous 30 jours.")

    await settle(team, State.FAILED, Trouble.NO_CHANNEL)

    rows = await team.planned(Kind.RECALLED)
    assert sorted(row.to for row in rows if row.facts.get("instead")) == [ANA, PAUL]


PERSONS = st.sampled_from(["", ANA, PAUL, NINA])
PLACES = st.sampled_from([("", ""), ("C1", ""), ("C1", "1.1"), ("C2", "")])


@given(st.lists(st.tuples(PERSONS, PLACES), max_size=12))
def test_everyone_is_reached_and_nobody_twice(
    given_there: list[tuple[str, tuple[str, str]]],
) -> None:
    every = [
        Receipt(person=person, channel=channel, thread_ts=ts)
        for person, (channel, ts) in given_there
        if person or channel
    ]
    found = addresses(every, besides={NINA})

    named = [person for address in found for person in address.people]
    assert len(named) == len(set(named))
    assert {one.person for one in every} - {"", NINA} <= set(named)
    shares = {(one.channel, one.thread_ts) for one in every if one.channel and not one.person}
    places = [(one.receipt.channel, one.receipt.thread_ts) for one in found]
    assert shares <= set(places)
    assert NINA not in {one.to for one in found}
    assert len({one.to + one.receipt.thread_ts for one in found}) == len(found)


def test_a_text_that_says_what_holds_now_is_not_at_fault() -> None:
    before, after = Text("Délai ?", "14 jours."), Text("Délai ?", "30 jours.")
    assert before.is_faulty(before, after)
    assert not after.is_faulty(before, after)


async def test_rows_are_found_by_their_recall(team: Team) -> None:
    entry = await an_answer(team)
    await given_to(team, entry, Place(Way.DM, ANA))
    recall = await recalled(team, entry, "Sous 30 jours.")
    async with team.sessions.begin() as session:
        [row] = await recall_news.rows_of(session, recall)
        assert row.to == ANA
        text = await recalls.text_at(session, entry, 1)
        assert text
        assert text.body == entry.body
        assert await recalls.text_at(session, entry, 9) is None
        assert await outbox.about(session, Kind.RECALLED, 99, workspace=WORKSPACE) == []
