"""Errors: a refusal becomes a sentence for the person who acted; anything else is our bug."""

import asyncio
import re
from contextlib import suppress
from typing import Any

import structlog
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from handlers.locale import Words, words
from handlers.ui import errors as ui
from handlers.ui.blocks import Message
from handlers.visit import Visit
from knowledge.errors import KnowledgeError

log = structlog.get_logger()

ACK_SEEN = 0.05
"""Seconds. Bolt drops an acknowledgement when a listener fails within 10 ms of it; it polls, and
this wait lets it see the acknowledgement first."""

OUT_OF_REACH = (OperationalError, InterfaceError, PoolTimeoutError, OSError)
"""What a database raises that is locked or gone."""

TOO_SLOW = {"expired_trigger_id", "trigger_expired", "exchanged_trigger_id"}
"""What Slack says of a window that is opened more than three seconds after the click."""


def register(app: AsyncApp) -> None:
    """The catch-alls: a dead button says so, an event of no interest is done."""
    app.action(re.compile(".*"))(stale)
    app.shortcut(re.compile(".*"))(stale)
    app.view(re.compile(".*"))(nothing)
    app.view_closed(re.compile(".*"))(nothing)
    app.event(re.compile(".*"))(unheard)


async def stale(ack: AsyncAck, respond: AsyncRespond, visit: Visit) -> None:
    """A button of another version of the bot. Links are buttons too, and need no answer."""
    await ack()
    await _say(respond, visit, ui.stale(await visit.people.words_for(visit.user)))


async def nothing(ack: AsyncAck) -> None:
    """A modal of another version, or one that was closed."""
    await ack()


async def unheard() -> None:
    """An event that changes nothing for us."""


async def show(
    error: Exception, body: dict[str, Any], context: dict[str, Any], respond: AsyncRespond
) -> BoltResponse | None:
    """Tell the person who acted. An event that failed by our fault is tried again, and so is any
    request that is kept while the database is out of reach."""
    await asyncio.sleep(ACK_SEEN)
    visit: Visit | None = context.get("visit")
    if visit is None:
        log.error("failed before a visit began", exc_info=error)
        return None
    refused = isinstance(error, KnowledgeError)
    if not refused:
        log.error("a listener failed", user=visit.user, exc_info=error)
    if "event" in body:
        return await _about_event(error, body["event"], visit) if refused else None
    if context.get("is_kept"):
        return await _about_kept(error, respond, visit)
    sentence = await _sentence(error, visit)
    if body.get("type") == "view_submission":
        return _in_modal(body["view"], sentence)
    await _say(respond, visit, sentence)
    return None


async def _about_kept(error: Exception, respond: AsyncRespond, visit: Visit) -> BoltResponse | None:
    """What was kept is done once the person was told; nothing is told of what is tried again."""
    if isinstance(error, OUT_OF_REACH):
        return None
    await _say(respond, visit, await _sentence(error, visit))
    return BoltResponse(status=200)


async def _sentence(error: Exception, visit: Visit) -> str:
    """The person's words for it; Slack knows their language when the database can't tell."""
    if not isinstance(error, OUT_OF_REACH):
        with suppress(*OUT_OF_REACH):
            return _worded(await visit.people.words_for(visit.user), error)
    described = await visit.people.ask_slack(visit.user)
    return _worded(words(described.language if described else ""), error)


def _worded(_: Words, error: Exception) -> str:
    match error:
        case KnowledgeError():
            return ui.refusal(_, error)
        case _ if isinstance(error, OUT_OF_REACH):
            return ui.unreachable(_)
        case SlackApiError() if error.response["error"] in TOO_SLOW:
            return ui.too_slow(_)
        case _other:
            return ui.apology(_)


def _in_modal(view: dict[str, Any], sentence: str) -> BoltResponse:
    """The sentence under the first field; what was typed stays on the screen."""
    field = next(b["block_id"] for b in view["blocks"] if b["type"] == "input")
    answer = {"response_action": "errors", "errors": {field: sentence}}
    return BoltResponse(status=200, body=answer)


async def _about_event(error: Exception, event: dict[str, Any], visit: Visit) -> BoltResponse:
    """A refusal is said where the person spoke; the event is done with that."""
    sentence = await _sentence(error, visit)
    item = event.get("item") or event
    channel = item.get("channel")
    if isinstance(channel, str):
        await _whisper(visit, channel, event.get("thread_ts"), sentence)
    return BoltResponse(status=200)


async def _whisper(visit: Visit, channel: str, thread_ts: str | None, sentence: str) -> None:
    """Say it to one person only: where only they see it, else in their DM.

    Slack shows it in a thread only if the thread has begun: `thread_ts` is None where it has not.
    """
    try:
        if channel.startswith("D"):
            await visit.client.chat_postMessage(channel=channel, thread_ts=thread_ts, text=sentence)
        else:
            await visit.client.chat_postEphemeral(
                channel=channel, user=visit.user, thread_ts=thread_ts, text=sentence
            )
    except SlackApiError as refusal:
        log.warning("could not say why", reason=refusal.response["error"], channel=channel)
        if not channel.startswith("D"):
            await _say_directly(visit, sentence)


async def _say(respond: AsyncRespond, visit: Visit, sentence: str) -> None:
    """By the answer to the click; from App Home, where there is none, by direct message."""
    if respond.response_url:
        await respond(**Message(sentence, []).ephemeral())
        return
    await _say_directly(visit, sentence)


async def _say_directly(visit: Visit, sentence: str) -> None:
    opened = await visit.client.conversations_open(users=visit.user)
    await _whisper(visit, opened["channel"]["id"], None, sentence)
