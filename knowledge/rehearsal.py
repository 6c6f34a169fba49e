"""Rehearsal: what would become of a question, asked by somebody at some time. Nothing is kept."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import charters, entries, examples, roster
from knowledge.charter import Charter
from knowledge.course import Course, course
from knowledge.entry import Entry
from knowledge.filters import NO_FILTERS, Filters
from knowledge.finding import Finder
from knowledge.library import Library
from knowledge.question import readable
from knowledge.routing import Decision
from knowledge.search.index import Index
from knowledge.sight import MEMBER, Reader


@dataclass(frozen=True)
class Rehearsing:
    """What is rehearsed: a question, as if this person asked it at this moment.

    `reader` is who sees it: whoever is played, and whoever rehearses it, too.
    """

    text: str
    asker: str
    workspace: str
    at: datetime
    reader: Reader = MEMBER
    filters: Filters = NO_FILTERS


@dataclass(frozen=True)
class Rehearsal:
    """What would become of it, the entries that would be shown, and who would be asked."""

    rehearsing: Rehearsing
    charter: Charter
    decision: Decision
    entries: tuple[Entry, ...]
    course: Course


async def rehearse(session: AsyncSession, rehearsing: Rehearsing, *, library: Library) -> Rehearsal:
    """What would become of the question under the charter in force.

    Raises:
        EmptyText, TooLong: it cannot be a question.
    """
    text = readable(rehearsing.text)
    await library.ponder(rehearsing.workspace, text)  # before a statement, which locks SQLite
    charter = await charters.in_force(session, rehearsing.workspace)
    index = await library.index(session, rehearsing.workspace)
    return await _played(session, rehearsing, charter, index, library)


async def rehearse_under(
    session: AsyncSession, rehearsing: Rehearsing, charter: Charter, *, library: Library
) -> Rehearsal:
    """What would become of it under another charter, whose examples this library then has.

    Raises:
        EmptyText, TooLong: it cannot be a question.
    """
    text = readable(rehearsing.text)
    await library.ponder(rehearsing.workspace, text)
    index = await library.index(session, rehearsing.workspace)
    former = await charters.in_force(session, rehearsing.workspace)
    known = await examples.of(session, rehearsing.workspace, former)
    new = await examples.of(session, rehearsing.workspace, charter)
    index.remove(known.keys() - new.keys())
    await asyncio.to_thread(index.put, new.values())
    return await _played(session, rehearsing, charter, index, library)


async def _played(
    session: AsyncSession,
    rehearsing: Rehearsing,
    charter: Charter,
    index: Index,
    library: Library,
) -> Rehearsal:
    text, asker = readable(rehearsing.text), rehearsing.asker
    there = await roster.load(session, rehearsing.workspace, charter, now=rehearsing.at)
    finder = Finder(
        text,
        asker,
        rehearsing.reader,
        index,
        charter,
        there,
        rehearsing.workspace,
        library.meaning(rehearsing.workspace, text),
    )
    decision = await finder.decide(session, rehearsing.filters)
    shown = await entries.of_numbers(session, rehearsing.workspace, decision.entries)
    return Rehearsal(
        rehearsing,
        charter,
        decision,
        tuple(shown[number] for number in decision.entries if number in shown),
        course(charter, charter.topic(decision.topic), asker=asker, roster=there, at=rehearsing.at),
    )
