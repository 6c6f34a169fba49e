"""A probe: an answer in time, and few looks, however often and by however many it is asked."""

import asyncio

import pytest

from bot.watching.probe import Probe


class Well:
    """What is looked at: it counts, hangs while it is closed, and may fail."""

    def __init__(self) -> None:
        self.looks = 0
        self.error: Exception | None = None
        self.open = asyncio.Event()
        self.open.set()

    async def look(self) -> int:
        self.looks += 1
        await self.open.wait()
        if self.error:
            raise self.error
        return self.looks


async def test_many_who_ask_at_once_share_one_look() -> None:
    well = Well()
    probe = Probe(well.look, keeps=60)

    assert await asyncio.gather(*[probe.see() for _ in range(20)]) == [1] * 20
    assert await probe.see() == 1


async def test_what_is_old_is_looked_at_again() -> None:
    probe = Probe(Well().look, keeps=0)

    assert [await probe.see(), await probe.see()] == [1, 2]


async def test_what_hangs_is_not_waited_for_and_not_begun_again() -> None:
    well = Well()
    well.open.clear()
    probe = Probe(well.look, keeps=0, patience=0.01)

    for _ in range(3):
        with pytest.raises(TimeoutError):
            await probe.see()
    assert well.looks == 1

    well.open.set()
    assert await probe.see() == 1


async def test_a_failure_is_told_and_looked_at_again() -> None:
    well = Well()
    well.error = OSError("gone")
    probe = Probe(well.look, keeps=60)

    with pytest.raises(OSError, match="gone"):
        await probe.see()
    well.error = None
    assert await probe.see() == 2


async def test_closed_it_lets_go_of_what_hangs() -> None:
    well = Well()
    well.open.clear()
    probe = Probe(well.look, keeps=0, patience=0.01)
    with pytest.raises(TimeoutError):
        await probe.see()

    await probe.close()

    assert [t for t in asyncio.all_tasks() if t is not asyncio.current_task()] == []
