"""Kills: workers that are killed at random moments lose nothing and say nothing twice.

A few here; `python -m tests.kills` kills as many workers as you like, on either database, and
`python -m tests.kills.rounds` whole bots, and PostgreSQL, in the middle of what people do.
"""

from pathlib import Path

import pytest

from tests.kills.__main__ import trial
from tests.kills.rounds import world


async def test_workers_killed_at_random_moments_lose_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'relais.db'}"

    made = await trial(url, tmp_path, kills=2, seed=7)

    assert await made.violations() == []
    assert made.sent().total() > 1
    await made.database.close()


@pytest.mark.parametrize("combination", [("sqlite", "socket")], indirect=True, ids="-".join)
async def test_bots_killed_in_the_middle_of_what_people_do_lose_nothing(
    database_url: str, tmp_path: Path
) -> None:
    made = await world(database_url, tmp_path, seed=3)
    try:
        await made.run(2)
    finally:
        await made.slack.stop()
        await made.database.close()

    assert made.kills["bot"] == 2
    assert made.wrong == []
