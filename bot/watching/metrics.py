"""Metrics: what a bot counts and measures as it works, in a registry of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from time import perf_counter, time

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
)
from sqlalchemy import event
from sqlalchemy.engine import ExceptionContext

from knowledge.database import Database
from knowledge.notification import ERRANDS, Kind
from knowledge.outbox import State
from knowledge.stopwatch import Lap

PROMPT = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3)
"""Seconds. Slack waits three for an acknowledgement."""

QUICK = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 10)
"""Seconds of our own work in memory."""

SLOW = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
"""Seconds of one call; we wait ten."""

LATE = (0.5, 1, 2, 5, 15, 60, 300, 1800, 7200)
"""Seconds after a message was due."""

OUTCOMES = {State.DONE: "sent", State.DROPPED: "not_needed", State.FAILED: "failed"}

disable_created_metrics()  # type: ignore[no-untyped-call]


class Metrics:
    """Everything is in `registry`, so that two bots in one process count apart.

    No label names a workspace, a person or a channel: there are too many of them.
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(namespace="relais", registry=self.registry)
        self.last_answer = 0.0
        self.last_failure = 0.0
        self._count_own_work()
        self._count_slack()

    def _count_own_work(self) -> None:
        self._acknowledgement = Histogram(
            "relais_acknowledgement_seconds",
            "From a request's arrival to our answer to it; Slack waits 3 seconds.",
            ["kind"],
            buckets=PROMPT,
            registry=self.registry,
        )
        self._requests = self._counter(
            "relais_requests", "Requests from Slack, by the status of our answer.", "kind", "status"
        )
        self._laps = {
            Lap.SEARCH: self._histogram(
                "relais_search_seconds", "Looking for one question's entries and topic.", QUICK
            ),
            Lap.CATCH_UP: self._histogram(
                "relais_index_catch_up_seconds", "Reading what has changed into an index.", QUICK
            ),
        }
        self._delay = self._histogram(
            "relais_message_delay_seconds", "From when a message was due to its being sent.", LATE
        )
        self._messages = self._counter(
            "relais_messages", "What became of messages: put_off ones are tried again.", "outcome"
        )
        self._events = self._counter(
            "relais_events", "Events of Slack's worked on: failed ones are tried again.", "outcome"
        )
        self._database_errors = self._counter(
            "relais_database_errors", "Errors of the database, by kind.", "error"
        )

    def _count_slack(self) -> None:
        self._call = Histogram(
            "relais_slack_call_seconds",
            "One call to Slack, its waits included.",
            ["method"],
            buckets=SLOW,
            registry=self.registry,
        )
        self._calls = self._counter(
            "relais_slack_calls", "Calls to Slack, by what came of them.", "method", "result"
        )
        self._slack_errors = self._counter(
            "relais_slack_errors", "Calls to Slack that failed, and why.", "method", "error"
        )
        self._limited = self._counter(
            "relais_slack_rate_limits", "How often Slack said: too many calls.", "method"
        )
        self._waits = self._counter(
            "relais_slack_rate_limit_wait_seconds", "How long it has told us to wait.", "method"
        )

    def acknowledged(self, kind: str, status: int, seconds: float) -> None:
        """A request has been answered."""
        self._acknowledgement.labels(kind).observe(seconds)
        self._requests.labels(kind, str(status)).inc()

    @contextmanager
    def stopwatch(self, lap: Lap) -> Iterator[None]:
        """Measures the block."""
        begun = perf_counter()
        yield
        self._laps[lap].observe(perf_counter() - begun)

    def settled(self, kind: Kind, state: State, late: timedelta) -> None:
        """A row of the outbox has had its end."""
        if kind in ERRANDS:
            return
        self._messages.labels(OUTCOMES[state]).inc()
        if state is State.DONE:
            self._delay.observe(max(late.total_seconds(), 0))

    def put_off(self, kind: Kind) -> None:
        """One could not be sent now."""
        if kind not in ERRANDS:
            self._messages.labels("put_off").inc()

    def event_done(self) -> None:
        """An event has had its effect."""
        self._events.labels("done").inc()

    def event_failed(self) -> None:
        """One has not."""
        self._events.labels("failed").inc()

    def called(self, method: str, result: str, error: str, seconds: float) -> None:
        """Slack was called: `result` is `ok`, `refused`, `rate_limited`, `failed` or `no_answer`;
        `error` says why not.
        """
        self._call.labels(method).observe(seconds)
        self._calls.labels(method, result).inc()
        if error:
            self._slack_errors.labels(method, error).inc()
        if result in ("ok", "refused", "rate_limited"):
            self.last_answer = time()
        else:
            self.last_failure = time()

    def rate_limited(self, method: str, seconds: float) -> None:
        """Slack says that there are too many calls, and how long to wait."""
        self._limited.labels(method).inc()
        self._waits.labels(method).inc(seconds)

    def observe(self, database: Database) -> None:
        """Count its errors from now on."""

        def failed(context: ExceptionContext) -> None:
            self._database_errors.labels(type(context.original_exception).__name__).inc()

        event.listen(database.engine.sync_engine, "handle_error", failed)

    def _counter(self, name: str, text: str, *labels: str) -> Counter:
        return Counter(name, text, labels, registry=self.registry)

    def _histogram(self, name: str, text: str, buckets: tuple[float, ...]) -> Histogram:
        return Histogram(name, text, buckets=buckets, registry=self.registry)
