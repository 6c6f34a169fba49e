"""A difference: one rule that one charter says otherwise than another, as a value to be worded."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Place = tuple[str | int, ...]


class Sign(StrEnum):
    """What has become of a rule."""

    ADDED = "+"
    REMOVED = "-"
    CHANGED = "~"


class Aspect(StrEnum):
    """What a difference is about; in brackets, what `before` and `after` hold."""

    # Of the team.
    LANGUAGE = "language"  # its word
    HOURS = "hours"  # Hours, or OwnHours of a person
    LEAD_CHANNEL = "lead_channel"  # its id
    DEFAULT_LEVEL = "default_level"  # Autonomy
    TEAM_CAP = "team_cap"  # a number
    CONSENT = "consent"  # Consent
    RISK = "risk"  # Risk; of a topic too
    AMOUNTS = "amounts"  # Risk
    REACTIONS = "reactions"  # Reactions
    UPKEEP = "upkeep"  # Upkeep
    ORDER = "order"  # ids of topics or processes: the path says which

    # Of a topic.
    TOPIC = "topic"  # Topic
    NAME = "name"  # Localised; of a process too
    STANCE = "stance"  # Stance
    NEEDS = "needs"  # Autonomy
    PROCESS = "process"  # its word
    EXAMPLES = "examples"  # the questions that came or went; all of them, where the order changed
    REVIEWERS = "reviewers"  # members
    PUBLISH = "publish"  # Autonomy
    HOLDING = "holding"  # Localised
    CRISIS = "crisis"  # Localised
    VERIFY = "verify"  # a duration
    OPEN_TO = "open_to"  # guests, partners
    URGENT = "urgent"  # Urgent

    # Of a step in the chain of a topic or of the fallback.
    STEP = "step"  # Step
    ASKED = "asked"  # members
    TAKE = "take"  # a duration
    ANSWER = "answer"  # a duration
    OWN_TEAM = "own_team"  # True

    # Of a person.
    PERSON = "person"  # True: listed, and no more said of them
    LEVEL = "level"  # Autonomy
    LEVEL_ON = "level_on"  # Autonomy; the path ends with the topic
    SUBSTITUTE = "substitute"  # a member
    TEAM = "team"  # its word
    CAP = "cap"  # a number
    AWAY = "away"  # Away

    # Of a process.
    WORK = "work"  # Process
    OWNERS = "owners"  # members
    SIGNAL = "signal"  # a duration


@dataclass(frozen=True)
class Difference:
    """One rule: where it stands, such as ``("topics", "refunds", "chain", 1)``, and what it says.

    Topics, people and processes go by their ids, steps by their numbers from 1: in the charter
    after, or before where the step is gone. None stands for a rule that is not there.
    """

    aspect: Aspect
    path: Place
    before: Any
    after: Any

    @property
    def sign(self) -> Sign:
        """Whether the rule is new, gone or another."""
        if self.before is None:
            return Sign.ADDED
        return Sign.REMOVED if self.after is None else Sign.CHANGED

    @property
    def says(self) -> Any:
        """What the rule says; what it said, if it is gone."""
        return self.before if self.after is None else self.after

    @property
    def part(self) -> str | None:
        """Which part of the charter it is in: topics, people, processes or fallback."""
        return str(self.path[0]) if self.path else None

    @property
    def whose(self) -> str | None:
        """The id of the topic, person or process, if it is about one."""
        return str(self.path[1]) if len(self.path) > 1 and self.part != "fallback" else None
