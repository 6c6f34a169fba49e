"""Capture: a reaction keeps a good answer of a thread; what stands alone is kept by a window."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import concerns, editing, gestures, sources, threads
from handlers.pressed import value_of
from handlers.prompt import promptly
from handlers.threads import Found
from handlers.ui import capture as ui
from handlers.ui.blocks import remembered
from handlers.ui.editing import Edited
from handlers.ui.editing import edited as edited_in
from handlers.visit import Visit
from knowledge import capture as kept
from knowledge import captured, charters, entries, submission
from knowledge.capture import Source
from knowledge.charter import Charter
from knowledge.entry import Entry
from knowledge.entry_errors import KeptMeanwhile, MessageGone, NotAPersons
from knowledge.errors import EmptyText, IllegalMove, NotFound
from knowledge.gestures import Gesture, whisper
from knowledge.outbox import Kind
from knowledge.reactions import Deed


def register(app: AsyncApp) -> None:
    """The private button where no question stands above, and its window."""
    app.action(ui.EDIT_AND_SAVE)(edit_and_save)
    app.view(ui.KEEP_MODAL)(saved)


async def reacted(event: dict[str, Any], visit: Visit) -> None:
    """A save emoji on a message.

    Raises:
        StrangersNotServed: it is somebody of another organisation.
    """
    await visit.people.greet(visit.user)
    if not (await visit.people.get(visit.user)).is_bot:
        await gestures.begin(event, visit, Deed.KEEP)


async def unreacted(event: dict[str, Any], visit: Visit) -> None:
    """Somebody who keeps a message takes that back."""
    async with visit.sessions.begin() as session:
        if gesture := await gestures.take_back(session, event, visit, Deed.KEEP):
            about: dict[str, Any] = {"workspace": visit.workspace, "by": visit.user}
            place = (gesture.channel, gesture.ts)
            await kept.withdraw(session, *place, **about, now=visit.now)


async def perform(visit: Visit, found: Found, gesture: Gesture) -> None:
    """Keep the message in the name of who reacted, who hears where it is.

    Raises:
        MessageGone: it was deleted in the meantime.
        NotAPersons: an app has posted it.
        EmptyText: it holds nothing to read.
        NobodyToTell: there is nobody who could decide on what this person suggests.
    """
    _check(found)
    source = await _source(visit, found)
    suggested = await gestures.suggestion(visit, found, gesture, source.answer)
    async with visit.sessions.begin() as session:
        charter = await charters.in_force(session, visit.workspace)
        topic = await _topic(session, visit, charter, source)
        suggested = replace(suggested, topic=topic)
        if await gestures.counts(session, visit, gesture, charter, suggested):
            about: dict[str, Any] = {"workspace": visit.workspace, "topic": topic}
            about |= {"charter": charter, "by": visit.user, "now": visit.now}
            await kept.capture(session, source, **about)
            thread_ts = found.reply_to
            await whisper(session, Kind.KEPT, gesture, now=visit.now, thread_ts=thread_ts)


async def edit_and_save(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """Open the window with the message as the answer; nothing has to be read for it."""
    await ack()
    _ = await visit.people.greet(visit.user)
    about = json.loads(value_of(body))
    await sources.check_member(visit, about["channel"])
    async with visit.sessions.begin() as session:
        message = await captured.find(session, visit.workspace, about["channel"], about["ts"])
        if message is None or visit.user not in await captured.keepers(session, message):
            raise NotFound
        charter = await charters.in_force(session, visit.workspace)
    question, answer = message.question or "", message.text
    about = ui.about(message.channel, message.thread_ts, [message.ts], message.author)
    view = ui.keep_modal(_, charter, question=question, answer=answer, about=about)
    await visit.client.views_open(trigger_id=body["trigger_id"], view=view)


async def saved(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """Keep what was written, as a draft for its reviewer; the window then says who that is."""
    key = f"modal:{view['id']}"
    entry = await promptly(_save(visit, key, edited_in(view), remembered(view)))
    _ = await visit.people.words_for(visit.user)
    await ack(response_action="update", view=ui.kept_modal(_, entry))


async def _save(visit: Visit, key: str, said: Edited, about: Mapping[str, Any]) -> Entry:
    """Keep it once, whatever is pressed twice. Who may see it is looked up again.

    Raises:
        NotFound: this person is not, or no more, in the channel it stands in.
        KeptMeanwhile: one of the messages has become part of another entry.
    """
    _ = await visit.people.greet(visit.user)
    channel = str(about["channel"])
    audience = await sources.audience(visit, channel)
    readers = await visit.channels.members_of(audience) if audience else None
    url = await threads.permalink(visit, channel, about["messages"][0])
    where = {"audience": audience, "channel": channel, "author": about["author"], "url": url}
    entry = editing.written(visit, key, said, where, language=_.language)
    async with visit.sessions.begin() as session:
        if known := await entries.with_key(session, visit.workspace, key):
            return known
        charter = await charters.in_force(session, visit.workspace)
        outsiders = charter.everyone() - readers if readers is not None else ()
        by: dict[str, Any] = {"by": visit.user, "now": visit.now}
        await submission.draft(session, entry, charter=charter, outsiders=outsiders, **by)
        kept_for = await _messages(session, visit, about)
        try:
            await kept.attach(session, entry, kept_for, **by)
        except IllegalMove as moved:
            raise KeptMeanwhile from moved
    return entry


async def _messages(
    session: AsyncSession, visit: Visit, about: Mapping[str, Any]
) -> Sequence[Source]:
    """The messages the window was about: as they are kept, or as they were chosen."""
    channel, thread_ts, stamps = about["channel"], about["thread_ts"], about["messages"]
    waiting = await captured.of_thread(session, visit.workspace, channel, stamps)
    texts = {message.ts: (message.text, message.author) for message in waiting}
    talk = visit.services.talks.get((visit.workspace, about.get("talk", "")))
    if talk and talk.channel == channel:
        texts = {line.ts: (line.text, line.author) for line in talk.lines} | texts
    return [_chosen(channel, thread_ts, ts, *texts.get(ts, ("", None))) for ts in stamps]


def _chosen(channel: str, thread_ts: str, ts: str, text: str, author: str | None) -> Source:
    return Source(channel, ts, thread_ts, question="", answer=text, author=author, url=None)


def _check(found: Found) -> None:
    message = found.message
    if message is None:
        raise MessageGone
    if message.get("bot_id") or not message.get("user"):
        raise NotAPersons
    if not sources.says_something(message):
        raise EmptyText


async def _source(visit: Visit, found: Found) -> Source:
    names = await threads.names(visit, found.message, found.first)
    author = found.message.get("user") if found.message else None
    reader = await visit.people.get(author or visit.user)
    audience = await visit.channels.audience_of(found.channel)
    return Source(
        channel=found.channel,
        ts=found.ts,
        thread_ts=found.thread_ts,
        question=found.question(names),
        answer=found.answer(names),
        author=author,
        url=await threads.permalink(visit, found.channel, found.ts),
        audience=audience,
        readers=await visit.channels.members_of(audience) if audience else None,
        lang=reader.language,
    )


async def _topic(
    session: AsyncSession, visit: Visit, charter: Charter, source: Source
) -> str | None:
    """What the question is about, if that is sure; without a question, the answer."""
    text = source.question.strip() or source.answer
    return (await concerns.belonging(session, visit, charter, text, source.audience)).topic
