"""Moments: dates and durations, in the reader's zone and language."""

from datetime import UTC, date, datetime, timedelta

from babel.dates import format_date, format_time
from babel.units import format_unit

from handlers.locale import Words
from handlers.ui.text.escaping import entities

UNITS = (
    ("day", timedelta(days=1)),
    ("hour", timedelta(hours=1)),
    ("minute", timedelta(minutes=1)),
    ("second", timedelta(seconds=1)),
)


def moment(at: datetime, _: Words) -> str:
    """A moment that Slack shows in the reader's own zone, in UTC where it cannot."""
    when = at.astimezone(UTC)
    language = _.language
    date, time = format_date(when, locale=language), format_time(when, "short", locale=language)
    fallback = f"{date} {time} UTC"
    return f"<!date^{int(when.timestamp())}^{{date_short_pretty}} {{time}}|{_plain(fallback)}>"


def day(at: datetime, _: Words) -> str:
    """A day that Slack shows in the reader's own zone."""
    when = at.astimezone(UTC)
    fallback = format_date(when, "long", locale=_.language)
    return f"<!date^{int(when.timestamp())}^{{date_short}}|{_plain(fallback)}>"


def day_in_words(of: date, _: Words, *, today: date) -> str:
    """A day of the calendar as people say it; its year is said where it is another one."""
    first = _.language == "fr" and of.day == 1
    pattern = ("EEEE d'er' MMMM" if first else "EEEE d MMMM") + " y" * (of.year != today.year)
    return _plain(format_date(of, pattern, locale=_.language))


def date_(on: date, _: Words) -> str:
    """A day of the calendar, the same for every reader."""
    return format_date(on, "long", locale=_.language)


def day_and_time(timestamp: object) -> str:
    """A moment that Slack gives in seconds since 1970, in words of no language; else nothing."""
    try:
        at = datetime.fromtimestamp(int(str(timestamp)), UTC)
    except (ValueError, OverflowError, OSError):
        return ""
    return f"{at:%Y-%m-%d %H:%M} UTC"


def lasting(length: timedelta, _: Words) -> str:
    """How long something takes, in its two largest units: 1 hour 30 minutes."""
    told = []
    for unit, one in UNITS:
        count, length = divmod(length, one)
        if count:
            told.append(format_unit(count, unit, locale=_.language))
    return " ".join(told[:2]) or format_unit(0, "minute", locale=_.language)


def _plain(fallback: str) -> str:
    return entities(fallback).replace("|", " ")
