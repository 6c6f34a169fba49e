"""Hours of the charter: when the team works, when one person does, and when somebody is away."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Self

from pydantic import ConfigDict, Field, ValidationInfo, field_validator, model_validator
from pydantic.config import JsonDict

from knowledge.charter.forms import Clock, Date, Holidays, Zone
from knowledge.charter.words import Day, Part

# Editors know the schema only: what `Hours` asks for, said again for them.
ONE_PERIOD_OR_SEVERAL: JsonDict = {
    "oneOf": [{"required": ["from", "to"]}, {"required": ["periods"]}],
}


class Period(Part):
    """A part of the day that is worked without a break."""

    from_: Clock = Field(alias="from", description="Its start, such as 09:00.")
    to: Clock = Field(description="Its end, such as 12:30.")

    @field_validator("to")
    @classmethod
    def _ends_after_it_starts(cls, to: Clock, info: ValidationInfo) -> Clock:
        return _after(to, info)


class OwnHours(Part):
    """What is different about one person's working time; the rest is as the team's."""

    zone: Zone | None = Field(default=None, description="Time zone, such as Europe/Paris.")
    days: tuple[Day, ...] = Field(default=(), description="Working days.")
    from_: Clock | None = Field(
        default=None, alias="from", description="Start of the working day, such as 09:00."
    )
    to: Clock | None = Field(default=None, description="End of the working day, such as 18:00.")
    periods: tuple[Period, ...] = Field(
        default=(), description="Instead of from and to: the parts of the day, with breaks between."
    )
    holidays: Holidays | None = Field(default=None, description="Country of the public holidays.")

    @field_validator("to")
    @classmethod
    def _ends_after_it_starts(cls, to: Clock | None, info: ValidationInfo) -> Clock | None:
        return to and _after(to, info)

    @field_validator("periods")
    @classmethod
    def _follow_each_other(cls, periods: tuple[Period, ...]) -> tuple[Period, ...]:
        return _in_order(periods)

    @model_validator(mode="after")
    def _says_it_once(self) -> Self:
        _one_way(self.from_ is not None, self.to is not None, bool(self.periods))
        return self


class Hours(OwnHours):
    """When the team works."""

    model_config = ConfigDict(json_schema_extra=ONE_PERIOD_OR_SEVERAL)

    zone: Zone = Field(description="Time zone, such as Europe/Paris.")
    days: tuple[Day, ...] = Field(min_length=1, description="Working days.")

    @model_validator(mode="after")
    def _says_when(self) -> Self:
        if not self.day:
            raise ValueError('Say when the team works: from: "09:00" and to: "18:00", or periods.')
        return self

    @property
    def day(self) -> tuple[Period, ...]:
        """The parts of a working day, in order."""
        if self.from_ and self.to:
            return (Period.model_validate({"from": self.from_, "to": self.to}),)
        return self.periods

    def but(self, own: OwnHours | None) -> "Hours":
        """These hours, with what is different for one person."""
        return self if own is None else _changed(self, own)


class Away(Part):
    """Days on which somebody is not there."""

    from_: Date = Field(alias="from", description="First day away, such as 2026-12-24.")
    back: Date = Field(description="First day back at work, such as 2027-01-04.")

    @field_validator("back")
    @classmethod
    def _comes_back_later(cls, back: date, info: ValidationInfo) -> date:
        start = info.data.get("from_")
        if start is not None and back <= start:
            raise ValueError("They are back before they leave: make back later than from.")
        return back


@lru_cache(maxsize=1024)  # Who works when is asked many times of the same few.
def _changed(hours: Hours, own: OwnHours) -> Hours:
    changed = own.model_dump(exclude_none=True, exclude_defaults=True, by_alias=True)
    kept = hours.model_dump(exclude_none=True, by_alias=True)
    if changed.keys() & {"from", "to", "periods"}:
        kept = {key: kept[key] for key in kept.keys() - {"from", "to", "periods"}}
    return Hours.model_validate({**kept, **changed})


def _after(to: Clock, info: ValidationInfo) -> Clock:
    start = info.data.get("from_")
    if start is not None and to <= start:
        raise ValueError("The working day ends before it starts: make to later than from.")
    return to


def _in_order(periods: Sequence[Period]) -> tuple[Period, ...]:
    ordered = tuple(sorted(periods, key=lambda period: period.from_))
    for before, after in pairwise(ordered):
        if after.from_ < before.to:
            raise ValueError(
                f"Two periods overlap at {after.from_:%H:%M}: let each begin where the one "
                "before it has ended, or later."
            )
    return ordered


def _one_way(has_from: bool, has_to: bool, has_periods: bool) -> None:
    if has_from != has_to:
        raise ValueError("Write both from and to, or periods instead of them.")
    if has_from and has_periods:
        raise ValueError("Write from and to, or periods, not both.")
