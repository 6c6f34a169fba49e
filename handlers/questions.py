"""Questions: asked by command, mention, direct message or shortcut; and what the asker presses."""

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import replies
from handlers.ui import entries as entries_ui
from handlers.ui import escalations as escalations_ui
from handlers.ui import help as help_ui
from handlers.ui import questions as ui
from handlers.ui.blocks import Message
from handlers.ui.text import from_message, from_slack, mentions, plain
from handlers.visit import Visit
from knowledge import charters, entries, questions
from knowledge.entry import Entry
from knowledge.errors import EmptyText, NotFound
from knowledge.outbox import Kind, notify
from knowledge.question import Feedback, Question, Way
from knowledge.questions import Asking, Outcome

SHORTCUT = "ask_relais"
HELP = ("help", "aide")
EMOJI = re.compile(r":[^\s:]+:(?::skin-tone-\d:)?")
"""How Slack writes an emoji: `:tada:`, `:wave::skin-tone-2:`."""


def register(app: AsyncApp) -> None:
    """Every way to ask, and every button under an answer."""
    app.event("app_mention")(mentioned)
    app.event("message", matchers=[is_dm_to_us])(written_to_us)
    app.shortcut(SHORTCUT)(asked_about_message)
    app.action(ui.OPEN_ENTRY)(open_entry)
    app.action(ui.HELPFUL)(helpful)
    app.action(ui.NOT_HELPFUL)(not_helpful)
    app.action(ui.SHARE)(share)
    app.action(ui.WHY)(why)
    app.action(ui.ASK_PERSON)(ask_person)


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


async def open_entry(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """Read an entry in full."""
    await ack()
    _ = await visit.people.greet(visit.user)
    entry = await visible_entry(visit, int(body["actions"][0]["value"]))
    view = entries_ui.read_modal(_, entry, charter=await visit.charter())
    await visit.client.views_open(trigger_id=body["trigger_id"], view=view)


async def helpful(
    ack: AsyncAck, action: dict[str, Any], respond: AsyncRespond, visit: Visit
) -> None:
    """It helped."""
    await ack()
    await _feedback(action, respond, visit, Feedback.HELPFUL)


async def not_helpful(
    ack: AsyncAck, action: dict[str, Any], respond: AsyncRespond, visit: Visit
) -> None:
    """It didn't."""
    await ack()
    await _feedback(action, respond, visit, Feedback.NOT_HELPFUL)


async def share(ack: AsyncAck, action: dict[str, Any], respond: AsyncRespond, visit: Visit) -> None:
    """Show the answer to the whole channel, once, if everybody there may see it."""
    await ack()
    _ = await visit.people.greet(visit.user)
    async with visit.sessions.begin() as session:
        question = await questions.get(session, visit.workspace, int(action["value"]), lock=True)
        entry = await _shared_entry(visit, session, question)
        first = await questions.share(session, question, by=visit.user, now=visit.now)
    if first:
        message = ui.shared(_, question, entry, visit.user, charter=await visit.charter())
        await respond(**message.in_channel())
    else:
        await respond(**ui.shared_already(_).ephemeral())


async def why(ack: AsyncAck, action: dict[str, Any], respond: AsyncRespond, visit: Visit) -> None:
    """The reasons of a decision, in words."""
    await ack()
    _ = await visit.people.greet(visit.user)
    async with visit.sessions.begin() as session:
        question = await questions.get(session, visit.workspace, int(action["value"]))
        question.only_asker(visit.user)
    charter = await visit.charter()
    await respond(**ui.reasons(_, question, charter).ephemeral())


async def why_last(visit: Visit) -> Message:
    """The reasons of the person's last question."""
    _ = await visit.people.greet(visit.user)
    async with visit.sessions.begin() as session:
        question = await questions.last_of(session, visit.workspace, visit.user)
        charter = await charters.in_force(session, visit.workspace)
    return ui.reasons(_, question, charter) if question else help_ui.how_to_ask(_)


async def ask_person(
    ack: AsyncAck, action: dict[str, Any], respond: AsyncRespond, visit: Visit
) -> None:
    """Pass the question to the nearest competent person."""
    await ack()
    _ = await visit.people.greet(visit.user)
    async with visit.sessions.begin() as session:
        question = await questions.get(session, visit.workspace, int(action["value"]), lock=True)
        escalation = await questions.ask_person(session, question, by=visit.user, now=visit.now)
    await respond(**escalations_ui.asked(_, escalation, reader=visit.user).ephemeral())


async def visible_entry(visit: Visit, number: int) -> Entry:
    """The entry of that number, if this person may see it.

    Raises:
        NotFound: there is none, or not for them.
    """
    async with visit.sessions.begin() as session:
        entry = await entries.get(session, visit.workspace, number)
    in_it = await visit.channels.audiences_of(
        visit.user, [entry.audience] if entry.audience else []
    )
    if not entry.is_visible(in_it) and visit.user not in (entry.reviewer, entry.author):
        raise NotFound
    return entry


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


async def _feedback(
    action: dict[str, Any], respond: AsyncRespond, visit: Visit, feedback: Feedback
) -> None:
    _ = await visit.people.greet(visit.user)
    async with visit.sessions.begin() as session:
        question = await questions.get(session, visit.workspace, int(action["value"]), lock=True)
        await questions.give_feedback(session, question, feedback, by=visit.user, now=visit.now)
    await respond(**ui.feedback_thanks(_, feedback, question).ephemeral())


async def _shared_entry(visit: Visit, session: AsyncSession, question: Question) -> Entry:
    """The answer, if everyone in the channel it was asked in may see it."""
    shown = await entries.of_numbers(session, visit.workspace, question.entries[:1])
    entry = next(iter(shown.values()), None)
    if entry is None or not entry.is_visible({question.channel or ""}):
        raise NotFound
    return entry


async def _audiences(visit: Visit) -> frozenset[str]:
    async with visit.sessions.begin() as session:
        private = await entries.audiences(session, visit.workspace)
    return await visit.channels.audiences_of(visit.user, private)
