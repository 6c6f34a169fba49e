"""A team at work: what its members do to a real database, in the words of the tests."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from itertools import count
from typing import Any, TypeVar

from sqlalchemy import select

from knowledge import charters, entries, leases, people, questions, timers
from knowledge.asking import Asking, Outcome
from knowledge.charter import EMPTY
from knowledge.database import Base, Sessions
from knowledge.entry import Entry
from knowledge.escalation import Escalation
from knowledge.library import Library
from knowledge.outbox import TIMERS, Kind, Notification, State
from knowledge.people import Profile
from knowledge.question import Question, Way
from knowledge.sight import Reader
from tests.factories import ANA, CHARTER, NINA, NOW, WORKSPACE

REFUND = "comment être remboursé ?"
FIRE = "l'appareil a pris feu"
LAWSUIT = "je vais porter plainte"
ELSEWHERE = "quelle est la capitale de la Mongolie"

Row = TypeVar("Row", bound=Base)
Result = TypeVar("Result")


def asking(text: str, *, by: str = ANA, key: str, **where: Any) -> Asking:
    """A question typed as a command, unless `where` says otherwise.

    Its asker is a full member, in these private channels (`audiences`).
    """
    where.setdefault("reader", Reader(frozenset(where.pop("audiences", ()))))
    return Asking(text, by, WORKSPACE, where.pop("way", Way.COMMAND), key, **where)


class Team:
    """One workspace. Each deed is a transaction of its own."""

    def __init__(self, sessions: Sessions) -> None:
        self.sessions = sessions
        self.library = Library()
        self.charter = EMPTY
        self._keys = count(1)

    async def agrees(self, text: str = CHARTER) -> None:
        """Put a charter into force."""
        async with self.sessions.begin() as session:
            await charters.apply(session, text, workspace=WORKSPACE, by=NINA, now=NOW)
            _number, self.charter = await charters.current(session, WORKSPACE)

    async def knows(self, *new: Entry) -> None:
        """Keep entries as they are."""
        async with self.sessions.begin() as session:
            await entries.add_all(session, new, by=NINA, now=NOW, deed="entry.imported")

    async def meets(self, *persons: str, **standing: Any) -> None:
        """We come to know them as full members, unless their `standing` is another."""
        async with self.sessions.begin() as session:
            for person in persons:
                profile = Profile(person, person, **standing)
                await people.remember(session, profile, workspace=WORKSPACE, now=NOW)

    async def loses(self, *persons: str) -> None:
        """Their accounts are deactivated."""
        await self.meets(*persons, is_deactivated=True)

    async def asks(
        self, text: str, *, by: str = ANA, now: datetime = NOW, key: str | None = None, **where: Any
    ) -> Outcome:
        """Somebody asks, as if by `/kb`."""
        about = asking(text, by=by, key=key or f"command:{next(self._keys)}", **where)
        async with self.sessions.begin() as session:
            return await questions.ask(session, about, library=self.library, now=now)

    async def escalates(self, text: str = FIRE, **how: Any) -> Escalation:
        """Somebody asks what is passed on at once."""
        outcome = await self.asks(text, **how)
        assert outcome.escalation
        return outcome.escalation

    async def does(
        self,
        deed: Callable[..., Awaitable[Result]],
        subject: Base,
        *said: Any,
        now: datetime = NOW,
        **how: Any,
    ) -> Result:
        """Load the thing, locked, and do something to it."""
        async with self.sessions.begin() as session:
            row = await session.get_one(type(subject), subject.id, with_for_update=True)  # type: ignore[attr-defined]
            return await deed(session, row, *said, now=now, **how)

    async def sees(self, subject: Row) -> Row:
        """The thing as it is now."""
        async with self.sessions.begin() as session:
            return await session.get_one(type(subject), subject.id)  # type: ignore[attr-defined]

    async def all(self, table: type[Row], *conditions: Any) -> list[Row]:
        """Every row, oldest first."""
        async with self.sessions.begin() as session:
            query = select(table).where(*conditions).order_by(table.id)  # type: ignore[attr-defined]
            return list(await session.scalars(query))

    async def question(self, outcome: Outcome) -> Question:
        """The question of an outcome as it is now."""
        return await self.sees(outcome.question)

    async def planned(self, *kinds: Kind, to: str | None = None) -> list[Notification]:
        """What the outbox holds of these kinds (all of them if none is named)."""
        rows = await self.all(Notification, Notification.kind.in_(kinds or list(Kind)))
        return [row for row in rows if to in (None, row.to)]

    async def until(self, now: datetime) -> int:
        """Decide the timers that have run out by then, as the worker does; how many."""
        decided = 0
        while rows := await self._leased(now):
            for row in rows:
                async with self.sessions.begin() as session:
                    assert await leases.settle(session, row, State.DONE)
                    await timers.decide(session, row, library=self.library, now=now)
            decided += len(rows)
        return decided

    async def _leased(self, now: datetime) -> Sequence[Notification]:
        async with self.sessions.begin() as session:
            return await leases.lease_due(session, TIMERS, owner="worker", now=now)

    async def finds(self, text: str, **who: Any) -> list[int]:
        """The entries that search gives, best first."""
        async with self.sessions.begin() as session:
            index = await self.library.index(session, WORKSPACE)
            return [int(hit.key) for hit in index.search(text, **who)]
