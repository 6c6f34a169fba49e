"""Outlook: what of a sound charter will not hold in the coming 14 days, or not for everybody."""

from collections.abc import Iterator
from datetime import datetime

from knowledge.charter import Charter, Concern
from knowledge.charter.source import Source, read
from knowledge.outlook import deadlines, levels, reachable, tossups
from knowledge.outlook.findings import Finding, concerns
from knowledge.outlook.presence import LONG, Presence
from knowledge.roster import Roster

__all__ = ["LONG", "look"]


def look(
    text: str, charter: Charter, *, now: datetime, roster: Roster | None = None
) -> tuple[Concern, ...]:
    """Everything to look at in a charter without faults, and its text, from top to bottom.

    `roster` says what is known of absences beside the charter.
    """
    source = read(text)
    found = concerns(_found(charter, source, roster or Roster(now)), source)
    return tuple(sorted(found))


def _found(charter: Charter, source: Source, roster: Roster) -> Iterator[Finding]:
    presence = Presence(charter, roster)
    yield from reachable.find(charter, presence)
    yield from levels.find(charter, presence)
    yield from deadlines.find(charter, presence)
    yield from tossups.find(charter, source)
