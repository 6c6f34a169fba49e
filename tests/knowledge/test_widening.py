"""Widening: who may let more people find an entry of a private channel, and take that back."""

from typing import Any

import pytest

from knowledge import entries, widening
from knowledge.audit import AuditLine
from knowledge.charter import Consent
from knowledge.entry import Entry, Revision
from knowledge.entry_errors import AuthorNotAsked
from knowledge.errors import IllegalMove, NoMandate
from knowledge.exchange import dump
from knowledge.outbox import Kind
from tests.factories import ANA, MARIA, NINA, PAUL, WORKSPACE, a_charter, an_entry
from tests.knowledge.team import Team

LEGAL, OTHER = "G0LEGAL", "G0OTHER"


async def kept(team: Team, **changes: Any) -> Entry:
    """An entry that Ana wrote in a private channel."""
    facts: dict[str, Any] = {"audience": LEGAL, "origin": LEGAL, "author": ANA, "reviewer": PAUL}
    await team.knows(entry := an_entry(**facts | changes))
    return entry


async def widened(team: Team, entry: Entry, audience: str | None = None, by: str = NINA) -> Entry:
    """As it is then."""
    await team.does(widening.widen, entry, audience, by=by, charter=team.charter)
    return await team.sees(entry)


async def test_a_lead_lets_everybody_find_it_and_that_is_written_down(team: Team) -> None:
    entry = await kept(team)
    assert await team.finds("obtenir un remboursement") == []

    now = await widened(team, entry)

    assert (now.audience, now.widened_from, now.origin) == (None, LEGAL, LEGAL)
    assert await team.finds("obtenir un remboursement") == [entry.id]
    assert [line.deed for line in await team.all(AuditLine)][-1] == "entry.widened"
    last = (await team.all(Revision))[-1]
    assert (last.reason, last.by, last.facts["audience"]) == ("entry.widened", NINA, None)


async def test_its_author_and_its_owner_are_told_but_not_who_did_it(team: Team) -> None:
    await widened(team, await kept(team, owner=MARIA))

    assert {row.to for row in await team.planned(Kind.WIDENED)} == {ANA, MARIA}

    await widened(team, await kept(team, key="2", author=NINA))
    assert NINA not in {row.to for row in await team.planned(Kind.WIDENED)}


async def test_it_can_be_kept_again_for_those_of_before(team: Team) -> None:
    entry = await kept(team)
    await widened(team, entry, OTHER)
    await widened(team, entry)

    for _twice in range(2):
        await team.does(widening.narrow, entry, by=NINA, charter=team.charter)

    now = await team.sees(entry)
    assert (now.audience, now.widened_from) == (LEGAL, None)
    assert await team.finds("obtenir un remboursement") == []
    assert [row.reason for row in await team.all(Revision)][-1] == "entry.narrowed"
    assert now.revision == 4


async def test_doing_it_twice_changes_nothing(team: Team) -> None:
    entry = await kept(team)
    first = await widened(team, entry)

    again = await widened(team, entry)

    assert again.revision == first.revision


async def test_what_everybody_finds_is_not_given_to_a_channel(team: Team) -> None:
    entry = await kept(team, audience=None)

    with pytest.raises(IllegalMove):
        await widened(team, entry, OTHER)


@pytest.mark.parametrize("person", [ANA, PAUL])
async def test_neither_its_author_nor_who_merely_reviews_it_decides(
    team: Team, person: str
) -> None:
    entry = await kept(team)

    with pytest.raises(NoMandate):
        await widened(team, entry, by=person)
    with pytest.raises(NoMandate):
        await team.does(widening.narrow, entry, by=person, charter=team.charter)


@pytest.mark.parametrize(
    ("reviewers", "person", "may"),
    [((), MARIA, True), ((PAUL,), PAUL, True), ((PAUL,), MARIA, False), ((PAUL,), NINA, True)],
)
def test_the_topics_reviewers_decide_else_those_with_the_mandate(
    reviewers: tuple[str, ...], person: str, may: bool
) -> None:
    charter = a_charter()
    topics = [one.model_copy(update={"reviewers": reviewers}) for one in charter.topics]

    known = charter.model_copy(update={"topics": tuple(topics)})

    assert widening.may_widen(known, an_entry(), person) is may


def test_of_an_entry_without_a_topic_the_leads_decide() -> None:
    assert widening.may_widen(a_charter(), an_entry(topic=None), NINA)
    assert not widening.may_widen(a_charter(), an_entry(topic=None), MARIA)


async def test_where_authors_are_asked_nobody_else_opens_what_they_wrote(team: Team) -> None:
    team.charter = team.charter.model_copy(update={"consent": Consent.ASK})
    entry, own = await kept(team), await kept(team, key="own", author=NINA)

    with pytest.raises(AuthorNotAsked):
        await widened(team, entry)

    assert (await widened(team, own)).audience is None


async def test_the_export_leaves_out_what_a_channel_keeps_unless_asked(team: Team) -> None:
    await team.knows(an_entry(key="all"))
    await kept(team, key="theirs")

    async with team.sessions.begin() as session:
        assert [row["id"] for row in await dump(session, WORKSPACE)] == ["all"]
        assert len(await dump(session, WORKSPACE, private=True)) == 2
        assert await entries.audiences(session, WORKSPACE) == {LEGAL}
