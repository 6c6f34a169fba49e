"""Gestures: a reaction is kept, waits its turn, and counts or is a tip for whose topic it is."""

from typing import Any

from slack_sdk.errors import SlackApiError
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import threads
from handlers.threads import Found
from handlers.visit import Visit
from knowledge import gestures, leases, reactions, tips
from knowledge.charter import Charter
from knowledge.gestures import Gesture
from knowledge.notification import Notification
from knowledge.reactions import Deed, Said
from knowledge.tips import Suggested


async def begin(event: dict[str, Any], visit: Visit, deed: Deed) -> None:
    """Keep that somebody reacted, and plan what that asks for."""
    said = _said(event, visit, deed)
    gesture = Gesture(visit.workspace, said.channel, said.ts, said.person, deed, said.event_ts)
    async with visit.sessions.begin() as session:
        if await reactions.hear(session, said, workspace=visit.workspace, is_there=True):
            await gestures.plan(session, gesture, now=visit.now)


async def take_back(
    session: AsyncSession, event: dict[str, Any], visit: Visit, deed: Deed
) -> Gesture | None:
    """Keep that somebody took a reaction back; what it had asked for, if that ends with it.

    It does not where another emoji of theirs on the message asks for the same.
    """
    said = _said(event, visit, deed)
    if not await reactions.hear(session, said, workspace=visit.workspace, is_there=False):
        return None
    gesture = Gesture(visit.workspace, said.channel, said.ts, said.person, deed, said.event_ts)
    if await gestures.stands(session, gesture):
        return None
    place = (gesture.workspace, gesture.channel, gesture.ts)
    await tips.withdraw(session, *place, person=said.person, deed=deed, now=visit.now)
    return gesture


async def counts(
    session: AsyncSession, visit: Visit, gesture: Gesture, charter: Charter, about: Suggested
) -> bool:
    """Whether what a reaction asks for is to be done now.

    Not where it was taken back; and where the charter does not let this person do it alone, it is
    put to whose topic it is, unless they have said yes.

    Raises:
        NobodyToTell: there is nobody to put it to.
    """
    if not await gestures.stands(session, gesture):
        return False
    topic = charter.topic(about.topic)
    if reactions.may(charter, gesture.deed, gesture.person, topic):
        return True
    place = (gesture.workspace, gesture.channel, gesture.ts)
    if await tips.is_taken(session, *place, person=gesture.person, deed=gesture.deed):
        return True
    await tips.suggest(session, about, charter=charter, now=visit.now)
    return False


async def suggestion(visit: Visit, found: Found, gesture: Gesture, text: str) -> Suggested:
    """What a reaction suggests, should it not count by itself; its topic is not known yet."""
    audience = await visit.channels.audience_of(found.channel)
    return Suggested(
        workspace=visit.workspace,
        channel=found.channel,
        ts=found.ts,
        thread_ts=found.reply_to,
        person=gesture.person,
        deed=gesture.deed,
        text=text,
        url=await threads.permalink(visit, found.channel, found.ts),
        audience=audience,
        readers=await visit.channels.members_of(audience) if audience else None,
    )


async def look(visit: Visit, row: Notification, gesture: Gesture) -> Found:
    """Read the message, and the first of its thread where that is the question: two reads at most.

    What was read is kept with the row when Slack makes us wait for the rest.

    Raises:
        NotInChannel, ArchivedChannel: we cannot read there.
    """
    message = row.facts.get("message") or await threads.one(visit, gesture.channel, gesture.ts)
    root = (message or {}).get("thread_ts")
    if gesture.deed is not Deed.KEEP or root in (None, gesture.ts):
        return Found(gesture.channel, gesture.ts, message, None)
    try:
        first = await threads.one(visit, gesture.channel, root)
    except SlackApiError:
        async with visit.sessions.begin() as session:
            await leases.remember(session, row, message=message)
        raise
    return Found(gesture.channel, gesture.ts, message, first)


def _said(event: dict[str, Any], visit: Visit, deed: Deed) -> Said:
    item = event["item"]
    return Said(
        channel=item["channel"],
        ts=item["ts"],
        person=visit.user,
        emoji=str(event["reaction"]),
        deed=deed,
        event_ts=event["event_ts"],
    )
