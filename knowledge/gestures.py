"""Gestures: what a reaction asks for waits its turn, for Slack lets us read only so often."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import outbox, reactions
from knowledge.notification import Notification
from knowledge.outbox import Kind
from knowledge.reactions import Deed

LANE = "reads"
"""Messages are read one after the other: when Slack makes one wait, all wait, and none knocks."""


@dataclass(frozen=True)
class Gesture:
    """What a person's reaction to a message asks for; `stamp` tells one time from the next."""

    workspace: str
    channel: str
    ts: str
    person: str
    deed: Deed
    stamp: str

    @classmethod
    def of(cls, row: Notification) -> "Gesture":
        """What a row of the outbox is to do."""
        facts = {name: row.facts[name] for name in ("channel", "ts", "person", "stamp")}
        return cls(workspace=row.workspace, deed=Deed(row.facts["deed"]), **facts)

    @property
    def key(self) -> str:
        """What names it."""
        return f"{self.deed}:{self.channel}:{self.ts}:{self.person}:{self.stamp}"


async def plan(session: AsyncSession, gesture: Gesture, *, now: datetime) -> None:
    """Have it done as soon as the message can be read. Who asked hears if others wait before."""
    waits = await outbox.is_held_up(session, gesture.workspace, LANE, now=now)
    facts = {name: fact for name, fact in vars(gesture).items() if name != "workspace"}
    await outbox.notify(
        session,
        Kind.GESTURE,
        key=f"gesture:{gesture.key}",
        workspace=gesture.workspace,
        to=gesture.person,
        lane=LANE,
        about=0,
        now=now,
        **facts,
    )
    if waits:
        await say_later(session, gesture, now=now)


async def say_later(session: AsyncSession, gesture: Gesture, *, now: datetime) -> None:
    """Who reacted hears, once, that it takes a while."""
    waits = f"gesture:{gesture.key}"
    await whisper(session, Kind.GESTURE_LATER, gesture, now=now, deed=gesture.deed, waits=waits)


async def whisper(
    session: AsyncSession,
    kind: Kind,
    gesture: Gesture,
    *,
    now: datetime,
    thread_ts: str | None = None,
    **facts: Any,
) -> None:
    """Tell the person who reacted, where only they see it: once for each kind."""
    is_dm = gesture.channel.startswith("D")
    about = {"person": gesture.person, "channel": gesture.channel, "ts": gesture.ts}
    await outbox.notify(
        session,
        kind,
        key=f"{kind}:{gesture.key}",
        workspace=gesture.workspace,
        to=gesture.person if is_dm else gesture.channel,
        thread_ts=None if is_dm else thread_ts,
        about=0,
        now=now,
        whisper=not is_dm,
        **(about | facts),
    )


async def stands(session: AsyncSession, gesture: Gesture) -> bool:
    """Whether the reaction is still there; it stays as it is until we commit."""
    place = (gesture.workspace, gesture.channel, gesture.ts)
    found = await reactions.standing(session, *place, person=gesture.person, deed=gesture.deed)
    return found is not None
