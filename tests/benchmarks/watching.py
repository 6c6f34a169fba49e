"""What watching costs: one request's share, and a look at 100,000 messages and timers.

python tests/benchmarks/watching.py [postgresql://…]
"""

import asyncio
import io
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from prometheus_client import generate_latest
from slack_bolt import BoltResponse
from sqlalchemy import insert

from bot import logs, migrate
from bot.watching import arrival
from bot.watching.metrics import Metrics
from bot.watching.probes import Probes
from knowledge.database import Database, open_database
from knowledge.escalation import Escalation, Status
from knowledge.outbox import Kind, Notification, State

NOW = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)
ROWS = 100_000
BODY = {
    "command": "/kb",
    "text": "how do I",
    "trigger_id": "1.2.3",
    "team_id": "T1",
    "user_id": "U",
}


def main() -> None:
    """Measure, and say."""
    sys.stderr = io.StringIO()
    logs.speak(form="json", secrets=["a secret", "another secret", "a third"])
    asyncio.run(requests())
    asyncio.run(looks(sys.argv[1] if len(sys.argv) > 1 else ""))


async def requests() -> None:
    """The share of one request: its id, its line, its counters."""
    metrics = Metrics()

    async def nothing() -> BoltResponse:
        return WELL

    async def watched() -> BoltResponse:
        return await arrival.answered(BODY, nothing(), metrics)

    bare, with_all = await per_call(nothing), await per_call(watched)
    print(f"one request: {with_all - bare:.1f} µs (id, one line of the log, two counters)")
    told = generate_latest(metrics.registry)
    scrape = best(lambda: generate_latest(metrics.registry))
    print(f"writing the page: {scrape * 1e3:.2f} ms, {len(told):,} bytes")


WELL = BoltResponse(status=200)


async def per_call(call: Callable[[], object], times: int = 5_000) -> float:
    """Microseconds of the processor for one call, the best of five rounds."""
    rounds = []
    for _ in range(5):
        begun = time.process_time()
        for _ in range(times):
            await call()  # type: ignore[misc]
        rounds.append((time.process_time() - begun) / times * 1e6)
    return min(rounds)


async def looks(url: str) -> None:
    """A look at so many rows: what is done, planned, put off and failed."""
    with TemporaryDirectory() as folder:
        database = open_database(url or f"sqlite:///{Path(folder) / 'relais.db'}")
        await migrate.upgrade(database)
        await fill(database)
        probes = Probes(database, lambda: NOW)
        for name, probe in (("ready", probes._readiness), ("metrics", probes._backlog)):
            rounds = []
            for _ in range(7):
                begun = time.perf_counter()
                await probe()
                rounds.append(time.perf_counter() - begun)
            print(f"/{name}: the database is asked for {min(rounds) * 1e3:.1f} ms")
        await database.close()


async def fill(database: Database) -> None:
    """Half done, three tenths planned, a tenth due, and a tenth put off or failed."""
    async with database.sessions.begin() as session:
        for begin in range(0, ROWS, 5_000):
            rows = [row(number) for number in range(begin, begin + 5_000)]
            await session.execute(insert(Notification), rows)
        await session.execute(insert(Escalation), [owed(n) for n in range(1, 20_001)])


def row(number: int) -> dict[str, object]:
    """One row of the outbox."""
    share = number % 10
    state = State.DONE if share < 5 else State.FAILED if number % 20 == 9 else State.READY
    return {
        "key": f"T{number % 100}:{number}",
        "workspace": f"T{number % 100}",
        "kind": Kind.HELP,
        "about": number,
        "to": f"U{number % 5_000}",
        "lane": f"T{number % 100}:U{number % 5_000}",
        "facts": {"text": "some words"},
        "created_at": NOW,
        "due_at": NOW + timedelta(minutes=share * 9 if 5 <= share < 8 else -share),
        "state": state,
        "lease_until": NOW + timedelta(minutes=1) if share == 9 else None,
        "attempts": 1,
        "trouble": "gone" if state is State.FAILED else "ratelimited" if share == 9 else None,
    }


def owed(number: int) -> dict[str, object]:
    """One escalation; one in twenty is open."""
    return {
        "id": number,
        "workspace": f"T{number % 100}",
        "question_id": number,
        "text": "some words " * 20,
        "sense": "words",
        "asker": "U1",
        "assignee": "U2",
        "step": 0,
        "plan": 1,
        "status": Status.CLOSED if number % 20 else Status.OPEN,
        **dict.fromkeys(("opened_at", "asked_at", "acknowledge_due_at", "due_at"), NOW),
    }


def best(call: Callable[[], object]) -> float:
    """Seconds of the quickest of some calls."""
    rounds = []
    for _ in range(20):
        begun = time.perf_counter()
        call()
        rounds.append(time.perf_counter() - begun)
    return min(rounds)


if __name__ == "__main__":
    main()
