"""Flagging: an entry is doubted, by somebody or because its source has changed; or no longer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import audit, flag_keepers, flag_news, flags, roster
from knowledge.charter import Charter
from knowledge.database import alone
from knowledge.entry import Entry, Status
from knowledge.errors import IllegalMove, NobodyToTell, NotFound
from knowledge.flag import SAID, Doubt, Flag, Remark
from knowledge.flag import Status as Life
from knowledge.timeline import CLOCK


@dataclass(frozen=True)
class Saying:
    """What is said of an entry, and what brought it (`key`, `place`), each as in Remark.

    `outsiders` cannot read the entry: it is not given to them.
    """

    key: str
    doubt: Doubt
    text: str = ""
    place: str | None = None
    outsiders: Collection[str] = ()


async def flag(
    session: AsyncSession,
    entry: Entry,
    said: Saying,
    *,
    charter: Charter,
    by: str | None,
    now: datetime,
) -> Flag:
    """Have it seen to by who keeps it true; what is flagged already is joined. Twice is once.

    `by` None: by nobody in particular.

    Raises:
        IllegalMove: nobody finds it any more, or not yet.
        NobodyToTell: the charter names nobody who could see to it.
    """
    await alone(session, entry.workspace, "flags", str(entry.id))
    if known := await _of_key(session, entry.workspace, said.key):
        return known
    if entry.status is Status.ARCHIVED or (by and entry.status is not Status.PUBLISHED):
        raise IllegalMove
    joined = await flags.open_of(session, entry, lock=True)
    one = joined or await _begin(session, entry, said, charter=charter, now=now)
    session.add(_remark(one, said, by, now))
    deed = "flag.joined" if joined else "flag.raised"
    facts = {"entry": entry.id, "doubt": said.doubt}
    audit.record(session, deed, one, by=by or CLOCK, now=now, **facts)
    await session.flush()
    await flag_news.show_everyone(session, one, now=now)
    return one


async def say_why(
    session: AsyncSession, one: Flag, said: Saying, *, by: str, now: datetime
) -> None:
    """Whoever flagged it with an emoji says what they mean: it takes the place of the emoji.

    Raises:
        NotFound: they have not flagged it, or have taken it back.
        IllegalMove: it is settled.
    """
    mine = await check_says(session, one, by)
    mine.doubt, mine.text = said.doubt, said.text.strip()
    await flag_news.show_everyone(session, one, now=now)


async def check_says(session: AsyncSession, one: Flag, person: str) -> Remark:
    """What this person has said last; refused where they say nothing.

    Raises:
        NotFound: they have not flagged it, or have taken it back.
        IllegalMove: it is settled.
    """
    mine = [remark for remark in await flags.remarks(session, one) if remark.person == person]
    if not mine:
        raise NotFound
    if not one.is_open:
        raise IllegalMove
    return mine[-1]


async def take_back(
    session: AsyncSession,
    workspace: str,
    place: str,
    *,
    by: str | None,
    now: datetime,
    doubts: Collection[Doubt] = SAID,
) -> Flag | None:
    """Whoever has flagged an entry at this message doubts it no longer; give the flag.

    It ends with the last remark. What is settled stays as it is.
    """
    query = select(Remark).where(
        Remark.workspace == workspace,
        Remark.place == place,
        Remark.person == by if by else Remark.person.is_(None),
        Remark.doubt.in_(doubts),
    )
    for remark in await session.scalars(query.order_by(Remark.id.desc())):
        one = await flags.get(session, workspace, remark.flag_id, lock=True)
        if one.is_open:
            await _drop(session, one, remark, by=by or CLOCK, now=now)
            return one
    return None


async def _drop(
    session: AsyncSession, one: Flag, remark: Remark, *, by: str, now: datetime
) -> None:
    await session.delete(remark)
    await session.flush()
    if await flags.remarks(session, one):
        audit.record(session, "flag.left", one, by=by, now=now)
        await flag_news.show_everyone(session, one, now=now)
    else:
        await flags.settle(session, one, Life.WITHDRAWN, by=by, now=now)


async def _begin(
    session: AsyncSession, entry: Entry, said: Saying, *, charter: Charter, now: datetime
) -> Flag:
    there = await roster.load(session, entry.workspace, charter, now=now)
    allowed, besides = charter.upkeep.flags, set(said.outsiders)
    keeper = flag_keepers.find(charter, entry, there, allowed=allowed, besides=besides, leads=True)
    if keeper is None:
        raise NobodyToTell
    one = Flag(
        workspace=entry.workspace,
        entry_id=entry.id,
        revision=entry.revision,
        status=Life.OPEN,
        owner=keeper.person,
        asked=[],
        outsiders=sorted(besides),
        round=0,
        raised_at=now,
        asked_at=now,
        due_at=now,
    )
    session.add(one)
    await session.flush()
    await flags.give(session, one, keeper, charter=charter, there=there, now=now)
    return one


def _remark(one: Flag, said: Saying, by: str | None, now: datetime) -> Remark:
    return Remark(
        workspace=one.workspace,
        flag_id=one.id,
        key=said.key,
        person=by,
        doubt=said.doubt,
        text=said.text.strip(),
        place=said.place,
        at=now,
    )


async def _of_key(session: AsyncSession, workspace: str, key: str) -> Flag | None:
    query = (
        select(Flag)
        .join(Remark, Remark.flag_id == Flag.id)
        .where(Remark.workspace == workspace, Remark.key == key)
    )
    return await session.scalar(query)
