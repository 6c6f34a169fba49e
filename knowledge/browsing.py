"""Browsing: what lies where filters point, when no question goes with them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import charters, sight
from knowledge.charter import Charter, Topic
from knowledge.entry import Entry, Status
from knowledge.filters import Filters
from knowledge.routing import is_hushed
from knowledge.sight import Reader

MOST = 10
"""Entries that are listed."""


@dataclass(frozen=True)
class Part:
    """A part of the knowledge base as one person sees it: its newest entries, and how many."""

    filters: Filters
    charter: Charter
    entries: Sequence[Entry] = ()
    total: int = 0

    @property
    def hushed(self) -> Topic | None:
        """The topic looked for, if it is one on which no answer is given."""
        topic = self.charter.topic(self.filters.topic)
        return topic if topic and is_hushed(topic) else None


async def browse(
    session: AsyncSession, workspace: str, filters: Filters, *, reader: Reader
) -> Part:
    """What this reader may see there.

    Nothing of a topic that is in crisis or on which the team stays silent, as for a question.
    """
    charter = await charters.in_force(session, workspace)
    chosen = (Entry.workspace == workspace, *_chosen(filters, reader, charter))
    total = await session.scalar(select(func.count()).select_from(Entry).where(*chosen)) or 0
    newest = select(Entry).where(*chosen).order_by(Entry.updated_at.desc(), Entry.id.desc())
    entries = (await session.scalars(newest.limit(MOST))).all()
    return Part(filters, charter, entries, total)


def _chosen(filters: Filters, reader: Reader, charter: Charter) -> list[ColumnElement[bool]]:
    hushed = [topic.id for topic in charter.topics if is_hushed(topic)]
    wanted = [getattr(Entry, name) == value for name, value in filters.kept().items()]
    return [
        Entry.status == Status.PUBLISHED,
        *sight.seen_by(reader, charter),
        or_(Entry.topic.is_(None), Entry.topic.not_in(hushed)),
        *wanted,
    ]
