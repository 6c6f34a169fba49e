"""Forms: how identifiers, durations, hours and zones are written in a charter."""

import re
from datetime import date, time, timedelta
from functools import lru_cache
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, WithJsonSchema

from knowledge import calendar, holidays
from knowledge.charter.likeness import suggestion

MEMBER_ID = r"^[UW][A-Z0-9]{2,20}$"
CHANNEL_ID = r"^[CG][A-Z0-9]{2,20}$"
SLUG = r"^[a-z0-9]+([-_][a-z0-9]+)*$"
DURATION = r"^(?=[0-9])([0-9]+w)?([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?$"
CLOCK = r"^([01]?[0-9]|2[0-3]):[0-5][0-9]$"
DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
HOLIDAYS = r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$"


def _member(text: str) -> str:
    if not re.fullmatch(MEMBER_ID, text):
        raise ValueError(
            f'"{text[:40]}" is not a Slack member ID, which begins with U or W, such as '
            'U0CAMILLE: in Slack, open the person\'s profile, then ⋮ and "Copy member ID".'
        )
    return text


def _channel(text: str) -> str:
    if not re.fullmatch(CHANNEL_ID, text):
        raise ValueError(
            f'"{text[:40]}" is not a Slack channel ID, which begins with C or G, such as '
            "C0LEADS: in Slack, it is at the bottom of the channel's details."
        )
    return text


def _slug(text: str) -> str:
    if not re.fullmatch(SLUG, text):
        raise ValueError(
            f'"{text[:40]}" cannot be an id: use small letters without accents, digits and '
            "hyphens, such as gift-cards."
        )
    return text


def _duration(value: object) -> object:
    if isinstance(value, timedelta):
        return value
    return calendar.duration(str(value))


def _clock(value: object) -> object:
    if isinstance(value, time):
        return value
    if not re.fullmatch(CLOCK, str(value)):
        raise ValueError(f'"{str(value)[:40]}" is not a time of day: write it as "09:00".')
    hour, minute = str(value).split(":")
    return time(int(hour), int(minute))


def _date(value: object) -> object:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value) if re.fullmatch(DATE, str(value)) else "")
    except ValueError as error:
        raise ValueError(
            f'"{str(value)[:40]}" is not a day: write year, month and day, such as 2026-12-24.'
        ) from error


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _zone(text: str) -> str:
    if text not in _zones():
        raise ValueError(
            f'"{text[:40]}" is not a time zone: write one such as Europe/Paris.'
            + suggestion(text, _zones())
        )
    return text


def _holidays(text: str) -> str:
    if not re.fullmatch(HOLIDAYS, text):
        raise ValueError(
            f'"{text[:40]}" is not a country code: write two capital letters such as FR, or a '
            "country and its region, such as FR-57 or DE-BY."
            + suggestion(text, holidays.countries())
        )
    if not holidays.is_known(text):
        raise ValueError(_unknown_holidays(text))
    return text


def _unknown_holidays(text: str) -> str:
    country = text.partition("-")[0]
    if not holidays.is_known(country):
        return (
            f'The public holidays of "{text}" are not known: write the two letters of a country, '
            "such as FR or CH, or leave holidays out."
        )
    regions = holidays.regions(country)
    named = f", or one of {', '.join(regions)}" if regions else ""
    return f'"{text}" has no public holidays of its own: write {country}{named}.'


def _pattern(pattern: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern})


Member = Annotated[str, AfterValidator(_member), _pattern(MEMBER_ID)]
Channel = Annotated[str, AfterValidator(_channel), _pattern(CHANNEL_ID)]
Slug = Annotated[str, AfterValidator(_slug), _pattern(SLUG)]
Zone = Annotated[str, AfterValidator(_zone)]
Holidays = Annotated[str, AfterValidator(_holidays), _pattern(HOLIDAYS)]
Duration = Annotated[
    timedelta,
    BeforeValidator(_duration),
    PlainSerializer(calendar.written, when_used="json"),
    _pattern(DURATION),
]
Clock = Annotated[
    time,
    BeforeValidator(_clock),
    PlainSerializer(lambda moment: f"{moment:%H:%M}", when_used="json"),
    _pattern(CLOCK),
]
Date = Annotated[
    date,
    BeforeValidator(_date),
    PlainSerializer(date.isoformat, when_used="json"),
    _pattern(DATE),
]
