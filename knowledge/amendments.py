"""Amendments: a lead changes one thing of the charter: a version, of which the other leads hear."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import charters, outbox
from knowledge.charter import Charter
from knowledge.charter.changes import Change
from knowledge.charter.editing import edit
from knowledge.charter.reading import known
from knowledge.charter.refusals import ChangedCharter, CharterMovedOn, TooLateToUndo
from knowledge.charters import CharterVersion
from knowledge.database import alone, of_number
from knowledge.errors import NoMandate, NotFound
from knowledge.outbox import Kind

UNDO = timedelta(days=1)
"""How long a change can be undone by a button."""


def check_lead(charter: Charter, person: str, acting: Collection[str] = ()) -> None:
    """Refuse whoever does not lead, nor acts for it. Without a charter nobody leads.

    Raises:
        NoMandate: the charter does not name this person among the leads.
    """
    if person not in (*charter.leads(), *acting):
        raise NoMandate


async def opened(session: AsyncSession, workspace: str, *, by: str) -> tuple[int, Charter]:
    """The number of the version in force and the charter, for a lead who is about to change it.

    Raises:
        NoMandate: they do not lead.
    """
    number, charter = await charters.current(session, workspace)
    check_lead(charter, by)
    return number, charter


async def amend(
    session: AsyncSession,
    change: Change,
    *,
    workspace: str,
    by: str,
    seen: int,
    now: datetime,
    why: str = "",
    acting: Collection[str] = (),
) -> CharterVersion:
    """Make one change of the charter in force; what it says already changes nothing.

    `seen` is the number of the version that the lead had before them. A newer one is changed all
    the same, unless just this part of it is another. `acting` may do so without leading, where all
    who led have left.

    Raises:
        NoMandate: they do not lead.
        ChangedCharter: somebody else has changed this part of it since; nothing is overwritten.
        CharterFaults: it would have faults; the old one stays in force.
        KnowledgeError: the change cannot be made; the sentence says why.
    """
    latest = await _latest(session, workspace, by=by, acting=acting)
    text = edit(latest.text, change)
    if text == latest.text:
        return latest
    if seen != latest.number:
        await _check_untouched(session, latest, change, seen)
    facts = {"change": change.model_dump(mode="json")}
    return await _replace(session, latest, text, by=by, now=now, why=why, **facts)


async def undo(
    session: AsyncSession, number: int, *, workspace: str, by: str, now: datetime
) -> CharterVersion:
    """Put the text before a version into force again; `number` is that of the version's row.

    Raises:
        NoMandate: they do not lead.
        CharterMovedOn: another version is in force.
        TooLateToUndo: this one has been for more than a day.
        NotFound: there is no such version, or none before it.
    """
    version = await of_number(session, CharterVersion, workspace, number)
    latest = await _latest(session, workspace, by=by)
    if latest.id != version.id:
        raise CharterMovedOn
    if now >= version.applied_at + UNDO:
        raise TooLateToUndo
    before = await charters.numbered(session, workspace, version.number - 1)
    if before is None:
        raise NotFound
    return await _replace(session, latest, before.text, by=by, now=now, undone=version.number)


async def may_undo(
    session: AsyncSession, version: CharterVersion, *, by: str, now: datetime
) -> bool:
    """Whether `undo` would do it now."""
    number, charter = await charters.current(session, version.workspace)
    is_last_word = number == version.number > 1
    return is_last_word and by in charter.leads() and now < version.applied_at + UNDO


async def _latest(
    session: AsyncSession, workspace: str, *, by: str, acting: Collection[str] = ()
) -> CharterVersion:
    """The version in force, which nobody else changes until we commit; for a lead only."""
    await alone(session, workspace, "charter")
    latest = await charters.latest(session, workspace)
    if latest is None:
        raise NoMandate
    check_lead(known(latest.text), by, acting)
    return latest


async def _check_untouched(
    session: AsyncSession, latest: CharterVersion, change: Change, seen: int
) -> None:
    """Refuse to overwrite what the lead has not seen."""
    shown = await charters.numbered(session, latest.workspace, seen)
    if shown is None or change.part(known(shown.text)) != change.part(known(latest.text)):
        raise ChangedCharter


async def _replace(
    session: AsyncSession,
    latest: CharterVersion,
    text: str,
    *,
    by: str,
    now: datetime,
    why: str = "",
    **facts: Any,
) -> CharterVersion:
    """Put another text into force, and let the other leads know what is different."""
    workspace = latest.workspace
    version = await charters.apply(session, text, workspace=workspace, by=by, now=now, why=why)
    leads = dict.fromkeys((*known(latest.text).leads(), *known(text).leads()))
    for lead in leads.keys() - {by}:
        await outbox.notify(
            session,
            Kind.CHARTER_CHANGED,
            key=f"charter:{version.number}:{lead}",
            workspace=workspace,
            to=lead,
            about=version.id,
            now=now,
            why=why,
            **facts,
        )
    await outbox.refresh(session, Kind.CHARTER_CHANGED, latest.id, workspace=workspace, now=now)
    return version
