"""Following: what refers to an entry refers to the one it is merged into; and the way back."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String, cast, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge.entry import Change, Entry
from knowledge.escalation import Escalation
from knowledge.question import Question
from knowledge.wording import Voice, Wording

LATELY = timedelta(days=30)
"""Questions of that age may still be answered, judged or shared."""

Moved = dict[str, Any]
"""What was moved: `wordings`, `voices` (of wordings that both had), `escalations`, `proposed` and
`questions`, by number."""


async def follow(session: AsyncSession, entry: Entry, target: Entry, *, now: datetime) -> Moved:
    """Let everything that refers to an entry refer to the target."""
    wordings, voices = await _teach(session, entry, target)
    moved = {
        "wordings": wordings,
        "voices": voices,
        "escalations": await _refer(session, "entry_id", entry.id, target.id),
        "proposed": await _refer(session, "proposed_id", entry.id, target.id),
        "questions": await _ask(session, entry, target, since=now - LATELY),
    }
    _announce(session, entry, target)
    return moved


async def go_back(session: AsyncSession, moved: Moved, entry: Entry, target: Entry) -> None:
    """Let what was moved refer to the entry again, as far as it is still there."""
    rows = update(Wording).where(Wording.id.in_(moved["wordings"]))
    await session.execute(rows.values(entry_id=entry.id))
    for text, meant, numbers in moved["voices"]:
        await _give_back(session, entry, text, meant, numbers)
    for name, column in (("escalations", "entry_id"), ("proposed", "proposed_id")):
        owed = update(Escalation).where(Escalation.id.in_(moved[name]))
        await session.execute(owed.values(**{column: entry.id}))
    for number in moved["questions"]:
        question = await session.get(Question, number)
        if question:
            _replace(question, target.id, entry.id)
    _announce(session, entry, target)


async def _teach(session: AsyncSession, entry: Entry, target: Entry) -> tuple[list[int], list[Any]]:
    """What use has taught; of a wording that both have, only what was said of it is moved."""
    theirs = {one.sense: one for one in await _wordings(session, target.id)}
    moved, joined = [], []
    for wording in await _wordings(session, entry.id):
        known = theirs.get(wording.sense)
        if known is None:
            wording.entry_id = target.id
            moved.append(wording.id)
            continue
        numbers = [voice.id for voice in wording.voices]
        joined.append([wording.text, wording.sense, numbers])
        await _give(session, numbers, known.id)
        await session.refresh(wording, ["voices"])
        await session.delete(wording)
    await session.flush()
    return moved, joined


async def _give_back(
    session: AsyncSession, entry: Entry, text: str, meant: str, numbers: Iterable[int]
) -> None:
    wording = Wording(workspace=entry.workspace, entry_id=entry.id, sense=meant, text=text)
    session.add(wording)
    await session.flush()
    await _give(session, numbers, wording.id)


async def _give(session: AsyncSession, voices: Iterable[int], wording: int) -> None:
    rows = update(Voice).where(Voice.id.in_([*voices])).values(wording_id=wording)
    await session.execute(rows)


async def _wordings(session: AsyncSession, entry: int) -> list[Wording]:
    query = select(Wording).where(Wording.entry_id == entry).order_by(Wording.id)
    return list(await session.scalars(query))


async def _refer(session: AsyncSession, column: str, former: int, number: int) -> list[int]:
    """Escalations that were answered with it, or are to be."""
    held = getattr(Escalation, column)
    changed = await session.execute(
        update(Escalation).where(held == former).values(**{column: number}).returning(Escalation.id)
    )
    return sorted(changed.scalars())


async def _ask(session: AsyncSession, entry: Entry, target: Entry, *, since: datetime) -> list[int]:
    """The questions of late that were shown it."""
    query = select(Question).where(
        Question.workspace == entry.workspace,
        Question.asked_at >= since,
        cast(Question.found, String).contains(str(entry.id)),
    )
    shown = [one for one in await session.scalars(query) if entry.id in one.entries]
    for question in shown:
        _replace(question, entry.id, target.id)
    return [question.id for question in shown]


def _replace(question: Question, former: int, number: int) -> None:
    numbers = dict.fromkeys(number if one == former else one for one in question.entries)
    question.found = {**question.found, "entries": [*numbers]}
    if question.chosen == former:
        question.chosen = number


def _announce(session: AsyncSession, *touched: Entry) -> None:
    """They are found by other words now: a line each in the feed."""
    session.add_all(Change(workspace=entry.workspace, entry_id=entry.id) for entry in touched)
