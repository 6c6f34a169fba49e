"""Erasure: a person is forgotten. What is theirs goes, what is the team's stays without a name.

All of it happens in one transaction: what they owe is passed on, their words go, and wherever they
are still named a pseudonym stands instead, the same everywhere. It is drawn by lot: nobody can
work out from it who they were.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import (
    audit_door,
    charters,
    discharge,
    outbox,
    people,
    retraction,
    traces,
    words_erased,
)
from knowledge.audit import AuditLine
from knowledge.audit_door import Purpose
from knowledge.captured import CapturedMessage
from knowledge.charter.membership import named
from knowledge.charter_versions import CharterVersion
from knowledge.database import alone
from knowledge.entry import Entry, Status
from knowledge.errors import KnowledgeError
from knowledge.outbox import Kind
from knowledge.people import Member

PSEUDONYM = "U0GONE"
"""How it begins: it looks like a member's id, so that the charter can name it."""


class OnlyLead(KnowledgeError):
    """With the last lead the team would have nobody who is told."""

    sentence = (
        "You are the only lead in the charter. Put somebody else there first: else nobody would "
        "hear of questions that are nobody's."
    )


@dataclass(frozen=True)
class Preview:
    """What would happen: `erased` and `unnamed` count rows by table; `owed` is passed on.

    `published` are entries of theirs that stay without their name, or go, as they wish.
    """

    published: int
    owed: int
    erased: Mapping[str, int]
    unnamed: Mapping[str, int]


async def preview(session: AsyncSession, workspace: str, person: str) -> Preview:
    """Count what `erase` would do, and do nothing."""
    found = await traces.find(session, workspace, person)
    entries = [trace.row for trace in found if trace.table == Entry.__tablename__]
    owed = [trace.row for trace in found if trace.table == "escalations"]
    published = [row for row in entries if _is_theirs(row, person) and _is_published(row)]
    is_erased = {id(trace): words_erased.is_erased(trace, person) for trace in found}
    return Preview(
        published=len(published),
        owed=sum(row["assignee"] == person and row["closed_at"] is None for row in owed),
        erased=Counter(trace.table for trace in found if is_erased[id(trace)]),
        unnamed=Counter(trace.table for trace in found if not is_erased[id(trace)]),
    )


async def check(session: AsyncSession, workspace: str, person: str) -> None:
    """Refuse to forget the last lead.

    Raises:
        OnlyLead: nobody else leads.
    """
    leads = (await charters.in_force(session, workspace)).leads()
    gone = await people.gone(session, workspace)
    if person in leads and not {*leads} - {*gone, person}:
        raise OnlyLead


async def erase(
    session: AsyncSession, workspace: str, person: str, *, now: datetime, keeps_entries: bool = True
) -> str:
    """Forget this person; the pseudonym that stands for them from now on.

    `keeps_entries`: what was published of their words stays, without their name. Drafts go.
    Forgetting somebody of whom nothing is held changes nothing but the audit log.

    Raises:
        OnlyLead: nobody else leads.
    """
    await alone(session, workspace, "charter")
    await check(session, workspace, person)
    member = await _depart(session, workspace, person, now=now)
    await discharge.discharge(session, workspace, person, now=now)
    await _leave_entries(session, workspace, person, keeps=keeps_entries, now=now)
    await words_erased.erase(session, workspace, person)
    await session.flush()
    pseudonym = f"{PSEUDONYM}{token_hex(5).upper()}"
    await _rename(session, workspace, member, pseudonym)
    await _leave_charter(session, workspace, pseudonym, now=now)
    _write_down(session, workspace, pseudonym, now=now)
    return pseudonym


async def _depart(session: AsyncSession, workspace: str, person: str, *, now: datetime) -> Member:
    """From here on they count as gone: nobody asks them anything, and they lead nobody."""
    profile = people.Profile(person, person, is_deactivated=True)
    member = await people.find(session, workspace, person)
    if member is None:
        member = await people.remember(session, profile, workspace=workspace, now=now)
    member.is_deactivated = True
    await session.flush()
    return member


async def _leave_entries(
    session: AsyncSession, workspace: str, person: str, *, keeps: bool, now: datetime
) -> None:
    """Their drafts go, and what they wish to go; the rest stays, and nobody has written it."""
    wrote = select(CapturedMessage.entry_id).where(
        CapturedMessage.workspace == workspace, CapturedMessage.author == person
    )
    theirs = (Entry.author == person) | Entry.id.in_(wrote)
    query = select(Entry).where(Entry.workspace == workspace, theirs).order_by(Entry.id)
    for entry in (await session.scalars(query.with_for_update())).all():
        if keeps and entry.status is Status.PUBLISHED:
            await _unname(session, entry, person)
        else:
            await retraction.retract(session, entry, person, now=now)


async def _unname(session: AsyncSession, entry: Entry, person: str) -> None:
    """The entry is the team's now; the messages it was made of are not kept beside it."""
    if entry.author == person:
        entry.author, entry.source_url, entry.is_credited = None, None, False
    mine = (CapturedMessage.entry_id == entry.id, CapturedMessage.author == person)
    await session.execute(delete(CapturedMessage).where(*mine))


async def _rename(session: AsyncSession, workspace: str, member: Member, pseudonym: str) -> None:
    """Wherever they are still named, by their id or by their name after an @."""
    person, name = member.id, member.name
    await session.delete(member)
    await session.flush()
    said = {f"@{name}", *([name] if " " in name else [])} - {f"@{person}", "@"}
    others = dict.fromkeys(said, retraction.ERASED) | {person: pseudonym}
    async with audit_door.opened(session, workspace, Purpose.ERASURE):
        await traces.replace(session, workspace, others)
    session.expire_all()


async def _leave_charter(
    session: AsyncSession, workspace: str, pseudonym: str, *, now: datetime
) -> None:
    """The charter in force has a gap now: it is passed over, and those who lead are to fill it."""
    query = select(CharterVersion).where(CharterVersion.workspace == workspace)
    newest = await session.scalar(query.order_by(CharterVersion.number.desc()).limit(1))
    if newest is None or pseudonym not in named(newest.text):
        return
    nobody = people.Profile(pseudonym, pseudonym, is_deactivated=True)
    await people.remember(session, nobody, workspace=workspace, now=now)
    gone = await people.gone(session, workspace)
    charter = charters.parsed(newest.text)
    for lead in [lead for lead in charter.leads() if lead not in {*gone, pseudonym}]:
        await outbox.notify(
            session,
            Kind.CHARTER_NAMES_NOBODY,
            key=f"charter:{newest.number}:nobody:{pseudonym}:{lead}",
            workspace=workspace,
            to=lead,
            about=newest.id,
            now=now,
            pseudonym=pseudonym,
        )


def _write_down(session: AsyncSession, workspace: str, pseudonym: str, *, now: datetime) -> None:
    """That it happened; the log's other lines keep what was done, by the pseudonym."""
    session.add(
        AuditLine(
            workspace=workspace,
            at=now,
            by=pseudonym,
            deed="member.forgotten",
            subject=Member.__tablename__,
            subject_id=0,
            facts={},
        )
    )


def _is_theirs(row: Mapping[str, object], person: str) -> bool:
    return row["author"] == person


def _is_published(row: Mapping[str, object]) -> bool:
    return row["status"] == Status.PUBLISHED
