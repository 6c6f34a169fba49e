"""Passing on: a reaction brings a message to whom it concerns; it may be taken back."""

from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import concerns, home, sources, threads
from handlers.threads import Found
from handlers.ui import tidings as ui
from handlers.visit import Visit
from knowledge import charters, outbox, passing, signals
from knowledge.outbox import Kind
from knowledge.signal import Status


def register(app: AsyncApp) -> None:
    """The button that takes it back; reactions come by `handlers/reactions.py`."""
    app.action(ui.TAKE_BACK)(take_back)


async def reacted(event: dict[str, Any], visit: Visit) -> None:
    """A signal emoji: the message goes to whom it concerns, or its reactor is asked whom.

    What guests, people of other organisations and bots put on messages is a word among themselves.
    """
    reactor = await visit.people.get(visit.user)
    if not reactor.is_colleague:
        return
    channel, ts = event["item"]["channel"], event["item"]["ts"]
    if await _joined(visit, sources.key(channel, ts)):
        return
    found = await threads.find(visit, channel, ts)
    if found.message and sources.says_something(found.message):
        await _pass_or_ask(visit, found, event["event_ts"])


async def unreacted(event: dict[str, Any], visit: Visit) -> None:
    """Who passed a message on takes it back, while its owner has not said anything."""
    key = sources.key(event["item"]["channel"], event["item"]["ts"])
    async with visit.sessions.begin() as session:
        signal = await signals.of_key(session, visit.workspace, key, lock=True)
        if signal and signal.status is Status.PASSED_ON:
            await passing.withdraw(session, signal, by=visit.user, now=visit.now)


async def take_back(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """*Take back.* What both sides see is refreshed by the outbox."""
    await ack()
    await visit.people.greet(visit.user)
    async with visit.sessions.begin() as session:
        number = int(body["actions"][0]["value"])
        signal = await signals.get(session, visit.workspace, number, lock=True)
        await passing.withdraw(session, signal, by=visit.user, now=visit.now)
    await home.follow(visit, body)


async def _joined(visit: Visit, key: str) -> bool:
    """Whether the message is passed on already, now by this person too."""
    async with visit.sessions.begin() as session:
        signal = await signals.of_key(session, visit.workspace, key, lock=True)
        if signal is None or signal.status is Status.WITHDRAWN:
            return False
        await passing.join(session, signal, by=visit.user, now=visit.now)
        return True


async def _pass_or_ask(visit: Visit, found: Found, event_ts: str) -> None:
    assert found.message
    about = await sources.passing(visit, found.channel, found.message)
    async with visit.sessions.begin() as session:
        charter = await charters.in_force(session, visit.workspace)
        where = await concerns.belonging(session, visit, charter, about.text, about.audience)
        if where.is_sure:
            placed = replace(about, topic=where.topic, process=where.process)
            await passing.pass_on(session, placed, charter=charter, by=visit.user, now=visit.now)
        else:
            await _ask_whom(session, visit, found, event_ts)


async def _ask_whom(session: AsyncSession, visit: Visit, found: Found, event_ts: str) -> None:
    """Ask the person who reacted, where only they see it."""
    is_dm = found.channel.startswith("D")
    await outbox.notify(
        session,
        Kind.SIGNAL_CHOICE,
        key=f"signal:choice:{found.channel}:{event_ts}:{visit.user}",
        workspace=visit.workspace,
        to=visit.user if is_dm else found.channel,
        thread_ts=None if is_dm else found.reply_to,
        about=0,
        now=visit.now,
        person=visit.user,
        whisper=not is_dm,
        channel=found.channel,
        ts=found.ts,
    )
