"""Passing on: a reaction brings a message to whom it concerns; it may be taken back."""

from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from handlers import concerns, gestures, home, sources
from handlers.pressed import number_of
from handlers.threads import Found
from handlers.ui import tidings as ui
from handlers.visit import Visit
from knowledge import charters, passing, signals
from knowledge.gestures import Gesture, whisper
from knowledge.outbox import Kind
from knowledge.reactions import Deed
from knowledge.signal import Status


def register(app: AsyncApp) -> None:
    """The button that takes it back; reactions come by `handlers/reactions.py`."""
    app.action(ui.TAKE_BACK)(take_back)


async def reacted(event: dict[str, Any], visit: Visit) -> None:
    """A signal emoji: the message goes to whom it concerns, or its reactor is asked whom.

    What guests, people of other organisations and bots put on messages is a word among themselves.
    """
    reactor = await visit.people.get(visit.user)
    if reactor.is_colleague:
        await gestures.begin(event, visit, Deed.SIGNAL)


async def unreacted(event: dict[str, Any], visit: Visit) -> None:
    """Who passed a message on takes it back, while its owner has not said anything."""
    key = sources.key(event["item"]["channel"], event["item"]["ts"])
    async with visit.sessions.begin() as session:
        if await gestures.take_back(session, event, visit, Deed.SIGNAL):
            signal = await signals.of_key(session, visit.workspace, key, lock=True)
            if signal and signal.status is Status.PASSED_ON:
                await passing.withdraw(session, signal, by=visit.user, now=visit.now)


async def perform(visit: Visit, found: Found, gesture: Gesture) -> None:
    """Pass the message on, join those who do, or ask whom it concerns.

    Raises:
        NotFound: this person is not in the private channel it stands in.
        NobodyToTell, AlreadyYours: it cannot go to anybody else.
    """
    if found.message is None or not sources.says_something(found.message):
        return
    about = await sources.passing(visit, found.channel, found.message)
    suggested = await gestures.suggestion(visit, found, gesture, about.text)
    async with visit.sessions.begin() as session:
        charter = await charters.in_force(session, visit.workspace)
        where = await concerns.belonging(session, visit, charter, about.text, about.audience)
        suggested = replace(suggested, topic=where.topic)
        if not await gestures.counts(session, visit, gesture, charter, suggested):
            return
        known = await signals.of_key(session, visit.workspace, about.key, lock=True)
        if known and known.status is not Status.WITHDRAWN:
            await passing.join(session, known, by=visit.user, now=visit.now)
        elif where.is_sure:
            placed = replace(about, topic=where.topic, process=where.process)
            await passing.pass_on(session, placed, charter=charter, by=visit.user, now=visit.now)
        else:
            thread_ts = found.reply_to
            await whisper(session, Kind.SIGNAL_CHOICE, gesture, now=visit.now, thread_ts=thread_ts)


async def take_back(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """*Take back.* What both sides see is refreshed by the outbox."""
    await ack()
    await visit.people.greet(visit.user)
    async with visit.sessions.begin() as session:
        number = number_of(body)
        signal = await signals.get(session, visit.workspace, number, lock=True)
        await passing.withdraw(session, signal, by=visit.user, now=visit.now)
    await home.follow(visit, body)
