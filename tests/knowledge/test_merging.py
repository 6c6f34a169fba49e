"""Merging: two entries become one, nothing is lost by it, and it can be undone."""

import asyncio
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from knowledge import entries, merging, outcomes, questions, review, rulings
from knowledge.charter import Charter
from knowledge.entry import Entry, Status
from knowledge.entry_errors import (
    Changed,
    MergesItself,
    NeedsOtherEyes,
    NotThereToMerge,
    OtherReaders,
)
from knowledge.errors import IllegalMove, NoMandate
from knowledge.outbox import Kind
from knowledge.question import Feedback
from knowledge.ruling import Ruling, Verdict
from knowledge.sight import MEMBER
from knowledge.wording import Wording
from tests.factories import ANA, CHARTER, MARIA, NINA, NOW, PAUL, WORKSPACE, an_entry
from tests.knowledge.team import Team
from tests.knowledge.test_review import does, drafted

TITLE = "Comment obtenir un remboursement ?"
OTHER = "Comment se faire rembourser ?"


async def merges(
    team: Team,
    entry: Entry,
    target: Entry,
    *,
    by: str = NINA,
    charter: Charter | None = None,
    **said: Any,
) -> Entry:
    """Somebody merges one into the other, with the target's words unless said otherwise."""
    async with team.sessions.begin() as session:
        one = await entries.get(session, WORKSPACE, entry.id, lock=True)
        two = await entries.get(session, WORKSPACE, target.id, lock=True)
        end = await rulings.merged_into(session, two) or two  # what the window shows
        shown: dict[str, Any] = {"title": end.title, "body": end.body, "seen": end.revision}
        rules = charter or team.charter
        how: dict[str, Any] = {"by": by, "charter": rules, "now": NOW}
        return await merging.merge(session, one, two, **how, **shown | said)


async def undoes(team: Team, entry: Entry, *, by: str = NINA) -> None:
    async with team.sessions.begin() as session:
        query = select(Ruling).where(Ruling.entry_id == entry.id).order_by(Ruling.id.desc())
        ruling = (await session.scalars(query)).first()
        assert ruling
        await merging.undo(session, ruling, by=by, charter=team.charter, now=NOW)


async def target_of(team: Team, entry: Entry) -> int | None:
    async with team.sessions.begin() as session:
        row = await session.get_one(Entry, entry.id)
        target = await rulings.merged_into(session, row)
        return target.id if target else None


@pytest.fixture
async def target(team: Team) -> Entry:
    """What is there already, with a wording and a keyword."""
    entry = an_entry(title=TITLE, wordings=["remboursement"], tags=["argent"])
    await team.knows(entry)
    return entry


async def test_a_drafts_question_and_wordings_become_the_targets(team: Team, target: Entry) -> None:
    draft = await drafted(team, title=OTHER, wordings=["ravoir son argent"], tags=["retour"])

    for _twice in range(2):
        await merges(team, draft, target, body="Sous 14 jours, par virement.")

    now = await team.sees(target)
    assert (now.title, now.body) == (TITLE, "Sous 14 jours, par virement.")
    assert now.wordings == ("remboursement", OTHER, "ravoir son argent")
    assert now.tags == ["argent", "retour"]
    aside = await team.sees(draft)
    assert (aside.status, aside.archived_at) == (Status.ARCHIVED, NOW)
    assert await target_of(team, draft) == target.id
    assert await team.finds("ravoir son argent") == [target.id]


async def test_the_drafts_title_may_stay_and_the_targets_becomes_a_wording(
    team: Team, target: Entry
) -> None:
    draft = await drafted(team, title=OTHER)

    await merges(team, draft, target, title=OTHER)

    now = await team.sees(target)
    assert (now.title, now.wordings) == (OTHER, ("remboursement", TITLE))


async def test_who_brought_it_is_told_and_stays_credited(team: Team, target: Entry) -> None:
    draft = await drafted(team, title=OTHER, author=MARIA, by=ANA)

    await merges(team, draft, target)

    assert {row.to for row in await team.planned(Kind.MERGED)} == {MARIA, ANA}
    async with team.sessions.begin() as session:
        sources = await rulings.sources_of(session, await session.get_one(Entry, target.id))
    assert [one.author for one in sources] == [MARIA]


async def test_what_use_has_taught_follows_and_so_do_questions(team: Team, target: Entry) -> None:
    await team.meets(ANA, PAUL)
    old = an_entry(title=OTHER)
    await team.knows(old)
    outcome = await team.asks(OTHER, by=ANA)
    taught = await team.asks("comment ravoir son argent d'une commande", by=PAUL)
    for asked, person in ((outcome, ANA), (taught, PAUL)):
        question = await team.question(asked)
        question_entries = [old.id, *(n for n in question.entries if n != old.id)]
        async with team.sessions.begin() as session:
            row = await session.get_one(type(question), question.id)
            row.found = {**row.found, "entries": question_entries}
            await questions.give_feedback(session, row, Feedback.HELPFUL, by=person, now=NOW)
    before = await team.all(Wording)
    assert {one.entry_id for one in before} == {old.id}

    await merges(team, old, target)

    assert {one.entry_id for one in await team.all(Wording)} == {target.id}
    assert target.id in (await team.question(taught)).entries
    assert old.id not in (await team.question(taught)).entries
    async with team.sessions.begin() as session:
        row = await questions.get(session, WORKSPACE, taught.question.id)
        shown = await outcomes.of(session, row, reader=MEMBER, now=NOW)
    assert target.id in [entry.id for entry in shown.entries]

    await undoes(team, old)

    assert {one.entry_id for one in await team.all(Wording)} == {old.id}
    assert old.id in (await team.question(taught)).entries


async def test_undone_both_are_as_they_were(team: Team, target: Entry) -> None:
    old = an_entry(title=OTHER, body="Jamais.", wordings=["ravoir son argent"])
    await team.knows(old)
    await merges(team, old, target, title=OTHER, body="Sous 30 jours.")

    for _twice in range(2):
        await undoes(team, old)

    now, back = await team.sees(target), await team.sees(old)
    assert (now.title, now.body, now.wordings) == (TITLE, target.body, ("remboursement",))
    assert (back.status, back.body, back.archived_at) == (Status.PUBLISHED, "Jamais.", None)
    assert back.wordings == ("ravoir son argent",)
    assert await target_of(team, old) is None
    assert (await team.finds("ravoir son argent"))[0] == old.id


async def test_an_undone_draft_waits_for_its_review_again(team: Team, target: Entry) -> None:
    draft = await drafted(team, title=OTHER)
    await merges(team, draft, target)

    await undoes(team, draft)

    assert (await team.sees(draft)).status is Status.IN_REVIEW


async def test_what_was_written_since_stays_when_it_is_undone(team: Team, target: Entry) -> None:
    draft = await drafted(team, title=OTHER)
    merged = await merges(team, draft, target)
    said = {"title": TITLE, "body": "Sous 10 jours.", "seen": merged.revision}
    await does(team, review.edit, target, by=MARIA, **said)

    await undoes(team, draft)

    now = await team.sees(target)
    assert (now.body, now.wordings) == ("Sous 10 jours.", ("remboursement",))


async def test_a_chain_of_merges_is_followed_and_a_circle_refused(
    team: Team, target: Entry
) -> None:
    old, older = an_entry(title=OTHER), an_entry(title="Ravoir son argent ?")
    await team.knows(old, older)
    await merges(team, older, old)
    await merges(team, old, target)

    draft = await drafted(team, title="Un remboursement, comment ?")
    assert (await merges(team, draft, older)).id == target.id
    assert await target_of(team, older) == target.id
    for pointer in (old, older):
        with pytest.raises(MergesItself):
            await merges(team, target, pointer)
    with pytest.raises(MergesItself):
        await merges(team, target, target)


async def test_what_cannot_be_merged_is_refused_whole(team: Team, target: Entry) -> None:
    draft = await drafted(team, title=OTHER)
    second = await drafted(team, title="Ravoir son argent ?")
    secret = await drafted(team, title="Sous le manteau ?", audience="G0SECRET")
    rejected = await drafted(team, title="Jamais ?")
    await does(team, review.reject, rejected, by=NINA)

    with pytest.raises(NotThereToMerge):
        await merges(team, draft, second)
    with pytest.raises(OtherReaders):
        await merges(team, secret, target)
    with pytest.raises(IllegalMove):
        await merges(team, rejected, target)
    with pytest.raises(Changed):
        await merges(team, draft, target, seen=target.revision - 1)
    for person in (ANA, PAUL):
        with pytest.raises(NoMandate):
            await merges(team, draft, target, by=person)
    assert (await team.sees(target)).revision == 1
    assert (await team.sees(draft)).status is Status.IN_REVIEW


async def test_a_merge_is_no_way_around_the_second_pair_of_eyes(team: Team, target: Entry) -> None:
    await team.agrees(f"{CHARTER}risk: high\n")
    draft = await drafted(team, title=OTHER, author=MARIA, by=ANA)

    with pytest.raises(NeedsOtherEyes, match=NINA):
        await merges(team, draft, target, by=MARIA, body="Sous 99 jours.")
    await merges(team, draft, target, by=MARIA)

    assert (await team.sees(target)).body == target.body


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_of_two_who_merge_at_once_one_does(team: Team, target: Entry) -> None:
    drafts = [await drafted(team, title=title) for title in (OTHER, "Ravoir son argent ?")]
    seen = target.revision

    found = await asyncio.gather(
        *(merges(team, draft, target, seen=seen) for draft in drafts), return_exceptions=True
    )

    assert sorted(type(one).__name__ for one in found) == ["Changed", "Entry"]
    assert len(await team.all(Ruling, Ruling.verdict == Verdict.MERGED)) == 1


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.booleans()), max_size=9))
async def test_whatever_is_merged_and_undone_every_wording_is_found_once(
    team: Team, moves: list[tuple[int, int, bool]]
) -> None:
    titles = [f"Question numéro {word} ?" for word in ("alpha", "bravo", "charlie", "delta")]
    several = [an_entry(title=title, body="Oui.") for title in titles]
    await team.knows(*several)

    for one, other, is_undone in moves:
        try:
            if is_undone:
                await undoes(team, several[one])
            else:
                await merges(team, several[one], several[other])
        except (MergesItself, NotThereToMerge, IllegalMove, AssertionError):
            continue

    rows = [await team.sees(entry) for entry in several]
    for entry, row in zip(several, rows, strict=True):
        end = await target_of(team, entry) or entry.id
        assert (await team.sees(next(e for e in several if e.id == end))).status is Status.PUBLISHED
        found = [
            r.id
            for r in rows
            if r.status is Status.PUBLISHED and row.title in (r.title, *r.wordings)
        ]
        assert end in found
