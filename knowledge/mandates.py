"""Mandates: everybody whom a charter lets be asked about a topic, whoever is there today."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from knowledge.charter import Charter, Person, Topic


@dataclass
class Mandates:
    """The mandates of one charter, worked out when they are asked for and kept."""

    charter: Charter
    _people: dict[str, Person] = field(init=False)
    _kept: dict[tuple[str | None, str], frozenset[str]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._people = {person.slack: person for person in self.charter.people}

    def may_be_asked(self, topic: str | None, *, asker: str) -> frozenset[str]:
        """Who is competent in the chain of this topic, or stands in; never the asker.

        Of a topic the charter does not know: in the chain of the fallback. Substitutes are followed
        from one to the next. A step may put the asker's own team first.
        """
        known = self.charter.topic(topic)
        key = (known.id if known else None, asker)
        if key not in self._kept:
            self._kept[key] = self._found(known, asker)
        return self._kept[key]

    def _found(self, topic: Topic | None, asker: str) -> frozenset[str]:
        chain = self.charter.chain_for(topic)
        asked = {person for step in chain for person in step.who}
        if any(step.own_team_first for step in chain):
            asked |= self._team(asker)
        competent = self._competent(topic, asked)
        standing_in = self._competent(topic, self._substitutes(competent))
        return frozenset((competent | standing_in) - {asker})

    def _competent(self, topic: Topic | None, persons: Iterable[str]) -> set[str]:
        if topic is None:
            return set(persons)
        return {person for person in persons if self.charter.may_answer(person, topic)}

    def _team(self, person: str) -> set[str]:
        known = self._people.get(person)
        if known is None or known.team is None:
            return set()
        return {one.slack for one in self.charter.people if one.team == known.team}

    def _substitutes(self, persons: Iterable[str]) -> set[str]:
        """Who stands in for these, who for those, and so on; round no circle twice."""
        found: set[str] = set()
        rest = list(persons)
        while rest:
            known = self._people.get(rest.pop())
            if known and known.substitute and known.substitute not in found:
                found.add(known.substitute)
                rest.append(known.substitute)
        return found
