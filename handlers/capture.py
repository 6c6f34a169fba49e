"""Capture: a reaction or a shortcut keeps a good answer of a thread."""

import json
from contextlib import suppress
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.errors import SlackApiError

from handlers import duplicates, threads
from handlers.entries import open_add_modal
from handlers.threads import Found
from handlers.ui import capture as ui
from handlers.visit import Visit
from knowledge import capture as kept
from knowledge import charters
from knowledge.capture import Source
from knowledge.entry import Entry
from knowledge.routing import Guess, topic_of
from knowledge.search.topics import SURE_OF_TOPIC

SHORTCUT = "save_to_knowledge_base"


def register(app: AsyncApp) -> None:
    """The shortcut, and the private button where no question stands above."""
    app.shortcut(SHORTCUT)(save)
    app.action(ui.EDIT_AND_SAVE)(edit_and_save)


async def reacted(event: dict[str, Any], visit: Visit) -> None:
    """A save emoji on a message of a thread: a draft. On its first message: a private button."""
    if await _is_kept(visit, event["item"]):
        return
    _ = await visit.people.greet(visit.user)
    channel, ts = event["item"]["channel"], event["item"]["ts"]
    found = await threads.find(visit, channel, ts)
    if found.answers_something:
        entry = await _keep(visit, found)
        message = ui.kept(_, entry, await duplicates.seen_by_visitor(visit, entry))
    elif found.message:
        message = ui.edit_and_save(_, channel, ts)
    else:
        return
    with suppress(SlackApiError):  # what is kept is kept, whether we can say so or not
        await visit.client.chat_postEphemeral(
            channel=channel, user=visit.user, thread_ts=found.reply_to, **message.payload()
        )


async def unreacted(event: dict[str, Any], visit: Visit) -> None:
    """The person who kept a message takes that back."""
    item = event["item"]
    async with visit.sessions.begin() as session:
        await kept.withdraw(
            session,
            item["channel"],
            item["ts"],
            workspace=visit.workspace,
            by=visit.user,
            now=visit.now,
        )


async def save(
    ack: AsyncAck, shortcut: dict[str, Any], respond: AsyncRespond, visit: Visit
) -> None:
    """*Save to knowledge base*: a reply becomes a draft, a first message opens the modal."""
    await ack()
    _ = await visit.people.greet(visit.user)
    channel, ts = shortcut["channel"]["id"], shortcut["message"]["ts"]
    if shortcut["message"].get("thread_ts") in (None, ts):
        await _open_modal(visit, shortcut["trigger_id"], channel, shortcut["message"])
        return
    found = await threads.find(visit, channel, ts)
    entry = await _keep(visit, found)
    twins = await duplicates.seen_by_visitor(visit, entry)
    await respond(**ui.kept(_, entry, twins).ephemeral())


async def edit_and_save(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """Open the modal with the message as the answer."""
    await ack()
    about = json.loads(body["actions"][0]["value"])
    found = await threads.find(visit, about["channel"], about["ts"])
    if found.message:
        await _open_modal(visit, body["trigger_id"], about["channel"], found.message)


async def _is_kept(visit: Visit, item: dict[str, Any]) -> bool:
    async with visit.sessions.begin() as session:
        return await kept.captured(session, visit.workspace, item["channel"], item["ts"])


async def _keep(visit: Visit, found: Found) -> Entry | None:
    source = await _source(visit, found)
    async with visit.sessions.begin() as session:
        charter = await charters.in_force(session, visit.workspace)
        index = await visit.library.index(session, visit.workspace)
        guesses = [Guess(g.topic, g.certainty) for g in index.topics(source.question)]
        topic = topic_of(guesses, charter, least=SURE_OF_TOPIC)
        return await kept.capture(
            session,
            source,
            workspace=visit.workspace,
            topic=topic.id if topic else None,
            charter=charter,
            by=visit.user,
            now=visit.now,
        )


async def _source(visit: Visit, found: Found) -> Source:
    names = await visit.people.names(found.mentioned)
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


async def _open_modal(visit: Visit, trigger: str, channel: str, message: dict[str, Any]) -> None:
    names = await visit.people.names(threads.mentioned(message))
    source = {
        "url": await threads.permalink(visit, channel, message["ts"]),
        "author": message.get("user") or visit.user,
        "audience": await visit.channels.audience_of(channel),
    }
    await open_add_modal(
        visit, trigger, answer=threads.text(message, names), source=json.dumps(source)
    )
