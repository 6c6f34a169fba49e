"""Charter sight: what a lead has before them while they change the charter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.charter import Charter, Step
from knowledge.charter.refusals import NoTopics

EXPERTS, TIMES, LEVEL = "charter_experts", "charter_times", "charter_level"
LEAVE, CRISIS = "charter_leave", "charter_crisis"
TOPIC_CHOSEN, STEP_CHOSEN = "charter_topic", "charter_step"
RETURN, CALM = "charter_return", "charter_calm"
TOPIC, STEP, WHO, ACKNOWLEDGE, ANSWER = "topic", "step", "who", "acknowledge", "answer"
PERSON, HAS, FIRST, BACK = "person", "level", "first", "back"
FRENCH, ENGLISH, WHY = "fr", "en", "why"
ANY = "-"
"""What is chosen instead of a topic."""


@dataclass(frozen=True)
class Sight:
    """The charter, its version's number, and the place in it that is shown.

    `gone` are people of the step who can't be chosen any more; `note` is what was just done.
    """

    charter: Charter
    number: int
    today: date
    topic: str = ""
    step: int = 0
    gone: Sequence[str] = ()
    note: str = ""

    @property
    def place(self) -> tuple[str, int]:
        """The topic and the step that are shown: what is not there gives way to the first."""
        known = [one.id for one in self.charter.topics]
        if self.charter.fallback:
            known.append(ANY)
        topic = self.topic if self.topic in known else next(iter(known), ANY)
        return topic, self.step if 0 <= self.step < len(self.chain_of(topic)) else 0

    @property
    def chain(self) -> tuple[Step, ...]:
        """The chain that is shown.

        Raises:
            NoTopics: there is none to show.
        """
        chain = self.chain_of(self.place[0])
        if not chain:
            raise NoTopics
        return chain

    @property
    def shown(self) -> Step:
        """The step that is shown."""
        return self.chain[self.place[1]]

    def chain_of(self, topic: str) -> tuple[Step, ...]:
        """The steps of a topic, or of what belongs to none."""
        return self.charter.chain_for(self.charter.topic(topic))

    def name(self, field: str, *, step: bool = True) -> str:
        """What a field is called here: in one that keeps its name, Slack keeps what was written."""
        topic, number = self.place
        known = [one.id for one in self.charter.topics]
        at = known.index(topic) if topic in known else ANY
        return f"{field}:{self.number}:{at}" + (f":{number}" if step else "")
