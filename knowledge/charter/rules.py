"""Rules of the charter: who is asked about a topic, in what order and how fast."""

from datetime import timedelta

from pydantic import ConfigDict, Field, ValidationInfo, field_validator
from pydantic.config import JsonDict

from knowledge.charter.curation import Outsiders, Risk
from knowledge.charter.forms import Duration, Member, Slug
from knowledge.charter.hours import Away, OwnHours
from knowledge.charter.words import Autonomy, Localised, Part, Stance, Text


class Deadlines(Part):
    """How fast a question is taken and answered, both counted from the moment it is asked."""

    acknowledge: Duration = Field(description='Time to press "I\'ll take it", such as 30m.')
    answer: Duration = Field(description="Time to answer, such as 4h or 1d.")

    @field_validator("answer")
    @classmethod
    def _answer_comes_after(cls, answer: Duration, info: ValidationInfo) -> Duration:
        acknowledge = info.data.get("acknowledge")
        if acknowledge is not None and answer < acknowledge:
            raise ValueError(
                "The time to answer is shorter than the time to acknowledge: both are counted "
                "from the moment of asking, so make answer the longer one."
            )
        return answer


class Step(Deadlines):
    """One step of a chain: these people are asked, in this order of preference."""

    who: tuple[Member, ...] = Field(min_length=1, description="Slack member IDs, preferred first.")
    own_team_first: bool = Field(
        default=False,
        description="Ask people with enough autonomy in the asker's own team before these.",
    )


class Urgent(Deadlines):
    """What holds instead for an urgent question."""

    outside_hours: bool = Field(default=False, description="Ask outside working hours too.")


# Editors know the schema only: what `_silence_is_explained` asks for, said again for them.
SILENT_NEEDS_HOLDING: JsonDict = {
    "if": {"required": ["stance"], "properties": {"stance": {"const": "silent"}}},
    "then": {"required": ["holding"]},
}


class Topic(Part):
    """A subject the team is asked about."""

    model_config = ConfigDict(json_schema_extra=SILENT_NEEDS_HOLDING)

    id: Slug = Field(description="A short name that never changes, such as gift-cards.")
    name: Localised = Field(description="What people see.")
    examples: tuple[Text, ...] = Field(default=(), description="Questions as people ask them.")
    stance: Stance = Field(
        default=Stance.ANSWER,
        description="answer: the team does; refer: an expert does; silent: nobody in public.",
    )
    autonomy: Autonomy | None = Field(
        default=None, description="Level needed to answer without confirmation."
    )
    process: Text = Field(default="support", description="The team's work this belongs to.")
    chain: tuple[Step, ...] = Field(min_length=1, description="Who is asked: first step first.")
    reviewers: tuple[Member, ...] = Field(default=(), description="Who approves new answers.")
    publish: Autonomy | None = Field(
        default=None,
        description="Level from which an answer to a question is published without review.",
    )
    risk: Risk | None = Field(
        default=None, description="Care before an answer is published: low, middle or high."
    )
    verify: Duration | None = Field(
        default=None, description="Time after which an entry is looked at again, such as 30d."
    )
    open_to: tuple[Outsiders, ...] = Field(
        default=(), description="Who else may read its entries: guests, partners."
    )
    holding: Localised | None = Field(
        default=None, validate_default=True, description="What is said while the team is silent."
    )
    crisis: Localised | None = Field(
        default=None, description="Present while the topic is in crisis: the one statement to give."
    )
    urgent: Urgent | None = Field(default=None, description="Deadlines of an urgent question.")

    @field_validator("holding")
    @classmethod
    def _silence_is_explained(
        cls, holding: Localised | None, info: ValidationInfo
    ) -> Localised | None:
        if holding is None and info.data.get("stance") is Stance.SILENT:
            raise ValueError(
                "A silent topic needs a holding statement, what is said instead of an answer: "
                'add holding: {fr: "…", en: "…"}.'
            )
        return holding

    @property
    def needs(self) -> Autonomy:
        """The level needed to answer without confirmation."""
        usual = Autonomy.TRAINEE if self.stance is Stance.ANSWER else Autonomy.SENIOR
        return self.autonomy or usual


class Person(Part):
    """A member whose autonomy is not the usual one, or who has a substitute."""

    slack: Member = Field(description="Slack member ID.")
    autonomy: Autonomy | None = Field(default=None, description="Level on every topic.")
    topics: dict[str, Autonomy] = Field(default={}, description="Level on single topics, by id.")
    substitute: Member | None = Field(default=None, description="Who stands in when away.")
    team: Text | None = Field(default=None, description="The team they belong to.")
    cap: int | None = Field(default=None, ge=1, description="Questions a week, at most.")
    hours: OwnHours | None = Field(default=None, description="What differs from the team's hours.")
    away: tuple[Away, ...] = Field(default=(), description="Days on which they are not there.")

    @field_validator("substitute")
    @classmethod
    def _somebody_else(cls, substitute: str | None, info: ValidationInfo) -> str | None:
        if substitute is not None and substitute == info.data.get("slack"):
            raise ValueError("Nobody can be their own substitute: name somebody else, or nobody.")
        return substitute


class Default(Part):
    """The autonomy of whoever is not listed."""

    default: Autonomy = Field(default=Autonomy.TRAINEE, description="Level of everybody else.")


class Fallback(Part):
    """Who is asked when no topic fits; they lead the team."""

    chain: tuple[Step, ...] = Field(min_length=1, description="Who is asked: first step first.")


class Process(Part):
    """The work of the team that a topic, or a signal from the public, belongs to."""

    id: Text = Field(description="Its word, as in a topic's process: innovation.")
    name: Localised | None = Field(default=None, description="What people see.")
    owners: tuple[Member, ...] = Field(
        min_length=1, description="Who gets what is passed on to it, preferred first."
    )
    answer: Duration = Field(
        default=timedelta(days=3), description="Time to say what becomes of a signal, such as 3d."
    )
