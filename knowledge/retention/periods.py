"""Periods: how long each kind of data is kept, as an operator writes it."""

import re
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

FOR_EVER = "forever"
WRITTEN = re.compile(r"([1-9]\d{0,4})d")

SHORTEST = timedelta(days=30)
"""Below this, what people still speak of would be gone."""


class Kept(StrEnum):
    """A kind of data, and since when its time runs."""

    QUESTIONS = "questions"  # asked, and not passed on to anybody
    ESCALATIONS = "escalations"  # answered or closed, with all that happened to them
    SIGNALS = "signals"  # settled or withdrawn
    FLAGS = "flags"  # settled; and recalls since they were made
    GESTURES = "gestures"  # reactions, since they were made; tips that were decided
    ABSENCES = "absences"  # over
    DEPARTURES = "departures"  # everything is handed over, or the person stays
    OUTBOX = "outbox"  # timers and messages that are done, of what is there no more
    ARCHIVED = "archived"  # entries that were put aside
    AUDIT = "audit"  # lines of the audit log


Periods = Mapping[Kept, timedelta | None]
"""How long each kind is kept; None: for ever."""

USUAL: Periods = MappingProxyType(
    {
        Kept.QUESTIONS: timedelta(days=730),
        Kept.ESCALATIONS: timedelta(days=730),
        Kept.SIGNALS: timedelta(days=730),
        Kept.FLAGS: timedelta(days=730),
        Kept.GESTURES: timedelta(days=365),
        Kept.ABSENCES: timedelta(days=90),
        Kept.DEPARTURES: timedelta(days=730),
        Kept.OUTBOX: timedelta(days=180),
        Kept.ARCHIVED: None,
        Kept.AUDIT: None,
    }
)


class NotAPeriod(ValueError):
    """What is wrong with a period, in words that can follow the name of the setting."""


def read(text: str) -> Periods:
    """Read ``questions=365d, audit=forever``; what is not named is kept as usual.

    Raises:
        NotAPeriod: one is none, or of a kind that there is not.
    """
    said = [part.strip() for part in text.replace(",", " ").split()]
    return {**USUAL, **dict(map(_one, said))}


def written(period: timedelta | None) -> str:
    """A period as `read` reads it."""
    return f"{period.days}d" if period else FOR_EVER


def _one(part: str) -> tuple[Kept, timedelta | None]:
    name, _, length = part.partition("=")
    if name not in [*Kept]:
        raise NotAPeriod(f"knows no {name!r}, only {', '.join(Kept)}")
    if length == FOR_EVER:
        return Kept(name), None
    found = WRITTEN.fullmatch(length)
    if found is None or timedelta(days=int(found[1])) < SHORTEST:
        raise NotAPeriod(
            f"needs days, {SHORTEST.days}d or more, or {FOR_EVER} for {name}, not {length!r}"
        )
    return Kept(name), timedelta(days=int(found[1]))
