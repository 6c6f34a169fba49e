"""Growth benchmark: what a start, a question and a publication cost, against the number of entries.

    .venv/bin/python -m tests.benchmarks.growth [entries …]

Each size is a process of the bot, started on a database of its own and asked one question after the
other. Sizes are 100 to 100,000 unless given; 1000000 takes four minutes and 4 GB.
"""

import argparse
import asyncio
import itertools
import json
import random
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

import numpy as np

from tests.benchmarks import corpus, load
from tests.benchmarks.filled import WORKSPACE, filled
from tests.benchmarks.pretence import Pretence, pretending
from tests.benchmarks.processes import Measured, ended, variables

SIZES = (100, 1_000, 10_000, 100_000)
ASKED = 40
PATIENCE = 120.0
READABLE = "delivery"
"""A topic of the charter that whoever asks may read."""

HEAD = (
    "| entries | start, s | of a processor, s | memory, MB | at most, MB |"
    " reply p50, ms | p95, ms | after a publication, ms | of it for that, ms | found |"
)


def news(number: int) -> str:
    """A title that is like no other."""
    lot = random.Random(number)
    return " ".join("".join(lot.choices("abcdefghijklmnopqrstuvwxyz", k=9)) for _ in range(4))


@dataclass(frozen=True)
class Grown:
    """One size: seconds, bytes, and whether each entry published was found by the next question."""

    entries: int
    start: float
    cpu: float
    memory: int
    most: int
    replies: Sequence[float]
    fresh: Sequence[float]
    found: bool

    @property
    def p50(self) -> float:
        """Milliseconds from a question to its reply."""
        return 1000 * float(np.median(self.replies))

    @property
    def publication(self) -> float:
        """Milliseconds by which a reply takes longer when an entry was just published."""
        return 1000 * float(np.median(self.fresh)) - self.p50

    def line(self) -> str:
        """A line of the table below HEAD."""
        return (
            f"| {self.entries:,} | {self.start:.1f} | {self.cpu:.1f} | {self.memory / 1e6:.0f} |"
            f" {self.most / 1e6:.0f} | {self.p50:.0f} |"
            f" {1000 * float(np.percentile(self.replies, 95)):.0f} |"
            f" {1000 * float(np.median(self.fresh)):.0f} | {self.publication:.0f} |"
            f" {'yes' if self.found else 'no'} |"
        )


def table(grown: Sequence[Grown]) -> list[str]:
    """All sizes."""
    columns = HEAD.count("|") - 1
    return [HEAD, "|" + " ---: |" * columns, *(one.line() for one in grown)]


async def measure(folder: Path, entries: int) -> Grown:
    """One size."""
    url = await asyncio.to_thread(filled, folder, entries)
    file = Path(url.removeprefix("sqlite:///"))
    texts = itertools.cycle(corpus.mistyped(corpus.DATA, 500, random.Random(1)))
    async with pretending() as slack:
        bot = Measured(("bot", "run"), await variables(slack, url), folder)
        with ended(bot):
            start = await bot.ready()
            cpu, memory = bot.cpu(), bot.memory()
            for _ in range(5):
                await _reply(bot, slack, next(texts))
            replies = [await _reply(bot, slack, next(texts)) for _ in range(ASKED)]
            fresh = [await _after_news(bot, slack, file, entries + n) for n in range(1, 11)]
            most = bot.memory("VmHWM")
        found = _found(file, range(entries + 1, entries + 11))
    return Grown(entries, start, cpu, memory, most, replies, fresh, found)


async def _reply(bot: Measured, slack: Pretence, text: str) -> float:
    """Seconds until the reply to one question has come."""
    before, began = slack.replies, monotonic()
    await load.ask_once(bot.port, text, slack.response_url)
    while slack.replies == before:
        if monotonic() - began > PATIENCE:
            raise AssertionError(bot.log.read_text())
        await asyncio.sleep(0.001)
    return monotonic() - began


async def _after_news(bot: Measured, slack: Pretence, file: Path, number: int) -> float:
    """Publish one entry, as another process would, and ask for it at once."""
    title = news(number)
    with sqlite3.connect(file, timeout=30) as database:
        names = [row[1] for row in database.execute("PRAGMA table_info(entries)")]
        others = ", ".join(f'"{name}"' for name in names if name not in ("id", "title"))
        database.execute(
            f"INSERT INTO entries (id, title, {others}) SELECT ?, ?, {others} FROM entries"
            " WHERE id = (SELECT min(id) FROM entries WHERE topic = ?)",
            (number, title, READABLE),
        )
        database.execute(
            "INSERT INTO entry_changes (workspace, entry_id) VALUES (?, ?)", (WORKSPACE, number)
        )
    database.close()
    return await _reply(bot, slack, title)


def _found(file: Path, numbers: Sequence[int]) -> bool:
    """Whether each was what its question found first."""
    with sqlite3.connect(file) as database:
        for number in numbers:
            (found,) = database.execute(
                "SELECT found FROM questions WHERE text = ?", (news(number),)
            ).fetchone()
            if json.loads(found)["entries"][:1] != [number]:
                return False
    return True


def main() -> None:
    """Read the command line, measure, print."""
    reader = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    reader.add_argument("sizes", metavar="entries", nargs="*", type=int, default=SIZES)
    for size in reader.parse_args().sizes:
        with TemporaryDirectory(prefix="relais-bench-") as folder:
            print(*table([asyncio.run(measure(Path(folder), size))]), sep="\n", flush=True)


if __name__ == "__main__":
    main()
