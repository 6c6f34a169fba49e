"""Told: what a trial leaves behind, counted."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from knowledge.escalation import Escalation
from knowledge.handovers import Cause
from knowledge.notification import TIMERS, Kind, Notification, State
from knowledge.timeline import Deed, TimelineEvent
from knowledge.waiter import Waiter

IN_FLIGHT = timedelta(seconds=3)
"""A reminder that was on its way when the answer came may arrive within this time."""


@dataclass(frozen=True)
class Told:
    """Every row of a trial, and how often each message arrived, by its key."""

    every: Sequence[Escalation]
    rows: Sequence[Notification]
    events: Sequence[TimelineEvent]
    waiters: Sequence[Waiter]
    sent: Counter[str]

    def wrong(self) -> list[str]:
        """What was lost, said twice, or said too late."""
        return [
            *self._forgotten(),
            *(f"{key} was sent {n} times" for key, n in self.sent.items() if n > 1),
            *self._never_sent(),
            *self._asked_twice(),
            *self._late_reminders(),
            *self._without_answer(),
        ]

    def _forgotten(self) -> Iterator[str]:
        """No escalation is lost: what is owed has something due."""
        timers = [r for r in self.rows if r.kind in TIMERS and r.state is State.READY]
        timed = {(row.about, row.facts["plan"]) for row in timers}
        for one in self.every:
            if one.is_live and (one.id, one.plan) not in timed:
                yield f"E{one.id} is owed and has nothing due"

    def _never_sent(self) -> Iterator[str]:
        for row in self.rows:
            is_post = row.kind is not Kind.REFRESH and row.kind not in TIMERS
            if is_post and row.state is State.DONE and row.key not in self.sent:
                yield f"{row.key} is done and was never sent"
            if row.state is State.FAILED:
                yield f"{row.key} failed: {row.trouble}"

    def _asked_twice(self) -> Iterator[str]:
        """Nobody is asked twice for the same step; whoever claims it asks for it themselves."""
        events = [one for one in self.events if one.deed is Deed.ASKED]
        named = [one for one in events if one.facts["cause"] != Cause.CLAIMED]
        asked = Counter((one.escalation_id, one.person) for one in named)
        for (number, person), times in asked.items():
            if times > 1:
                yield f"E{number} was asked of {person} {times} times"

    def _late_reminders(self) -> Iterator[str]:
        """There is no reminder after an answer."""
        ended = {one.id: one.answered_at or one.closed_at for one in self.every}
        for row in self.rows:
            end = ended.get(row.about)
            if row.kind is Kind.REMINDER and row.state is State.DONE and end and row.ts:
                came = datetime.fromtimestamp(float(row.ts), tz=UTC)
                if came > end + IN_FLIGHT:
                    yield f"{row.key} came {came - end} after the end"

    def _without_answer(self) -> Iterator[str]:
        answered = {one.id for one in self.every if one.answered_at}
        letters = [r for r in self.rows if r.kind is Kind.ANSWER and r.state is State.DONE]
        told = {(row.about, row.facts["person"]) for row in letters}
        for waiter in self.waiters:
            number = waiter.escalation_id
            if number in answered and (number, waiter.person) not in told:
                yield f"{waiter.person} never got the answer to E{number}"
