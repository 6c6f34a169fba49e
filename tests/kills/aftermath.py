"""The aftermath: what was acknowledged and is not there, and what was said twice."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.sandbox.slack import PretendSlack
from bot.sandbox.slack.delivery import Envelope, Transport
from knowledge.database import Base, Database
from knowledge.escalation import Escalation
from knowledge.inbox import Event
from knowledge.notification import ERRANDS, TIMERS, Kind, Notification, State
from knowledge.timeline import TimelineEvent
from knowledge.waiter import Waiter
from tests.kills.promises import Promise


class Heard:
    """In the way of everything that Slack brings: it notes which events were acknowledged."""

    def __init__(self, transport: Transport) -> None:
        self.transport = transport
        self.events: set[str] = set()

    async def send(self, envelope: Envelope, *, within: float) -> Any:
        """Pass it on; raises Undelivered."""
        answer = await self.transport.send(envelope, within=within)
        if envelope.type == "events_api":
            self.events.add(envelope.payload["event_id"])
        return answer


@dataclass(frozen=True)
class Aftermath:
    """A database and a Slack in which everything has come to rest."""

    database: Database
    slack: PretendSlack

    async def wrong(self, heard: Iterable[str], promised: Mapping[str, Promise]) -> list[str]:
        """Each thing that must not be."""
        async with self.database.sessions() as session:
            rows = (await session.scalars(select(Notification))).all()
            return [
                *self._twice(),
                *self._never_sent(rows),
                *await self._unheard(session, heard),
                *await self._forgotten(session, rows),
                *await self._unanswered(session, rows),
                *await self._lost(session, promised),
            ]

    def sent(self) -> Counter[str]:
        """The key of each message that arrived in Slack, and how often it did."""
        channels = self.slack.workspace.channels
        messages = [one for channel in channels for one in self.slack.messages_in(channel)]
        payloads = [(one.metadata or {}).get("event_payload") or {} for one in messages]
        return Counter(payload["key"] for payload in payloads if "key" in payload)

    def _twice(self) -> Iterator[str]:
        yield from (f"{key} was sent {n} times" for key, n in self.sent().items() if n > 1)

    def _never_sent(self, rows: Iterable[Notification]) -> Iterator[str]:
        sent = self.sent()
        silent = {*TIMERS, *ERRANDS, Kind.REFRESH}
        for row in rows:
            is_post = row.state is State.DONE and row.ts and row.kind not in silent
            if is_post and row.key not in sent:
                yield f"{row.key} is done and was never sent"

    async def _unheard(self, session: AsyncSession, heard: Iterable[str]) -> Iterator[str]:
        events = {one.id: one for one in await session.scalars(select(Event))}
        lost = [f"event {name} was acknowledged and is lost" for name in {*heard} - {*events}]
        idle = [f"event {one.id} was never done" for one in events.values() if not one.done_at]
        return iter([*lost, *idle])

    async def _forgotten(
        self, session: AsyncSession, rows: Iterable[Notification]
    ) -> Iterator[str]:
        """No question is lost: what is owed has something due."""
        timers = [row for row in rows if row.kind in TIMERS and row.state is State.READY]
        timed = {(row.about, row.facts.get("plan")) for row in timers}
        every = (await session.scalars(select(Escalation))).all()
        lost = [one for one in every if one.is_live and (one.id, one.plan) not in timed]
        return (f"E{one.id} is owed and has nothing due" for one in lost)

    async def _unanswered(
        self, session: AsyncSession, rows: Iterable[Notification]
    ) -> Iterator[str]:
        ends = {State.DONE, State.DROPPED, State.FAILED}
        letters = [row for row in rows if row.kind is Kind.ANSWER and row.state in ends]
        told = {(row.about, row.facts["person"]) for row in letters}
        query = select(Escalation.id).where(Escalation.answered_at.is_not(None))
        answered = {*(await session.scalars(query)).all()}
        waiters = (await session.scalars(select(Waiter))).all()
        due = {(one.escalation_id, one.person) for one in waiters if one.escalation_id in answered}
        return (f"{person} never got the answer to E{number}" for number, person in due - told)

    async def _lost(self, session: AsyncSession, promised: Mapping[str, Promise]) -> Iterator[str]:
        """What somebody wrote, and was told that it is kept, stands somewhere."""
        timeline = (await session.scalars(select(TimelineEvent).order_by(TimelineEvent.id))).all()
        tables = Base.metadata.sorted_tables
        kept = "\n".join([str((await session.execute(select(one))).all()) for one in tables])
        return (
            f"lost from {promise.window}: {said}"
            for said, promise in promised.items()
            if said not in kept and not promise.is_idle(timeline)
        )


async def broken(database: Database) -> list[str]:
    """What SQLite finds wrong with its file; of PostgreSQL its own recovery has to tell."""
    if not database.is_ours_alone:
        return []
    async with database.engine.connect() as connection:
        whole = await connection.scalar(text("PRAGMA integrity_check"))
        strays = (await connection.execute(text("PRAGMA foreign_key_check"))).all()
    return ([] if whole == "ok" else [f"SQLite: {whole}"]) + [f"stray: {one}" for one in strays]
