"""Weeks, whoever is away, deaf or gone, and however long the bot sleeps: nothing is forgotten.

Each published entry that is due is brought to somebody in the week, if anybody is there whose word
counts; and to nobody twice in one week.
"""

import asyncio
import shutil
from collections import Counter
from collections.abc import Coroutine
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from knowledge import absences, archiving, upkeep
from knowledge.database import open_database
from knowledge.entry import Entry, Status
from knowledge.errors import KnowledgeError
from knowledge.keepers import keepers
from knowledge.verification import is_due
from knowledge.weeks import monday
from tests.factories import AT_WORK, MARIA, NINA, NOW, PAUL, WORKSPACE, an_entry
from tests.knowledge.team import Team
from tests.knowledge.weekly_team import DAY, WEEK, begins, passes

Result = TypeVar("Result")
PEOPLE = (MARIA, NINA, PAUL)
SUNDAY = NOW + 6 * DAY + timedelta(minutes=30)
"""Half an hour before Monday begins where it begins first."""


class Weeks(RuleBasedStateMachine):
    """Five entries of three people. Each rule ends just before a week begins."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory(prefix="relais-")
        file = shutil.copy(self.template, Path(self.folder.name) / "relais.db")
        self.loop = asyncio.new_event_loop()
        self.database = open_database(f"sqlite:///{file}")
        self.team = Team(self.database.sessions)
        self.now: datetime = SUNDAY
        self.gone: set[str] = set()
        self.brought: Counter[tuple[Any, int]] = Counter()

    def do(self, work: Coroutine[Any, Any, Result]) -> Result:
        return self.loop.run_until_complete(work)

    def teardown(self) -> None:
        self.do(self.database.close())
        self.loop.close()
        self.folder.cleanup()

    @initialize(ages=st.lists(st.integers(0, 200), min_size=5, max_size=5))
    def begin(self, ages: list[int]) -> None:
        owners = (MARIA, NINA, PAUL, None, MARIA)
        self.entries = [
            an_entry(
                owner=owner,
                topic="refunds" if number else None,
                verified_by=owner,
                verified_at=owner and NOW - age * DAY,
                published_at=NOW - age * DAY,
                created_at=NOW - age * DAY,
            )
            for number, (owner, age) in enumerate(zip(owners, ages, strict=True))
        ]
        self.do(self.team.agrees(AT_WORK))
        self.do(self.team.knows(*self.entries))
        self.do(begins(self.team, NOW))

    @rule(deaf=st.sets(st.sampled_from(PEOPLE)), away=st.sets(st.sampled_from(PEOPLE)))
    def a_week_passes(self, deaf: set[str], away: set[str]) -> None:
        for person in sorted(away):
            self.do(self.leave(person))
        due = self.do(self.due())
        there = {*PEOPLE} - deaf - away - self.gone
        letters = self.do(passes(self.team, self.now, self.now + WEEK, deaf=deaf))
        told = {number for row in letters for number in row.facts["entries"]}
        for row in letters:
            week = monday(self.now + timedelta(hours=1))
            self.brought.update((week, number) for number in row.facts["entries"])
        for entry in due:
            if there & {*keepers(self.team.charter, entry)}:
                assert entry.id in told
        self.now += WEEK

    @rule(weeks=st.integers(1, 3))
    def the_bot_sleeps(self, weeks: int) -> None:
        self.now += weeks * WEEK

    @rule(person=st.sampled_from((NINA, PAUL)))
    def an_account_is_closed(self, person: str) -> None:
        self.gone.add(person)
        self.do(self.team.loses(person))

    @rule(number=st.integers(0, 4), by=st.sampled_from(PEOPLE), deed=st.sampled_from("vars"))
    def somebody_acts(self, number: int, by: str, deed: str) -> None:
        deeds: dict[str, tuple[Any, dict[str, Any]]] = {
            "v": (upkeep.verify, {}),
            "a": (archiving.archive, {}),
            "r": (archiving.restore, {}),
            "s": (upkeep.hand_over, {"to": MARIA}),
        }
        act, how = deeds[deed]
        entry, facts = self.entries[number], {"now": self.now}
        with suppress(KnowledgeError):
            self.do(self.team.does(act, entry, by=by, charter=self.team.charter, **facts, **how))

    @invariant()
    def nothing_is_brought_twice_in_a_week(self) -> None:
        assert all(times == 1 for times in self.brought.values()), self.brought

    async def leave(self, person: str) -> None:
        """They are away for the whole week to come."""
        async with self.team.sessions.begin() as session:
            await absences.stay_away(
                session,
                WORKSPACE,
                person,
                from_at=self.now,
                until=self.now + 8 * DAY,
                by=person,
                now=self.now,
            )

    async def due(self) -> list[Entry]:
        """What is due as the week begins."""
        begin = self.now + timedelta(minutes=30)
        found = await self.team.all(Entry, Entry.status == Status.PUBLISHED)
        return [one for one in found if is_due(one, self.team.charter, self.gone, begin)]


def test_what_is_due_is_brought_to_somebody_and_never_twice_a_week(
    migrated_sqlite: Path,
) -> None:
    Weeks.template = migrated_sqlite
    run_state_machine_as_test(
        Weeks,
        settings=settings(
            max_examples=8,
            stateful_step_count=8,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
            phases=(Phase.explicit, Phase.generate),  # shrinking weeks takes hours
        ),
    )
