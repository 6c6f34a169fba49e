"""Selecting: the window in which somebody chooses which messages of a thread to keep."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_sdk.errors import SlackApiError

from handlers import sources, threads
from handlers.prompt import promptly
from handlers.talks import Line, Talk
from handlers.ui import capture as capture_ui
from handlers.ui import selecting as ui
from handlers.ui.blocks import remembered
from handlers.ui.selecting import Choice
from handlers.visit import Visit
from knowledge.entry_errors import ManyWords, MyOwnMessage, NotAPersons
from knowledge.errors import EmptyText
from knowledge.opening import asks

log = structlog.get_logger()

SHORTCUT = "save_to_knowledge_base"
LONGEST = 40_000
"""Characters of an answer that fit into a window to be read again before it is kept."""


def register(app: AsyncApp) -> None:
    """The shortcut, and what is chosen in its window."""
    app.shortcut(SHORTCUT)(save)
    app.action(ui.CHOSEN)(chosen)
    app.view(ui.MODAL)(go_on)


async def save(
    ack: AsyncAck, shortcut: dict[str, Any], context: AsyncBoltContext, visit: Visit
) -> None:
    """*Save to knowledge base*, in a message's menu.

    Raises:
        MyOwnMessage, NotAPersons: it is no person's.
        NotInChannel, ArchivedChannel: its thread cannot be read.
    """
    await ack()
    await visit.people.greet(visit.user)
    message, channel = shortcut["message"], shortcut["channel"]["id"]
    _check(message, context.bot_user_id)
    await sources.audience(visit, channel)
    thread_ts = message.get("thread_ts") or message["ts"]
    is_thread = bool(message.get("thread_ts"))
    talk = await _read(visit, channel, thread_ts, message) if is_thread else None
    if talk is None:
        await _open_alone(visit, shortcut["trigger_id"], channel, message, was_limited=is_thread)
        return
    _ = await visit.people.words_for(visit.user)
    view = ui.window(_, talk, _first_choice(talk, message["ts"]))
    opened = await visit.client.views_open(trigger_id=shortcut["trigger_id"], view=view)
    visit.services.talks.keep(visit.workspace, opened["view"]["id"], talk)


async def chosen(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """Something else was chosen: show what would be kept now."""
    await ack()
    _ = await visit.people.greet(visit.user)
    view = body["view"]
    talk = await _talk(visit, view)
    drawn = ui.window(_, talk, ui.choice(view))
    await visit.client.views_update(view_id=view["id"], hash=view.get("hash"), view=drawn)


async def go_on(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """The messages are chosen: both texts can be completed before they are kept."""
    _ = await visit.people.greet(visit.user)
    talk, choice = await promptly(_talk(visit, view)), ui.choice(view)
    lines = talk.between(choice.first, choice.last, besides=choice.question)
    answer = "\n\n".join(line.text for line in lines if line.text)
    if not answer:
        raise EmptyText
    if len(answer) > LONGEST:
        raise ManyWords(length=len(answer), limit=LONGEST)
    question = talk.line(choice.question)
    stamps = [line.ts for line in lines if line.text]
    author = next(line.author for line in lines if line.text)
    about = capture_ui.about(talk.channel, talk.thread_ts, stamps, author, talk=view["id"])
    texts = {"question": question.text if question else "", "answer": answer}
    charter = await visit.charter()
    window = capture_ui.keep_modal(_, charter, about=about, **texts)
    await ack(response_action="update", view=window)


def _check(message: Mapping[str, Any], bot: str | None) -> None:
    if message.get("user") == bot:
        raise MyOwnMessage
    if message.get("bot_id") or not message.get("user"):
        raise NotAPersons
    if not sources.says_something(message):
        raise EmptyText


def _first_choice(talk: Talk, ts: str) -> Choice:
    """This message alone, as the answer to what its thread begins with."""
    first = talk.lines[0]
    is_question = first.ts != ts and asks(first.text)
    return Choice(first.ts if is_question else ui.NONE, ts, ts)


async def _open_alone(
    visit: Visit, trigger: str, channel: str, message: Mapping[str, Any], *, was_limited: bool
) -> None:
    """The window for a message without a thread, or whose thread cannot be read now."""
    _ = await visit.people.words_for(visit.user)
    line = await _line(visit, message)
    thread_ts = message.get("thread_ts") or message["ts"]
    talk = Talk(channel, thread_ts, (line,))
    key = f"{channel}:{line.ts}:{visit.user}"
    about = capture_ui.about(channel, thread_ts, [line.ts], line.author, talk=key)
    charter = await visit.charter()
    view = capture_ui.keep_modal(_, charter, question="", answer=line.text, about=about)
    if was_limited:
        view = ui.with_note(view, ui.limited(_))
    await visit.client.views_open(trigger_id=trigger, view=view)
    visit.services.talks.keep(visit.workspace, key, talk)


async def _talk(visit: Visit, view: Mapping[str, Any]) -> Talk:
    """What the window shows; read anew where this process has not opened it."""
    if known := visit.services.talks.get((visit.workspace, view["id"])):
        return known
    about = remembered(view)
    talk = await _whole(visit, about["channel"], about["thread_ts"])
    visit.services.talks.keep(visit.workspace, view["id"], talk)
    return talk


async def _read(
    visit: Visit, channel: str, thread_ts: str, message: Mapping[str, Any]
) -> Talk | None:
    """The thread, with the message itself whatever Slack gives; None when it can't be read now."""
    try:
        talk = await promptly(_whole(visit, channel, thread_ts))
    except (SlackApiError, TimeoutError) as error:
        log.warning("the thread is not read now", reason=str(error))
        return None
    if talk.line(message["ts"]):
        return talk
    lines = sorted((*talk.lines, await _line(visit, message)), key=lambda line: line.ts)
    return replace(talk, lines=tuple(lines))


async def _whole(visit: Visit, channel: str, thread_ts: str) -> Talk:
    messages, is_whole = await threads.whole(visit, channel, thread_ts)
    said = [message for message in messages if sources.says_something(message)]
    lines = [await _line(visit, message) for message in said]
    return Talk(channel, thread_ts, tuple(lines), is_whole)


async def _line(visit: Visit, message: Mapping[str, Any]) -> Line:
    author = message.get("user")
    names = await threads.names(visit, message)
    names |= await visit.people.names({author} if author else ())
    name = names.get(author or "") or str(message.get("username") or "?")
    text = threads.text(message, names).strip()
    return Line(str(message["ts"]), None if message.get("bot_id") else author, name, text)
