"""Gauges: how things are at the moment somebody looks, beside what is counted all along."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from typing import TYPE_CHECKING

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from bot import migrate
from knowledge.backlog import Backlog

if TYPE_CHECKING:
    from bot.running import Bot

Values = Mapping[tuple[str, ...], float]
"""By the words of the labels; a gauge without labels has one value, by no word."""


@dataclass(frozen=True)
class Moment:
    """What was seen; no backlog where the database did not answer."""

    now: datetime
    is_connected: bool
    last_look: datetime
    is_working: bool
    last_call: float
    indexes: list[int]
    backlog: Backlog | None

    @property
    def lag(self) -> float:
        """Seconds since the oldest due work waits for a worker."""
        since = self.backlog and self.backlog.due_since
        return max((self.now - since).total_seconds(), 0.0) if since else 0.0


@dataclass(frozen=True)
class Gauge:
    """A metric, and how it is read from a moment."""

    name: str
    text: str
    read: Callable[[Moment], Values]
    labels: tuple[str, ...] = ()


def _one(read: Callable[[Moment], float]) -> Callable[[Moment], Values]:
    return lambda seen: {(): float(read(seen))}


def _counted(read: Callable[[Backlog], int]) -> Callable[[Moment], Values]:
    return lambda seen: {(): float(read(seen.backlog))} if seen.backlog else {}


GAUGES = (
    Gauge(
        "relais_build_info",
        "Always 1; the labels tell the release, and the revision of the database it expects.",
        lambda _: {(version("relais"), migrate.known_revisions()[0]): 1},
        ("version", "revision"),
    ),
    Gauge(
        "relais_database_up",
        "1 if the database answers.",
        _one(lambda seen: seen.backlog is not None),
    ),
    Gauge(
        "relais_slack_connected",
        "1 if Slack's connection is open; over HTTP, if Slack has told us who we are.",
        _one(lambda seen: seen.is_connected),
    ),
    Gauge(
        "relais_slack_last_answer_timestamp_seconds",
        "When Slack last answered a call; 0 before the first.",
        _one(lambda seen: seen.last_call),
    ),
    Gauge(
        "relais_worker_up",
        "1 if the worker's loops run and move on.",
        _one(lambda seen: seen.is_working),
    ),
    Gauge(
        "relais_worker_last_look_timestamp_seconds",
        "When the worker last looked at what is due, with success.",
        _one(lambda seen: seen.last_look.timestamp()),
    ),
    Gauge(
        "relais_index_workspaces",
        "Workspaces whose index is in memory.",
        _one(lambda seen: len(seen.indexes)),
    ),
    Gauge(
        "relais_index_documents",
        "Documents in the indexes in memory.",
        _one(lambda seen: sum(seen.indexes)),
    ),
    Gauge(
        "relais_due_lag_seconds",
        "How long the oldest due work waits for a worker.",
        lambda seen: {(): seen.lag} if seen.backlog else {},
    ),
    Gauge(
        "relais_outbox_rows",
        "Messages and timers that are not done, by what they wait for, and why.",
        lambda seen: {(*k,): v for k, v in seen.backlog.outbox.items()} if seen.backlog else {},
        ("waits_for", "reason"),
    ),
    Gauge(
        "relais_inbox_waiting",
        "Events of Slack's that are not done.",
        _counted(lambda backlog: backlog.events),
    ),
    Gauge(
        "relais_inbox_given_up",
        "Events that failed at every try.",
        _counted(lambda backlog: backlog.events_given_up),
    ),
    Gauge(
        "relais_escalations",
        "Questions owed an answer, by status.",
        lambda seen: {(k,): v for k, v in seen.backlog.escalations.items()} if seen.backlog else {},
        ("status",),
    ),
    Gauge(
        "relais_escalations_overdue",
        "Questions whose answer is overdue.",
        _counted(lambda backlog: backlog.overdue),
    ),
    Gauge(
        "relais_drafts_in_review",
        "Drafts that wait for a reviewer.",
        _counted(lambda backlog: backlog.in_review),
    ),
    Gauge(
        "relais_flags_open",
        "Entries that somebody doubts.",
        _counted(lambda backlog: backlog.flags),
    ),
)


class Gauges(Collector):
    """The last moment that was seen. What the database did not tell is left out, not made up."""

    def __init__(self) -> None:
        self.moment: Moment | None = None

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Give the gauges; without a moment, their names alone."""
        for gauge in GAUGES:
            family = GaugeMetricFamily(gauge.name, gauge.text, labels=gauge.labels)
            for words, value in (gauge.read(self.moment) if self.moment else {}).items():
                family.add_metric([str(word) for word in words], value)
            yield family


async def look(bot: Bot) -> Moment:
    """See how things are."""
    return Moment(
        now=bot.services.clock(),
        is_connected=await bot.socket.is_open() if bot.socket else bot.identity.is_known,
        last_look=bot.worker.looked_at,
        is_working=bot.worker.is_alive and not bot.worker.is_stuck,
        last_call=bot.metrics.last_answer,
        indexes=bot.services.library.sizes(),
        backlog=await _backlog(bot),
    )


async def _backlog(bot: Bot) -> Backlog | None:
    try:
        return await bot.probes.backlog.see()
    except (SQLAlchemyError, OSError):  # a TimeoutError is an OSError
        return None
