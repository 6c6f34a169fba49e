"""Sight: the one rule of who may see an entry, and the query that says the same."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from knowledge import sight
from knowledge.charter import Charter
from knowledge.charter.curation import Outsiders
from knowledge.entry import Entry, Revision, Status
from knowledge.people import Member
from knowledge.sight import ANYBODY, MEMBER, Reader
from tests.factories import WORKSPACE, a_charter, an_entry
from tests.knowledge.team import Team

ONE, TWO = "C0ONE", "C0TWO"
KINDS: tuple[Outsiders, ...] = ("guests", "partners")


def opened(*kinds: Outsiders, topic: str = "refunds") -> Charter:
    """The charter, with one topic that is open to these."""
    charter = a_charter()
    topics = [
        one.model_copy(update={"open_to": kinds}) if one.id == topic else one
        for one in charter.topics
    ]
    return charter.model_copy(update={"topics": tuple(topics)})


def reader(*audiences: str, outsiders: tuple[Outsiders, ...] = ()) -> Reader:
    """Somebody in these channels, of these kinds."""
    return Reader(frozenset(audiences), frozenset(outsiders))


def test_a_member_sees_everybodys_entries_and_those_of_their_channels() -> None:
    charter = a_charter()

    assert sight.may_see(an_entry(), MEMBER, charter)
    assert sight.may_see(an_entry(audience=ONE), reader(ONE, TWO), charter)
    assert not sight.may_see(an_entry(audience=ONE), reader(TWO), charter)


@pytest.mark.parametrize("kind", KINDS)
def test_an_outsider_sees_published_entries_of_the_topics_open_to_them(kind: Outsiders) -> None:
    them, charter = reader(ONE, outsiders=(kind,)), opened(kind)

    assert sight.may_see(an_entry(), them, charter)
    assert sight.may_see(an_entry(audience=ONE), them, charter)
    assert not sight.may_see(an_entry(topic="safety"), them, charter)
    assert not sight.may_see(an_entry(topic=None), them, charter)
    assert not sight.may_see(an_entry(topic="gone"), them, charter)
    assert not sight.may_see(an_entry(audience=TWO), them, charter)
    assert not sight.may_see(an_entry(status=Status.IN_REVIEW), them, charter)
    assert not sight.may_see(an_entry(), them, a_charter())


def test_what_is_open_to_guests_is_not_open_to_partners() -> None:
    assert not sight.may_see(an_entry(), reader(outsiders=("partners",)), opened("guests"))
    assert not sight.may_see(an_entry(), ANYBODY, opened("guests"))
    assert sight.may_see(an_entry(), ANYBODY, opened("guests", "partners"))


def test_of_whom_nothing_is_known_may_be_anybody() -> None:
    assert sight.outsiders(None) == {"guests", "partners"}


@pytest.mark.parametrize(
    ("standing", "kinds"),
    [({}, set()), ({"is_guest": True}, {"guests"}), ({"is_stranger": True}, {"partners"})],
)
def test_somebodys_standing_says_what_kind_of_outsider_they_are(
    standing: dict[str, bool], kinds: set[str]
) -> None:
    known = {"is_guest": False, "is_stranger": False} | standing

    assert sight.outsiders(Member(**known)) == kinds


def test_an_old_revision_is_for_those_alone_whom_it_was_for_then() -> None:
    entry, charter = an_entry(), a_charter()
    then = Revision(entry_id=1, number=1, facts={"audience": ONE})
    now = Revision(entry_id=1, number=2, facts={"audience": None})

    assert sight.may_see_revision(entry, now, MEMBER, charter)
    assert not sight.may_see_revision(entry, then, MEMBER, charter)
    assert sight.may_see_revision(entry, then, reader(ONE), charter)


READERS = st.builds(
    Reader,
    st.frozensets(st.sampled_from([ONE, TWO])),
    st.frozensets(st.sampled_from(KINDS)),
)
ENTRIES = st.builds(
    an_entry,
    audience=st.sampled_from([None, ONE, TWO]),
    topic=st.sampled_from([None, "refunds", "safety", "gone"]),
    status=st.sampled_from(Status),
)


@given(ENTRIES, READERS, READERS, st.sets(st.sampled_from(KINDS)))
def test_several_readers_see_what_each_of_them_sees(
    entry: Entry, one: Reader, other: Reader, kinds: set[Any]
) -> None:
    charter = opened(*kinds)

    together = sight.may_see(entry, one.beside(other), charter)

    each = sight.may_see(entry, one, charter) and sight.may_see(entry, other, charter)
    assert not together or each
    assert sight.may_see(entry, one.beside(one), charter) == sight.may_see(entry, one, charter)


async def test_the_query_finds_what_the_rule_allows(team: Team) -> None:
    base = [
        an_entry(key=f"{audience}{topic}{status}", audience=audience, topic=topic, status=status)
        for audience in (None, ONE, TWO)
        for topic in (None, "refunds", "safety")
        for status in (Status.PUBLISHED, Status.IN_REVIEW)
    ]
    await team.knows(*base)
    charter = opened("guests")

    for who in (MEMBER, reader(ONE), reader(ONE, outsiders=("guests",)), ANYBODY):
        async with team.sessions.begin() as session:
            query = select(Entry.id).where(
                Entry.workspace == WORKSPACE, *sight.seen_by(who, charter)
            )
            found = set(await session.scalars(query))
        assert found == {entry.id for entry in base if sight.may_see(entry, who, charter)}
