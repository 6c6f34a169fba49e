"""Due work benchmark: the worker with many open escalations, and the outbox at Slack's own limit.

    .venv/bin/python -m tests.benchmarks.due [--open N] [--settled N] [--seconds S]

So many escalations were opened over one working hour, by 500 people for the 200 of a large charter;
we know them all, and beside lie the settled rows of a long past. A pretence of Slack takes one
message a second for each channel, and refuses more. First all that was asked goes out; then the
clock runs ten times as fast as it does, and deadlines run out as they would.
"""

import argparse
import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from sqlalchemy import func, insert, select

from bot.config import Settings
from bot.migrate import upgrade
from bot.running import Bot, start
from bot.sending import Sending
from knowledge import charters, requests
from knowledge.database import Sessions, open_database
from knowledge.outbox import TIMERS, Kind, Notification, State
from knowledge.people import Member
from knowledge.question import Question, Way
from tests.benchmarks import large_charter
from tests.benchmarks.filled import AT_ONCE, WORKSPACE
from tests.benchmarks.load import SECRET
from tests.benchmarks.pretence import Pretence, pretending
from tests.stage import free_port

OPENED = datetime.fromisoformat("2026-04-01T07:30:00+00:00")
"""A Wednesday, half past nine in Paris."""

OVER = timedelta(hours=1)
AFTER = timedelta(minutes=20)
"""From the first question until we look: before any deadline runs out."""

ASKERS = [f"U0ASKER{number:03}" for number in range(500)]

FASTER = 10
SETTLED = 100_000
PATIENCE = 300.0


@dataclass
class Running:
    """A clock that can be set and goes on by itself, at some pace."""

    at: datetime
    pace: float = 1.0
    since: float = 0.0

    def set(self, at: datetime, pace: float) -> None:
        """Go on from there."""
        self.at, self.pace, self.since = at, pace, monotonic()

    def now(self) -> datetime:
        """What it says."""
        return self.at + timedelta(seconds=(monotonic() - self.since) * self.pace)


@dataclass(frozen=True)
class Result:
    """`sent` messages to `longest` in one channel at most took `drained` seconds; then `decided`
    timers ran out, none of them looked at more than `lag` seconds late.
    """

    opened: int
    sent: int
    longest: int
    drained: float
    refused: int
    decided: int
    lag: float
    look: float

    def lines(self) -> list[str]:
        """What there is to say of it."""
        return [
            f"outbox: {self.sent} messages, {self.longest} in the longest channel, went out in"
            f" {self.drained:.1f} s: {self.longest / self.drained:.2f} messages a second there"
            f" (Slack takes 1), {self.refused} refusals",
            f"worker: {self.opened} open, {self.decided} deadlines ran out; latest look"
            f" {self.lag:.2f} s late (wanted: less than 1)",
            f"one look at what is due, with nothing due: {1000 * self.look:.1f} ms",
        ]


async def measure(folder: Path, opened: int, settled: int, seconds: float) -> Result:
    """Run it."""
    url = f"sqlite:///{folder}/relais-{opened}.db"
    await _fill(url, opened, settled)
    clock = Running(OPENED + AFTER)
    clock.set(OPENED + AFTER, 1.0)
    async with pretending(limits=True) as slack, _bot(url, slack, clock.now) as bot:
        began = monotonic()
        await _until_sent(bot, clock.now)
        drained = monotonic() - began
        channels = Counter(channel for _, channel in slack.posts)
        sent, refused, longest = len(slack.posts), slack.refused, max(channels.values())
        look = await _look(bot)
        slack.limits = False
        decided, lag = await _run_on(bot, clock, seconds)
    return Result(opened, sent, longest, drained, refused, decided, lag, look)


@asynccontextmanager
async def _bot(url: str, slack: Pretence, clock: Callable[[], datetime]) -> AsyncIterator[Bot]:
    bot = await start(
        Settings(
            slack_bot_token="xoxb-bench",
            slack_signing_secret=SECRET,
            slack_api_base_url=slack.base_url,
            database_url=url,
            port=await free_port(),
        ),
        clock,
    )
    try:
        yield bot
    finally:
        await bot.stop()


async def _fill(url: str, opened: int, settled: int) -> None:
    database = open_database(url)
    try:
        await upgrade(database)
        await _write_settled(database.sessions, settled)
        await _meet(database.sessions)
        await _open(database.sessions, opened)
    finally:
        await database.close()


async def _write_settled(sessions: Sessions, settled: int) -> None:
    async with sessions.begin() as session:
        for first in range(0, settled, AT_ONCE):
            await session.execute(
                insert(Notification),
                [_settled(number) for number in range(first, min(first + AT_ONCE, settled))],
            )


def _settled(number: int) -> dict[str, object]:
    person = f"U0P{number % 200:03}"
    return {
        "key": f"{WORKSPACE}:old:{number}",
        "workspace": WORKSPACE,
        "kind": Kind.REQUEST,
        "about": 10_000_000 + number,
        "to": person,
        "lane": f"{WORKSPACE}:{person}",
        "facts": {},
        "created_at": OPENED - timedelta(days=9),
        "due_at": OPENED - timedelta(days=9),
        "state": State.DONE,
        "attempts": 1,
        "channel": f"D0P{number % 200:03}",
        "ts": f"{number}.0",
    }


async def _meet(sessions: Sessions) -> None:
    people = [f"U0P{number:03}" for number in range(200)]
    async with sessions.begin() as session:
        await session.execute(insert(Member), [_member(one) for one in [*people, *ASKERS]])


def _member(person: str) -> dict[str, object]:
    return {
        "workspace": WORKSPACE,
        "id": person,
        "name": person.lower(),
        "language": "en",
        "zone": "Europe/Paris",
        "is_bot": False,
        "is_stranger": False,
        "is_deactivated": False,
        "is_guest": False,
        "dm": f"D{person[1:]}",
        "seen_at": OPENED,
    }


async def _open(sessions: Sessions, opened: int) -> None:
    async with sessions.begin() as session:
        await charters.apply(
            session, large_charter.written(), workspace=WORKSPACE, by="U0P000", now=OPENED
        )
    for number in range(opened):
        now = OPENED + number * OVER / opened
        async with sessions.begin() as session:
            charter = await charters.in_force(session, WORKSPACE)
            topic = charter.topics[number % len(charter.topics)].id
            question = _question(number, topic, now)
            session.add(question)
            await session.flush()
            request = requests.Request(WORKSPACE, question.id, question.text, topic, question.asker)
            await requests.open_(session, request, charter=charter, now=now)


def _question(number: int, topic: str, now: datetime) -> Question:
    return Question(
        workspace=WORKSPACE,
        key=f"bench:{number}",
        asker=ASKERS[number % len(ASKERS)],
        text=f"What about case {number} of {topic}?",
        way=Way.COMMAND,
        asked_at=now,
        topic=topic,
        found={},
        reasons={},
    )


async def _until_sent(bot: Bot, now: Callable[[], datetime]) -> None:
    """Wait until nothing is due."""
    end = monotonic() + PATIENCE
    while await _late(bot, now(), only_timers=False) is not None:
        if monotonic() > end:
            raise AssertionError("the outbox does not drain")
        await asyncio.sleep(0.1)


async def _late(bot: Bot, now: datetime, *, only_timers: bool) -> float | None:
    """How long the first of what is due has been due, in seconds; None where nothing is."""
    query = select(func.min(Notification.due_at)).where(
        Notification.state == State.READY, Notification.due_at <= now
    )
    if only_timers:
        query = query.where(Notification.kind.in_(TIMERS))
    async with bot.database.sessions.begin() as session:
        first = await session.scalar(query)
    return (now - first).total_seconds() if first else None


async def _look(bot: Bot, times: int = 20) -> float:
    """Seconds of one look, the median."""
    took, sending = [], Sending(bot.services, owner="bench", look=bot.worker.made_due)
    for _ in range(times):
        began = monotonic()
        await sending.send()
        took.append(monotonic() - began)
    return sorted(took)[times // 2]


async def _run_on(bot: Bot, clock: Running, seconds: float) -> tuple[int, float]:
    """Let deadlines run out; how many did, and how late the latest look was, in real seconds."""
    async with bot.database.sessions.begin() as session:
        first = await session.scalar(
            select(func.min(Notification.due_at)).where(
                Notification.state == State.READY, Notification.kind.in_(TIMERS)
            )
        )
    assert first
    before = await _done(bot)
    clock.set(first - timedelta(seconds=FASTER), FASTER)
    worst, end = 0.0, monotonic() + seconds
    while monotonic() < end:
        late = await _late(bot, clock.now(), only_timers=True)
        worst = max(worst, (late or 0.0) / FASTER)
        await asyncio.sleep(0.05)
    return await _done(bot) - before, worst


async def _done(bot: Bot) -> int:
    async with bot.database.sessions.begin() as session:
        query = select(func.count()).where(
            Notification.state == State.DONE, Notification.kind.in_(TIMERS)
        )
        return await session.scalar(query) or 0


def main() -> None:
    """Read the command line, measure, print."""
    reader = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    reader.add_argument("--open", type=int, default=1_000)
    reader.add_argument("--settled", type=int, default=SETTLED)
    reader.add_argument("--seconds", type=float, default=30.0)
    given = reader.parse_args()
    with TemporaryDirectory(prefix="relais-bench-") as folder:
        result = asyncio.run(measure(Path(folder), given.open, given.settled, given.seconds))
    print("\n".join(result.lines()))


if __name__ == "__main__":
    main()
