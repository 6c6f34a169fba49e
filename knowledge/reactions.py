"""Reactions: what an emoji on a message asks for, who may, and what was last said by one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Index, String, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.charter import Charter, Gesture, Topic
from knowledge.database import Base, insert_once, word
from knowledge.emoji import canonical


class Deed(StrEnum):
    """What a reaction asks for."""

    KEEP = "keep"  # an answer becomes an entry
    ASK = "ask"  # an expert is asked about the message
    WRONG = "wrong"  # what it says is wrong
    SIGNAL = "signal"  # it is brought to whom it concerns


USUAL: Mapping[Deed, frozenset[str]] = {
    Deed.KEEP: frozenset({"bookmark"}),
    Deed.ASK: frozenset({"sos"}),
    Deed.WRONG: frozenset({"triangular_flag_on_post"}),
    Deed.SIGNAL: frozenset({"bulb"}),
}
"""The emoji where neither the charter nor the operator names others."""

NO_EMOJI = "none"
"""Written in place of an emoji: no reaction asks for it. Slack has no emoji of that name."""

MARK = "card_index_dividers"
"""What we put on a message that is kept."""


@dataclass(frozen=True)
class Said:
    """One emoji of one person on one message, by the event that Slack tells it with."""

    channel: str
    ts: str
    person: str
    emoji: str
    deed: Deed
    event_ts: str


class Reaction(Base):
    """An emoji of a person on a message: whether it is there, by the latest event.

    Slack's events may come late, twice and in any order.
    """

    __tablename__ = "reactions"
    __table_args__ = (
        UniqueConstraint("workspace", "channel", "ts", "person", "emoji"),
        Index(None, "workspace", "person"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(String(32))
    channel: Mapped[str] = mapped_column(String(32))
    ts: Mapped[str] = mapped_column(String(32))
    person: Mapped[str] = mapped_column(String(32))
    emoji: Mapped[str] = mapped_column(String(128))
    deed: Mapped[Deed] = mapped_column(word(Deed))
    is_there: Mapped[bool]
    event_ts: Mapped[str] = mapped_column(String(32))


def deed_of(
    name: str, charter: Charter, usual: Mapping[Deed, Iterable[str]], own: Mapping[str, str]
) -> Deed | None:
    """What this emoji asks for: by the charter, else by the `usual` emoji; None for nothing.

    `own` as in `canonical`.
    """
    meant = canonical(name, own)
    for names in (_named(charter), _unnamed(charter, usual)):
        for deed, known in names.items():
            if meant in {canonical(emoji, own) for emoji in known}:
                return deed
    return None


def shown(charter: Charter, usual: Mapping[Deed, Iterable[str]]) -> dict[Deed, str]:
    """One emoji for each thing that can be asked for by one, to tell people of."""
    found = {deed: gesture(charter, deed).emoji or sorted(usual.get(deed, ())) for deed in Deed}
    return {deed: names[0] for deed, names in found.items() if names and names[0] != NO_EMOJI}


def may(charter: Charter, deed: Deed, person: str, topic: Topic | None) -> bool:
    """Whether this person's reaction does so by itself; else it is a tip for whose topic it is."""
    return charter.autonomy_of(person, topic) >= gesture(charter, deed).autonomy


def gesture(charter: Charter, deed: Deed) -> Gesture:
    """What the charter says of it."""
    found: Gesture = getattr(charter.reactions, deed)
    return found


async def hear(session: AsyncSession, said: Said, *, workspace: str, is_there: bool) -> bool:
    """Keep what Slack tells; whether it is news. What is older than the last word is none."""
    facts = {**vars(said), "workspace": workspace}
    if await insert_once(session, Reaction, **facts, is_there=is_there):
        return True
    query = select(Reaction).filter_by(
        workspace=workspace,
        channel=said.channel,
        ts=said.ts,
        person=said.person,
        emoji=said.emoji,
    )
    known = (await session.scalars(query.with_for_update())).one()
    if _moment(said.event_ts) <= _moment(known.event_ts):
        return False
    known.is_there, known.event_ts, known.deed = is_there, said.event_ts, said.deed
    return True


async def remembered(
    session: AsyncSession, workspace: str, channel: str, ts: str, *, person: str, emoji: str
) -> Deed | None:
    """What this emoji asked for when it was put there, whatever it means by now."""
    query = select(Reaction.deed).filter_by(
        workspace=workspace, channel=channel, ts=ts, person=person, emoji=emoji
    )
    return await session.scalar(query)


async def standing(
    session: AsyncSession, workspace: str, channel: str, ts: str, *, person: str, deed: Deed
) -> Reaction | None:
    """The reaction by which this person asks for that now, ours alone until we commit."""
    query = (
        select(Reaction)
        .filter_by(workspace=workspace, channel=channel, ts=ts, person=person, deed=deed)
        .order_by(Reaction.id)
        .with_for_update()
    )
    return next((one for one in await session.scalars(query) if one.is_there), None)


def _named(charter: Charter) -> dict[Deed, Iterable[str]]:
    return {deed: gesture(charter, deed).emoji for deed in Deed}


def _unnamed(charter: Charter, usual: Mapping[Deed, Iterable[str]]) -> dict[Deed, Iterable[str]]:
    """The usual emoji of what the charter names none for."""
    return {deed: names for deed, names in usual.items() if not gesture(charter, deed).emoji}


def _moment(event_ts: str) -> tuple[int, ...]:
    return tuple(map(int, event_ts.split(".")))
