"""Changes: the common things that a lead changes in a charter, each a value that says what."""

from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from knowledge.charter.forms import Date, Duration, Member
from knowledge.charter.hours import Away
from knowledge.charter.model import Charter
from knowledge.charter.refusals import AnswerBeforeTaken, BackBeforeLeaving, WordlessCrisis
from knowledge.charter.replacing import step_of, topic_of, with_person, with_step, with_topic
from knowledge.charter.succession import Succession
from knowledge.charter.words import Autonomy, Localised, Part


class Experts(Part):
    """Who is asked at a step of a topic's chain, from 0; preferred first."""

    kind: Literal["experts"] = "experts"
    topic: str
    step: int
    who: tuple[Member, ...] = Field(min_length=1)

    def on(self, charter: Charter) -> Charter:
        return with_step(charter, self.topic, self.step, who=self.who)

    def part(self, charter: Charter) -> object:
        return step_of(charter, self.topic, self.step)


class Times(Part):
    """How fast a step of a chain takes and answers; without a topic, a step of the fallback."""

    kind: Literal["times"] = "times"
    topic: str | None = None
    step: int
    acknowledge: Duration
    answer: Duration

    def on(self, charter: Charter) -> Charter:
        if self.answer < self.acknowledge:
            raise AnswerBeforeTaken
        times = {"acknowledge": self.acknowledge, "answer": self.answer}
        return with_step(charter, self.topic, self.step, **times)

    def part(self, charter: Charter) -> object:
        return step_of(charter, self.topic, self.step)


class Level(Part):
    """A person's autonomy: on one topic, or on all for which the charter gives them no other."""

    kind: Literal["level"] = "level"
    person: Member
    level: Autonomy
    topic: str | None = None

    def on(self, charter: Charter) -> Charter:
        if self.topic is None:
            return with_person(charter, self.person, autonomy=self.level)
        topic, known = topic_of(charter, self.topic), charter.person(self.person)
        levels = {**(known.topics if known else {}), topic.id: self.level}
        return with_person(charter, self.person, topics=levels)

    def part(self, charter: Charter) -> object:
        known = charter.person(self.person)
        return known and (known.topics.get(self.topic) if self.topic else known.autonomy)


class Leave(Part):
    """A person is away from one day until another, on which they are back."""

    kind: Literal["leave"] = "leave"
    person: Member
    from_: Date
    back: Date

    def on(self, charter: Charter) -> Charter:
        if self.back <= self.from_:
            raise BackBeforeLeaving
        new = Away.model_validate({"from": self.from_, "back": self.back})
        away = sorted((*_others(charter, self), new), key=lambda one: one.from_)
        return with_person(charter, self.person, away=tuple(away))

    def part(self, charter: Charter) -> object:
        return _leave(charter, self)


class Return(Part):
    """A person is not away from that day on after all."""

    kind: Literal["return"] = "return"
    person: Member
    from_: Date

    def on(self, charter: Charter) -> Charter:
        if _leave(charter, self) is None:
            return charter
        return with_person(charter, self.person, away=_others(charter, self))

    def part(self, charter: Charter) -> object:
        return _leave(charter, self)


class Crisis(Part):
    """A topic is in crisis: one statement is given, and nothing else."""

    kind: Literal["crisis"] = "crisis"
    topic: str
    fr: str | None = None
    en: str | None = None

    def on(self, charter: Charter) -> Charter:
        words = {"fr": (self.fr or "").strip(), "en": (self.en or "").strip()}
        said = {language: text for language, text in words.items() if text}
        if not said:
            raise WordlessCrisis
        return with_topic(charter, self.topic, crisis=Localised(**said))

    def part(self, charter: Charter) -> object:
        return topic_of(charter, self.topic).crisis


class Calm(Part):
    """A topic is no longer in crisis."""

    kind: Literal["calm"] = "calm"
    topic: str

    def on(self, charter: Charter) -> Charter:
        return with_topic(charter, self.topic, crisis=None)

    def part(self, charter: Charter) -> object:
        return topic_of(charter, self.topic).crisis


Change = Experts | Times | Level | Leave | Return | Crisis | Calm | Succession
"""What a lead wishes. `on` gives the charter with it, and raises what speaks against it; `part`
gives what stands in a charter where the change would be made."""

_ANY: TypeAdapter[Change] = TypeAdapter(Annotated[Change, Field(discriminator="kind")])


def read(facts: Any) -> Change:
    """Give the change that was written down as ``change.model_dump(mode="json")``."""
    return _ANY.validate_python(facts)


def _leave(charter: Charter, wished: Leave | Return) -> Away | None:
    known = charter.person(wished.person)
    away = known.away if known else ()
    return next((one for one in away if one.from_ == wished.from_), None)


def _others(charter: Charter, wished: Leave | Return) -> tuple[Away, ...]:
    known = charter.person(wished.person)
    away = known.away if known else ()
    return tuple(one for one in away if one.from_ != wished.from_)
