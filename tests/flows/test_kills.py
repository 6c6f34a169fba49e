"""Kills: workers that are killed at random moments lose nothing and say nothing twice.

A few here; `python -m tests.kills` kills as many as you like, on either database.
"""

from pathlib import Path

from tests.kills.__main__ import trial


async def test_workers_killed_at_random_moments_lose_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'relais.db'}"

    made = await trial(url, tmp_path, kills=2, seed=7)

    assert await made.violations() == []
    assert made.sent().total() > 1
    await made.database.close()
