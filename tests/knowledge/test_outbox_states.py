"""The outbox whatever happens: two workers, crashes, refusals, and time that passes."""

import asyncio
import shutil
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    multiple,
    rule,
    run_state_machine_as_test,
)

from knowledge import leases, outbox
from knowledge.database import open_database
from knowledge.leases import LEASE
from knowledge.outbox import Kind, Notification, State
from tests.factories import NOW, WORKSPACE

Result = TypeVar("Result")

OWNERS = st.sampled_from(["one", "two"])
LANES = st.sampled_from(["U0A", "U0B"])
ENDS = st.sampled_from([State.DONE, State.DROPPED, State.FAILED])


@dataclass
class Row:
    """What a row should be: who holds it, at which attempt, until when, and what became of it."""

    key: str
    owner: str | None = None
    attempts: int = 0
    free_at: datetime = NOW
    state: State = State.READY

    def is_held(self, leased: Notification) -> bool:
        return (self.owner, self.attempts, self.state) == (
            leased.owner,
            leased.attempts,
            State.READY,
        )


class Outbox(RuleBasedStateMachine):
    """Rows are planned, taken, settled, put off and abandoned in any order."""

    template: Path
    taken = Bundle[Notification]("taken")

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory(prefix="relais-")
        file = shutil.copy(self.template, Path(self.folder.name) / "relais.db")
        self.loop = asyncio.new_event_loop()
        self.database = open_database(f"sqlite:///{file}")
        self.now = NOW
        self.lanes: dict[str, list[Row]] = {}

    def teardown(self) -> None:
        """Everything there is gets done in the end, each once: nothing is stuck, nothing lost."""
        self.now += timedelta(hours=1)
        while rows := self.lease_as("three"):
            for row in rows:
                assert self.settle_as(row, State.DONE)
        assert all(row.state is not State.READY for row in self.rows.values())
        self.do(self.database.close())
        self.loop.close()
        self.folder.cleanup()

    @rule(lane=LANES, again=st.booleans())
    def plan(self, lane: str, again: bool) -> None:
        line = self.lanes.setdefault(lane, [])
        if not (again and line):
            line.append(Row(f"{WORKSPACE}:{lane}:{len(line)}"))
        key = line[0 if again else -1].key.removeprefix(f"{WORKSPACE}:")
        self.do(self.planned(key, lane))

    @rule(target=taken, owner=OWNERS)
    def lease(self, owner: str) -> Any:
        return multiple(*self.lease_as(owner))

    @rule(row=taken, state=ENDS)
    def settle(self, row: Notification, state: State) -> None:
        self.settle_as(row, state)

    @rule(row=taken, seconds=st.integers(1, 60))
    def postpone(self, row: Notification, seconds: int) -> None:
        until = self.now + timedelta(seconds=seconds)
        self.do(self.postponed(row, until))
        should_be = self.rows[row.key]
        if should_be.is_held(row):
            should_be.owner, should_be.free_at = None, until

    @rule(seconds=st.integers(1, 45))
    def wait(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @property
    def rows(self) -> dict[str, Row]:
        return {row.key: row for line in self.lanes.values() for row in line}

    def lease_as(self, owner: str) -> Sequence[Notification]:
        """The first row of each lane, and no other, unless somebody holds it still."""
        firsts = [
            next((row for row in line if row.state is State.READY), None)
            for line in self.lanes.values()
        ]
        free = [row for row in firsts if row and row.free_at <= self.now]
        leased = self.do(self.leased(owner))
        assert sorted(row.key for row in leased) == sorted(row.key for row in free)
        for row in free:
            row.owner, row.free_at, row.attempts = owner, self.now + LEASE, row.attempts + 1
        return leased

    def settle_as(self, row: Notification, state: State) -> bool:
        """Only who holds it may, once."""
        should_be = self.rows[row.key]
        may = should_be.is_held(row)
        assert self.do(self.settled(row, state)) is may
        if may:
            should_be.state = state
        return may

    async def planned(self, key: str, lane: str) -> None:
        async with self.database.sessions.begin() as session:
            await outbox.notify(
                session, Kind.STATUS, key=key, workspace=WORKSPACE, to=lane, about=1, now=self.now
            )

    async def leased(self, owner: str) -> Sequence[Notification]:
        async with self.database.sessions.begin() as session:
            return await leases.lease_due(session, list(Kind), owner=owner, now=self.now)

    async def settled(self, row: Notification, state: State) -> bool:
        async with self.database.sessions.begin() as session:
            return await leases.settle(session, row, state)

    async def postponed(self, row: Notification, until: datetime) -> None:
        async with self.database.sessions.begin() as session:
            await leases.postpone(session, row, until=until, trouble="ratelimited")

    def do(self, deed: Coroutine[Any, Any, Result]) -> Result:
        return self.loop.run_until_complete(deed)


def test_nothing_is_lost_nothing_is_done_twice_and_each_waits_its_turn(
    migrated_sqlite: Path,
) -> None:
    Outbox.template = migrated_sqlite
    run_state_machine_as_test(
        Outbox,
        settings=settings(
            max_examples=16,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
