"""Flagged entries, in the words of the tests: who doubts what, and what is done about it."""

from collections.abc import Sequence
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import select

from knowledge import entries, flag_settling, flagging, flags
from knowledge.entry import Entry
from knowledge.flag import Doubt, Flag, Remark
from knowledge.flagging import Saying
from tests.factories import ANA, MARIA, NOW, WORKSPACE, an_entry
from tests.knowledge.team import Team

KEYS = count(1)


async def an_answer(team: Team, **changes: Any) -> Entry:
    """A published answer of Maria's."""
    entry = an_entry(**{"owner": MARIA, "reviewer": MARIA} | changes)
    await team.knows(entry)
    return entry


async def flagged(
    team: Team,
    entry: Entry,
    *,
    by: str | None = ANA,
    doubt: Doubt = Doubt.WRONG,
    text: str = "C’est 30 jours.",
    key: str = "",
    place: str | None = None,
    now: datetime = NOW,
    outsiders: Sequence[str] = (),
) -> Flag:
    """Somebody doubts the entry."""
    said = Saying(key or f"modal:{next(KEYS)}", doubt, text, place, outsiders)
    async with team.sessions.begin() as session:
        known = await entries.get(session, WORKSPACE, entry.id)
        how: dict[str, Any] = {"charter": team.charter, "by": by, "now": now}
        return await flagging.flag(session, known, said, **how)


async def does(
    team: Team, deed: Any, flag: Flag, *said: Any, by: str = MARIA, now: datetime = NOW, **how: Any
) -> None:
    """Somebody does something to a flag and its entry."""
    async with team.sessions.begin() as session:
        one, entry = await flags.with_entry(session, WORKSPACE, flag.id)
        await deed(session, one, entry, *said, by=by, charter=team.charter, now=now, **how)


async def corrects(team: Team, entry: Entry, body: str, *, by: str = MARIA, **how: Any) -> None:
    """Somebody corrects an entry; `seen` is the revision they saw, the present one if not told."""
    async with team.sessions.begin() as session:
        known = await entries.get(session, WORKSPACE, entry.id, lock=True)
        change = {"title": known.title, "body": body, "seen": how.pop("seen", known.revision)}
        about = {"by": by, "charter": team.charter, "now": NOW, "reason": "", **how}
        await flag_settling.correct(session, known, **about, **change)


async def archives(team: Team, entry: Entry, *, by: str = MARIA, now: datetime = NOW) -> None:
    """Somebody archives an entry."""
    async with team.sessions.begin() as session:
        known = await entries.get(session, WORKSPACE, entry.id, lock=True)
        await flag_settling.archive(session, known, by=by, charter=team.charter, now=now)


async def the_flag(team: Team) -> Flag:
    """The only flag there is."""
    [flag] = await team.all(Flag)
    return flag


async def remarks(team: Team) -> list[tuple[str | None, Doubt]]:
    """Who holds what against which entry."""
    async with team.sessions.begin() as session:
        found = await session.scalars(select(Remark).order_by(Remark.id))
        return [(one.person, one.doubt) for one in found]
