"""Keepers: who keeps an entry true, and which of them is there to do so."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from knowledge import review, substitutes
from knowledge.charter import Charter
from knowledge.entry import Entry
from knowledge.roster import Roster


@dataclass(frozen=True)
class Keeper:
    """Who is asked to see to an entry, and for whom they stand in, if for anybody."""

    person: str
    instead_of: str | None = None


def keepers(charter: Charter, entry: Entry) -> tuple[str, ...]:
    """Everyone who may change it, preferred first: its owner, the topic's reviewers, its chain.

    Of a draft, its reviewer comes first. Somebody without a mandate keeps nothing, even as owner.
    """
    topic = charter.topic(entry.topic)
    first = (entry.reviewer, entry.owner) if entry.is_pending else (entry.owner, entry.reviewer)
    named = topic.reviewers if topic else ()
    chain = (person for step in charter.chain_for(topic) for person in step.who)
    known = dict.fromkeys(person for person in (*first, *named, *chain) if person)
    return tuple(person for person in known if review.may_review(charter, entry, person))


def find(
    charter: Charter,
    entry: Entry,
    roster: Roster,
    *,
    allowed: timedelta,
    besides: Collection[str] = (),
    leads: bool = False,
) -> Keeper | None:
    """The first keeper who is there before `allowed` is over, else who stands in for them.

    Nobody `besides`. With `leads` these come last; with everybody away it is then the one who is
    back soonest.
    """
    look = _Look(charter, entry, roster, allowed, frozenset(besides) | roster.gone)
    if not leads:
        return next(look.there(keepers(charter, entry)), None)
    order = (*keepers(charter, entry), *charter.leads())
    return next(look.there(order), None) or look.back_soonest(order)


@dataclass(frozen=True)
class _Look:
    charter: Charter
    entry: Entry
    roster: Roster
    allowed: timedelta
    excluded: frozenset[str]

    def there(self, order: Sequence[str]) -> Iterator[Keeper]:
        """Whoever is there, in this order; a substitute in the place of who is not."""
        for person in order:
            if self._is_there(person):
                if person not in self.excluded:
                    yield Keeper(person)
                continue
            for substitute in substitutes.in_turn(self.charter, person):
                if self._may_be_asked(substitute) and self._is_there(substitute):
                    yield Keeper(substitute, person)

    def back_soonest(self, order: Sequence[str]) -> Keeper | None:
        """Of those who are all away, the one whose absence ends first."""
        free = [person for person in order if person not in self.excluded]
        back = [(self.roster.back_at(person, self.charter), person) for person in free]
        known = [(at, person) for at, person in back if at]
        return Keeper(min(known, key=lambda one: one[0])[1]) if known else None

    def _is_there(self, person: str) -> bool:
        return self.roster.is_there(person, self.charter, self.allowed)

    def _may_be_asked(self, person: str) -> bool:
        may = review.may_review(self.charter, self.entry, person)
        return may and person not in self.excluded
