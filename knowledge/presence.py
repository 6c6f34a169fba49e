"""Presence: how things stand with one person: there or away, and who stands in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import absences, charters, substitutes
from knowledge.absence import TOLD, Absence
from knowledge.charter import Charter
from knowledge.charter.hours import Away

AHEAD = timedelta(days=30)
"""How long before their first day absences of the charter are spoken of."""


@dataclass(frozen=True)
class Presence:
    """What keeps somebody away, now or later, and who is asked instead.

    `planned` is what the charter has of it. `is_substitute_away`: just
    when they are needed.
    """

    absences: Sequence[Absence] = ()
    substitute: str | None = None
    is_substitute_away: bool = False
    planned: Away | None = None

    def is_away(self, now: datetime) -> bool:
        """Whether anything keeps them away now, the charter aside."""
        return any(one.is_on(now) for one in self.absences)


THERE = Presence()
"""Nothing keeps them away, and nobody stands in."""


async def of(
    session: AsyncSession, workspace: str, person: str, *, zone: str, now: datetime
) -> Presence:
    """How things stand with this person, whose days begin in that time zone."""
    charter = await charters.in_force(session, workspace)
    mine = await absences.of_person(session, workspace, person, now=now)
    substitute = substitutes.of(charter, person)
    theirs = await absences.of_person(session, workspace, substitute, now=now) if substitute else ()
    planned = by_charter(charter, person, now.astimezone(ZoneInfo(zone)).date())
    return Presence(mine, substitute, _meet(mine, theirs, now), planned)


def by_charter(charter: Charter, person: str, today: date) -> Away | None:
    """The days on which the charter has this person away, if they are today or soon."""
    known = charter.person(person)
    days = known.away if known else ()
    coming = [away for away in days if away.from_ <= today + AHEAD and today < away.back]
    return min(coming, key=lambda away: away.from_, default=None)


def _meet(mine: Iterable[Absence], theirs: Sequence[Absence], now: datetime) -> bool:
    """Whether both are away at the same time."""
    spans = [one.span(now) for one in mine if one.source in TOLD]
    others = [one.span(now) for one in theirs if one.source in TOLD]
    return any(one[0] < other[1] and other[0] < one[1] for one in spans for other in others)
