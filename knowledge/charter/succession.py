"""Succession: somebody leaves, and others take their places in the charter."""

from collections.abc import Iterable
from typing import Literal, Self

from pydantic import Field, model_validator

from knowledge.charter.forms import Member
from knowledge.charter.model import Charter
from knowledge.charter.refusals import NobodyElse, NotCompetent
from knowledge.charter.rules import Fallback, Person, Process, Step, Topic
from knowledge.charter.words import Part


class Succession(Part):
    """`person` is named nowhere any more.

    `successors` take their places, by topic; `rest` wherever it is about no topic: the fallback,
    processes, substitutes. Where nobody is named, others who stand there already do without.
    """

    kind: Literal["succession"] = "succession"
    person: Member
    successors: dict[str, Member] = Field(default={})
    rest: Member | None = None

    @model_validator(mode="after")
    def _somebody_else(self) -> Self:
        if self.person in (self.rest, *self.successors.values()):
            raise ValueError("Nobody can follow themselves: name somebody else.")
        return self

    def on(self, charter: Charter) -> Charter:
        """Give the charter without them.

        Raises:
            NotCompetent: a successor lacks the autonomy that the topic asks for.
            NobodyElse: they are the only one somewhere, and nobody takes their place.
        """
        fallback = charter.fallback
        parts = {
            "topics": tuple(self._topic(charter, one) for one in charter.topics),
            "processes": tuple(map(self._process, charter.processes)),
            "fallback": fallback and Fallback(chain=self._chain(fallback.chain, self.rest)),
            "people": tuple(self._people(charter)),
        }
        return charter.model_copy(update=parts)

    def part(self, charter: Charter) -> object:
        """Give every place where the charter names them."""
        return (
            charter.person(self.person),
            [one for one in charter.topics if self.person in named_in(one)],
            [one for one in charter.processes if self.person in one.owners],
            [one for one in charter.people if one.substitute == self.person],
            [step for step in charter.chain_for(None) if self.person in step.who],
        )

    def _topic(self, charter: Charter, topic: Topic) -> Topic:
        if self.person not in named_in(topic):
            return topic
        heir = self.successors.get(topic.id)
        if heir and not charter.may_answer(heir, topic):
            raise NotCompetent(person=heir, topic=topic.name.in_(charter.language))
        reviewers = self._without(topic.reviewers, heir)
        return topic.model_copy(
            update={"chain": self._chain(topic.chain, heir), "reviewers": reviewers}
        )

    def _chain(self, chain: Iterable[Step], heir: str | None) -> tuple[Step, ...]:
        """A step without anybody is gone; who stands in another one already isn't asked twice."""
        before = tuple(chain)
        asked = {person for step in before for person in step.who}
        heir = None if heir in asked and len(asked) > 1 else heir
        steps = [step.model_copy(update={"who": self._without(step.who, heir)}) for step in before]
        if not any(step.who for step in steps):
            raise NobodyElse(person=self.person)
        return tuple(step for step in steps if step.who)

    def _process(self, process: Process) -> Process:
        owners = self._without(process.owners, self.rest)
        if not owners:
            raise NobodyElse(person=self.person)
        return process.model_copy(update={"owners": owners})

    def _people(self, charter: Charter) -> Iterable[Person]:
        leaver = charter.person(self.person)
        heir = (leaver and leaver.substitute) or self.rest
        for one in charter.people:
            if one.slack == self.person:
                continue
            if one.substitute == self.person:
                stand_in = heir if _may_stand_in(charter, heir, one.slack) else None
                yield one.model_copy(update={"substitute": stand_in})
            else:
                yield one

    def _without(self, members: tuple[str, ...], heir: str | None) -> tuple[str, ...]:
        """The same people, each once, with the successor in the place of who leaves."""
        replaced = (heir if one == self.person else one for one in members)
        return tuple(dict.fromkeys(one for one in replaced if one))


def named_in(topic: Topic) -> frozenset[str]:
    """Everybody whom a topic names."""
    return frozenset(topic.reviewers).union(*(step.who for step in topic.chain))


def _may_stand_in(charter: Charter, heir: str | None, person: str) -> bool:
    """Whether they may without substitutes standing in for each other in a circle."""
    seen: set[str] = set()
    while heir and heir not in seen:
        if heir == person:
            return False
        seen.add(heir)
        known = charter.person(heir)
        heir = known.substitute if known else None
    return bool(seen)
