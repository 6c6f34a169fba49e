"""Review: who has a say over a draft, and what becomes of it when they use it."""

from typing import Any

import pytest

from knowledge import review, submission
from knowledge.audit import history
from knowledge.charter import EMPTY
from knowledge.entry import Entry, Status
from knowledge.entry_errors import Changed
from knowledge.errors import IllegalMove, NoMandate
from knowledge.outbox import Kind
from tests.factories import ANA, CHARTER, MARIA, NINA, NOW, PAUL, a_charter, an_entry
from tests.knowledge.team import Team

WITH_REVIEWER = CHARTER.replace(
    "    autonomy: autonomous\n", f"    autonomy: autonomous\n    reviewers: [{PAUL}]\n"
)
TITLE = "Comment obtenir un remboursement ?"


async def drafted(team: Team, *, by: str = ANA, **facts: Any) -> Entry:
    """A draft that Maria wrote and Ana has kept, unless said otherwise."""
    async with team.sessions.begin() as session:
        entry = an_entry(**{"author": MARIA, "capturer": by, "published_at": None} | facts)
        return await submission.draft(session, entry, charter=team.charter, by=by, now=NOW)


async def does(team: Team, deed: Any, entry: Entry, *, by: str, **how: Any) -> None:
    await team.does(deed, entry, by=by, charter=team.charter, **how)


async def test_a_draft_goes_to_somebody_else_than_its_author(team: Team) -> None:
    entry = await drafted(team, author=NINA)

    assert (entry.status, entry.reviewer) == (Status.IN_REVIEW, MARIA)
    assert [row.to for row in await team.planned(Kind.REVIEW)] == [MARIA]


async def test_the_named_reviewer_comes_first(new_team: Team) -> None:
    await new_team.agrees(WITH_REVIEWER)

    assert (await drafted(new_team)).reviewer == PAUL


async def test_without_a_topic_a_lead_reviews(team: Team) -> None:
    assert (await drafted(team, topic=None)).reviewer == NINA


async def test_who_has_left_reviews_nothing(team: Team) -> None:
    await team.loses(NINA)
    assert (await drafted(team)).reviewer == MARIA

    await team.loses(MARIA)
    assert (await drafted(team)).reviewer == ANA


async def test_without_a_charter_who_brings_it_reviews_it(new_team: Team) -> None:
    entry = await drafted(new_team, by=PAUL)

    assert entry.reviewer == PAUL


async def test_once_published_it_is_found_and_its_people_are_told(team: Team) -> None:
    entry = await drafted(team)
    assert await team.finds(TITLE) == []

    await does(team, review.publish, entry, by=NINA)

    assert await team.finds(TITLE) == [entry.id]
    now = await team.sees(entry)
    assert (now.status, now.published_at) == (Status.PUBLISHED, NOW)
    assert [row.to for row in await team.planned(Kind.PUBLISHED)] == [ANA]
    assert [row.to for row in await team.planned(Kind.CONSENT)] == [MARIA]  # and so does she


async def test_who_publishes_their_own_is_not_told_so(team: Team) -> None:
    entry = await drafted(team)

    await does(team, review.publish, entry, by=MARIA)

    assert [row.to for row in await team.planned(Kind.PUBLISHED)] == [ANA]


async def test_publishing_twice_is_publishing_once(team: Team) -> None:
    entry = await drafted(team)

    for person in (NINA, NINA, MARIA):
        await does(team, review.publish, entry, by=person)

    assert (await team.sees(entry)).revision == 2
    assert len(await team.planned(Kind.PUBLISHED)) == 1


async def test_what_is_rejected_is_kept_and_never_found(team: Team) -> None:
    entry = await drafted(team)

    for person in (NINA, MARIA):
        await does(team, review.reject, entry, by=person)

    now = await team.sees(entry)
    assert (now.status, now.revision) == (Status.ARCHIVED, 2)
    assert await team.finds(TITLE) == []
    async with team.sessions.begin() as session:
        assert (await history(session, entry))[-1].deed == "entry.rejected"


async def test_a_rejected_draft_cannot_be_published_by_an_old_button(team: Team) -> None:
    entry = await drafted(team)
    await does(team, review.reject, entry, by=NINA)

    with pytest.raises(IllegalMove):
        await does(team, review.publish, entry, by=MARIA)
    assert (await team.sees(entry)).status is Status.ARCHIVED


async def test_a_published_entry_cannot_be_rejected_by_an_old_button(team: Team) -> None:
    entry = await drafted(team)
    await does(team, review.publish, entry, by=NINA)

    with pytest.raises(IllegalMove):
        await does(team, review.reject, entry, by=MARIA)
    assert await team.finds(TITLE) == [entry.id]


@pytest.mark.parametrize("deed", [review.publish, review.reject])
async def test_without_a_mandate_nothing_happens(team: Team, deed: Any) -> None:
    entry = await drafted(team)

    for person in (ANA, PAUL, "U0STRANGER"):
        with pytest.raises(NoMandate):
            await does(team, deed, entry, by=person)
    assert (await team.sees(entry)).status is Status.IN_REVIEW


async def test_an_edit_needs_a_mandate_and_the_latest_words(team: Team) -> None:
    entry = await drafted(team)
    said = {"title": TITLE, "body": "Sous 30 jours.", "seen": 1}

    with pytest.raises(NoMandate):
        await does(team, review.edit, entry, by=ANA, **said)
    await does(team, review.edit, entry, by=NINA, **said)
    with pytest.raises(Changed):
        await does(team, review.edit, entry, by=MARIA, **said | {"body": "Jamais."})
    assert (await team.sees(entry)).body == "Sous 30 jours."


async def test_an_edit_of_what_is_published_is_found_at_once(team: Team) -> None:
    entry = await drafted(team)
    await does(team, review.publish, entry, by=NINA)
    await team.finds(TITLE)

    said = {"title": "Où trouver la garantie ?", "body": "Sur la facture.", "seen": 2}
    await does(team, review.edit, entry, by=NINA, **said)

    assert await team.finds("garantie") == [entry.id]
    assert (await team.sees(entry)).status is Status.PUBLISHED


@pytest.mark.parametrize(
    ("person", "topic", "may"),
    [
        (MARIA, "refunds", True),
        (NINA, "refunds", True),
        (PAUL, "refunds", False),
        (ANA, "refunds", False),
        (MARIA, "litigation", False),
        (NINA, None, True),
        (MARIA, None, False),
        ("U0REVIEWER", None, True),
    ],
)
def test_the_charter_says_who_has_a_say(person: str, topic: str | None, may: bool) -> None:
    entry = an_entry(topic=topic, reviewer="U0REVIEWER")

    assert review.may_review(a_charter(), entry, person) is may


def test_the_topics_reviewers_have_a_say() -> None:
    assert review.may_review(a_charter(WITH_REVIEWER), an_entry(), PAUL)


def test_without_a_charter_everybody_has_a_say() -> None:
    assert review.may_review(EMPTY, an_entry(), ANA)


def test_a_chain_alone_gives_no_say() -> None:
    """Whoever is asked about a topic without the mandate for it doesn't decide on it either."""
    chain = f"      - {{who: [{MARIA}], acknowledge: 30m, answer: 4h}}\n"
    charter = a_charter(CHARTER.replace(chain, chain.replace(MARIA, f"U0NEW, {MARIA}"), 1))

    assert not review.may_review(charter, an_entry(), "U0NEW")
