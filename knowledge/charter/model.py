"""The charter as a value, and the questions asked of it."""

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import Any, Literal, Self

from pydantic import Field, field_validator

from knowledge.charter.curation import Consent, Reactions, Risk, Upkeep
from knowledge.charter.forms import Channel
from knowledge.charter.hours import Hours
from knowledge.charter.rules import Default, Fallback, Person, Process, Step, Topic
from knowledge.charter.words import Autonomy, Language, Part

VERSION = 1


class Charter(Part):
    """What the team speaks about, who may say what, who answers for what, and how fast."""

    relais: Literal[1] = Field(description="Version of this format: 1.")
    language: Language = Field(default="en", description="Language of the team: fr or en.")
    hours: Hours | None = Field(default=None, description="When the team works.")
    lead_channel: Channel | None = Field(default=None, description="Channel the leads read.")
    autonomy: Default = Field(default=Default(), description="What holds for everybody.")
    cap: int | None = Field(
        default=None, ge=1, description="Questions a person is asked a week, at most."
    )
    consent: Consent = Field(
        default=Consent.NOTIFY,
        description="What authors of kept messages have to say: notify, ask or none.",
    )
    risk: Risk = Field(
        default=Risk.MIDDLE,
        description="Care before an answer is published: low, middle or high.",
    )
    amounts: Risk | None = Field(
        default=None, description="Care for answers that name an amount of money, if more."
    )
    reactions: Reactions = Field(default=Reactions(), description="What emoji on messages do.")
    upkeep: Upkeep = Field(default=Upkeep(), description="How entries stay true.")
    people: tuple[Person, ...] = Field(default=(), description="Who differs from the default.")
    topics: tuple[Topic, ...] = Field(default=(), description="What the team is asked about.")
    processes: tuple[Process, ...] = Field(
        default=(), description="Whom signals from the public go to, by the work they belong to."
    )
    fallback: Fallback | None = Field(default=None, description="Who is asked about the rest.")

    @field_validator("relais", mode="before")
    @classmethod
    def _version_is_read(cls, version: object) -> object:
        if type(version) is not int or version < VERSION:
            raise ValueError(f"Write relais: {VERSION}, the version of the charter's format.")
        if version > VERSION:
            raise ValueError(
                f"This charter is in format {version}, which is newer than this Relais: "
                f"update Relais, or write the charter in format {VERSION}."
            )
        return version

    def topic(self, id: str | None) -> Topic | None:  # noqa: A002
        """Give the topic with this id, if there is one."""
        return self._topics.get(id or "")

    def person(self, slack: str) -> Person | None:
        """Give what the charter says about this member, if anything."""
        return self._people.get(slack)

    def hours_of(self, slack: str) -> Hours | None:
        """Give the working time of this member: the team's, with what is their own."""
        known = self.person(slack)
        return self.hours and self.hours.but(known.hours if known else None)

    def cap_of(self, slack: str) -> int | None:
        """Give how many questions a week this member is asked at most, if there is a limit."""
        known = self.person(slack)
        return known.cap if known and known.cap else self.cap

    def process(self, id: str | None) -> Process | None:  # noqa: A002
        """Give the process of this word, if the charter says whose it is."""
        return next((process for process in self.processes if process.id == id), None)

    def autonomy_of(self, person: str, topic: Topic | None) -> Autonomy:
        """Give a member's level: on this topic, else overall, else everybody's."""
        known = self.person(person)
        if known is None:
            return self.autonomy.default
        overall = known.autonomy or self.autonomy.default
        return known.topics.get(topic.id, overall) if topic else overall

    def may_answer(self, person: str, topic: Topic) -> bool:
        """Say whether a member may answer here without confirmation."""
        return self.autonomy_of(person, topic) >= topic.needs

    def chain_for(self, topic: Topic | None) -> tuple[Step, ...]:
        """Give the steps of a topic, or of the fallback when there is no topic."""
        if topic is not None:
            return topic.chain
        return self.fallback.chain if self.fallback else ()

    def reviewer_for(self, topic: Topic | None, *, besides: Collection[str] = ()) -> str | None:
        """Name who approves an answer: a named reviewer, else somebody competent of the chain.

        The chain is read from its last step, where the most expert are and the least is asked.
        Four eyes see better: the people `besides` (its author, who saved it) come last.
        """
        candidates = self.reviewers_for(topic)
        others = (person for person in candidates if person not in besides)
        return next(iter((*others, *candidates)), None)

    def reviewers_for(self, topic: Topic | None) -> tuple[str, ...]:
        """Name everybody who may approve an answer, preferred first."""
        last_first = _members(reversed(self.chain_for(topic)))
        if topic is not None:
            competent = (one for one in last_first if self.may_answer(one, topic))
            last_first = [*topic.reviewers, *competent]
        return tuple(dict.fromkeys(last_first))

    def leads(self) -> tuple[str, ...]:
        """Name the people of the fallback chain, who are told when there is no lead channel."""
        return tuple(dict.fromkeys(_members(self.chain_for(None))))

    def everyone(self) -> frozenset[str]:
        """Name every member the charter speaks of."""
        listed = {member for one in self.people for member in (one.slack, one.substitute) if member}
        chains = [self.chain_for(topic) for topic in (*self.topics, None)]
        asked = {member for chain in chains for member in _members(chain)}
        reviewers = {member for topic in self.topics for member in topic.reviewers}
        owners = {member for process in self.processes for member in process.owners}
        return frozenset(listed | asked | reviewers | owners)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Give a copy, with other values where `update` has some."""
        copied = super().model_copy(update=update, deep=deep)
        for kept in ("_topics", "_people"):
            copied.__dict__.pop(kept, None)  # they are of what the copy was made from
        return copied

    @cached_property
    def _topics(self) -> dict[str, Topic]:
        return {topic.id: topic for topic in reversed(self.topics)}

    @cached_property
    def _people(self) -> dict[str, Person]:
        return {person.slack: person for person in reversed(self.people)}


EMPTY = Charter(relais=1)


def schema() -> dict[str, Any]:
    """Describe the file to editors, as a JSON schema."""
    described = Charter.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **described}


def _members(chain: Iterable[Step]) -> list[str]:
    return [member for step in chain for member in step.who]
