"""The life of a flagged entry, whatever people do and time does: it never ends in silence."""

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

from knowledge import absences, flag_overdue, flag_settling, flagging
from knowledge.database import Database
from knowledge.errors import KnowledgeError
from knowledge.flag import MOVES, Doubt, Flag, Remark, Status
from knowledge.outbox import Kind, Notification, State
from tests.emptying import empty
from tests.factories import ANA, CHARTER, MARIA, NINA, NOW, PAUL, WORKSPACE
from tests.knowledge.flagged import an_answer, archives, corrects, does, flagged
from tests.knowledge.team import Team

Result = TypeVar("Result")
EVERYONE = (ANA, MARIA, PAUL, NINA, "U0ZOE")
PEOPLE = st.sampled_from(EVERYONE)
CROWDED = CHARTER.replace("stance: answer\n", f"stance: answer\n    reviewers: [{PAUL}]\n", 1)


class Life(RuleBasedStateMachine):
    """One entry that five people doubt, correct, defend, hand over and forget."""

    database: Database

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.team = Team(self.database.sessions)
        self.now: datetime = NOW
        self.number = 0
        self.before: dict[int, Status] = {}

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
        self.do(self.team.agrees(CROWDED))
        self.do(self.team.meets(*EVERYONE))
        self.entry = self.do(an_answer(self.team))

    @property
    def flags(self) -> list[Flag]:
        return self.do(self.team.all(Flag))

    @property
    def open(self) -> Flag | None:
        return next((flag for flag in self.flags if flag.is_open), None)

    @rule(by=PEOPLE, doubt=st.sampled_from(list(Doubt)), again=st.booleans())
    def doubt(self, by: str, doubt: Doubt, again: bool) -> None:
        self.number += not again or not self.number
        said: dict[str, Any] = {"doubt": doubt, "key": f"modal:{self.number}", "place": "C1:1.1"}
        self.attempt(flagged(self.team, self.entry, by=by, now=self.now, **said))

    @rule(by=PEOPLE)
    def take_back(self, by: str) -> None:
        self.do(self.taken_back(by))

    async def taken_back(self, by: str) -> None:
        async with self.team.sessions.begin() as session:
            await flagging.take_back(session, WORKSPACE, "C1:1.1", by=by, now=self.now)

    @rule(by=PEOPLE, body=st.sampled_from(["Sous 30 jours.", "Sous 14 jours."]))
    def correct(self, by: str, body: str) -> None:
        self.attempt(corrects(self.team, self.entry, body, by=by, now=self.now))

    @rule(by=PEOPLE)
    @precondition(lambda self: self.open)
    def uphold(self, by: str) -> None:
        self.attempt(does(self.team, flag_settling.uphold, self.known, "Si.", by=by, now=self.now))

    @rule(by=PEOPLE, to=PEOPLE, stale=st.booleans())
    @precondition(lambda self: self.open)
    def hand_over(self, by: str, to: str, stale: bool) -> None:
        how: dict[str, Any] = {"seen": self.known.round - stale, "by": by, "now": self.now}
        self.attempt(does(self.team, flag_settling.hand_over, self.known, to, **how))

    @rule(by=PEOPLE)
    @precondition(lambda self: len(self.flags) > 2)
    def archive(self, by: str) -> None:
        self.attempt(archives(self.team, self.entry, by=by, now=self.now))

    @rule(hours=st.integers(1, 100))
    def time_passes(self, hours: int) -> None:
        """In leaps of a day at most, as with a worker that runs."""
        for step in range(0, hours, 24):
            self.now += timedelta(hours=min(24, hours - step))
            self.do(self.team.until(self.now))

    @rule(days=st.integers(3, 20))
    def nobody_works(self, days: int) -> None:
        """A leap without a worker; what ran out meanwhile is decided at its end."""
        self.now += timedelta(days=days)
        self.do(self.team.until(self.now))

    @rule(person=PEOPLE, leaves=st.booleans())
    def come_and_go(self, person: str, leaves: bool) -> None:
        self.do(self.team.loses(person) if leaves else self.team.meets(person))

    @rule(person=PEOPLE, days=st.integers(1, 30))
    def be_away(self, person: str, days: int) -> None:
        self.do(self.away(person, self.now + timedelta(days=days)))

    async def away(self, person: str, until: datetime) -> None:
        async with self.team.sessions.begin() as session:
            when: dict[str, Any] = {"from_at": self.now, "until": until, "now": self.now}
            await absences.stay_away(session, WORKSPACE, person, by=person, **when)

    @rule()
    @precondition(lambda self: self.flags)
    def cannot_be_delivered(self) -> None:
        rows = self.do(self.team.planned(Kind.FLAG))
        self.do(self.undelivered(rows[-1]))

    async def undelivered(self, row: Notification) -> None:
        async with self.team.sessions.begin() as session:
            await flag_overdue.unreachable(session, row, now=self.now)

    @invariant()
    def they_move_as_the_table_says(self) -> None:
        for flag in self.flags:
            before = self.before.get(flag.id, Status.OPEN)
            assert flag.status is before or flag.status in MOVES[before]
            self.before[flag.id] = flag.status

    @invariant()
    def an_entry_has_one_open_flag_at_most(self) -> None:
        assert sum(flag.is_open for flag in self.flags) <= 1

    @invariant()
    def an_open_flag_has_somebody_who_was_asked_and_a_moment_at_which_somebody_is_told(
        self,
    ) -> None:
        flag = self.open
        if flag is None:
            return
        timers = self.do(self.team.planned(Kind.FLAG_SETTLE_BY))
        live = [one for one in timers if (one.about, one.facts["round"]) == (flag.id, flag.round)]
        assert [one.state for one in live] == [State.READY]
        assert live[0].due_at > self.now
        asked = self.do(self.team.planned(Kind.FLAG, to=flag.owner))
        assert flag.id in {row.about for row in asked}, "its owner was never told"

    @invariant()
    def where_nobody_is_left_the_leads_know(self) -> None:
        flag = self.open
        if flag and flag.exhausted_at:
            told = self.do(self.team.planned(Kind.FLAG_OVERDUE))
            assert [row for row in told if row.facts["round"] == flag.round]

    @invariant()
    def whoever_doubted_it_hears_what_became_of_it(self) -> None:
        rows = self.do(self.team.planned(Kind.FLAG_NEWS))
        told = {(row.about, row.to, row.facts["news"]) for row in rows}
        settled = {flag.id: flag for flag in self.flags if not flag.is_open}
        for one in self.do(self.team.all(Remark)):
            flag = settled.get(one.flag_id)
            if flag and one.person and one.person != flag.settled_by:
                assert (flag.id, one.person, str(flag.status)) in told

    @invariant()
    def an_open_flag_is_about_something_somebody_holds_against_it(self) -> None:
        if flag := self.open:
            assert flag.id in {one.flag_id for one in self.do(self.team.all(Remark))}

    @property
    def known(self) -> Flag:
        flag = self.open
        assert flag
        return flag

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
