"""Charter benchmark: what checking and rehearsing a large charter cost, part by part.

    .venv/bin/python tests/benchmarks/charter.py [--clock cpu]

200 people and 300 topics, as `large_charter.py` writes them. Every part of a check is timed as the
command does it, in a process that has done nothing before; a rehearsal, with the index filled,
beside 3,000 entries.
Times depend on the machine and on what else it does (`--clock cpu` leaves most of that out).
"""

import argparse
import asyncio
import random
import statistics
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from bot import migrate
from bot.outlook import uncollected
from knowledge import charters, entries
from knowledge.charter import Charter, parse
from knowledge.charter.source import read
from knowledge.database import Database, open_database
from knowledge.library import Library
from knowledge.outlook import deadlines, levels, look, reachable, tossups
from knowledge.outlook.presence import Presence
from knowledge.rehearsal import Rehearsing, rehearse
from knowledge.roster import Roster
from knowledge.search.index import prepare
from tests.benchmarks.large_charter import NOW, intents, written
from tests.factories import WORKSPACE, an_entry

ENTRIES = 3_000
REHEARSED = 200
CLOCKS = {"wall": time.perf_counter, "cpu": time.process_time}

T = TypeVar("T")


class Report:
    """Lines of what took how long."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.spent = 0.0

    def time(self, name: str, part: Callable[[], T]) -> T:
        """Do a part, and tell how many milliseconds it took."""
        start = self.clock()
        done = part()
        self.spent += (took := self.clock() - start)
        print(f"{name:32}{1e3 * took:9.0f}")
        return done


def main(clock: Callable[[], float]) -> None:
    text = written()
    print(f"{len(text):,} characters                   ms")
    with uncollected():
        charter = check(text, Report(clock))
    with TemporaryDirectory(prefix="relais-") as folder:
        times = asyncio.run(_rehearsed(text, charter, Path(folder) / "relais.db", clock))
    times.sort()
    print(f"{'rehearse, p50':32}{1e3 * statistics.median(times):9.1f}")
    print(f"{'rehearse, p99':32}{1e3 * times[int(len(times) * 0.99)]:9.1f}")


def check(text: str, report: Report) -> Charter:
    """What `relais charter check` does, in its parts."""
    source = report.time("read the YAML", lambda: read(text))
    charter = report.time("validate, find faults", lambda: parse(text))
    presence = Presence(charter, Roster(NOW))
    count = 0

    def found(findings: Iterable[object]) -> None:
        nonlocal count
        count += len(list(findings))

    report.time("who is there", lambda: found(reachable.find(charter, presence)))
    report.time("levels", lambda: found(levels.find(charter, presence)))
    report.time("deadlines", lambda: found(deadlines.find(charter, presence)))
    report.time("word lists, once a process", prepare)
    report.time("toss-ups", lambda: found(tossups.find(charter, source)))
    concerns = len(look(text, charter, now=NOW))
    print(f"{'check, all of it':32}{1e3 * report.spent:9.0f}    {concerns} concerns")
    return charter


async def _rehearsed(
    text: str, charter: Charter, file: Path, clock: Callable[[], float]
) -> list[float]:
    database = open_database(f"sqlite:///{file}")
    await migrate.upgrade(database)
    dice = random.Random(5)
    asked = [question for texts in intents().values() for question in texts]
    await _fill(database, text, dice.sample(asked, ENTRIES), dice)
    library, times = Library(), []
    people = sorted(charter.everyone())
    for question in dice.sample(asked, REHEARSED + 1):
        rehearsing = Rehearsing(question, dice.choice(people), WORKSPACE, NOW)
        start = clock()
        async with database.sessions() as session:
            await rehearse(session, rehearsing, library=library)
        times.append(clock() - start)
    await database.close()
    return times[1:]  # the first fills the index


async def _fill(database: Database, text: str, titles: list[str], dice: random.Random) -> None:
    topics = [topic.id for topic in parse(text).topics]
    async with database.sessions.begin() as session:
        await charters.apply(session, text, workspace=WORKSPACE, by="U0P000", now=NOW)
        for title in titles:
            entry = an_entry(title=title, body=title, topic=dice.choice(topics))
            await entries.add(session, entry, by="U0P000", now=NOW, deed="entry.imported")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--clock", choices=CLOCKS, default="wall")
    main(CLOCKS[parser.parse_args().clock])
