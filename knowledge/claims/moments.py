"""Moments: the dates and times of day that a text names."""

import re
from collections.abc import Iterator, Mapping

from knowledge.claims.claim import Sort, Value
from knowledge.moments.days import MONTHS
from knowledge.search.unfold import Span

MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
YEAR = r"(?:,? (?P<year>\d{4}))?"
DATES = (
    re.compile(r"\b(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})\b"),
    re.compile(r"\b(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>\d{4}|\d{2})\b"),
    re.compile(
        rf"\b(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)? (?:of )?(?P<name>{MONTH})\b\.?{YEAR}",
    ),
    re.compile(
        rf"\b(?P<name>{MONTH})\b\.? (?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:){YEAR}",
    ),
)
CLOCK = re.compile(
    r"(?<![\d:.,])(?P<hour>\d{1,2})(?:(?:(?::|\.(?=\d\d ?[ap]m))(?P<minute>[0-5]\d))?"
    r" ?(?P<half>[ap])\.?m\b\.?|:(?P<minute2>[0-5]\d)(?![\d:])| ?h ?(?P<minute3>[0-5]\d)\b)"
)
HOUR = re.compile(
    r"(?:\b(?:a|de|des|vers|avant|entre|et|ou|at)|[-–]) ?"
    r"(?P<said>(?P<hour>\d{1,2}) ?h(?:eures?)?\b)"
)
LASTS = re.compile(r"(?:\bsous|\ben|\bdans|\bpendant|\bdure|\bwithin|\bfor|\bin) $")
NAMED = {"midi": (12, 0), "noon": (12, 0), "minuit": (0, 0), "midnight": (0, 0)}
AT = re.compile(rf"\b(?:{'|'.join(NAMED)})\b")


def dates(folded: str) -> Iterator[tuple[Sort, Value, Span]]:
    """Each date as year (None where it is not said), month and day; the day comes first."""
    for pattern in DATES:
        for found in pattern.finditer(folded):
            if value := _date(found.groupdict()):
                yield Sort.DATE, value, found.span()


def _date(said: Mapping[str, str | None]) -> Value | None:
    name = said.get("name")
    month = MONTHS[name] if name else int(said["month"] or 0)
    day, year = int(said["day"] or 0), said["year"]
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    full = None if year is None else float(year) + (2000 if len(year) == 2 else 0)
    return full, float(month), float(day)


def times(folded: str) -> Iterator[tuple[Sort, Value, Span]]:
    """Each time of day; « en 24 h » is how long, « à 9 h » is when."""
    for found in CLOCK.finditer(folded):
        hour = int(found["hour"])
        if found["half"]:
            hour = hour % 12 + (12 if found["half"] == "p" else 0)
        minute = int(found["minute"] or found["minute2"] or found["minute3"] or 0)
        if hour <= 24 and not LASTS.search(folded[: found.start()]):
            yield Sort.TIME, (float(hour % 24), float(minute)), found.span()
    for found in HOUR.finditer(folded):
        if int(found["hour"]) <= 24:
            yield Sort.TIME, (float(int(found["hour"]) % 24), 0.0), found.span("said")
    for found in AT.finditer(folded):
        hour, minute = NAMED[found[0]]
        yield Sort.TIME, (float(hour), float(minute)), found.span()
