"""Successions: what somebody did goes to others, all of it at once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import amendments, charters, departures, entries, sheets
from knowledge.charter import Charter
from knowledge.charter.succession import Succession, named_in
from knowledge.departure import Departure
from knowledge.departure_news import check
from knowledge.duties import Sheet
from knowledge.entry import Entry
from knowledge.entry_errors import NobodyFollows
from knowledge.errors import IllegalMove

Members = Mapping[str, Collection[str]]
"""Who is in each private channel."""


async def hand_over(
    session: AsyncSession,
    number: int,
    *,
    workspace: str,
    successors: Mapping[str, str],
    rest: str | None,
    by: str,
    now: datetime,
    members: Members | None = None,
    acting: Collection[str] = (),
) -> Departure:
    """Give what they did to others: `successors` by topic, `rest` what belongs to no topic.

    The charter names them no more, and entries, drafts and signals have somebody else, all in one
    transaction. What is kept for a private channel goes to one of its `members`. `acting` may do
    so without leading. Twice changes nothing.

    Raises:
        NoMandate: for those in charge only.
        NobodyFollows: something would be left to nobody.
        NotCompetent, NobodyElse, CharterFaults: the charter cannot be so.
        IllegalMove: they stay, or somebody else has handed it over.
    """
    one = await departures.get(session, workspace, number, lock=True)
    charter, gone = await departures.scene(session, workspace)
    check(charter, gone, one.person, by, acting)
    if not one.is_open:
        if one.settled_by == by:
            return one
        raise IllegalMove
    sheet = await sheets.of(session, workspace, one.person, charter=charter, now=now)
    _check_followed(sheet, charter, successors, rest)
    change = Succession(person=one.person, successors=dict(successors), rest=rest)
    await _amend(session, change, workspace=workspace, by=by, now=now)
    found = _Heirs(charter, successors, rest, members or {}, gone)
    await _hand_over_entries(session, sheet, found, by=by, now=now)
    await departures.pass_on_what_waits(session, workspace, one.person, now=now)
    await departures.settle(session, one, by=by, now=now)
    return one


async def _amend(
    session: AsyncSession, change: Succession, *, workspace: str, by: str, now: datetime
) -> None:
    """Change the charter, unless it names them nowhere; it was checked who may."""
    seen = await charters.latest(session, workspace)
    if seen and change.part(seen_as := charters.as_read(seen)) != change.part(change.on(seen_as)):
        await amendments.amend(
            session,
            change,
            workspace=workspace,
            by=by,
            seen=seen.number,
            now=now,
            acting=(by,),
        )


@dataclass(frozen=True)
class _Heirs:
    """Who keeps an entry true from now on."""

    charter: Charter
    successors: Mapping[str, str]
    rest: str | None
    members: Members
    gone: Collection[str]

    def of(self, entry: Entry) -> str | None:
        """The successor; of what is kept for a channel, the first who is in it. None: nobody is."""
        heir = self.successors.get(entry.topic or "") or self.rest
        if entry.audience is None:
            return heir
        topic = self.charter.topic(entry.topic)
        named = sorted(named_in(topic)) if topic else ()
        others = (heir, *named, *self.charter.leads(), entry.author, entry.capturer)
        inside = self.members.get(entry.audience, ())
        there = (who for who in others if who in inside and who not in self.gone)
        return next((who for who in there if who != entry.owner), None)


def _check_followed(
    sheet: Sheet, charter: Charter, successors: Mapping[str, str], rest: str | None
) -> None:
    """Entries without an owner would be true for nobody."""
    for duty in sheet.duties:
        if duty.entries and not (successors.get(duty.topic or "") or rest):
            topic = charter.topic(duty.topic)
            raise NobodyFollows(topic=topic.name.in_(charter.language) if topic else "…")


async def _hand_over_entries(
    session: AsyncSession, sheet: Sheet, found: _Heirs, *, by: str, now: datetime
) -> None:
    owned = [entry for duty in sheet.duties for entry in duty.entries]
    for entry in owned:
        entry.owner = found.of(entry)
    await entries.changed(session, *owned, by=by, now=now, deed="entry.handed_over")
