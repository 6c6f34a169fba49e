"""Plans: what a charter would change if it were put into force, and why it may not be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import touched
from knowledge.charter import Charter, CharterFaults, Fault
from knowledge.charter.comparing import differences
from knowledge.charter.difference import Difference
from knowledge.charter.source import Path, dotted, read
from knowledge.charter_versions import as_read, latest, parsed
from knowledge.touched import Touch


class NamesNobody(CharterFaults):
    """Without a topic and without a fallback nobody could ever be asked."""

    sentence = (
        "This charter names nobody who could be asked, so the one before stays in force. "
        "Give it a topic with a chain, or a fallback."
    )


class LeavesOrphans(CharterFaults):
    """Questions that are owed an answer would have nobody left to ask."""

    sentence = (
        "With this charter nobody could be asked any more about {questions}, so the one before "
        "stays in force. Name somebody in the chain of their topic, or in the fallback, who may "
        "answer and does not wait for the answer too."
    )


@dataclass(frozen=True)
class Plan:
    """What changes from the version in force (0: none was), which open questions it touches.

    `refusal` says, if it would be refused, everything that has to be mended first.
    """

    number: int
    differences: tuple[Difference, ...]
    touched: tuple[Touch, ...]
    refusal: CharterFaults | None


async def plan(
    session: AsyncSession, workspace: str, text: str, *, now: datetime, name: str = "charter.yaml"
) -> Plan:
    """What this text would change. Nothing is changed yet.

    Raises:
        CharterFaults: it has faults, each with its line in `name`.
    """
    after = parsed(text, name=name)
    former = await latest(session, workspace)
    before = as_read(former)
    found = await touched.find(session, workspace, before, after, now=now)
    follows = former is not None and former.text != text
    refusal = refused(text, after, found, name=name) if follows else None
    number = former.number if former else 0
    return Plan(number, differences(before, after), found, refusal)


def refused(
    text: str, charter: Charter, found: Sequence[Touch], *, name: str = "charter.yaml"
) -> CharterFaults | None:
    """Why a sound charter may not follow the one in force, if it may not."""
    orphans = [touch for touch in found if touch.is_orphaned]
    if not orphans and not _names_nobody(charter):
        return None
    faults = list(_faults(text, charter, orphans))
    if _names_nobody(charter):
        return NamesNobody(faults, name)
    questions = ", ".join(f"E{touch.escalation.id}" for touch in orphans)
    return LeavesOrphans(faults, name, questions=questions)


def _faults(text: str, charter: Charter, orphans: Sequence[Touch]) -> Iterator[Fault]:
    source = read(text)
    if _names_nobody(charter):
        yield Fault(
            source.line(()),
            "This charter names nobody who could be asked: add a topic, or a fallback.",
        )
    for orphan in orphans:
        path = _place(charter, orphan)
        yield Fault(source.line(path), _sentence(charter, orphan), dotted(path))


def _names_nobody(charter: Charter) -> bool:
    return not charter.topics and not charter.fallback


def _place(charter: Charter, orphan: Touch) -> Path:
    """The chain where somebody is missing."""
    ids = [topic.id for topic in charter.topics]
    topic = orphan.escalation.topic
    return ("topics", ids.index(topic), "chain") if topic in ids else ("fallback", "chain")


def _sentence(charter: Charter, orphan: Touch) -> str:
    which = f" (“{orphan.excerpt}”)" if orphan.excerpt else ""
    topic = charter.topic(orphan.escalation.topic)
    if topic is None:
        mend = "keep its topic, or name somebody in the fallback who does not wait for it too"
    else:
        mend = (
            f"name somebody who is {topic.needs} and does not wait for it too in the chain of "
            f'"{topic.id}", or somebody in the fallback'
        )
    return f"E{orphan.escalation.id}{which} would be left without anybody: {mend}."
