"""The life of a signal, whatever people do and however time passes: it never ends in silence."""

import asyncio
from collections.abc import Coroutine
from datetime import datetime, timedelta
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from knowledge import overdue, passing, signals
from knowledge.database import Database
from knowledge.errors import KnowledgeError
from knowledge.notification import Kind, Notification, State
from knowledge.passing import Passing
from knowledge.signal import MOVES, Signal, Status, Supporter
from tests.emptying import empty
from tests.factories import ANA, CHARTER, MARIA, NINA, NOW, PAUL, PROCESSES, WORKSPACE
from tests.knowledge.team import Team

Result = TypeVar("Result")
EVERYONE = (ANA, MARIA, PAUL, NINA, "U0ZOE")
PEOPLE = st.sampled_from(EVERYONE)
PROCESS = st.sampled_from(["support", "innovation", "gone", None])
WORDS = (signals.receive, signals.act_on, signals.decline)
SAID = {Status.RECEIVED, Status.ACTED_ON, Status.NOT_NOW}


class Life(RuleBasedStateMachine):
    """One message that five people pass on, answer, take back and forget."""

    database: Database

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.team = Team(self.database.sessions)
        self.now: datetime = NOW
        self.before: Status | None = None
        self.heard: set[tuple[str, int, Status]] = set()

    def do(self, work: Coroutine[Any, Any, Result]) -> Result:
        return self.loop.run_until_complete(work)

    def teardown(self) -> None:
        self.do(self.forget())
        self.loop.close()

    async def forget(self) -> None:
        async with self.database.engine.begin() as connection:
            await empty(connection)
        await self.database.close()

    @initialize()
    def begin(self) -> None:
        self.do(self.team.agrees(CHARTER + PROCESSES))
        self.do(self.team.meets(*EVERYONE))

    @property
    def signal(self) -> Signal | None:
        return next(iter(self.do(self.team.all(Signal))), None)

    @rule(by=PEOPLE, process=PROCESS, note=st.sampled_from(["", "Encore."]))
    def pass_on(self, by: str, process: str | None, note: str) -> None:
        about = Passing(WORKSPACE, "C0:1", "Louer ?", topic="refunds", process=process)
        self.attempt(self.passed(about, by, note))

    async def passed(self, about: Passing, by: str, note: str) -> None:
        async with self.team.sessions.begin() as session:
            how: dict[str, Any] = {"charter": self.team.charter, "by": by, "now": self.now}
            await passing.pass_on(session, about, note=note, **how)

    @rule(by=PEOPLE)
    @precondition(lambda self: self.signal)
    def take_back(self, by: str) -> None:
        self.attempt(self.team.does(passing.withdraw, self.known, by=by, now=self.now))

    @rule(by=PEOPLE, word=st.sampled_from(WORDS))
    @precondition(lambda self: self.signal)
    def say(self, by: str, word: Any) -> None:
        said = ("Pas ce mois-ci.",) if word is signals.decline else ()
        how: dict[str, Any] = {"by": by, "charter": self.team.charter, "now": self.now}
        before = (self.known.status, self.known.round)
        if self.attempt(self.team.does(word, self.known, *said, **how)):
            now = self.known
            if (now.status, now.round) != before:  # said anew, or by somebody who takes it over
                passing_on = self.do(self.team.all(Supporter))
                others = {one.person for one in passing_on} - {now.owner}
                self.heard |= {(person, now.round, now.status) for person in others}

    @rule(by=PEOPLE, process=PROCESS, stale=st.booleans())
    @precondition(lambda self: self.signal)
    def hand_on(self, by: str, process: str | None, stale: bool) -> None:
        seen = self.known.round - stale
        how: dict[str, Any] = {"by": by, "charter": self.team.charter, "now": self.now}
        self.attempt(self.team.does(signals.reassign, self.known, process, seen=seen, **how))

    @rule(hours=st.integers(1, 80))
    def time_passes(self, hours: int) -> None:
        """In leaps of a day at most, as with a worker that runs."""
        for step in range(0, hours, 24):
            self.now += timedelta(hours=min(24, hours - step))
            self.do(self.team.until(self.now))
            self.before = self.known.status if self.signal else None

    @rule(days=st.integers(3, 20))
    def nobody_works(self, days: int) -> None:
        """A leap without a worker; what ran out meanwhile is decided at its end."""
        self.now += timedelta(days=days)
        self.do(self.team.until(self.now))
        self.before = self.known.status if self.signal else None

    @rule(person=PEOPLE, leaves=st.booleans())
    def come_and_go(self, person: str, leaves: bool) -> None:
        self.do(self.team.loses(person) if leaves else self.team.meets(person))

    @rule()
    @precondition(lambda self: self.signal)
    def cannot_be_delivered(self) -> None:
        rows = self.do(self.team.planned(Kind.SIGNAL))
        self.do(self.undelivered(rows[-1]))
        self.before = self.known.status

    async def undelivered(self, row: Notification) -> None:
        async with self.team.sessions.begin() as session:
            await overdue.unreachable(session, row, self.now)

    @invariant()
    def it_moves_as_the_table_says(self) -> None:
        signal = self.signal
        after = signal.status if signal else None
        if self.before and after and after is not self.before:
            assert after in MOVES[self.before]
        self.before = after

    @invariant()
    def a_live_signal_has_a_moment_at_which_somebody_is_told(self) -> None:
        signal = self.signal
        if signal is None or not signal.is_live:
            return
        timers = self.do(self.team.planned(Kind.SIGNAL_ANSWER_BY))
        live = [one for one in timers if one.facts["round"] == signal.round]
        assert [one.state for one in live] == [State.READY]
        assert live[0].due_at > self.now
        assert signal.owner in EVERYONE
        to_owner = self.do(self.team.planned(Kind.SIGNAL, to=signal.owner))
        assert to_owner, "its owner was never told"

    @invariant()
    def it_is_with_nobody_who_has_passed_it_on_and_not_answered(self) -> None:
        signal = self.signal
        if signal and signal.status is Status.PASSED_ON:
            assert signal.owner not in {one.person for one in self.do(self.team.all(Supporter))}
            assert signal.by in {one.person for one in self.do(self.team.all(Supporter))}

    @invariant()
    def who_passed_it_on_knows_how_it_stands_and_heard_every_word(self) -> None:
        states = {row.to for row in self.do(self.team.planned(Kind.SIGNAL_STATE))}
        assert {one.person for one in self.do(self.team.all(Supporter))} <= states
        news = self.do(self.team.planned(Kind.SIGNAL_NEWS))
        told = {(r.to, r.facts["round"], r.facts["news"]) for r in news if r.facts["news"] in SAID}
        assert told == {(person, number, str(said)) for person, number, said in self.heard}

    @property
    def known(self) -> Signal:
        signal = self.signal
        assert signal
        return signal

    def attempt(self, work: Coroutine[Any, Any, Any]) -> bool:
        """Do it, if it may be done: whether it was."""
        try:
            self.do(work)
        except KnowledgeError:
            return False
        return True


def test_it_never_ends_in_silence(backend: str, request: pytest.FixtureRequest) -> None:
    Life.database = request.getfixturevalue(f"kept_{backend}")
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=12,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
