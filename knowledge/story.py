"""A story: what came of one request, as the database remembers it; ids and states, never words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.escalation import Escalation
from knowledge.inbox import Event
from knowledge.notification import Kind, Notification, State
from knowledge.question import Question

T = TypeVar("T", Event, Question, Notification)

ESCALATION = [kind for kind in Kind if kind.startswith("escalation.")]


@dataclass(frozen=True)
class Happening:
    """One line of a story: when, under which id, and what."""

    at: datetime
    correlation_id: str | None
    what: str


async def of(session: AsyncSession, correlation_id: str) -> Sequence[Happening]:
    """All that came of the request with this id, in order."""
    told: list[Happening] = []
    for event in await session.scalars(_under(Event, correlation_id)):
        told += _event(event)
    for question in await session.scalars(_under(Question, correlation_id)):
        told += _question(question)
    for row in await session.scalars(
        _under(Notification, correlation_id).order_by(Notification.id)
    ):
        told += _row(row)
    return sorted(told, key=lambda happening: happening.at)


async def of_escalation(session: AsyncSession, escalation: Escalation) -> Sequence[Happening]:
    """The question of an escalation, and all that was due because of it, whatever it came from."""
    question = await session.get(Question, escalation.question_id)
    theirs = select(Notification).where(
        Notification.workspace == escalation.workspace,
        Notification.about == escalation.id,
        Notification.kind.in_(ESCALATION),
    )
    told = [*_question(question)] if question else []
    for row in await session.scalars(theirs.order_by(Notification.id)):
        told += _row(row)
    return sorted(told, key=lambda happening: happening.at)


def _under(table: type[T], correlation_id: str) -> Select[T]:
    return select(table).where(table.correlation_id == correlation_id)


def _event(event: Event) -> Iterator[Happening]:
    yield Happening(event.received_at, event.correlation_id, f"event {event.id} received")
    if event.done_at:
        done = f"event {event.id} done, attempt {event.attempts}"
        yield Happening(event.done_at, event.correlation_id, done)


def _question(question: Question) -> Iterator[Happening]:
    verdict = question.verdict or "nothing yet"
    what = f"question {question.id} of {question.asker} by {question.way}: {verdict}"
    yield Happening(question.asked_at, question.correlation_id, what)


def _row(row: Notification) -> Iterator[Happening]:
    planned = f"row {row.id} planned: {row.kind}, about {row.about}, to {row.to}"
    yield Happening(row.created_at, row.correlation_id, planned)
    yield Happening(row.due_at, row.correlation_id, f"row {row.id} due: {_state(row)}")


def _state(row: Notification) -> str:
    """What became of it, or why nothing has yet."""
    attempts = f", attempt {row.attempts}" if row.attempts > 1 else ""
    trouble = f" ({row.trouble})" if row.trouble else ""
    place = f", in {row.channel} at {row.ts}" if row.ts else ""
    state = "waits" if row.state is State.READY else row.state
    return f"{state}{trouble}{attempts}{place}"
