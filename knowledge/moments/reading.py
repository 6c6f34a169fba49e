"""Reading: a day, a time, a span or what is left of today, as a moment of the time to come."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from knowledge.errors import FarMoment, PastMoment, UnreadMoment
from knowledge.moments.clocks import clock, part
from knowledge.moments.days import WEEKDAYS, day
from knowledge.moments.folding import folded
from knowledge.moments.spans import Reading, span

LONGEST = timedelta(days=400)
"""How far off the end of an absence may be."""

SHOWN = 40
"""Characters of what was written that a refusal repeats."""

MOST, FEW = 12, 5
"""Words of a moment; words that may still be an attempt at one."""

UNKNOWN = {"further notice", "nouvel ordre", "indefinitely", "indefiniment"}
TODAY = {"today", "aujourdhui", "the day", "la journee", "toute la journee"}
UNTIL = re.compile(r"(?:until|untill|till|til|jusqu|jusque|back|retour|de retour)\b'? ?(?:a )?")
FOR = re.compile(r"(?:for|during|in|pendant|durant|pour|dans) ")
BY_THE_CLOCK = re.compile(r"(?:[7-9]|1\d|2[0-3]) ?h(?:eures?)?(?: ?\d\d)?")
"""Hours that are a time of the day rather than a span, where nothing else tells: 14h."""

NUMBER = rf"(?:the |le )?(?:\d|(?:{'|'.join(WEEKDAYS)})\b)"
ATTEMPT = re.compile(rf"(?:until|till?|jusqu)\b.|(?:from|du|for|pendant|durant) {NUMBER}")


def until(text: str, *, now: datetime, zone: str) -> datetime | None:
    """Say when somebody who writes this in that time zone is back, in UTC; None: nobody knows yet.

    A day means its beginning: whoever is away until Monday is there on Monday.

    Raises:
        UnreadMoment, PastMoment, FarMoment: it is no moment of the time to come.
    """
    words, shown = folded(text), text.strip()[:SHOWN]
    if _is_open(words):
        return None
    reading = _reading(words)
    if reading is None:
        raise UnreadMoment(text=shown)
    try:
        said = reading(now.astimezone(ZoneInfo(zone))).astimezone(UTC)
    except (ValueError, OverflowError) as none:
        raise UnreadMoment(text=shown) from none
    if said <= now:
        raise PastMoment(text=shown)
    if said > now + LONGEST:
        raise FarMoment(text=shown)
    return said


def is_meant(text: str) -> bool:
    """Whether this is said of a moment: it reads as one, or tries to in a few words."""
    words = folded(text)
    return _is_open(words) or _reading(words) is not None or _is_attempt(words)


def start(of: date, zone: str) -> datetime:
    """The beginning of a day in a time zone, in UTC."""
    return datetime.combine(of, time(0), ZoneInfo(zone)).astimezone(UTC)


def _is_open(words: str) -> bool:
    return UNTIL.sub("", words, count=1) in UNKNOWN


def _is_attempt(words: str) -> bool:
    return "?" not in words and len(words.split()) <= FEW and bool(ATTEMPT.match(words))


def _reading(words: str) -> Reading | None:
    if not words or len(words.split()) > MOST:
        return None
    if found := FOR.match(words):
        rest = words[found.end() :]
        return span(rest) or _rest_of_today(rest)
    if found := UNTIL.match(words):
        return _back(words[found.end() :])
    lasting = None if BY_THE_CLOCK.fullmatch(words) else span(words)
    return _rest_of_today(words) or lasting or _back(words)


def _rest_of_today(words: str) -> Reading | None:
    """*This afternoon*: away until it is over, where *until this afternoon* is until it begins."""
    of_day = part(words)
    if words in TODAY or (of_day and of_day[1] is None):
        return lambda here: _on(here.date() + timedelta(days=1), time(0), here)
    over = of_day[1] if of_day else None
    return (lambda here: _on(here.date(), over, here)) if over else None


def _back(words: str) -> Reading | None:
    """A day, a time, or both in either order."""
    parts = words.split()
    for cut in range(len(parts)):
        one, other = " ".join(parts[:cut]), " ".join(parts[cut:])
        for named, at in ((one, other), (other, one)):
            if reading := _both(named, at):
                return reading
    return None


def _both(named: str, at: str) -> Reading | None:
    moment = clock(at) if at else time(0)
    on = day(named) if named else None
    if moment is None or (named and on is None):
        return None
    return (lambda here: _on(on(here.date()), moment, here)) if on else _next(moment)


def _next(at: time) -> Reading:
    """The next time that clocks show this."""

    def reading(here: datetime) -> datetime:
        today = _on(here.date(), at, here)
        return today if today > here else _on(here.date() + timedelta(days=1), at, here)

    return reading


def _on(on: date, at: time, here: datetime) -> datetime:
    return datetime.combine(on, at, here.tzinfo)
