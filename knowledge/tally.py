"""Tally: how many signals were passed on, by process and topic, and what became of them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.signal import LIVE, Signal, Status


@dataclass(frozen=True)
class Count:
    """So many signals about one topic (None: no one topic) that belong to one process."""

    process: str | None
    topic: str | None
    open: int
    acted_on: int
    not_now: int

    @property
    def total(self) -> int:
        """All of them; what was taken back is none."""
        return self.open + self.acted_on + self.not_now


async def counts(session: AsyncSession, workspace: str, since: datetime) -> list[Count]:
    """What was passed on since then, most first."""
    kind = (Signal.process, Signal.topic)
    query = (
        select(*kind, Signal.status, func.count())
        .where(
            Signal.workspace == workspace,
            Signal.passed_at >= since,
            Signal.status != Status.WITHDRAWN,
        )
        .group_by(*kind, Signal.status)
    )
    found = defaultdict[tuple[str | None, str | None], dict[Status, int]](dict)
    for process, topic, status, number in await session.execute(query):
        found[process, topic][status] = number
    made = [_count(process, topic, each) for (process, topic), each in found.items()]
    return sorted(made, key=lambda one: (-one.total, one.process or "", one.topic or ""))


def by_process(found: Sequence[Count]) -> list[Count]:
    """The same by process alone, most first."""
    sums = defaultdict[str | None, list[int]](lambda: [0, 0, 0])
    for one in found:
        for place, number in enumerate((one.open, one.acted_on, one.not_now)):
            sums[one.process][place] += number
    made = [Count(process, None, *numbers) for process, numbers in sums.items()]
    return sorted(made, key=lambda one: (-one.total, one.process or ""))


def _count(process: str | None, topic: str | None, each: dict[Status, int]) -> Count:
    still = sum(each.get(status, 0) for status in LIVE)
    return Count(process, topic, still, each.get(Status.ACTED_ON, 0), each.get(Status.NOT_NOW, 0))
