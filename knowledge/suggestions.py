"""Suggestions: synonyms that the questions and the entries they were answered by speak for."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import synonyms
from knowledge.entry import Entry, Status, Variant
from knowledge.search.mining import Asked, Pair, mine
from knowledge.wording import Kind, Wording

NEWEST = 1_000
"""Wordings of either kind that are looked at: what was said long ago says less, and people wait."""

BACKGROUND = 5_000
"""How many titles tell how common a word is."""


@dataclass(frozen=True)
class Evidence:
    """What there is to go by, and what has been decided already."""

    wordings: Sequence[Asked]
    titles: Mapping[int, str]
    known: Sequence[frozenset[str]]

    async def pairs(self, limit: int) -> list[Pair]:
        """The likeliest synonyms, best first. It takes a while: not within a transaction."""
        return await asyncio.to_thread(
            mine, self.wordings, self.titles, known=self.known, limit=limit
        )


async def evidence(session: AsyncSession, workspace: str) -> Evidence:
    """How people have put what is answered, apart from what is kept for a private channel:
    leads need not be in it.
    """
    wordings = [*await _confirmed(session, workspace), *await _given(session, workspace)]
    titles = await _titles(session, workspace, {wording.entry for wording in wordings})
    return Evidence(wordings, titles, await _known(session, workspace))


async def _given(session: AsyncSession, workspace: str) -> list[Asked]:
    """How reviewers have put what an entry answers."""
    query = (
        select(Variant.text, Variant.entry_id)
        .join(Entry, Entry.id == Variant.entry_id)
        .where(*_shown_to_all(workspace))
        .order_by(Variant.id.desc())
        .limit(NEWEST)
    )
    return [Asked(text, entry) for text, entry in await session.execute(query)]


async def _confirmed(session: AsyncSession, workspace: str) -> list[Asked]:
    """How people have asked what an entry answered, by what they said themselves."""
    query = (
        select(Wording)
        .join(Entry, Entry.id == Wording.entry_id)
        .where(*_shown_to_all(workspace), Wording.removed_at.is_(None))
        .order_by(Wording.id.desc())
        .limit(NEWEST)
        .execution_options(populate_existing=True)
    )
    return [
        Asked(one.text, one.entry_id, voice.person)
        for one in await session.scalars(query)
        for voice in one.latest
        if one.standing is voice.kind is Kind.CONFIRMED
    ]


async def _titles(session: AsyncSession, workspace: str, asked: set[int]) -> dict[int, str]:
    columns = select(Entry.id, Entry.title).where(*_shown_to_all(workspace))
    newest = columns.order_by(Entry.id.desc()).limit(BACKGROUND)
    these = columns.where(Entry.id.in_(asked))
    return {
        number: title for query in (newest, these) for number, title in await session.execute(query)
    }


async def _known(session: AsyncSession, workspace: str) -> list[frozenset[str]]:
    """What means the same already, what is said not to, and the words that have a group each."""
    groups = [group.keys for group in await synonyms.listed(session, workspace)]
    removed = [group.keys for group in await synonyms.removed(session, workspace)]
    return [*groups, *removed, frozenset[str]().union(*groups)]


def _shown_to_all(workspace: str) -> tuple[ColumnElement[bool], ...]:
    return (
        Entry.workspace == workspace,
        Entry.status == Status.PUBLISHED,
        Entry.audience.is_(None),
    )
