"""Errands: what is due in Slack that is no message: reading what somebody reacted to, marking."""

from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError

from handlers import capture, gestures, marks, passing, sos, threads
from handlers.threads import Found
from handlers.visit import Visit
from knowledge import gestures as asked_for
from knowledge import leases
from knowledge.entry_errors import GaveUp
from knowledge.errors import KnowledgeError
from knowledge.gestures import Gesture, whisper
from knowledge.notification import Notification
from knowledge.outbox import Kind
from knowledge.reactions import Deed

log = structlog.get_logger()

TRIES = 8
"""Attempts before our own fault is told: what waits behind it shall not wait for ever."""

DEEDS: dict[Deed, Callable[[Visit, Found, Gesture], Awaitable[None]]] = {
    Deed.KEEP: capture.perform,
    Deed.ASK: sos.perform,
    Deed.SIGNAL: passing.perform,
}


async def run(visit: Visit, row: Notification) -> None:
    """Do what the row says. Doing it twice does no harm.

    Raises:
        SlackApiError: not now; it is to be tried again.
    """
    await ERRANDS[row.kind](visit, row)


async def perform(visit: Visit, row: Notification) -> None:
    """Do what a reaction asks for; who reacted hears why if it cannot be done, or not yet."""
    gesture = Gesture.of(row)
    try:
        await _perform(visit, row, gesture)
    except KnowledgeError as refusal:
        await _refuse(visit, gesture, refusal)
    except SlackApiError as error:
        if threads.is_limited(error):
            async with visit.sessions.begin() as session:
                await asked_for.say_later(session, gesture, now=visit.now)
        raise
    except OSError:
        raise
    except Exception as error:
        if row.attempts < TRIES:
            raise
        log.error("given up", key=row.key, exc_info=error)
        await _refuse(visit, gesture, GaveUp())


async def _perform(visit: Visit, row: Notification, gesture: Gesture) -> None:
    async with visit.sessions.begin() as session:
        if not await asked_for.stands(session, gesture):
            return
    found = await gestures.look(visit, row, gesture)
    await DEEDS[gesture.deed](visit, found, gesture)


async def _refuse(visit: Visit, gesture: Gesture, refusal: KnowledgeError) -> None:
    told = {name: str(fact) for name, fact in refusal.facts.items()}
    about: dict[str, Any] = {"sentence": refusal.sentence, "told": told}
    async with visit.sessions.begin() as session:
        await whisper(session, Kind.REFUSED, gesture, now=visit.now, **about)


ERRANDS: dict[Kind, Callable[[Visit, Notification], Awaitable[None]]] = {
    Kind.GESTURE: perform,
    Kind.MARK: marks.perform,
}


async def forget(visit: Visit, row: Notification) -> None:
    """What was read for it is not kept longer than it takes."""
    if "message" in row.facts:
        async with visit.sessions.begin() as session:
            await leases.remember(session, row, message=None)
