"""Correlation: the id of the request that is being worked on, carried to all that comes of it.

Rows that are made meanwhile keep it, and who works on them later carries it on: one id leads from
what somebody did in Slack to the last message that it caused.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

LONGEST = 64
"""Characters of an id: as many as a column holds."""

_current: ContextVar[str | None] = ContextVar("correlation_id", default=None)


def current() -> str | None:
    """The id of what is being worked on, if it has one."""
    return _current.get()


@contextmanager
def carried(correlation_id: str) -> Iterator[None]:
    """Work under this id: this task does, and every task that it begins meanwhile."""
    token = _current.set(correlation_id[:LONGEST])
    try:
        yield
    finally:
        _current.reset(token)
