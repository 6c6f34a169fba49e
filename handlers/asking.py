"""Asking: a question comes by command, mention, direct message or shortcut."""

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond

from handlers import replies
from handlers.ui import questions as ui
from handlers.ui.blocks import Message
from handlers.ui.text import from_message, from_slack, mentions, plain
from handlers.visit import Visit
from knowledge import entries, questions
from knowledge.errors import EmptyText
from knowledge.outbox import Kind, notify
from knowledge.question import Way
from knowledge.questions import Asking, Outcome

SHORTCUT = "ask_relais"
HELP = ("help", "aide")
EMOJI = re.compile(r":[^\s:]+:(?::skin-tone-\d:)?")
"""How Slack writes an emoji: `:tada:`, `:wave::skin-tone-2:`."""


def register(app: AsyncApp) -> None:
    """Every way to ask but `/kb`."""
    app.event("app_mention")(mentioned)
    app.event("message", matchers=[is_dm_to_us])(written_to_us)
    app.shortcut(SHORTCUT)(asked_about_message)


async def asking(
    visit: Visit,
    text: str,
    *,
    way: Way,
    key: str,
    channel: str | None = None,
    thread_ts: str | None = None,
) -> Asking:
    """A question as `knowledge` knows it: plain text, and what its readers may see.

    In a thread or channel everybody there reads the answer: only what they all may see is shown.

    Raises:
        EmptyText: it holds nothing but emoji, whose names are no words.
    """
    if not EMOJI.sub("", text).strip():
        raise EmptyText
    names = await visit.people.names(mentions(text))
    in_public = way is Way.MENTION and channel is not None
    home = await visit.channels.audience_of(channel) if in_public and channel else None
    audiences = {home} - {None} if in_public else await _audiences(visit)
    return Asking(
        text=plain(from_slack(text, names=names)),
        asker=visit.user,
        workspace=visit.workspace,
        way=way,
        key=key,
        channel=channel,
        thread_ts=thread_ts,
        audience=home,
        audiences=frozenset(audience for audience in audiences if audience),
    )


async def answer(visit: Visit, asking: Asking, *, wants_person: bool = False) -> Message:
    """What the asker is shown."""
    _ = await visit.people.greet(visit.user)
    async with visit.sessions.begin() as session:
        outcome = await questions.ask(session, asking, library=visit.library, now=visit.now)
    return await show(visit, outcome, wants_person=wants_person)


async def show(visit: Visit, outcome: Outcome, *, wants_person: bool = False) -> Message:
    """An outcome in its asker's words, with the names of those it speaks of."""
    _ = await visit.people.words_for(outcome.question.asker)
    nearest = outcome.decision.nearest
    persons = {outcome.escalation.assignee} if outcome.escalation else set()
    names = await visit.people.names(persons | ({nearest.person} if nearest else set()))
    return ui.outcome(_, outcome, now=visit.now, names=names, wants_person=wants_person)


async def mentioned(event: dict[str, Any], context: AsyncBoltContext, visit: Visit) -> None:
    """`@Relais question`: answered in the thread."""
    if event.get("bot_id") or not event.get("user"):
        return
    text = re.sub(rf"<@{context.bot_user_id}(\|[^>]*)?>", " ", event["text"]).strip()
    await _answer_there(visit, event, text, Way.MENTION, event.get("thread_ts") or event["ts"])


async def is_dm_to_us(event: dict[str, Any]) -> bool:
    """A message that a person writes to the bot: no edits, no joins, no bots."""
    plain = event.get("subtype") in (None, "file_share", "thread_broadcast")
    return event.get("channel_type") == "im" and plain and not event.get("bot_id")


async def written_to_us(event: dict[str, Any], visit: Visit) -> None:
    """A direct message: answered there; below a request of ours it may be the answer."""
    await visit.people.greet(visit.user)
    if above := await replies.request_above(visit, event):
        await replies.propose(visit, event, above)
        return
    await _answer_there(visit, event, event.get("text", ""), Way.DM, event.get("thread_ts"))


async def asked_about_message(
    ack: AsyncAck, shortcut: dict[str, Any], respond: AsyncRespond, visit: Visit
) -> None:
    """*Ask Relais about this*: only the person who asks sees the answer."""
    await ack()
    message = shortcut["message"]
    about = await asking(
        visit,
        from_message(message, await visit.people.names(mentions(message.get("text", "")))),
        way=Way.SHORTCUT,
        key=f"shortcut:{shortcut['trigger_id']}",
        channel=shortcut["channel"]["id"],
    )
    await respond(**(await answer(visit, about)).ephemeral())


async def _answer_there(
    visit: Visit, event: dict[str, Any], text: str, way: Way, thread_ts: str | None
) -> None:
    """Answer by the outbox: in the thread or conversation it was asked in, exactly once."""
    await visit.people.greet(visit.user)
    key, channel = f"{event['channel']}:{event['ts']}", event["channel"]
    if not text.strip() or text.strip().casefold() in HELP:
        await _plan(visit, Kind.HELP, f"help:{key}", channel, thread_ts, about=0)
        return
    about = await asking(visit, text, way=way, key=key, channel=channel, thread_ts=thread_ts)
    async with visit.sessions.begin() as session:
        outcome = await questions.ask(session, about, library=visit.library, now=visit.now)
    number = outcome.question.id
    await _plan(visit, Kind.REPLY, f"reply:{number}", channel, thread_ts, about=number)


async def _plan(
    visit: Visit, kind: Kind, key: str, channel: str, thread_ts: str | None, *, about: int
) -> None:
    async with visit.sessions.begin() as session:
        await notify(
            session,
            kind,
            key=key,
            workspace=visit.workspace,
            to=channel,
            thread_ts=thread_ts,
            about=about,
            now=visit.now,
            person=visit.user,
        )


async def _audiences(visit: Visit) -> frozenset[str]:
    async with visit.sessions.begin() as session:
        private = await entries.audiences(session, visit.workspace)
    return await visit.channels.audiences_of(visit.user, private)
