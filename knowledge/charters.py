"""The charter in force, and how another is put into force: all of it or nothing."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import audit, plans, rules_changed, touched
from knowledge.charter_versions import (
    CharterVersion,
    NoCharter,
    NoVersion,
    as_read,
    at_number,
    current,
    in_force,
    latest,
    numbered,
    parsed,
    version,
    versions,
)
from knowledge.database import alone
from knowledge.plans import LeavesOrphans, NamesNobody, Plan, plan

__all__ = [
    "CharterVersion",
    "LeavesOrphans",
    "NamesNobody",
    "NoCharter",
    "NoVersion",
    "Plan",
    "apply",
    "apply_again",
    "as_read",
    "at_number",
    "current",
    "in_force",
    "latest",
    "numbered",
    "parsed",
    "plan",
    "version",
    "versions",
]


async def apply(
    session: AsyncSession,
    text: str,
    *,
    workspace: str,
    by: str,
    now: datetime,
    why: str | None = None,
) -> CharterVersion:
    """Put a charter into force; open questions follow it. The same text again changes nothing.

    Raises:
        CharterFaults: it has faults; the old one stays in force.
        NamesNobody, LeavesOrphans: nobody would be left to ask; the old one stays in force.
    """
    return await _apply(session, text, workspace=workspace, by=by, why=why, now=now)


async def apply_again(
    session: AsyncSession, workspace: str, number: int, *, by: str, why: str | None, now: datetime
) -> CharterVersion:
    """Put the text of an old version into force, as a new version; refused as `apply` refuses.

    Raises:
        NoCharter, NoVersion: there is none of that number.
    """
    old = await version(session, workspace, number)
    return await _apply(
        session, old.text, workspace=workspace, by=by, why=why, now=now, again=number
    )


async def _apply(
    session: AsyncSession,
    text: str,
    *,
    workspace: str,
    by: str,
    why: str | None,
    now: datetime,
    again: int | None = None,
) -> CharterVersion:
    after = parsed(text)
    await alone(session, workspace, "charter")
    former = await latest(session, workspace)
    if former and former.text == text:
        return former
    before = as_read(former)
    open_ones = await touched.find(session, workspace, before, after, now=now)
    if former and (refusal := plans.refused(text, after, open_ones)):
        raise refusal
    new = CharterVersion(
        workspace=workspace,
        number=former.number + 1 if former else 1,
        text=text,
        applied_at=now,
        applied_by=by,
        why=" ".join((why or "").split()) or None,
    )
    session.add(new)
    await session.flush()
    facts = {"number": new.number} | ({"again": again} if again else {})
    audit.record(session, "charter.applied", new, by=by, now=now, **facts)
    await rules_changed.follow(session, before, after, workspace=workspace, by=by, now=now)
    return new
