"""The promises: what holds of every escalation, at every moment, whatever has happened to it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import Row

from knowledge.escalation import LIVE, MOVES, Status
from knowledge.notification import Kind, State
from tests.silence.letters import Sight, sight, status
from tests.silence.sights import Moment, asked_last
from tests.silence.world import World

Escalation = Row[Any]
Told = list[Row[Any]]

CLOCKS = {
    Status.OPEN: {Kind.ACKNOWLEDGE_BY, Kind.ANSWER_BY},
    Status.ACKNOWLEDGED: {Kind.ANSWER_BY},
    Status.PAUSED: {Kind.DETAILS_BY},
}
"""What runs while it is so."""

SOON = timedelta(days=12)
"""Within so long there is a working day, in any week and whatever the holidays."""

WEEKS = timedelta(days=21)
"""What is to be taken within a working day is to be taken within so long."""

SECOND = timedelta(seconds=1)

UNCHANGED = ("status", "assignee", "asker", "round", "plan", "due_at", "exhausted_at", "details")
"""What a line of the timeline is owed for."""


def broken(world: World, before: Moment, after: Moment, posted: dict[int, Sight]) -> Iterator[str]:
    """What does not hold, in words."""
    for one in after.escalations.values():
        if one.status in LIVE:
            yield from _is_due(world, one, after)
    for number in sorted(after.touched):
        one, was = after.escalations[number], before.escalations.get(number)
        told = after.told.get(number, [])
        yield from _is_legal(world, was, one)
        yield from _is_written(was, one, after)
        yield from _has_somebody(world, one, told, after)
        yield from _is_asked_once(told)
        yield from _is_soon(world, one, told)
        yield from _is_known(one, told, after, posted)
        yield from _is_answered(one, told, after)
        yield from _is_led(world, one, told)
        yield from _is_asked_back(one, told)
        yield from _is_conserved(was, one, after)


def _waiters(one: Escalation, after: Moment) -> list[str]:
    return [waiter.person for waiter in after.waiting.get(one.id, [])]


def _is_due(world: World, one: Escalation, after: Moment) -> Iterator[str]:
    """A next due time in the future, or being processed, by its present deadlines."""
    present = [row for row in after.timers.get(one.id, []) if row.facts["plan"] == one.plan]
    kinds = {row.kind for row in present}
    needed = {Kind.LEAD_AGAIN} if one.exhausted_at else CLOCKS[one.status]
    if not kinds & needed:
        yield f"E{one.id} is due at no time: {one.status}, of {needed} there is {kinds}"
    if one.exhausted_at and not any(row.due_at <= after.now + SOON for row in present):
        yield f"E{one.id}: the leads do not hear of it soon"
    for row in present:
        is_held = any(
            other.lease_until and other.lease_until > after.now
            for other in after.timers[one.id]  # an earlier one of the same lane comes first
            if other.kind is row.kind
        )
        if after.is_looked and row.due_at <= after.now and not is_held:
            yield f"E{one.id}: {row.kind} was due at {row.due_at}, and nobody has looked"


def _is_legal(world: World, was: Escalation | None, one: Escalation) -> Iterator[str]:
    """It moves along MOVES; its deadlines are in order."""
    if was and was.status is Status.CLOSED and one != was:
        yield f"E{one.id} was closed, and has changed"
    if (
        was
        and was.status is Status.ANSWERED
        and one.status
        not in {
            Status.ANSWERED,
            *MOVES[Status.ANSWERED],
        }
    ):
        yield f"E{one.id} went from {was.status} to {one.status}"
    if one.status is Status.OPEN and not one.acknowledge_due_at <= one.due_at:
        yield f"E{one.id} is to be taken after it is to be answered"
    is_clocked = one.asked_at > world.turned_back_at or world.now >= world.turned_back_at
    if one.status is Status.OPEN and is_clocked and one.asked_at > one.acknowledge_due_at:
        yield f"E{one.id} was to be taken before it was asked"
    if one.status in LIVE and (one.status is Status.PAUSED) != (
        one.left is not None and one.paused_at is not None
    ):
        yield f"E{one.id}: the clock stands still while it is {one.status}"


def _is_written(was: Escalation | None, one: Escalation, after: Moment) -> Iterator[str]:
    """Timeline and audit log hold a line for each change, and no other."""
    events, lines = after.events.get(one.id, []), after.lines.get(one.id, 0)
    if len(events) != lines:
        yield f"E{one.id}: {len(events)} lines in the timeline, {lines} in the audit log"
    changed = was is None or any(getattr(was, name) != getattr(one, name) for name in UNCHANGED)
    if changed and not events:
        yield f"E{one.id} has changed, and its timeline does not say so"
    asked = asked_last(events) or (was.assignee if was else None)
    if asked != one.assignee:
        yield f"E{one.id} is with {one.assignee}; its timeline says {asked}"


def _has_somebody(world: World, one: Escalation, told: Told, after: Moment) -> Iterator[str]:
    """An assignee who does not wait for the answer, and who has been asked."""
    if one.status not in LIVE:
        return
    if not one.assignee.startswith("U") or one.assignee in {one.asker, *_waiters(one, after)}:
        yield f"E{one.id} is owed by {one.assignee}, who waits for it"
    is_running = one.status is not Status.PAUSED and not one.exhausted_at
    if is_running and one.assignee in world.gone:
        yield f"E{one.id} is owed by {one.assignee}, whose account is closed"
    asked = [
        row
        for row in told
        if row.kind in (Kind.REQUEST, Kind.NOT_SOLVED)
        and (row.to, row.facts["round"]) == (one.assignee, one.round)
        and row.state in (State.READY, State.DONE)
    ]
    took = one.acknowledged_at is not None
    if not asked and not one.exhausted_at and not took:
        yield f"E{one.id}: {one.assignee} has not been asked"


def _is_soon(world: World, one: Escalation, told: Told) -> Iterator[str]:
    """Nobody waits for somebody who is away for weeks, unless the leads know."""
    if one.status is not Status.OPEN or one.exhausted_at:
        return
    known = any(
        row.kind is Kind.OVERDUE
        and row.facts["round"] == one.round
        and row.state is not State.DROPPED
        for row in told
    )
    if one.acknowledge_due_at > one.asked_at + WEEKS and world.charter.leads() and not known:
        yield f"E{one.id}: asked {one.asked_at}, to be taken by {one.acknowledge_due_at}"


def _is_asked_once(told: Told) -> Iterator[str]:
    """Nobody is asked twice for the same round."""
    rounds = [(row.facts["round"]) for row in told if row.kind is Kind.REQUEST]
    if len(rounds) != len(set(rounds)):
        yield f"E{told[0].about}: somebody was asked twice in one round"


def _is_known(
    one: Escalation, told: Told, after: Moment, posted: dict[int, Sight]
) -> Iterator[str]:
    """Whoever waits knows who has it and by when; the assignee sees what is true."""
    waiting = _waiters(one, after)
    for person in {one.asker, *waiting}:
        heard = [row for row in told if row.kind is Kind.STATUS and row.to == person]
        reached = any(row.state is not State.FAILED for row in heard)
        if not reached and not _is_reported(person, told):
            yield f"E{one.id}: {person} waits and was told nothing"
    for row in told:
        if row.kind not in (Kind.STATUS, Kind.REQUEST) or row.state is not State.DONE:
            continue
        is_status = row.kind is Kind.STATUS
        true = status(one, row.to, waiting) if is_status else sight(one, row.to)
        known = after.refreshing if is_status else after.refreshing | after.stuck
        is_true = posted.get(row.id) == true or row.id in known
        if not is_true and not _is_reported(row.to, told):
            yield f"E{one.id}: {row.to} sees {posted.get(row.id)} of {row.kind}, not {true}"


def _is_reported(person: str, told: Told) -> bool:
    """Whether a human learns that this person was not reached, or none is left to learn it."""
    reports = [
        row for row in told if row.kind is Kind.UNDELIVERED and row.facts["unreached"] == person
    ]
    return bool(reports)


def _is_answered(one: Escalation, told: Told, after: Moment) -> Iterator[str]:
    """Each who waits gets the answer, or a human learns that they did not."""
    if one.status is not Status.ANSWERED:
        return
    for person in _waiters(one, after):
        sent = [
            row
            for row in told
            if row.kind is Kind.ANSWER
            and row.facts["person"] == person
            and f":{one.plan}:answer:" in row.key
        ]
        if all(row.state is State.FAILED for row in sent) and not _is_reported(person, told):
            yield f"E{one.id} is answered, and {person} has not heard"


def _is_led(world: World, one: Escalation, told: Told) -> Iterator[str]:
    """With nobody left to ask, the leads were told: each, or whoever of them can be reached."""
    if not one.exhausted_at or one.status not in LIVE:
        return
    heard = [row for row in told if row.kind is Kind.OVERDUE and row.facts["plan"] == one.plan]
    if not heard:
        yield f"E{one.id}: nobody is left to ask, and no lead was told"


def _is_asked_back(one: Escalation, told: Told) -> Iterator[str]:
    """While the clock stands still its asker knows what is wanted of them."""
    if one.status is not Status.PAUSED:
        return
    wanted = [
        row
        for row in told
        if row.kind is Kind.DETAILS_WANTED
        and row.to == one.asker
        and row.facts["plan"] == one.plan
        and row.state is not State.DROPPED
    ]
    reached = any(row.state is not State.FAILED for row in wanted)
    if not reached and not _is_reported(one.asker, told):
        yield f"E{one.id} waits for details, and {one.asker} has not been asked for them"


def _is_conserved(was: Escalation | None, one: Escalation, after: Moment) -> Iterator[str]:
    """What is left of the time when the clock stops is what is left when it runs on."""
    worked = after.worked.get(one.id)
    if was is None or worked is None or one.status not in LIVE:
        return
    is_resumed = one.status is Status.ACKNOWLEDGED
    if one.status is Status.PAUSED or is_resumed:
        left = timedelta(seconds=(was if is_resumed else one).left)
        if abs(left - worked) > SECOND:
            yield f"E{one.id}: of {left} there are {worked} after the clock stood still"
