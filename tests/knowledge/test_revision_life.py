"""Edits and reverts in any order: going back gives that very text, and history loses nothing."""

import asyncio
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge import entries, review, upkeep
from knowledge.database import open_database
from knowledge.entry import Genre, Revision, trimmed
from knowledge.revisions import Version, saying
from tests.factories import CHARTER, NINA, NOW, an_entry
from tests.knowledge.team import Team

WORDS = st.text(min_size=1, max_size=30).filter(trimmed)
VERSIONS = st.builds(
    Version,
    title=WORDS,
    body=WORDS,
    kind=st.sampled_from(Genre),
    topic=st.sampled_from(["refunds", "safety", None]),
    wordings=st.lists(WORDS, max_size=3, unique=True).map(tuple),
)
STEPS = st.lists(VERSIONS | st.integers(0, 50), min_size=2, max_size=10)
"""What is written, or the place in the history that is gone back to."""


def test_going_back_gives_that_text_and_the_history_keeps_all_of_them(
    migrated_sqlite: Path, tmp_path: Path
) -> None:
    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(STEPS)
    def whatever_is_done(steps: Sequence[Version | int]) -> None:
        file = shutil.copy(migrated_sqlite, tmp_path / "relais.db")
        asyncio.run(_lives(f"sqlite:///{file}", steps))

    whatever_is_done()


async def _lives(url: str, steps: Sequence[Version | int]) -> None:
    database = open_database(url)
    try:
        team, entry = Team(database.sessions), an_entry()
        await team.agrees(CHARTER)
        await team.knows(entry)
        told = [saying(await team.sees(entry))]
        for step in steps:
            number = step % len(told) + 1 if isinstance(step, int) else None
            await _acts(team, entry.id, step, number)
            now = saying(await team.sees(entry))
            if number is not None:
                assert now == told[number - 1]
            told += [now] if now != told[-1] else []
        kept = await team.all(Revision, Revision.entry_id == entry.id)
        assert [saying(one) for one in kept] == told
        assert [one.number for one in kept] == [*range(1, len(told) + 1)]
    finally:
        await database.close()


async def _acts(team: Team, entry: int, step: Version | int, number: int | None) -> None:
    async with team.sessions.begin() as session:
        row = await entries.get(session, an_entry().workspace, entry, lock=True)
        how: dict[str, Any] = {"by": NINA, "charter": team.charter, "now": NOW}
        how |= {"seen": row.revision, "why": "?"}
        if number is None:
            assert isinstance(step, Version)
            await review.edit(session, row, **how, **asdict(step))
        else:
            await upkeep.revert(session, row, number, **how)
