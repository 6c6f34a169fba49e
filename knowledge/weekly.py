"""Weekly: what waits for a word is brought to its owner once a week; what nobody reads goes.

A timer a day keeps each workspace: it marks what has lapsed, and with the first day of a week it
plans the messages of that week. It plans the timer of the next day itself; `keep` begins it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import archiving, charters, entries, outbox, people, upkeep, weeks
from knowledge.entry import Entry, Status
from knowledge.keepers import Crew, crew
from knowledge.outbox import Kind, Notification, State
from knowledge.timeline import CLOCK
from knowledge.verification import is_outlived
from knowledge.weeks import WEEK

Lists = Mapping[tuple[str, datetime], Sequence[Entry]]
"""Who is asked about which entries, and when they hear of it."""


async def keep(session: AsyncSession, *, now: datetime) -> None:
    """Begin to keep each workspace that has something to keep, and has no timer for it."""
    published = select(Entry.workspace).where(Entry.status == Status.PUBLISHED)
    kept = select(Notification.workspace).where(
        Notification.kind == Kind.UPKEEP, Notification.state == State.READY
    )
    query = published.where(Entry.workspace.not_in(kept)).distinct()
    for workspace in (await session.scalars(query)).all():
        await _plan_day(session, workspace, now=now)


async def begin_day(session: AsyncSession, row: Notification, *, now: datetime) -> None:
    """A day begins somewhere; with the first of a week, owners are asked. A week that was slept
    through is not made up for: what is still due is in the next message.
    """
    await upkeep.mark_lapsed(session, row.workspace, now=now)
    week = weeks.monday(now)
    if week.isoformat() > row.facts["week"]:
        await _ask_owners(session, row.workspace, week, now=now)
    await _plan_day(session, row.workspace, now=now)


async def archive_by(session: AsyncSession, row: Notification, *, now: datetime) -> None:
    """A week after somebody was told: what nobody has read or verified since is put aside.

    Of what could not be told to anybody, the next week's message speaks again.
    """
    told = await _told(session, row)
    early = {number for number, sent in told.items() if now < sent + WEEK}
    charter = await charters.in_force(session, row.workspace)
    gone = await people.gone(session, row.workspace)
    known = await entries.of_numbers(session, row.workspace, told.keys() - early, lock=True)
    for entry in known.values():
        if is_outlived(entry, charter, gone, now):
            await archiving.put_aside(session, entry, archiving.OUTLIVED, by=CLOCK, now=now)
    if early:
        at = max(told[number] for number in early) + WEEK
        key = f"upkeep:archive:{row.id}"
        await _plan_archiving(
            session, row.workspace, sorted(early), key=key, week=row.about, at=at, now=now
        )


async def ask_others(
    session: AsyncSession, row: Notification, numbers: Iterable[int], *, now: datetime
) -> None:
    """Some entries of a message do not reach its reader: the next who may say so is asked."""
    tried = {*row.facts["tried"], row.to}
    those = await crew(session, row.workspace, now=now)
    known = await entries.of_numbers(session, row.workspace, [*numbers])
    found = _lists(those, known.values(), weeks.monday(now), now, tried)
    for whom, asked in found.items():
        key = f"upkeep:{row.id}:{whom[0]}"
        await _ask(session, row.workspace, those, whom, asked, key=key, now=now, tried=tried)


async def waiting_for(
    session: AsyncSession, workspace: str, person: str, *, now: datetime
) -> list[Entry]:
    """What this person would be asked about now, and what is due of their own."""
    those = await crew(session, workspace, now=now)
    due = await upkeep.due(session, workspace, those.charter, now=now)
    return [entry for entry in due if those.is_asked(person, entry, now)]


def _lists(
    those: Crew, due: Iterable[Entry], week: date, now: datetime, besides: Collection[str] = ()
) -> Lists:
    found: defaultdict[tuple[str, datetime], list[Entry]] = defaultdict(list)
    for entry in due:
        if whom := those.find(entry, week, now, besides):
            found[whom].append(entry)
    return found


async def _ask_owners(session: AsyncSession, workspace: str, week: date, *, now: datetime) -> None:
    those = await crew(session, workspace, now=now)
    due = await upkeep.due(session, workspace, those.charter, now=now)
    for whom, asked in _lists(those, due, week, now).items():
        key = f"upkeep:{week}:{whom[0]}"
        await _ask(session, workspace, those, whom, asked, key=key, now=now)


async def _ask(
    session: AsyncSession,
    workspace: str,
    those: Crew,
    whom: tuple[str, datetime],
    asked: Sequence[Entry],
    *,
    key: str,
    now: datetime,
    tried: Collection[str] = (),
) -> None:
    """One message to one person; a week later, what it says nobody reads is looked at again."""
    person, at = whom
    gone, week = those.roster.gone, weeks.monday(now).toordinal()
    outlived = [one.id for one in asked if is_outlived(one, those.charter, gone, at + WEEK)]
    await outbox.notify(
        session,
        Kind.VERIFY,
        key=key,
        workspace=workspace,
        to=person,
        about=week,
        now=now,
        at=at,
        entries=[one.id for one in asked],
        outlived=outlived,
        tried=sorted(tried),
        page=0,
    )
    if outlived:
        key = f"{key}:archive"
        await _plan_archiving(
            session, workspace, outlived, key=key, week=week, at=at + WEEK, now=now
        )


async def _told(session: AsyncSession, row: Notification) -> dict[int, datetime]:
    """Which of the entries somebody was told of, and when first."""
    rows = await outbox.about(session, Kind.VERIFY, row.about, workspace=row.workspace)
    told: dict[int, datetime] = {}
    for message in rows:
        if message.state is State.DONE and message.ts:
            sent = datetime.fromtimestamp(float(message.ts), UTC)
            for number in {*message.facts["outlived"]} & {*row.facts["entries"]}:
                told[number] = min(sent, told.get(number, sent))
    return told


async def _plan_archiving(
    session: AsyncSession,
    workspace: str,
    numbers: Sequence[int],
    *,
    key: str,
    week: int,
    at: datetime,
    now: datetime,
) -> None:
    await outbox.notify(
        session,
        Kind.ARCHIVE_BY,
        key=key,
        workspace=workspace,
        to=workspace,
        about=week,
        now=now,
        at=at,
        lane=key,
        entries=[*numbers],
    )


async def _plan_day(session: AsyncSession, workspace: str, *, now: datetime) -> None:
    """The timer of the next day; it remembers the week that has been dealt with."""
    at, week = weeks.tomorrow(now), weeks.monday(now).isoformat()
    key = f"upkeep:day:{at.date()}"
    await outbox.notify(
        session,
        Kind.UPKEEP,
        key=key,
        workspace=workspace,
        to=workspace,
        about=0,
        now=now,
        at=at,
        lane=key,
        week=week,
    )
