"""Examples: questions whose topic is known, from the charter and from what experts answered."""

from collections.abc import Collection, Iterator

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.charter import Charter
from knowledge.entry import Entry
from knowledge.entry import Status as Stage
from knowledge.escalation import Escalation
from knowledge.search.documents import Document, Key

RESOLVED = 1_000
"""Answered escalations that count, the latest: what a topic is about changes."""


async def of(session: AsyncSession, workspace: str, charter: Charter) -> dict[Key, Document]:
    """Documents that answer nothing but speak for a topic of this charter, by key."""
    topics = {topic.id for topic in charter.topics}
    examples = [*_agreed(charter), *await _resolved(session, workspace, topics)]
    return {example.key: example for example in examples}


def _agreed(charter: Charter) -> Iterator[Document]:
    for topic in charter.topics:
        names = [name for name in (topic.name.fr, topic.name.en) if name]
        for number, text in enumerate((*names, *topic.examples)):
            key = f"example:{topic.id}:{number}"
            yield Document(key=key, title=text, topic=topic.id, answers=False)


async def _resolved(
    session: AsyncSession, workspace: str, topics: Collection[str]
) -> list[Document]:
    """Questions that an expert answered under a topic; never those of a private channel.

    Where the answer became an entry, that speaks for the topic it was published under.
    """
    query = (
        select(Escalation.id, Escalation.text, Escalation.topic)
        .outerjoin(Entry, Entry.id == Escalation.entry_id)
        .where(
            Escalation.workspace == workspace,
            Escalation.topic.in_(topics),
            Escalation.audience.is_(None),
            Escalation.answered_at.is_not(None),
            or_(Entry.id.is_(None), Entry.status != Stage.PUBLISHED),
        )
        .order_by(Escalation.id.desc())
        .limit(RESOLVED)
    )
    return [
        # Learned, for nobody has proof-read it: its words are not what others are corrected to.
        Document(f"resolved:{number}", "", learned=(text,), topic=topic, answers=False)
        for number, text, topic in await session.execute(query)
    ]
