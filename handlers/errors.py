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
from handlers.reasons import reason, slack_code
from handlers.ui import errors as ui
from handlers.ui.blocks import Message
from handlers.unanswered import is_passing
from handlers.visit import Visit
from knowledge.admission import AccountClosed
from knowledge.errors import KnowledgeError

log = structlog.get_logger()

ACK_SEEN = 0.05
"""Seconds. Bolt drops an acknowledgement when a listener fails within 10 ms of it; it polls, and
this wait lets it see the acknowledgement first."""

OUT_OF_REACH = (OperationalError, InterfaceError, PoolTimeoutError, OSError)
"""What a database raises that is locked or gone."""

AGAIN = 503
"""The status of an event that is not done, and not by a fault of ours: something was away."""

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
    """Tell the person who acted. An event that failed, but was not refused, is tried again, and so
    is any request that is kept while the database is out of reach.
    """
    await asyncio.sleep(ACK_SEEN)
    visit: Visit | None = context.get("visit")
    if _can_wait(error, body, context):
        log.warning("a request waits", reason=reason(error))
        return BoltResponse(status=AGAIN)
    if visit is None:
        log.error("failed before a visit began", exc_info=error)
        return None
    refused = isinstance(error, KnowledgeError)
    if not refused:
        log.error("a listener failed", user=visit.user, exc_info=error)
    if "event" in body:
        return await _about_event(error, body["event"], visit) if refused else None
    sentence = await _sentence(error, visit)
    if body.get("type") == "view_submission":
        return _in_modal(body["view"], sentence)
    await _say(respond, visit, sentence)
    return BoltResponse(status=200) if context.get("is_kept") else None


def _can_wait(error: Exception, body: dict[str, Any], context: dict[str, Any]) -> bool:
    """Whether it is kept, and tried again when what is away has come back.

    Who awaits an answer is told that Slack can't be asked now; without the database nobody can be
    told anything that lasts.
    """
    if "event" in body:
        return is_outage(error)
    return bool(context.get("is_kept")) and isinstance(error, OUT_OF_REACH)


def is_outage(error: Exception) -> bool:
    """Whether something we need is away: Slack, or the database."""
    return isinstance(error, OUT_OF_REACH) or is_passing(error)


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
        case SlackApiError() if slack_code(error) in TOO_SLOW:
            return ui.too_slow(_)
        case _other:
            return ui.apology(_)


def _in_modal(view: dict[str, Any], sentence: str) -> BoltResponse:
    """The sentence under the first field, so that what was typed stays on the screen; in a window
    without any, in its place.
    """
    fields = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    if fields:
        answer = {"response_action": "errors", "errors": {fields[0]: sentence}}
    else:
        answer = {"response_action": "update", "view": ui.instead(view, sentence)}
    return BoltResponse(status=200, body=answer)


async def _about_event(error: Exception, event: dict[str, Any], visit: Visit) -> BoltResponse:
    """A refusal is said where the person spoke; the event is done with that. Nobody reads what is
    said to somebody who has left.
    """
    if isinstance(error, AccountClosed):
        return BoltResponse(status=200)
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
        log.warning("could not say why", reason=slack_code(refusal), channel=channel)
        if not channel.startswith("D"):
            await _say_directly(visit, sentence)


async def _say(respond: AsyncRespond, visit: Visit, sentence: str) -> None:
    """By the answer to the click; from App Home, where there is none, by direct message."""
    if respond.response_url:
        await respond(**Message(sentence, []).ephemeral())
        return
    await _say_directly(visit, sentence)


async def _say_directly(visit: Visit, sentence: str) -> None:
    try:
        opened = await visit.client.conversations_open(users=visit.user)
    except SlackApiError as refusal:
        log.warning("could not say why", reason=slack_code(refusal))
        return
    await _whisper(visit, opened["channel"]["id"], None, sentence)
