"""One step of the machine: something is done, or refused, and every promise is checked."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import escalations
from knowledge.askers import add_details
from knowledge.database import Database
from knowledge.escalation import LIVE
from tests.factories import WORKSPACE
from tests.silence import databases, promises, sights
from tests.silence.charters import PEOPLE
from tests.silence.sights import Moment
from tests.silence.worker import Worker
from tests.silence.world import Crash, Deed, World

START = datetime(2026, 5, 4, 8, tzinfo=UTC)

WHICH = st.integers(0, 3)
WHO = st.sampled_from(["assignee"] * 5 + ["asker", "lead", *PEOPLE])
ASKER = st.sampled_from(["asker"] * 5 + ["assignee", *PEOPLE])
PERSON = st.sampled_from(PEOPLE)
CRASH = st.sampled_from([False] * 9 + [True])
AT = st.sampled_from([None] * 6 + [0, 1, 3])
WORDS = st.sampled_from(["a", "b", "c", " "])

ESCALATED = precondition(lambda self: self.moment.escalations)

Doing = Callable[..., Coroutine[Any, Any, object]]
Working = Callable[..., Coroutine[Any, Any, None]]


class Step(RuleBasedStateMachine):
    """What all rules are made of. `pressed` is what somebody did last, if it can be repeated."""

    database: ClassVar[Database]
    loop: ClassVar[asyncio.AbstractEventLoop]
    steps: ClassVar[int] = 0
    escalations: ClassVar[int] = 0
    handovers: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.world = World(self.database, self.loop, START)
        self.workers = [Worker(self.world, "one"), Worker(self.world, "two")]
        self.posted = self.workers[1].posted = self.workers[0].posted
        self.moment = Moment(self.world.now, False, {})
        self.last = (0, 0)
        self.is_broken = False
        self.pressed: Deed | None = None
        self.entry = 0
        self.world.do(databases.emptied(self.database))

    def number(self, which: int) -> int:
        """One of the newest, preferably one that is owed."""
        known = self.moment.escalations
        live = [number for number, one in known.items() if one.status in LIVE]
        numbers = live if live and which else list(known)
        return numbers[-1 - which % len(numbers)]

    def person(self, number: int, who: str) -> str:
        """Somebody by name, or by what they are to this escalation."""
        one = self.moment.escalations[number]
        if who == "lead":
            leads = self.world.charter.leads()
            return leads[0] if leads else str(one.assignee)
        return str(getattr(one, who)) if who in ("asker", "assignee") else who

    def asks(self, deed: Doing, which: int, who: str, *said: str, crash: bool) -> None:
        """Something that only its asker may do."""
        number = self.number(which)
        only = {self.moment.escalations[number].asker}
        self.acts(deed, number, self.person(number, who), *said, crash=crash, only=only)

    def owes(
        self,
        deed: Doing,
        which: int,
        who: str,
        *said: str,
        crash: bool,
        besides: frozenset[str] = frozenset(),
        **how: Any,
    ) -> None:
        """Something that only its assignee may do, and these."""
        number = self.number(which)
        only = {self.moment.escalations[number].assignee, *besides}
        self.acts(deed, number, self.person(number, who), *said, crash=crash, only=only, **how)

    def acts(
        self,
        deed: Doing,
        number: int,
        by: str,
        *said: str,
        crash: bool,
        only: set[str],
        **how: Any,
    ) -> None:
        """Anybody tries; it is done where they may, else refused."""
        if by in self.world.gone:
            return

        async def act(session: AsyncSession) -> None:
            escalation = await escalations.get(session, WORKSPACE, number, lock=True)
            await deed(session, escalation, *said, by=by, now=self.world.now, **how)

        done = self.world.do(self.world.transaction(act, crash=crash))
        assert not done or by in only, f"{by} may not do this to E{number}"
        self.happened(done)
        self.pressed = act if done and deed is not add_details else None

    def works(self, number: int, crash: int | None, how: Working) -> None:
        """A worker is at it; where it dies, another process starts."""
        worker = self.workers[number]
        try:
            self.world.do(how(worker, crash=crash))
        except Crash:
            self.world.do(worker.start_again())
        self.happened(everything=how is not Worker.look)

    def happened(self, done: bool = True, *, everything: bool = False) -> None:
        """Look at what has become of it all, and hold it against the promises."""
        self.pressed = None
        after = self.world.do(self._seen(everything))
        found = list(promises.broken(self.world, self.moment, after, self.posted))
        if not done and (after.escalations != self.moment.escalations or after.events):
            found.append("it was refused, and something has changed")
        self.is_broken = bool(found)
        assert not found, "\n".join(found)
        self.moment = after
        type(self).steps += 1

    async def _seen(self, everything: bool) -> Moment:
        world = self.world
        async with world.sessions.begin() as session:
            known = await world.seen(session)
            after = Moment(world.now, world.looked_at == world.now, known)
            touched = set(known) if everything else set()
            self.last = await sights.look(session, after, self.moment, touched, self.last)
        return after
