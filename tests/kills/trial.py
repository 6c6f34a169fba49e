"""A trial: people ask and answer while workers are killed; then everything is counted."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from random import Random
from typing import Any

from sqlalchemy import select, text

from bot.running import now
from bot.sandbox.cast import CAMILLE, INES, MARC, PILOTAGE, SOFIA, THEO
from bot.sandbox.slack import PretendSlack
from bot.sandbox.slack.workspace import TEAM
from knowledge import answers, askers, assignees, charters, escalations, requests
from knowledge.database import Database
from knowledge.errors import KnowledgeError
from knowledge.escalation import Escalation
from knowledge.notification import Notification, State
from knowledge.question import Question, Way
from knowledge.timeline import TimelineEvent
from knowledge.waiter import Waiter
from tests.kills.crew import Crew
from tests.kills.told import Told

CHARTER = f"""\
relais: 1
lead_channel: {PILOTAGE}
autonomy: {{default: senior}}
topics:
  - id: care
    name: {{en: Care}}
    chain:
      - {{who: [{INES}], acknowledge: 2s, answer: 5s}}
      - {{who: [{MARC}], acknowledge: 2s, answer: 5s}}
fallback: {{chain: [{{who: [{SOFIA}], acknowledge: 3s, answer: 6s}}]}}
"""


@dataclass
class Trial:
    """One database, one pretend Slack, a crew of workers, and dice."""

    database: Database
    slack: PretendSlack
    crew: Crew
    dice: Random
    numbers: "count[int]" = field(default_factory=lambda: count(1))
    deeds: int = 0

    async def run(self, kills: int) -> None:
        """Ask, answer and kill, until so many were killed; then let it come to rest."""
        await self._agree()
        await self.crew.start()
        try:
            while self.crew.kills < kills:
                await asyncio.sleep(self.dice.uniform(0.1, 0.9))
                await asyncio.gather(*(self._act() for _ in range(self.dice.randint(1, 4))))
                await self.crew.kill_one(self.dice)
            await self._rest()
        finally:
            await self.crew.stop()

    async def violations(self) -> list[str]:
        """What must not be, and is."""
        async with self.database.sessions() as session:
            told = Told(
                (await session.scalars(select(Escalation))).all(),
                (await session.scalars(select(Notification))).all(),
                (await session.scalars(select(TimelineEvent))).all(),
                (await session.scalars(select(Waiter))).all(),
                self.sent(),
            )
        return [*told.wrong(), *await self._broken()]

    def sent(self) -> Counter[str]:
        """The key of each message that arrived in Slack, and how often it did."""
        channels = self.slack.workspace.channels
        messages = [one for channel in channels for one in self.slack.messages_in(channel)]
        payloads = [(one.metadata or {}).get("event_payload") or {} for one in messages]
        return Counter(payload["key"] for payload in payloads if "key" in payload)

    async def _broken(self) -> list[str]:
        if not self.database.is_ours_alone:
            return []
        async with self.database.engine.connect() as connection:
            said = await connection.scalar(text("PRAGMA integrity_check"))
        return [] if said == "ok" else [f"SQLite: {said}"]

    async def _agree(self) -> None:
        async with self.database.sessions.begin() as session:
            await charters.apply(session, CHARTER, workspace=TEAM, by=SOFIA, now=now())

    async def _act(self) -> None:
        """Somebody asks something new, or does something to what is open."""
        async with self.database.sessions.begin() as session:
            live = [one.id for one in await escalations.live(session, TEAM)]
        if not live or self.dice.random() < 0.5:
            await self._ask()
        else:
            await self._do(self.dice.choice(live))

    async def _ask(self) -> None:
        number, asker = next(self.numbers), self.dice.choice((THEO, CAMILLE))
        async with self.database.sessions.begin() as session:
            question = Question(
                workspace=TEAM,
                key=f"kill:{number}",
                asker=asker,
                text=f"question {number} {'abcdefghij'[number % 10] * 9}",
                way=Way.COMMAND,
                asked_at=now(),
                topic="care",
            )
            session.add(question)
            await session.flush()
            request = requests.Request(TEAM, question.id, question.text, "care", asker)
            charter = await charters.in_force(session, TEAM)
            await requests.open_(session, request, charter=charter, now=now())

    async def _do(self, number: int) -> None:
        async with self.database.sessions.begin() as session:
            escalation = await escalations.get(session, TEAM, number, lock=True)
            charter = await charters.in_force(session, TEAM)
            by: dict[str, Any] = {"by": escalation.assignee, "now": now()}
            asker: dict[str, Any] = {"by": escalation.asker, "now": now()}
            deeds: tuple[Callable[[], Awaitable[object]], ...] = (
                lambda: assignees.acknowledge(session, escalation, **by),
                lambda: answers.answer(session, escalation, "So.", charter=charter, **by),
                lambda: answers.answer(session, escalation, "Or so.", charter=charter, **by),
                lambda: assignees.decline(session, escalation, "Not mine.", **by),
                lambda: assignees.ask_details(session, escalation, "Which one?", **by),
                lambda: askers.add_details(session, escalation, "This one.", **asker),
                lambda: askers.cancel(session, escalation, **asker),
            )
            try:
                await self.dice.choice(deeds)()
                self.deeds += 1
            except KnowledgeError:
                await session.rollback()

    async def _rest(self, patience: float = 90.0) -> None:
        """Until nothing that could be done is due: every question has ended, or its leads know."""
        async with asyncio.timeout(patience):
            while await self._due():  # noqa: ASYNC110 - the database tells nobody
                await asyncio.sleep(0.5)

    async def _due(self) -> int:
        soon = now() + timedelta(seconds=30)
        query = select(Notification).where(
            Notification.state == State.READY, Notification.due_at <= soon
        )
        async with self.database.sessions() as session:
            return len((await session.scalars(query)).all())
