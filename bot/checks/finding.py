"""Findings: what a check has found, in one sentence, and how grave it is."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How grave it is. Only what has failed makes `relais doctor` end with status 1."""

    OK = "ok"
    WARNING = "warning"  # it works, or could not be looked at
    FAILED = "failed"


@dataclass(frozen=True)
class Finding:
    """One line of the report; of what has failed it says how to mend it."""

    level: Level
    text: str


def ok(text: str) -> list[Finding]:
    """All is well."""
    return [Finding(Level.OK, text)]


def warning(text: str) -> list[Finding]:
    """Somebody should know."""
    return [Finding(Level.WARNING, text)]


def failed(text: str) -> list[Finding]:
    """Somebody must mend it."""
    return [Finding(Level.FAILED, text)]


def unseen(why: str) -> list[Finding]:
    """It could not be looked at."""
    return warning(f"not looked at: {why}.")
