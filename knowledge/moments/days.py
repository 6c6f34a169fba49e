"""Days: how people name a day, in French or in English, and which one it is from some other day."""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, timedelta

from rapidfuzz.distance import OSA

Day = Callable[[date], date]
"""A day that was named, waiting to be told which day it was said on. Raises ValueError: none."""

WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon lundi lun",
            "tuesday tue tues mardi mar",
            "wednesday wed mercredi mer",
            "thursday thu thur thurs jeudi jeu",
            "friday fri vendredi ven",
            "saturday sat samedi sam",
            "sunday sun dimanche dim",
        )
    )
    for name in names.split()
}
"""Every name of a day of the week, without accents; 0 is Monday."""

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier janv",
            "february feb fevrier fev fevr",
            "march mar mars",
            "april apr avril avr",
            "may mai",
            "june jun juin",
            "july jul juillet juil",
            "august aug aout",
            "september sept sep septembre",
            "october oct octobre",
            "november nov novembre",
            "december dec decembre",
        ),
        1,
    )
    for name in names.split()
}

LATER = {
    "today": 0,
    "aujourdhui": 0,
    "tomorrow": 1,
    "demain": 1,
    "tmrw": 1,
    "end of the day": 1,
    "fin de la journee": 1,
    "day after tomorrow": 2,
    "apresdemain": 2,
}
"""Days from today."""

NEXT_WEEK = {"next week", "semaine prochaine", "end of the week", "fin de la semaine", "this week"}
NEXT_WEEK |= {"cette semaine", "whole week", "toute la semaine", "end of this week"}
NEXT_MONTH = {"next month", "mois prochain", "end of the month", "fin du mois"}

NAME = r"[a-z]+"
NUMBER = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er)?"
YEAR = r"(?: (?P<year>\d{4}))?"
DATES = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
    re.compile(r"(?P<day>\d{1,2})([/.-])(?P<month>\d{1,2})\2(?P<year>\d{4}|\d{2})"),
    re.compile(r"(?P<day>\d{1,2})[/.](?P<month>\d{1,2})"),
    re.compile(rf"(?:(?P<weekday>{NAME}) )?(?:the |le )?{NUMBER} (?:of )?(?P<month>{NAME}){YEAR}"),
    re.compile(rf"(?:(?P<weekday>{NAME}) )?(?P<month>{NAME}) (?:the )?{NUMBER}{YEAR}"),
)
"""The day comes before the month, unless the month is a word or the year comes first."""

WEEKDAY = re.compile(rf"(?:next |this |ce )?(?P<name>{NAME})(?: prochain)?")
ARTICLE = re.compile(r"(?:on|the|le|la|au|en) |l'")
SURE, SURER = 5, 8
"""Letters from which a name with one slip of the keys in it, or with two, is still that name."""


def day(words: str) -> Day | None:
    """Read a day: folded words, one space between them. None where they name no day."""
    bare = ARTICLE.sub("", words, count=1) if ARTICLE.match(words) else words
    return _relative(bare) or _weekday(bare) or _date(bare) or _month(bare)


def month_after(day: date, count: int) -> date:
    """The same day some months later; the last one of a month that is shorter."""
    years, month = divmod(day.month - 1 + count, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def named(word: str, names: Mapping[str, int]) -> int | None:
    """What a name stands for; a slip of the keys is forgiven where it leaves no doubt."""
    if word in names or len(word) < SURE:
        return names.get(word)
    slips = 1 if len(word) < SURER else 2
    near = {
        number
        for name, number in names.items()
        if len(name) >= SURE and OSA.distance(word, name, score_cutoff=slips) <= slips
    }
    return near.pop() if len(near) == 1 else None


def _relative(words: str) -> Day | None:
    later = named(words, LATER)
    if later is not None:
        return lambda today: today + timedelta(days=later)
    if words in NEXT_WEEK:
        return lambda today: _following(today, 0)
    if words in NEXT_MONTH:
        return lambda today: month_after(today.replace(day=1), 1)
    return None


def _weekday(words: str) -> Day | None:
    found = WEEKDAY.fullmatch(words)
    number = named(found["name"], WEEKDAYS) if found else None
    return None if number is None else lambda today: _following(today, number)


def _following(today: date, weekday: int) -> date:
    """The next such day, never today."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _date(words: str) -> Day | None:
    for form in DATES:
        if (found := form.fullmatch(words)) and (said := _said(found.groupdict())):
            return said
    return None


def _said(found: Mapping[str, str | None]) -> Day | None:
    word, day_word = str(found["month"]), found.get("weekday")
    month = int(word) if word.isdecimal() else named(word, MONTHS)
    weekday = named(day_word, WEEKDAYS) if day_word else None
    if month is None or (day_word and weekday is None):
        return None
    number, year = int(str(found["day"])), _year(found.get("year"))
    return lambda today: _agreed(_nearest(today, number, month, year), weekday)


def _month(words: str) -> Day | None:
    month = named(words, MONTHS)
    return None if month is None else lambda today: _nearest(today, 1, month, None)


def _year(written: str | None) -> int | None:
    return int(written) + (2000 if len(written) == 2 else 0) if written else None


def _nearest(today: date, number: int, month: int, year: int | None) -> date:
    """That day of that year; without a year, the first one from today on."""
    if year is not None:
        return date(year, month, number)
    for one in range(today.year, today.year + 9):
        with suppress(ValueError):
            if (found := date(one, month, number)) >= today:
                return found
    raise ValueError("there is no such day")


def _agreed(found: date, weekday: int | None) -> date:
    if weekday is not None and found.weekday() != weekday:
        raise ValueError("that date is another day of the week")
    return found
