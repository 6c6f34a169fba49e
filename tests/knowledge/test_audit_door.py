"""The audit log cannot be changed but for erasure and removal, whatever statement asks for it."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import audit_door
from knowledge.audit import AuditLine, Unchangeable
from knowledge.audit_door import AuditDoor, Purpose
from knowledge.database import Sessions
from tests.factories import NOW

OURS, THEIRS = "T0ORLUNE", "T0OTHER"

STATEMENTS = (
    "UPDATE audit_log SET by = 'U0EVE'",
    "UPDATE audit_log SET facts = '{}'",
    "UPDATE audit_log SET at = '2001-01-01 00:00:00'",
    "UPDATE audit_log SET id = id + 1000",
    "DELETE FROM audit_log",
)
ONLY = {
    "sqlite": (
        "INSERT OR REPLACE INTO audit_log SELECT id, workspace, at, 'U0EVE', deed, subject,"
        " subject_id, facts FROM audit_log",
        "UPDATE OR REPLACE audit_log SET by = 'U0EVE'",
        "INSERT INTO audit_log SELECT * FROM audit_log WHERE true"
        " ON CONFLICT (id) DO UPDATE SET by = 'U0EVE'",
    ),
    "postgresql": (
        "TRUNCATE audit_log",
        "INSERT INTO audit_log SELECT * FROM audit_log ON CONFLICT (id) DO UPDATE SET by = 'U0EVE'",
    ),
}
"""Ways around that one of the databases has."""

REFUSED = "a line of the audit log is never changed"


@pytest.fixture
async def session(sessions: Sessions) -> AsyncIterator[AsyncSession]:
    """In a database with a line of each of two workspaces."""
    about = {"at": NOW, "by": "U0ANA", "subject": "entries", "subject_id": 1, "facts": {"n": 1}}
    async with sessions.begin() as session:
        for workspace in (OURS, THEIRS):
            session.add(AuditLine(workspace=workspace, deed="entry.published", **about))
    async with sessions() as session:
        yield session


async def refuses(session: AsyncSession, statement: str) -> None:
    """It does; and the transaction goes on without it."""
    before = (await session.execute(select(AuditLine.__table__))).all()
    with pytest.raises(DBAPIError, match=REFUSED):
        async with session.begin_nested():
            await session.execute(text(statement))
    assert (await session.execute(select(AuditLine.__table__))).all() == before


async def test_no_statement_changes_or_deletes_a_line(session: AsyncSession, backend: str) -> None:
    for statement in (*STATEMENTS, *ONLY[backend]):
        await refuses(session, statement)


async def test_statements_of_the_application_are_refused_too(session: AsyncSession) -> None:
    for statement in (update(AuditLine).values(by="U0EVE"), delete(AuditLine)):
        with pytest.raises(DBAPIError, match=REFUSED):
            async with session.begin_nested():
                await session.execute(statement)


async def test_a_line_that_was_read_is_neither_changed_nor_deleted(session: AsyncSession) -> None:
    line = (await session.scalars(select(AuditLine).limit(1))).one()
    line.by = "U0EVE"
    with pytest.raises(Unchangeable):
        await session.flush()
    await session.rollback()
    await session.delete((await session.scalars(select(AuditLine).limit(1))).one())
    with pytest.raises(Unchangeable):
        await session.flush()


async def test_erasure_changes_whom_a_line_names_and_nothing_else(session: AsyncSession) -> None:
    async with audit_door.opened(session, OURS, Purpose.ERASURE):
        mine = update(AuditLine).where(AuditLine.workspace == OURS)
        await session.execute(mine.values(by="U0GONE1", facts={"n": 2}))
        for change in (
            "deed = 'nothing'",
            "subject_id = 7",
            "subject = 'flags'",
            "id = id + 1000",
            f"workspace = '{THEIRS}'",
            "at = '2001-01-01 00:00:00'",
        ):
            await refuses(session, f"UPDATE audit_log SET {change} WHERE workspace = '{OURS}'")
        await refuses(session, f"DELETE FROM audit_log WHERE workspace = '{OURS}'")


async def test_removal_deletes_lines_and_changes_none(session: AsyncSession) -> None:
    async with audit_door.opened(session, OURS, Purpose.REMOVAL):
        await refuses(session, f"UPDATE audit_log SET by = 'U1' WHERE workspace = '{OURS}'")
        await session.execute(delete(AuditLine).where(AuditLine.workspace == OURS))
    assert (await session.scalars(select(AuditLine.workspace))).all() == [THEIRS]


@pytest.mark.parametrize("purpose", Purpose)
async def test_a_door_is_open_for_its_own_workspace_alone(
    session: AsyncSession, purpose: Purpose
) -> None:
    async with audit_door.opened(session, OURS, purpose):
        await refuses(session, f"DELETE FROM audit_log WHERE workspace = '{THEIRS}'")
        await refuses(session, f"UPDATE audit_log SET by = '' WHERE workspace = '{THEIRS}'")


@pytest.mark.parametrize("purpose", Purpose)
async def test_a_door_is_closed_behind_whoever_went_through(
    session: AsyncSession, purpose: Purpose
) -> None:
    async with audit_door.opened(session, OURS, purpose):
        pass
    await session.commit()
    assert (await session.scalars(select(AuditDoor.workspace))).all() == []
    for statement in STATEMENTS:
        await refuses(session, statement)


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_nobody_else_goes_through_an_open_door(
    session: AsyncSession, sessions: Sessions
) -> None:
    async with audit_door.opened(session, OURS, Purpose.REMOVAL), sessions() as another:
        await refuses(another, "DELETE FROM audit_log")


async def test_a_door_that_was_left_in_a_hurry_is_closed(
    session: AsyncSession, sessions: Sessions
) -> None:
    with pytest.raises(KeyError):
        async with sessions.begin() as another, audit_door.opened(another, OURS, Purpose.REMOVAL):
            raise KeyError
    await refuses(session, "DELETE FROM audit_log")
