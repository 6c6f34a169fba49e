"""Dates: moments written in the viewer's zone and language, as Slack's client writes them."""

import re
from collections.abc import Callable
from datetime import datetime

from babel.dates import format_date, format_skeleton, format_time, format_timedelta

from bot.sandbox.page.viewer import Viewer
from bot.sandbox.page.words import words

_TOKEN = re.compile(r"\{(\w+)\}")
_LATEST = 32_503_680_000  # the year 3000: beyond it a number is no date anybody meant


def written(seconds: float, pattern: str, viewer: Viewer) -> str | None:
    """A `<!date^…>` pattern filled in, or None when the moment cannot be shown.

    The tokens are those of Slack's "Formatting message text"; an unknown one stays as typed.
    """
    if not 0 <= seconds < _LATEST:
        return None
    moment = viewer.local(seconds)
    return _TOKEN.sub(lambda token: _token(token, moment, viewer), pattern)


def _token(token: re.Match[str], moment: datetime, viewer: Viewer) -> str:
    name = token[1]
    if name.endswith("_pretty"):
        near = _near(moment, viewer)
        return near or _write(name.removesuffix("_pretty"), moment, viewer) or token[0]
    return _write(name, moment, viewer) or token[0]


def _near(moment: datetime, viewer: Viewer) -> str | None:
    days = (moment.date() - viewer.now.astimezone(viewer.tzinfo).date()).days
    names = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    return words(viewer.language)[names[days]] if days in names else None


def _write(name: str, moment: datetime, viewer: Viewer) -> str | None:
    write = _WRITERS.get(name)
    return write(moment, viewer) if write else None


def day(moment: datetime, viewer: Viewer) -> str:
    """The heading above a day's messages: today, yesterday, or the date in full."""
    return _near(moment, viewer) or format_skeleton("yMMMMEEEEd", moment, locale=viewer.locale)


def time(moment: datetime, viewer: Viewer) -> str:
    return format_time(moment, "short", locale=viewer.locale)


def full(moment: datetime, viewer: Viewer) -> str:
    """Date and time: what the clock shows, and a message's time when pointed at."""
    date = format_skeleton("yMMMEd", moment, locale=viewer.locale)
    return f"{date}, {time(moment, viewer)}"


def _ago(moment: datetime, viewer: Viewer) -> str:
    return format_timedelta(moment - viewer.now, add_direction=True, locale=viewer.locale)


_WRITERS: dict[str, Callable[[datetime, Viewer], str]] = {
    "date_num": lambda moment, _: moment.strftime("%Y-%m-%d"),
    "date": lambda moment, viewer: format_date(moment, "long", locale=viewer.locale),
    "date_slash": lambda moment, viewer: format_date(moment, "short", locale=viewer.locale),
    "date_short": lambda moment, viewer: format_skeleton("yMMMd", moment, locale=viewer.locale),
    "date_long": lambda moment, viewer: format_date(moment, "full", locale=viewer.locale),
    "time": time,
    "time_secs": lambda moment, viewer: format_time(moment, "medium", locale=viewer.locale),
    "ago": _ago,
}
