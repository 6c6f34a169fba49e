"""The life of an escalation: where it may be, and where it may go from there."""

from enum import StrEnum


class Status(StrEnum):
    """Where an escalation is in its life."""

    OPEN = "open"  # the assignee has been asked
    ACKNOWLEDGED = "acknowledged"  # the assignee has taken it on; only an answer stops the clock
    PAUSED = "paused"  # the assignee has asked for details; the clock waits for its asker
    ANSWERED = "answered"  # everyone who waited has the answer, and so has the knowledge base
    CLOSED = "closed"  # the asker needs nothing more


MOVES = {
    Status.OPEN: {
        Status.OPEN,
        Status.ACKNOWLEDGED,
        Status.PAUSED,
        Status.ANSWERED,
        Status.CLOSED,
    },
    Status.ACKNOWLEDGED: {Status.OPEN, Status.PAUSED, Status.ANSWERED, Status.CLOSED},
    Status.PAUSED: {Status.OPEN, Status.ACKNOWLEDGED, Status.ANSWERED, Status.CLOSED},
    Status.ANSWERED: {Status.OPEN, Status.CLOSED},
    Status.CLOSED: set(),
}
"""Every legal move; README draws the same."""

LIVE = (Status.OPEN, Status.ACKNOWLEDGED, Status.PAUSED)
"""An answer is owed."""
