"""Curation: how answers are kept, what care they take, and how they stay true."""

from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from knowledge.charter.forms import Duration
from knowledge.charter.words import Autonomy, Part
from knowledge.entry import Genre

Outsiders = Literal["guests", "partners"]
"""Guests of the workspace; people of another organisation, in channels shared with it."""


class Consent(StrEnum):
    """What the author of a message that is kept has to say about it."""

    NOTIFY = "notify"  # they are told, and may say no
    ASK = "ask"  # nothing is published before they have said yes
    NONE = "none"  # they hear of the publication only


class Risk(StrEnum):
    """How much care an answer takes before it is published."""

    LOW = "low"  # published at once, with an undo for the reviewer
    MIDDLE = "middle"  # a reviewer reads it first
    HIGH = "high"  # as above, and neither who wrote it nor who kept it may be the reviewer


def _emoji(name: object) -> object:
    """As Slack names it, however it is written: `:bookmark:` is `bookmark`."""
    return name.strip().strip(":").partition("::")[0] if isinstance(name, str) else name


Emoji = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9_+'’\-]{1,100}$"), BeforeValidator(_emoji)
]


class Gesture(Part):
    """What an emoji does when it is put on a message, and for whom."""

    emoji: tuple[Emoji, ...] = Field(
        default=(), description="Names of emoji, such as bookmark; the usual ones where empty."
    )
    autonomy: Autonomy = Field(
        default=Autonomy.TRAINEE,
        description="Level from which it does so; below, it is a suggestion to whose topic it is.",
    )


class Reactions(Part):
    """What reactions do in this workspace."""

    keep: Gesture = Field(default=Gesture(), description="Keeps an answer: usually :bookmark:.")
    ask: Gesture = Field(default=Gesture(), description="Asks an expert: usually :sos:.")
    wrong: Gesture = Field(
        default=Gesture(),
        description="Says that an answer is wrong: usually :triangular_flag_on_post:.",
    )
    signal: Gesture = Field(default=Gesture(), description="Passes it on: usually :bulb:.")


class Upkeep(Part):
    """How often entries are looked at, and how long one may take to mend them."""

    verify: Duration = Field(
        default=timedelta(days=90), description="Time after which an entry is looked at again."
    )
    kinds: dict[Genre, Duration] = Field(
        default={}, description="The same for single kinds of entries, such as crisis_case: 30d."
    )
    flags: Duration = Field(
        default=timedelta(days=2),
        description="Working time for an owner to deal with a flag, such as 2d.",
    )
    recall: Duration = Field(
        default=timedelta(days=30),
        description="How long it is known who was given an entry, to tell them if it was wrong.",
    )
