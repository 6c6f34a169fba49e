"""The nearest competent person: the chain's steps in order, in a step who is there soonest."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from knowledge.charter import Charter, Step, Topic
from knowledge.decision import Because, Nearest, PassedOver
from knowledge.roster import EVERYBODY, Roster

Choice = tuple[str, str | None]
"""Who is asked, and whom they stand in for."""


def find_nearest(
    charter: Charter,
    topic: Topic | None,
    *,
    asker: str,
    roster: Roster = EVERYBODY,
    after: int = -1,
    gone: Collection[str] = (),
) -> Nearest | None:
    """The first competent person of the chain's later steps, else anyone of it not yet asked.

    `after` is the step that was asked last; `gone` names the people who cannot be asked (again).
    Never the asker, never someone whom the charter gives less autonomy than the topic needs. Who is
    away past the time to take a question is stood in for by their substitute. Where everybody is
    away, it is the one who is back soonest.
    """
    look = _Look(charter, topic, asker, roster, frozenset(gone))
    chain = charter.chain_for(topic)
    order = [*range(after + 1, len(chain)), *range(min(after + 1, len(chain)))]
    passed_over: list[PassedOver] = []
    for number in order:
        if found := look.in_step(number, chain[number]):
            return replace(found, passed_over=(*passed_over, *found.passed_over))
        passed_over += look.passed_over(chain[number])
    found = look.back_soonest((number, chain[number]) for number in order)
    if found is None:
        return None
    return replace(found, passed_over=tuple(p for p in passed_over if p.person != found.person))


@dataclass(frozen=True)
class _Place:
    """Where a person stands in a step; `is_distant`: in a team other than the asker's."""

    number: int
    person: str
    is_distant: bool


@dataclass(frozen=True)
class _Look:
    charter: Charter
    topic: Topic | None
    asker: str
    roster: Roster
    excluded: frozenset[str]

    def in_step(self, number: int, step: Step) -> Nearest | None:
        """Of this step, the person available soonest, and of several the least burdened."""
        choices = [(place, self._choice(place.person, step)) for place in self._places(step)]
        ranked = [(self._rank(place, choice), choice) for place, choice in choices if choice]
        if not ranked:
            return None
        person, instead_of = min(ranked, key=lambda one: one[0])[1]
        over = tuple(one for one in self.passed_over(step) if one.person != person)
        return Nearest(person, number, step.acknowledge, step.answer, instead_of, passed_over=over)

    def back_soonest(self, steps: Iterator[tuple[int, Step]]) -> Nearest | None:
        """Everybody is away: the competent person whose absence ends first, or who stands in."""
        found: list[tuple[datetime, int, str, str | None, Step]] = []
        for number, step in steps:
            for place in self._places(step):
                for person, instead_of in self._standing_in(place.person, step):
                    back = self.roster.back_at(person, self.charter)
                    if back and self._may_be_asked(person):
                        found.append((back, number, person, instead_of, step))
        if not found:
            return None
        _back, number, person, instead_of, step = min(found, key=lambda one: one[0])
        return Nearest(person, number, step.acknowledge, step.answer, instead_of, is_away=True)

    def _standing_in(self, person: str, step: Step) -> Iterator[Choice]:
        """The person, and who stands in for them while they are not there."""
        yield person, None
        if (
            person != self.asker
            and person not in self.excluded
            and not self._is_there(person, step)
        ):
            for substitute in self._substitutes(person):
                yield substitute, person

    def passed_over(self, step: Step) -> tuple[PassedOver, ...]:
        """Who of a step would have been asked, but for this."""
        people = [place.person for place in self._places(step)]
        found = [(person, self._because(person, step)) for person in people]
        return tuple(PassedOver(person, because) for person, because in found if because)

    def _places(self, step: Step) -> list[_Place]:
        """The people of a step in order, the asker's own team first if the step says so."""
        own = self._own_team() if step.own_team_first else ()
        people = dict.fromkeys((*own, *step.who))
        return [_Place(one, person, person not in own) for one, person in enumerate(people)]

    def _own_team(self) -> tuple[str, ...]:
        """Those of the asker's team who may answer: the step does not name the others."""
        asker = self.charter.person(self.asker)
        if asker is None or asker.team is None:
            return ()
        team = [one.slack for one in self.charter.people if one.team == asker.team]
        return tuple(one for one in team if one != self.asker and self._is_competent(one))

    def _choice(self, person: str, step: Step) -> Choice | None:
        """The person, else who stands in for them; None: neither."""
        if person == self.asker or person in self.excluded:
            return None
        if self._is_there(person, step):
            return (person, None) if self._is_competent(person) else None
        for substitute in self._substitutes(person):
            if self._may_be_asked(substitute) and self._is_there(substitute, step):
                return substitute, person
        return None

    def _substitutes(self, person: str) -> Iterator[str]:
        """Who stands in for a person, who for those, and so on; nobody twice."""
        seen = {person}
        known = self.charter.person(person)
        while known and known.substitute and known.substitute not in seen:
            seen.add(known.substitute)
            yield known.substitute
            known = self.charter.person(known.substitute)

    def _rank(self, place: _Place, choice: Choice) -> tuple[bool, bool, datetime, int, int]:
        """Below their cap, of one's own team, there soonest, least burdened, named first."""
        person, _instead_of = choice
        back = self.roster.back_at(person, self.charter) or self.roster.now
        capped = self.roster.is_capped(person, self.charter)
        owed = self.roster.owed.get(person, 0)
        return capped, place.is_distant, back, owed, place.number

    def _because(self, person: str, step: Step) -> Because | None:
        if person == self.asker:
            return Because.ASKER
        if person in self.roster.gone:
            return Because.GONE
        if person in self.excluded:
            return Because.ASKED
        if not self._is_competent(person):
            return Because.LEVEL
        if not self._is_there(person, step):
            return Because.AWAY
        return Because.CAP if self.roster.is_capped(person, self.charter) else None

    def _may_be_asked(self, person: str) -> bool:
        known = {self.asker, *self.excluded, *self.roster.gone}
        return person not in known and self._is_competent(person)

    def _is_competent(self, person: str) -> bool:
        return self.topic is None or self.charter.may_answer(person, self.topic)

    def _is_there(self, person: str, step: Step) -> bool:
        return self.roster.is_there(person, self.charter, step.acknowledge)
