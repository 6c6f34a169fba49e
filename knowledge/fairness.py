"""Fairness: who was asked how often, and what became of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.charter import Charter
from knowledge.timeline import Deed, TimelineEvent

COUNTED = (
    Deed.ASKED,
    Deed.ACKNOWLEDGED,
    Deed.ANSWERED,
    Deed.DECLINED,
    Deed.HANDED_OVER,
    Deed.OVERDUE,
)


@dataclass(frozen=True)
class Share:
    """One person's part since a moment: how many questions they were asked, and what they did.

    `cap` is how many they are asked a week at most, by the charter.
    """

    person: str
    asked: int = 0
    taken: int = 0
    answered: int = 0
    passed: int = 0
    late: int = 0
    cap: int | None = None


async def shares(
    session: AsyncSession, workspace: str, charter: Charter, *, since: datetime
) -> list[Share]:
    """Everybody who was asked since then, and everybody of the charter's chains: busiest first."""
    query = (
        select(TimelineEvent.person, TimelineEvent.deed, func.count())
        .where(
            TimelineEvent.workspace == workspace,
            TimelineEvent.at >= since,
            TimelineEvent.deed.in_(COUNTED),
            TimelineEvent.person.is_not(None),
        )
        .group_by(TimelineEvent.person, TimelineEvent.deed)
    )
    counts = {(str(who), deed): n for who, deed, n in await session.execute(query)}
    chains = [charter.chain_for(topic) for topic in (*charter.topics, None)]
    named = {member for chain in chains for step in chain for member in step.who}
    everybody = named | {who for who, _deed in counts}
    found = [_share(who, counts, charter) for who in everybody]
    return sorted(found, key=lambda share: (-share.asked, share.person))


def _share(person: str, counts: dict[tuple[str, Deed], int], charter: Charter) -> Share:
    def number(*deeds: Deed) -> int:
        return sum(counts.get((person, deed), 0) for deed in deeds)

    return Share(
        person=person,
        asked=number(Deed.ASKED),
        taken=number(Deed.ACKNOWLEDGED),
        answered=number(Deed.ANSWERED),
        passed=number(Deed.DECLINED, Deed.HANDED_OVER),
        late=number(Deed.OVERDUE),
        cap=charter.cap_of(person),
    )
