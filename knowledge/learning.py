"""Learning from use: what askers say of answers teaches entries how they are asked for."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import audit, entries, people
from knowledge.database import alone, insert_once
from knowledge.entry import Change, Entry
from knowledge.question import Feedback, Question
from knowledge.sense import sense
from knowledge.wording import Kind, Voice, Wording, is_teachable, own_senses

EACH = 3
"""Wordings of one entry that one person may have confirmed: a person asks the same thing in a few
forms; an entry that answers to more of them speaks one person's language, or obeys one person."""

DAILY = 20
"""Voices of one person that count within a day: more than anybody gives who works with the
answers, few enough to be reviewed the day after."""

DAY = timedelta(days=1)

JUDGED = 0
"""Stands in the feed of changes for what was said of answers, which is about no one entry."""


async def hear(session: AsyncSession, question: Question, *, now: datetime) -> None:
    """Let what the asker now says of the answer count, in place of what they said before.

    Nothing is learned from guests and people we have not met, from a question that holds personal
    data (`is_teachable`), from one asked in front of a private channel about an entry that is not
    kept for that channel, or beyond EACH and DAILY.
    """
    await alone(session, "learning", question.workspace)
    await _take_back(session, question, now=now)
    number, kind = _said(question)
    entry = (await entries.of_numbers(session, question.workspace, [number])).get(number)
    if kind and entry and await _may_teach(session, question, entry, kind, now=now):
        await _teach(session, question, entry, kind, now=now)
    _announce(session, question.workspace, JUDGED)


async def take_out(session: AsyncSession, wording: Wording, *, by: str, now: datetime) -> None:
    """Let nothing follow from a wording, whatever is said of it. Doing so twice changes nothing."""
    if wording.removed_at is None:
        wording.removed_at, wording.removed_by = now, by
        audit.record(session, "wording.taken_out", wording, by=by, now=now, entry=wording.entry_id)
        _announce(session, wording.workspace, wording.entry_id)


async def put_back(session: AsyncSession, wording: Wording, *, by: str, now: datetime) -> None:
    """Let what was said of a wording count again."""
    if wording.removed_at is not None:
        wording.removed_at = wording.removed_by = None
        audit.record(session, "wording.put_back", wording, by=by, now=now, entry=wording.entry_id)
        _announce(session, wording.workspace, wording.entry_id)


def _said(question: Question) -> tuple[int, Kind | None]:
    """Which entry the asker speaks of, and whether it answers. *None of these* refuses none:
    near misses were not offered as the answer.
    """
    first = next(iter(question.entries), 0)
    match question.feedback:
        case Feedback.HELPFUL:
            return first, Kind.CONFIRMED
        case Feedback.NOT_HELPFUL:
            return first, Kind.REFUSED
        case Feedback.THIS_ONE:
            return question.chosen or 0, Kind.CONFIRMED
    return first, None


async def _take_back(session: AsyncSession, question: Question, *, now: datetime) -> None:
    """Forget what this asker said before; a text that nobody speaks for any more goes too."""
    voice = await session.scalar(select(Voice).where(Voice.question_id == question.id))
    if voice is None:
        return
    wording = await session.get_one(Wording, voice.wording_id)
    was = wording.standing
    wording.voices.remove(voice)
    await session.flush()
    _tell(session, wording, was, by=question.asker, now=now)
    if not wording.voices and wording.removed_at is None:
        await session.delete(wording)
        await session.flush()


async def _teach(
    session: AsyncSession, question: Question, entry: Entry, kind: Kind, *, now: datetime
) -> None:
    wording = await _wording(session, question, entry)
    was = wording.standing
    wording.voices.append(
        Voice(
            question_id=question.id,
            person=question.asker,
            kind=kind,
            audience=question.audience,
            at=now,
        )
    )
    await session.flush()
    _tell(session, wording, was, by=question.asker, now=now)


async def _wording(session: AsyncSession, question: Question, entry: Entry) -> Wording:
    key = {"entry_id": entry.id, "sense": sense(question.text)}
    await insert_once(session, Wording, workspace=question.workspace, text=question.text, **key)
    return (await session.scalars(select(Wording).filter_by(**key))).one()


async def _may_teach(
    session: AsyncSession, question: Question, entry: Entry, kind: Kind, *, now: datetime
) -> bool:
    member = await people.find(session, question.workspace, question.asker)
    meant = sense(question.text)
    return (
        member is not None
        and member.is_colleague
        and is_teachable(question.text)
        and meant not in own_senses(entry)
        and question.audience in (None, entry.audience)
        and await _said_lately(session, question, now - DAY) < DAILY
        and (kind is Kind.REFUSED or await _confirmed(session, question, entry, meant) < EACH)
    )


async def _said_lately(session: AsyncSession, question: Question, since: datetime) -> int:
    """How many voices of this person count since then."""
    query = (
        select(func.count())
        .select_from(Voice)
        .join(Wording)
        .where(
            Voice.person == question.asker,
            Voice.at > since,
            Wording.workspace == question.workspace,
        )
    )
    return await session.scalar(query) or 0


async def _confirmed(session: AsyncSession, question: Question, entry: Entry, meant: str) -> int:
    """How many other wordings of this entry this person has confirmed."""
    query = select(func.count(Voice.wording_id.distinct())).join(Wording)
    mine = (Voice.person == question.asker, Voice.kind == Kind.CONFIRMED)
    other = (Wording.entry_id == entry.id, Wording.sense != meant)
    return await session.scalar(query.where(*mine, *other)) or 0


def _tell(
    session: AsyncSession, wording: Wording, was: Kind | None, *, by: str, now: datetime
) -> None:
    """Record what has become of a wording, if anything has."""
    if wording.standing is not was:
        deed = f"wording.{wording.standing or 'dropped'}"
        audit.record(session, deed, wording, by=by, now=now, entry=wording.entry_id)
    _announce(session, wording.workspace, wording.entry_id)


def _announce(session: AsyncSession, workspace: str, about: int) -> None:
    """Write a line in the feed: an entry is found otherwise now, or answers were judged."""
    session.add(Change(workspace=workspace, entry_id=about))
