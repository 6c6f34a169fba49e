"""Words of the charter: levels, stances, days, and what is said in two languages."""

from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Language = Literal["fr", "en"]


class Autonomy(StrEnum):
    """What a person may say alone; ordered by level, not by spelling."""

    TRAINEE = "trainee"
    AUTONOMOUS = "autonomous"
    SENIOR = "senior"

    @property
    def level(self) -> int:
        return LEVELS[self]

    def __lt__(self, other: str) -> bool:
        return self.level < Autonomy(other).level

    def __le__(self, other: str) -> bool:
        return self.level <= Autonomy(other).level

    def __gt__(self, other: str) -> bool:
        return self.level > Autonomy(other).level

    def __ge__(self, other: str) -> bool:
        return self.level >= Autonomy(other).level


LEVELS = {autonomy: level for level, autonomy in enumerate(Autonomy)}


class Stance(StrEnum):
    """What the team does with questions on a topic."""

    ANSWER = "answer"  # in the perimeter: the team answers
    REFER = "refer"  # an expert answers
    SILENT = "silent"  # nobody answers in public: a holding statement is given


class Day(StrEnum):
    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


class Part(BaseModel):
    """A mapping of the charter: no unknown key, never changed; a key left empty is not there."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _forget_empty_keys(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        known = {field.alias or name for name, field in cls.model_fields.items()}
        return {key: value for key, value in data.items() if value is not None or key not in known}


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Localised(Part):
    """The same words in French and English; one of them is enough."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    fr: Text | None = Field(default=None, description="In French.")
    en: Text | None = Field(default=None, description="In English.")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.fr or self.en):
            raise ValueError('Write the words in French, in English or both: {fr: "…", en: "…"}.')
        return self

    def in_(self, language: str) -> str:
        """Give the words in this language, or else in the other one."""
        words = (self.fr, self.en) if language == "fr" else (self.en, self.fr)
        return words[0] or words[1] or ""
