"""Recall news: who was given what was wrong hears so, and who recalls it sees whom that reaches."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import outbox
from knowledge.database import of_number
from knowledge.outbox import Kind, Notification, State
from knowledge.recall import Address, Recall

FIRST_LOOK = timedelta(seconds=20)
LAST_LOOK = timedelta(hours=1)
"""How long until the one who recalls sees anew whom it has reached: twice as long each time."""


async def tell(
    session: AsyncSession, recall: Recall, addresses: Sequence[Address], *, now: datetime
) -> None:
    """Plan a message to each address, and one that shows who recalls it how far they have come."""
    for address in addresses:
        await _plan(session, recall, address, now=now)
    await _show(session, recall, "state", now=now)
    await _look_again(session, recall, FIRST_LOOK, number=1, now=now)


async def look(session: AsyncSession, row: Notification, *, now: datetime) -> None:
    """Show who recalled it whom that has reached; at the end, say whom it has not."""
    recall = await get(session, row.workspace, row.about)
    told = await rows_of(session, recall)
    await outbox.refresh(session, Kind.RECALL_STATE, recall.id, workspace=row.workspace, now=now)
    if any(one.state is State.READY for one in told):
        wait = min(timedelta(seconds=row.facts["wait"]) * 2, LAST_LOOK)
        await _look_again(session, recall, wait, number=row.facts["number"] + 1, now=now)
    elif any(one.state is State.FAILED for one in told):
        await _show(session, recall, "end", now=now)


async def tell_otherwise(session: AsyncSession, row: Notification, *, now: datetime) -> None:
    """A place is closed to us: who got it there hears it directly, else who showed it there."""
    if row.to[0] not in "CGD":
        return
    for person in row.facts["people"] or [row.facts["by"]]:
        if person:
            sharer = {} if row.facts["people"] else {"closed": row.to}
            facts = row.facts | {"people": [person], "person": person, "instead": row.id} | sharer
            await outbox.notify(
                session,
                Kind.RECALLED,
                key=f"{row.key}:{person}",
                workspace=row.workspace,
                to=person,
                about=row.about,
                now=now,
                **facts,
            )


async def get(session: AsyncSession, workspace: str, number: int) -> Recall:
    """The recall of that number in this workspace.

    Raises:
        NotFound: there is none.
    """
    return await of_number(session, Recall, workspace, number)


async def rows_of(session: AsyncSession, recall: Recall) -> Sequence[Notification]:
    """What was sent, or is to be, to those who were given it."""
    return await outbox.about(session, Kind.RECALLED, recall.id, workspace=recall.workspace)


async def _plan(session: AsyncSession, recall: Recall, address: Address, *, now: datetime) -> None:
    receipt = address.receipt
    named: dict[str, Any] = {"person": address.people[0]} if address.people else {}
    await outbox.notify(
        session,
        Kind.RECALLED,
        key=f"recall:{recall.id}:{address.to}:{receipt.thread_ts}",
        workspace=recall.workspace,
        to=address.to,
        thread_ts=receipt.thread_ts or None,
        about=recall.id,
        now=now,
        people=address.people,
        revision=receipt.revision,
        question=receipt.question_id,
        by=receipt.by,
        **named,
    )


async def _show(session: AsyncSession, recall: Recall, name: str, *, now: datetime) -> None:
    await outbox.notify(
        session,
        Kind.RECALL_STATE,
        key=f"recall:{recall.id}:{name}",
        workspace=recall.workspace,
        to=recall.by,
        about=recall.id,
        now=now,
    )


async def _look_again(
    session: AsyncSession, recall: Recall, wait: timedelta, *, number: int, now: datetime
) -> None:
    await outbox.notify(
        session,
        Kind.RECALL_LOOK,
        key=f"recall:{recall.id}:look:{number}",
        workspace=recall.workspace,
        to=recall.by,
        about=recall.id,
        now=now,
        at=now + wait,
        lane=f"recall:{recall.id}",
        number=number,
        wait=wait.total_seconds(),
    )
