"""Acknowledging benchmark: `/kb` over HTTP beside an empty Bolt app, and what is kept of it.

    .venv/bin/python -m tests.benchmarks.acknowledging [--entries N] [--rounds R] [--seconds S]

Both are processes of their own, verify signatures, and are asked by 32 people at once, in turns;
the one that is not asked stands still. Then ours is killed: whatever was acknowledged must be in
its database. Started again, it answers what is left.
"""

import argparse
import asyncio
import itertools
import random
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from tests.benchmarks import corpus, load
from tests.benchmarks.filled import filled
from tests.benchmarks.pretence import Pretence, pretending
from tests.benchmarks.processes import Measured, ended, variables

ENTRIES = 100_000
PEOPLE = 32
WARM = 1.0
"""Seconds of each turn that are not counted: whoever stood still has much to do that is late."""

DRAINED = 20.0
"""Seconds that the bot is watched while it answers what is left."""


@dataclass
class Side:
    """What one of the two did, round after round."""

    rates: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    before: int = 0

    def warm(self, sent: load.Sent) -> None:
        """What comes before a round."""
        self.before += len(sent.waits)

    def take(self, sent: load.Sent) -> None:
        """One round more."""
        self.rates.append(sent.rate)
        self.waits += sent.waits

    @property
    def acknowledged(self) -> int:
        """All of them."""
        return self.before + len(self.waits)

    @property
    def rate(self) -> float:
        """Acknowledgements a second, in the median round."""
        return float(np.median(self.rates))

    @property
    def p99(self) -> float:
        """Seconds."""
        return float(np.percentile(self.waits, 99))


@dataclass(frozen=True)
class Result:
    """`kept` commands were in the database after the kill; then `drain` answers came a second."""

    empty: Side
    ours: Side
    kept: int
    drain: float

    def lines(self) -> list[str]:
        """What there is to say of it."""
        rate, p99 = self.ours.rate / self.empty.rate, self.ours.p99 / self.empty.p99
        return [
            f"acknowledgements a second: {self.ours.rate:.0f}, empty app {self.empty.rate:.0f}:"
            f" {rate:.2f} of it (wanted: 0.5 or more)",
            f"p99 at {PEOPLE} at once: {1000 * self.ours.p99:.0f} ms, empty app"
            f" {1000 * self.empty.p99:.0f} ms: {p99:.1f} times (wanted: 3 or less)",
            f"in the database after kill -9: {self.kept} of {self.ours.acknowledged} acknowledged",
            f"answers a second afterwards: {self.drain:.1f}",
        ]


async def measure(folder: Path, entries: int, rounds: int, seconds: float) -> Result:
    """Run it."""
    url = await asyncio.to_thread(filled, folder, entries)
    texts = itertools.cycle(corpus.mistyped(corpus.DATA, 2_000, random.Random(1)))
    async with pretending() as slack:
        ours = Measured(("bot", "run"), await variables(slack, url), folder)
        empty = Measured(("tests.benchmarks.empty_app",), await variables(slack), folder)
        with ended(ours, empty):
            await asyncio.gather(ours.ready(), empty.ready())
            sides = await _rounds(ours, empty, texts.__next__, slack, rounds, seconds)
        kept = _kept(url)
        again = Measured(("bot", "run"), await variables(slack, url), folder)
        with ended(again):
            await again.ready()
            before = slack.replies
            await asyncio.sleep(DRAINED)
            drain = (slack.replies - before) / DRAINED
    return Result(*sides, kept, drain)


async def _rounds(
    ours: Measured,
    empty: Measured,
    texts: Callable[[], str],
    slack: Pretence,
    rounds: int,
    seconds: float,
) -> tuple[Side, Side]:
    sides = {empty: Side(), ours: Side()}
    ask = partial(load.send, texts=texts, response_url=slack.response_url, people=PEOPLE)
    for _ in range(rounds):
        for asked, other in ((empty, ours), (ours, empty)):
            with other.paused():
                sides[asked].warm(await ask(asked.port, seconds=WARM))
                sides[asked].take(await ask(asked.port, seconds=seconds))
    return sides[empty], sides[ours]


def _kept(url: str) -> int:
    """How many commands the database holds."""
    with sqlite3.connect(url.removeprefix("sqlite:///")) as database:
        (count,) = database.execute("SELECT count(*) FROM inbox WHERE is_awaited").fetchone()
    return int(count)


def main() -> None:
    """Read the command line, measure, print."""
    reader = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    reader.add_argument("--entries", type=int, default=ENTRIES)
    reader.add_argument("--rounds", type=int, default=5)
    reader.add_argument("--seconds", type=float, default=3.0)
    given = reader.parse_args()
    with TemporaryDirectory(prefix="relais-bench-") as folder:
        result = asyncio.run(measure(Path(folder), given.entries, given.rounds, given.seconds))
    print("\n".join(result.lines()))


if __name__ == "__main__":
    main()
