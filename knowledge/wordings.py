"""Wordings: finding what use has taught, about one entry or all of them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.database import of_number
from knowledge.question import Question
from knowledge.search.documents import Label
from knowledge.wording import Judged, Kind, Lessons, Voice, Wording, lessons

LABELS = 500
"""Questions whose feedback corrects the confidence: the latest, for entries and habits change."""

Said = dict[str, list[Any]]
"""Texts, and the rows of the voices on each, oldest first."""

FEW = 500
"""Entries that are named one by one in a query; of more, all of the workspace are read."""


async def get(session: AsyncSession, workspace: str, number: int, *, lock: bool = False) -> Wording:
    """The wording of that number in this workspace.

    Raises:
        NotFound: there is none.
    """
    return await of_number(session, Wording, workspace, number, lock=lock)


async def of_entry(session: AsyncSession, workspace: str, entry: int) -> list[Wording]:
    """Every wording that somebody has a say about, and what was taken out; the newest first."""
    return await _listed(session, workspace, Wording.entry_id == entry)


async def everything(session: AsyncSession, workspace: str) -> list[Wording]:
    """The same, of all entries."""
    return await _listed(session, workspace)


async def learned_since(session: AsyncSession, workspace: str, since: datetime) -> list[Wording]:
    """What entries have learned since then, the newest first; what was taken out again as well."""
    recent = select(Voice.wording_id).where(Voice.at >= since, Voice.kind == Kind.CONFIRMED)
    found = await _listed(session, workspace, Wording.id.in_(recent))
    return [
        one
        for one in found
        if one.kind is Kind.CONFIRMED and one.confirmed_at and one.confirmed_at >= since
    ]


async def taught(
    session: AsyncSession, workspace: str, known: Mapping[int, Judged]
) -> dict[int, Lessons]:
    """What use has taught these entries, by number; one that learned nothing is left out."""
    heard = await said(session, workspace, known if len(known) <= FEW else None)
    return {number: lessons(known[number], heard[number]) for number in heard.keys() & known.keys()}


async def said(
    session: AsyncSession, workspace: str, entries: Collection[int] | None = None
) -> dict[int, Said]:
    """The voices on each text, by the number of the entry; of all entries unless some are named.

    Plain rows, for all entries of a workspace are read at once when the bot starts.
    """
    rows = (
        select(Wording.entry_id, Wording.text, Voice.id, Voice.person, Voice.kind, Voice.audience)
        .join(Voice)
        .where(Wording.workspace == workspace, Wording.removed_at.is_(None))
        .order_by(Voice.id)
    )
    if entries is not None:
        rows = rows.where(Wording.entry_id.in_(entries))
    found = defaultdict[int, dict[str, list[Any]]](dict)
    for row in await session.execute(rows):
        found[row.entry_id].setdefault(row.text, []).append(row)
    return dict(found)


async def labels(session: AsyncSession, workspace: str) -> list[Label]:
    """What was said of the first hits of the latest questions, oldest first."""
    query = (
        select(Question)
        .where(Question.workspace == workspace, Question.feedback.is_not(None))
        .order_by(Question.id.desc())
        .limit(LABELS)
        .execution_options(populate_existing=True)
    )
    judged = reversed((await session.scalars(query)).all())
    return [
        Label(question.evidence, question.was_right)
        for question in judged
        if question.evidence and question.was_right is not None
    ]


async def _listed(
    session: AsyncSession, workspace: str, *which: ColumnElement[bool]
) -> list[Wording]:
    query = select(Wording).where(Wording.workspace == workspace, *which)
    query = query.order_by(Wording.id.desc()).execution_options(populate_existing=True)
    return [one for one in await session.scalars(query) if one.kind]
