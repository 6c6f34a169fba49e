"""Faults: what is missing or wrong in the settings, each a sentence with its cause and its mend.

What belongs together has its faults beside it: tokens, emoji, the settings of several workspaces.
"""

import sys
from collections.abc import Iterator, Mapping

from sqlalchemy.exc import ArgumentError

from bot import reactions, tokens
from bot.installing import settings as several
from knowledge import retention
from knowledge.database import driver_url
from knowledge.retention import NotAPeriod

NUMBERS = {
    "PORT": (range(65_536), "a number up to 65535"),
    "RELAIS_MEMORY_MB": (range(1, sys.maxsize), "a whole number above 0"),
    "RELAIS_PER_MINUTE": (range(sys.maxsize), "a number, 0 for no limit"),
}
"""The settings that are numbers: which ones they may be, and how that is said."""

CHOICES = {
    "RELAIS_LOG": ("text", "json"),
    "RELAIS_LOG_LEVEL": ("debug", "info", "warning", "error"),
}
"""The settings that are one of a few words."""


def of(given: Mapping[str, str]) -> Iterator[str]:
    """All of them, in these variables; none of the variables is empty."""
    yield from _missing(given)
    yield from tokens.faults(given)
    yield from several.faults(given)
    yield from _numbers(given)
    yield from _choices(given)
    yield from reactions.faults(given)
    yield from of_periods(given)
    yield from of_database(given)
    yield from _embeddings(given)


def of_periods(given: Mapping[str, str]) -> Iterator[str]:
    """How long each kind of data is kept."""
    try:
        retention.read(given.get("RELAIS_KEEP", ""))
    except NotAPeriod as error:
        yield f"RELAIS_KEEP {error}"


def of_database(given: Mapping[str, str]) -> Iterator[str]:
    """Where the database is."""
    try:
        if url := given.get("DATABASE_URL"):
            driver_url(url)
    except (ValueError, ArgumentError):
        yield "DATABASE_URL must begin with sqlite:/// or postgresql://"


def _missing(given: Mapping[str, str]) -> Iterator[str]:
    needed = [] if several.is_several(given) else ["SLACK_BOT_TOKEN"]
    if not given.get("SLACK_APP_TOKEN"):
        needed.append("SLACK_SIGNING_SECRET")
    lacking = [name for name in needed if name not in given]
    hint = " (or SLACK_APP_TOKEN, for Socket Mode)" if "SLACK_SIGNING_SECRET" in lacking else ""
    if lacking:
        yield f"Please set {' and '.join(lacking)}{hint} in .env or the environment"


def _numbers(given: Mapping[str, str]) -> Iterator[str]:
    for name, (allowed, said) in NUMBERS.items():
        number = given.get(name)
        if number is not None and not (number.isdecimal() and int(number) in allowed):
            yield f"{name} must be {said}, not {number!r}"


def _choices(given: Mapping[str, str]) -> Iterator[str]:
    for name, choices in CHOICES.items():
        if (said := given.get(name, choices[0])).lower() not in choices:
            yield f"{name} must be {', '.join(choices[:-1])} or {choices[-1]}, not {said!r}"


def _embeddings(given: Mapping[str, str]) -> Iterator[str]:
    local, url = given.get("RELAIS_EMBEDDINGS", ""), given.get("RELAIS_EMBEDDINGS_URL", "")
    if local not in ("", "minilm"):
        yield f"RELAIS_EMBEDDINGS must be minilm or empty, not {local!r}"
    if local and url:
        yield "Please set either RELAIS_EMBEDDINGS or RELAIS_EMBEDDINGS_URL, not both"
    if url and not url.startswith(("http://", "https://")):
        yield "RELAIS_EMBEDDINGS_URL must begin with http:// or https://"
    if url and not given.get("RELAIS_EMBEDDINGS_MODEL"):
        yield "RELAIS_EMBEDDINGS_URL needs RELAIS_EMBEDDINGS_MODEL, the model's name there"
