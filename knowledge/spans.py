"""Spans of time: absences and hours worked, from one moment to just before another."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from operator import itemgetter

Span = tuple[datetime, datetime]
"""From the one moment to just before the other, both in UTC."""


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Put spans in order and in UTC, join those that touch, leave out those that are empty."""
    joined: list[Span] = []
    for begin, end in sorted((utc(begin), utc(end)) for begin, end in spans):
        if joined and begin <= joined[-1][1]:
            first, latest = joined.pop()
            joined.append((first, max(latest, end)))
        elif begin < end:
            joined.append((begin, end))
    return tuple(joined)


def outside(span: Span, others: Sequence[Span]) -> Iterator[Span]:
    """Give the parts of a span that are in none of the others, which are merged."""
    begin, end = span
    ends_later = bisect_right(others, begin, key=itemgetter(1))
    for other_begin, other_end in others[ends_later:]:
        if other_begin >= end:
            break
        if begin < other_begin:
            yield begin, other_begin
        begin = other_end
    if begin < end:
        yield begin, end


def utc(moment: datetime) -> datetime:
    """Give a moment in UTC. Raises ValueError without a time zone, which leaves it open."""
    if moment.tzinfo is None:
        raise ValueError("A moment without a time zone cannot be reckoned with.")
    return moment.astimezone(UTC)
