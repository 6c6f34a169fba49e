"""Timers: what is decided when the time of a row of the outbox has come."""

from collections.abc import Awaitable, Callable

from knowledge import absences, handovers
from knowledge.outbox import Kind

TIMERS: dict[Kind, Callable[..., Awaitable[None]]] = {
    **handovers.TIMERS,
    Kind.ABSENCE_BEGINS: absences.begin,
}
