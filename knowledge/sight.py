"""Sight: who may see an entry. The one place that says so; everything that reads entries asks it.

An entry is for everybody or for the members of the channel it is kept for (its audience), and of
these for full members of the workspace only, unless it is published and the charter opens its topic
to others.
"""

from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import ColumnElement, or_

from knowledge.charter import Charter
from knowledge.charter.curation import Outsiders
from knowledge.entry import Entry, Revision, Status
from knowledge.people import Member


class Kept(Protocol):
    """What is kept for somebody: an entry, as far as it matters here."""

    @property
    def audience(self) -> str | None: ...
    @property
    def topic(self) -> str | None: ...
    @property
    def status(self) -> Status: ...


@dataclass(frozen=True)
class Reader:
    """Who reads: one person, or all who read the same thing at once.

    `audiences` are the private channels that each of them is in; `outsiders` what kinds of people
    beside full members of the workspace are among them.
    """

    audiences: frozenset[str] = frozenset()
    outsiders: frozenset[Outsiders] = frozenset()

    def beside(self, other: "Reader") -> "Reader":
        """Both at once, who see what each of them may see."""
        return Reader(self.audiences & other.audiences, self.outsiders | other.outsiders)


MEMBER = Reader()
"""A full member of the workspace, as far as what everybody finds is concerned."""

ANYBODY = Reader(outsiders=frozenset({"guests", "partners"}))
"""Whoever it may be: of whom nothing is known."""


def outsiders(member: Member | None) -> frozenset[Outsiders]:
    """What kind of outsider somebody is: none, a guest, or of another organisation.

    Of whom nothing is known may be either.
    """
    if member is None:
        return ANYBODY.outsiders
    if member.is_stranger:
        return frozenset({"partners"})
    return frozenset({"guests"} if member.is_guest else ())


def may_see(entry: Kept, reader: Reader, charter: Charter) -> bool:
    """Whether everybody who reads may see an entry: its text, its title, and that it exists."""
    is_theirs = entry.audience is None or entry.audience in reader.audiences
    within = topics_open_to(reader, charter)
    is_open = within is None or (entry.status is Status.PUBLISHED and entry.topic in within)
    return is_theirs and is_open


def may_see_revision(entry: Entry, revision: Revision, reader: Reader, charter: Charter) -> bool:
    """Whether they may see how it was then: what was for fewer people stays with those."""
    then = revision.facts.get("audience")
    is_theirs = then is None or then in reader.audiences
    return is_theirs and may_see(entry, reader, charter)


def topics_open_to(reader: Reader, charter: Charter) -> frozenset[str] | None:
    """The topics whose entries the charter opens to them; None: all, and entries without one."""
    if not reader.outsiders:
        return None
    return frozenset(
        topic.id for topic in charter.topics if reader.outsiders <= frozenset(topic.open_to)
    )


def seen_by(reader: Reader, charter: Charter) -> tuple[ColumnElement[bool], ...]:
    """`may_see`, for a query of entries."""
    within = topics_open_to(reader, charter)
    is_theirs = or_(Entry.audience.is_(None), Entry.audience.in_(reader.audiences))
    if within is None:
        return (is_theirs,)
    return is_theirs, Entry.status == Status.PUBLISHED, Entry.topic.in_(within)
