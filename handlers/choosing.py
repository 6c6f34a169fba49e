"""Choosing: the window in which somebody says whom it concerns what they pass on."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext

from handlers import concerns, sources, threads
from handlers.pressed import value_of
from handlers.prompt import promptly
from handlers.ui import choosing as ui
from handlers.ui.text import from_slack, mentions, plain
from handlers.ui.whom import process_of
from handlers.visit import Visit
from knowledge import charters, passing, signals
from knowledge.entry_errors import OwnWords
from knowledge.errors import EmptyText, NotFound
from knowledge.passing import Passing
from knowledge.signal import Status

SHORTCUT = "pass_on"


def register(app: AsyncApp) -> None:
    """The shortcut, the question whom it concerns, and what is written."""
    app.shortcut(SHORTCUT)(choose_for_message)
    app.action(ui.CHOOSE)(choose)
    app.view(ui.PASS_ON_MODAL)(pass_on)


async def choose_for_message(
    ack: AsyncAck, shortcut: dict[str, Any], context: AsyncBoltContext, visit: Visit
) -> None:
    """*Pass on*, in a message's menu."""
    await ack()
    visit.begins()
    message = shortcut["message"]
    if message.get("user") == context.bot_user_id:
        raise OwnWords
    await _open(visit, shortcut["trigger_id"], shortcut["channel"]["id"], message)


async def choose(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """*Choose who it concerns*, asked of who reacted.

    Raises:
        NotFound: the message is gone, or not this person's to see.
    """
    await ack()
    await visit.people.greet(visit.user)
    about = json.loads(value_of(body))
    await sources.audience(visit, about["channel"])
    message = await _message(visit, about["channel"], about["ts"])
    await _open(visit, body["trigger_id"], about["channel"], message)


async def open_window(visit: Visit, trigger: str, text: str) -> None:
    """`/kb signal …`: what somebody has heard or thought of, in their own words."""
    _ = await visit.people.greet(visit.user)
    said = plain(from_slack(text, names=await visit.people.names(mentions(text))))
    async with visit.sessions.begin() as session:
        charter = await charters.in_force(session, visit.workspace)
        where = await concerns.belonging(session, visit, charter, said, None)
        choice = await concerns.whom(session, visit.workspace, charter, besides={visit.user})
    view = ui.about_words(_, said, choice, where.process)
    await visit.client.views_open(trigger_id=trigger, view=view)


async def pass_on(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """Keep what was written, then close the window: a refusal leaves it on the screen."""
    await promptly(_pass_on(visit, view))
    await ack()


async def _open(visit: Visit, trigger: str, channel: str, message: Mapping[str, Any]) -> None:
    """The window of a message: whom it concerns, unless somebody has it already."""
    _ = await visit.people.greet(visit.user)
    place = (channel, str(message["ts"]))
    audience = await sources.audience(visit, channel)
    text = await sources.words(visit, message)
    async with visit.sessions.begin() as session:
        charter = await charters.in_force(session, visit.workspace)
        known = await signals.of_key(session, visit.workspace, sources.key(*place))
        where = await concerns.belonging(session, visit, charter, text, audience)
        choice = await concerns.whom(session, visit.workspace, charter, besides={visit.user})
    if known and known.status is not Status.WITHDRAWN:
        view = ui.about_known(_, known.owner, place=place, is_live=known.is_live)
    else:
        likely, is_private = where.process, audience is not None
        view = ui.about_message(_, text, choice, likely, place=place, is_private=is_private)
    await visit.client.views_open(trigger_id=trigger, view=view)


async def _pass_on(visit: Visit, view: Mapping[str, Any]) -> None:
    await visit.people.greet(visit.user)
    said = ui.written(view)
    about = await _written(visit, said, str(view["id"]))
    async with visit.sessions.begin() as session:
        charter = await charters.in_force(session, visit.workspace)
        where = await concerns.belonging(session, visit, charter, about.text, about.audience)
        process = process_of(charter, said.process)
        await passing.pass_on(
            session,
            replace(about, topic=where.topic, process=process),
            charter=charter,
            by=visit.user,
            now=visit.now,
            note=said.note,
        )


async def _written(visit: Visit, said: ui.Written, view: str) -> Passing:
    """The message the window was about, read anew; or the words that were written in it.

    Raises:
        NotFound: the message is gone, or not this person's to see.
        EmptyText: nothing was written.
    """
    if said.channel and said.ts:
        await sources.audience(visit, said.channel)
        message = await _message(visit, said.channel, said.ts)
        return await sources.passing(visit, said.channel, message)
    if not said.text.strip():
        raise EmptyText
    return Passing(visit.workspace, f"modal:{view}", said.text.strip(), author=visit.user)


async def _message(visit: Visit, channel: str, ts: str) -> Mapping[str, Any]:
    """
    Raises:
        NotFound: it is gone.
    """
    found = await threads.find(visit, channel, ts)
    if found.message is None:
        raise NotFound
    return found.message
