"""Dead ends: whose question, and when, would find nobody of a chain who is there."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from itertools import chain, pairwise

from knowledge.charter import Charter, Topic
from knowledge.outlook.presence import Presence
from knowledge.spans import Span, merged

Place = tuple[str, timedelta]
"""Somebody of a step, and how long a question may wait there to be taken."""

Ending = tuple[str | None, frozenset[str]]
"""For whom nobody is there, and the teams whose members are helped by their own."""

Ways = tuple[tuple[str, frozenset[str]], ...]
"""Each person of a chain, and who could be asked there: they, or those who may stand in."""


@dataclass(frozen=True)
class DeadEnd:
    """When nobody who may answer is there, for one asker or (None) for everybody.

    But for those whom their own team helps: `helped` are the teams where somebody else may be
    asked first, and is there.
    """

    asker: str | None
    spans: tuple[Span, ...]
    helped: frozenset[str] = frozenset()


def dead_ends(charter: Charter, topic: Topic | None, presence: Presence) -> tuple[DeadEnd, ...]:
    """Every dead end of a topic's chain, or of the fallback's, in the time that comes."""
    known = _Chain(charter, topic, presence)
    found: defaultdict[Ending, list[Span]] = defaultdict(list)
    for stretch in known.stretches():
        for ending in known.endings(stretch[0]):
            found[ending].append(stretch)
    return tuple(DeadEnd(asker, merged(spans), helped) for (asker, helped), spans in found.items())


@dataclass(frozen=True)
class _Chain:
    """The people of one chain, of whom each asker's own team comes first where a step says so."""

    charter: Charter
    topic: Topic | None
    presence: Presence
    _mandates: dict[str, bool] = field(default_factory=dict)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Everybody the steps name."""
        steps = self.charter.chain_for(self.topic)
        return tuple((person, step.acknowledge) for step in steps for person in step.who)

    @cached_property
    def own(self) -> Mapping[str, tuple[Place, ...]]:
        """By team, who else is asked if the asker is of it."""
        steps = [one for one in self.charter.chain_for(self.topic) if one.own_team_first]
        found: defaultdict[str, list[Place]] = defaultdict(list)
        for person in self.charter.people if steps else ():
            if person.team:
                found[person.team] += [(person.slack, step.acknowledge) for step in steps]
        return {team: tuple(places) for team, places in found.items()}

    def stretches(self) -> Iterator[Span]:
        """The time that comes, cut wherever somebody comes or goes."""
        places = {*self.places, *(place for places in self.own.values() for place in places)}
        missing = {moment for place in places for moment in self._comings_and_goings(place)}
        inside = {at for at in missing if self.presence.start < at < self.presence.end}
        yield from pairwise([self.presence.start, *sorted(inside), self.presence.end])

    def endings(self, at: datetime) -> Iterator[Ending]:
        """Whose question would find nobody at this moment."""
        ways = self._ways(self.places, at)
        if any(answering for _, answering in ways):
            for asker in sorted(_indispensable(ways)):
                if not _helps(asker, (*ways, *self._own_ways(asker, at))):
                    yield asker, frozenset()
            return
        teams = {team: self._ways(places, at) for team, places in self.own.items()}
        helped = frozenset(team for team, ways in teams.items() if any(way[1] for way in ways))
        yield None, helped
        for person in self.charter.people:
            if person.team in helped and not _helps(person.slack, teams[person.team]):
                yield person.slack, frozenset()

    def _comings_and_goings(self, place: Place) -> Iterator[datetime]:
        person, patience = place
        spans = self.presence.missing(person, patience)
        others = self.presence.stand_ins(person) if spans else ()
        for one in (person, *others):
            yield from chain.from_iterable(self.presence.missing(one, patience))

    def _own_ways(self, asker: str, at: datetime) -> Ways:
        known = self.charter.person(asker)
        return self._ways(self.own.get(known.team or "", ()), at) if known else ()

    def _ways(self, places: Iterable[Place], at: datetime) -> Ways:
        return tuple((person, self._answering(person, patience, at)) for person, patience in places)

    def _answering(self, person: str, patience: timedelta, at: datetime) -> frozenset[str]:
        """Who could be asked in this place: the person if they are there, else who stands in."""
        if self.presence.is_there(person, patience, at):
            return frozenset({person} if self._may_answer(person) else ())
        return frozenset(
            other
            for other in self.presence.stand_ins(person)
            if self._may_answer(other) and self.presence.is_there(other, patience, at)
        )

    def _may_answer(self, person: str) -> bool:
        if person not in self._mandates:
            is_free = self.topic is None or self.charter.may_answer(person, self.topic)
            self._mandates[person] = is_free
        return self._mandates[person]


def _indispensable(ways: Ways) -> frozenset[str]:
    """Those without whom perhaps nobody could be asked: there are two at most."""
    person, answering = next(way for way in ways if way[1])
    return frozenset({person}) | (answering if len(answering) == 1 else frozenset())


def _helps(asker: str, ways: Ways) -> bool:
    """Whether somebody can be asked who is not the asker, and not in the asker's stead."""
    return any(person != asker and answering - {asker} for person, answering in ways)
