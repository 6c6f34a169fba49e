"""Typed times: `2026-12-01 09:00`, `09:00`, `monday 9:30`, `lundi 9h`, as people type them."""

import re
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
TYPED = re.compile(
    r"(?:(?:on|le|at|à|a)\s+)?"
    rf"(?:(?P<date>\d{{4}}-\d\d-\d\d)|(?P<weekday>{'|'.join((*WEEKDAYS, *JOURS))}))?"
    r"(?:(?:(?<=[\da-z])[\sT]\s*|^|(?<=\s))(?:(?:at|à|a)\s+)?(?P<hour>\d\d?)[:h](?P<minute>\d\d)?)?",
    re.IGNORECASE,
)
MORNING = 9
"""The hour that is meant where only a day is typed."""


def read(text: str, *, now: datetime, zone: str) -> datetime | None:
    """The moment at which the clock of this zone shows what is typed; None where it is no time.

    A weekday, or a time alone, is the next one. A time with a zone of its own is in that.
    """
    with suppress(ValueError):
        if (exact := datetime.fromisoformat(text.strip())).tzinfo:
            return exact.astimezone(UTC)
    typed = TYPED.fullmatch(text.strip())
    if typed is None or not any(typed.group("date", "weekday", "hour")):
        return None
    with suppress(ValueError):
        return _meant(typed, now, ZoneInfo(zone))
    return None


def _meant(typed: re.Match[str], now: datetime, zone: ZoneInfo) -> datetime:
    clock = time(int(typed["hour"] or MORNING), int(typed["minute"] or 0))
    if typed["date"]:
        return _moment(date.fromisoformat(typed["date"]), clock, zone)
    today, ahead, again = now.astimezone(zone).date(), 0, 1
    if typed["weekday"]:
        name = typed["weekday"].casefold()
        number = (WEEKDAYS if name in WEEKDAYS else JOURS).index(name)
        ahead, again = (number - today.weekday()) % 7, 7
    meant = _moment(today + timedelta(days=ahead), clock, zone)
    return meant if meant >= now else _moment(today + timedelta(days=ahead + again), clock, zone)


def _moment(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, zone).astimezone(UTC)
