"""Keepers: who is asked whether an entry is still true, and when they hear of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import charters, people, roster, weeks
from knowledge.charter import Charter
from knowledge.entry import Entry
from knowledge.review import has_mandate
from knowledge.roster import Roster
from knowledge.weeks import WEEK

MORNING = time(9)
"""When the day of a person begins whose hours the charter does not say."""


def keepers(charter: Charter, entry: Entry) -> tuple[str, ...]:
    """Who is asked whether it is true, preferred first: its owner, the reviewers, the leads.

    Nobody whose word would not count. Where no charter says whose does, its reviewer and author.
    """
    reviewers = charter.reviewers_for(charter.topic(entry.topic))
    others = (*reviewers, *charter.leads()) or (entry.reviewer, entry.author)
    named = filter(None, (entry.owner, *others))
    return tuple(one for one in dict.fromkeys(named) if has_mandate(charter, entry.topic, one))


@dataclass(frozen=True)
class Crew:
    """Who is there to be asked; `zones` are the time zones of people without hours."""

    charter: Charter
    roster: Roster
    zones: Mapping[str, str]

    def find(
        self, entry: Entry, start: date, now: datetime, besides: Collection[str] = ()
    ) -> tuple[str, datetime] | None:
        """Who is asked about it in the week that begins on that day, and when; None: nobody is
        there, and a later week will do.
        """
        for person in keepers(self.charter, entry):
            if person not in besides and person not in self.roster.gone:
                at = self._there(person, start, now)
                if at:
                    return person, at
        return None

    def is_asked(self, person: str, entry: Entry, now: datetime) -> bool:
        """Whether they are asked about it next, this week or the week after, or could be: their
        own is before them whether they are there or not.
        """
        if person == entry.owner:
            return person in keepers(self.charter, entry)
        week = weeks.monday(now)
        found = self.find(entry, week, now) or self.find(entry, week + WEEK, now)
        return found is not None and found[0] == person

    def _there(self, person: str, start: date, now: datetime) -> datetime | None:
        morning = self._morning(person, start)
        at = self.roster.time_of(person, self.charter).next_working(max(now, morning))
        return at if at and at < morning + WEEK else None

    def _morning(self, person: str, day: date) -> datetime:
        if self.charter.hours_of(person):
            return self.roster.time_of(person, self.charter).midnight(day)
        zone = ZoneInfo(self.zones.get(person, "UTC"))
        return datetime.combine(day, MORNING, zone).astimezone(UTC)


async def crew(session: AsyncSession, workspace: str, *, now: datetime) -> Crew:
    """Who is there now, and in the days to come."""
    charter = await charters.in_force(session, workspace)
    there = await roster.load(session, workspace, charter, now=now)
    zones = {} if charter.hours else await people.zones(session, workspace)
    return Crew(charter, there, zones)
