"""Upkeep: owners keep entries true, hand them over, put them aside and bring them back."""

from datetime import timedelta
from typing import Any

import pytest

from knowledge import answers, archiving, review, submission, upkeep
from knowledge.audit import history
from knowledge.entry import Entry, Revision, Status
from knowledge.errors import IllegalMove, LacksMandate, NoMandate, NotAllowed, NotThere
from knowledge.exchange.load import load
from knowledge.exchange.rows import Row
from knowledge.outbox import Kind
from knowledge.routing import Verdict
from knowledge.verification import is_verified
from tests.factories import ANA, CHARTER, MARIA, NINA, NOW, PAUL, WORKSPACE, an_entry
from tests.knowledge.team import Team

DAY = timedelta(days=1)
LATER = NOW + 100 * DAY
TITLE = "Comment obtenir un remboursement ?"


async def known(team: Team, **facts: Any) -> Entry:
    """Maria's published entry, verified at NOW."""
    entry = an_entry(**{"owner": MARIA, "verified_by": MARIA, "verified_at": NOW} | facts)
    await team.knows(entry)
    return entry


async def does(team: Team, deed: Any, entry: Entry, *, by: str, **how: Any) -> None:
    await team.does(deed, entry, by=by, charter=team.charter, **how)


async def done(team: Team, entry: Entry) -> list[str]:
    async with team.sessions.begin() as session:
        return [line.deed for line in await history(session, entry)]


async def test_who_reviews_owns_what_is_published_and_who_publishes_vouches_for_it(
    team: Team,
) -> None:
    async with team.sessions.begin() as session:
        draft = an_entry(author=ANA, capturer=ANA, published_at=None)
        entry = await submission.draft(session, draft, charter=team.charter, by=ANA, now=NOW)
    assert entry.owner is None

    await does(team, review.publish, entry, by=NINA)

    now = await team.sees(entry)
    assert now.owner == now.reviewer
    assert (now.verified_by, now.verified_at) == (NINA, NOW)


async def test_an_expert_owns_what_they_answer_where_that_needs_no_review(new_team: Team) -> None:
    await new_team.agrees(
        CHARTER.replace("stance: refer\n", "stance: refer\n    publish: senior\n")
    )
    escalation = await new_team.escalates()

    how: dict[str, Any] = {"by": MARIA, "charter": new_team.charter}
    entry = await new_team.does(answers.answer, escalation, "Débranchez.", **how)

    assert (entry.owner, entry.verified_by, entry.verified_at) == (MARIA, MARIA, NOW)


async def test_an_import_names_an_owner_where_it_names_an_author(team: Team) -> None:
    rows = [Row(id="a", title="A ?", body="A.", author=PAUL), Row(id="b", title="B ?", body="B.")]
    async with team.sessions.begin() as session:
        await load(session, rows, workspace=WORKSPACE, by=NINA, now=NOW)

    assert [one.owner for one in await team.all(Entry)] == [PAUL, None]
    assert [one.verified_by for one in await team.all(Entry)] == [None, None]


async def test_still_true_is_no_new_revision(team: Team) -> None:
    entry = await known(team)

    await does(team, upkeep.verify, entry, by=NINA, now=LATER)

    now = await team.sees(entry)
    assert (now.verified_by, now.verified_at, now.revision) == (NINA, LATER, 1)
    assert (await done(team, entry))[-1] == "entry.verified"


async def test_saying_so_twice_a_day_says_it_once(team: Team) -> None:
    entry = await known(team)

    for hours in (0, 1, 23):
        await does(team, upkeep.verify, entry, by=NINA, now=LATER + timedelta(hours=hours))

    assert (await team.sees(entry)).verified_at == LATER
    assert (await done(team, entry)).count("entry.verified") == 1


async def test_whose_word_does_not_count_cannot_give_it(team: Team) -> None:
    entry = await known(team, owner=PAUL, reviewer=PAUL)

    for person in (PAUL, ANA):
        with pytest.raises(NoMandate):
            await does(team, upkeep.verify, entry, by=person, now=LATER)
    assert (await team.sees(entry)).verified_at == NOW


async def test_an_edit_by_somebody_with_the_mandate_verifies_what_it_says(team: Team) -> None:
    entry = await known(team, reviewer=PAUL)

    said = {"title": TITLE, "seen": 1}
    await does(team, review.edit, entry, by=PAUL, body="Sous 20 jours.", now=LATER, **said)
    assert (await team.sees(entry)).verified_at == NOW
    said = {"title": TITLE, "seen": 2}
    await does(team, review.edit, entry, by=NINA, body="Sous 30 jours.", now=LATER, **said)

    now = await team.sees(entry)
    assert (now.verified_by, now.verified_at) == (NINA, LATER)


async def test_an_edit_that_changes_nothing_verifies_nothing(team: Team) -> None:
    entry = await known(team)

    said = {"title": entry.title, "body": entry.body, "seen": 1}
    await does(team, review.edit, entry, by=NINA, now=LATER, **said)

    assert (await team.sees(entry)).verified_at == NOW


async def test_an_owner_hands_it_over_and_the_new_one_hears_of_it(team: Team) -> None:
    entry = await known(team)

    await does(team, upkeep.hand_over, entry, to=NINA, by=MARIA)

    assert (await team.sees(entry)).owner == NINA
    [row] = await team.planned(Kind.OWNED)
    assert (row.to, row.about, row.facts["by"]) == (NINA, entry.id, MARIA)


async def test_a_lead_who_takes_it_is_not_told_so(team: Team) -> None:
    entry = await known(team)

    await does(team, upkeep.hand_over, entry, to=NINA, by=NINA)
    await does(team, upkeep.hand_over, entry, to=NINA, by=NINA)

    assert (await team.sees(entry)).owner == NINA
    assert await team.planned(Kind.OWNED) == []


async def test_it_is_handed_only_to_somebody_whose_word_counts_and_who_is_there(
    team: Team,
) -> None:
    entry = await known(team, owner=NINA)
    await team.loses(MARIA)

    with pytest.raises(LacksMandate, match=PAUL):
        await does(team, upkeep.hand_over, entry, to=PAUL, by=NINA)
    with pytest.raises(NotThere, match=MARIA):
        await does(team, upkeep.hand_over, entry, to=MARIA, by=NINA)
    with pytest.raises(NotAllowed, match=NINA):
        await does(team, upkeep.hand_over, entry, to=MARIA, by=MARIA)


async def test_what_is_put_aside_is_kept_with_the_reason_and_not_found(team: Team) -> None:
    entry = await known(team)

    for _twice in range(2):
        await does(team, archiving.archive, entry, by=MARIA, now=LATER, why="Plus vendu.")

    now = await team.sees(entry)
    assert (now.status, now.archived_at, now.revision) == (Status.ARCHIVED, LATER, 2)
    assert await team.finds(TITLE) == []
    last = (await team.all(Revision, Revision.entry_id == entry.id))[-1]
    assert (last.reason, last.why) == ("entry.archived", "Plus vendu.")


async def test_what_is_brought_back_is_found_and_vouched_for(team: Team) -> None:
    entry = await known(team)
    await does(team, archiving.archive, entry, by=MARIA, now=NOW)

    for _twice in range(2):
        await does(team, archiving.restore, entry, by=NINA, now=LATER)

    now = await team.sees(entry)
    assert (now.status, now.archived_at, now.revision) == (Status.PUBLISHED, None, 3)
    assert (now.verified_by, now.viewed_at) == (NINA, LATER)
    assert await team.finds(TITLE) == [entry.id]


async def test_an_owner_without_the_mandate_brings_it_back_unverified(team: Team) -> None:
    entry = await known(team, owner=PAUL, status=Status.ARCHIVED)

    await does(team, archiving.restore, entry, by=PAUL, now=LATER)

    assert not is_verified(await team.sees(entry), team.charter, (), LATER)


async def test_a_draft_that_was_rejected_is_not_published_by_bringing_it_back(team: Team) -> None:
    entry = await known(team, status=Status.ARCHIVED, published_at=None)

    with pytest.raises(IllegalMove):
        await does(team, archiving.restore, entry, by=NINA)
    async with team.sessions.begin() as session:
        assert await archiving.archived(session, WORKSPACE) == []


async def test_a_draft_is_rejected_and_not_put_aside(team: Team) -> None:
    entry = await known(team, status=Status.IN_REVIEW)

    with pytest.raises(IllegalMove):
        await does(team, archiving.archive, entry, by=NINA)


@pytest.mark.parametrize("deed", [archiving.archive, archiving.restore])
async def test_without_mandate_or_ownership_nothing_is_moved(team: Team, deed: Any) -> None:
    entry = await known(team)

    with pytest.raises(NoMandate):
        await does(team, deed, entry, by=PAUL)


async def views(team: Team, *numbers: int, hours: float) -> None:
    async with team.sessions.begin() as session:
        await upkeep.viewed(session, WORKSPACE, numbers, now=NOW + timedelta(hours=hours))


async def test_a_view_is_written_once_a_day(team: Team) -> None:
    entry, other = await known(team), await known(team)

    await views(team, entry.id, hours=0)
    await views(team, entry.id, other.id, hours=23)
    assert (await team.sees(entry)).viewed_at == NOW
    assert (await team.sees(other)).viewed_at == NOW + timedelta(hours=23)
    await views(team, entry.id, hours=24)
    assert (await team.sees(entry)).viewed_at == NOW + DAY
    await views(team, hours=48)


async def test_an_answer_is_a_view_and_a_near_miss_is_none(team: Team) -> None:
    entry = await known(team)
    near = await known(team, title="La cafetière se détartre-t-elle au vinaigre ?", topic=None)

    await team.asks(TITLE)
    unsure = await team.asks("le vinaigre abîme-t-il le marbre de la salle de bains ?")

    assert unsure.decision.verdict in (Verdict.NEAR_MISSES, Verdict.FALLBACK)
    assert near.id in unsure.decision.entries
    assert (await team.sees(entry)).viewed_at == NOW
    assert (await team.sees(near)).viewed_at is None


async def marks(team: Team, now: Any) -> int:
    async with team.sessions.begin() as session:
        return await upkeep.mark_lapsed(session, WORKSPACE, now=now)


async def test_of_two_that_answer_alike_the_one_that_has_not_lapsed_comes_first(
    team: Team,
) -> None:
    old = await known(team)
    new = await known(team, verified_at=LATER)
    assert await team.finds(TITLE) == [old.id, new.id]

    assert await marks(team, LATER) == 1
    assert await team.finds(TITLE) == [new.id, old.id]
    assert await marks(team, LATER) == 0
    await does(team, upkeep.verify, old, by=MARIA, now=LATER)
    assert await team.finds(TITLE) == [old.id, new.id]


async def test_what_is_due_is_what_lapses_within_a_week(team: Team) -> None:
    soon = await known(team)
    late = await known(team, verified_at=NOW + 8 * DAY)
    lost = await known(team, verified_at=NOW + 60 * DAY, verified_by=PAUL)

    async def due(now: Any) -> list[int]:
        async with team.sessions.begin() as session:
            found = await upkeep.due(session, WORKSPACE, team.charter, now=now)
            return [entry.id for entry in found]

    assert await due(NOW + 80 * DAY) == []
    await marks(team, NOW + 80 * DAY)
    assert await due(NOW + 83 * DAY) == [soon.id, lost.id]
    assert await due(NOW + 91 * DAY) == [soon.id, late.id, lost.id]
