"""Whole: all that a workspace knows, out of a database and into another, without loss.

Rows of tables, as JSON; what they refer to by number is renumbered together on the way in. What is
not among them: members, absences, signals, messages that are due, and questions that are still
owed an answer, whose timers would be lost.
"""

from knowledge.exchange.whole.manifest import Manifest
from knowledge.exchange.whole.papers import UnknownPlace, counts, find, read, write
from knowledge.exchange.whole.restoring import restore
from knowledge.exchange.whole.saving import save
from knowledge.exchange.whole.scope import (
    count_private,
    without_live,
    without_private,
    without_questions,
)
from knowledge.exchange.whole.tables import Whole

__all__ = [
    "Manifest",
    "UnknownPlace",
    "Whole",
    "count_private",
    "counts",
    "find",
    "read",
    "restore",
    "save",
    "without_live",
    "without_private",
    "without_questions",
    "write",
]
