"""Charter editing: leads change the common things in windows; each change is a version."""

import asyncio
import json
from dataclasses import replace
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError

from handlers import home
from handlers.locale import Words
from handlers.prompt import promptly
from handlers.ui import charter_changes as changes_ui
from handlers.ui import charter_editing as ui
from handlers.ui.charter_fields import CONTENT
from handlers.ui.charter_sight import CALM, EXPERTS, RETURN, STEP_CHOSEN, TOPIC_CHOSEN, Sight
from handlers.visit import Visit
from knowledge import amendments
from knowledge.charter import CharterFaults
from knowledge.charter.changes import Calm, Change, Experts, Leave, Level, Return
from knowledge.charter.reading import known
from knowledge.charter.refusals import NoMember
from knowledge.charters import CharterVersion

log = structlog.get_logger()


def register(app: AsyncApp) -> None:
    """The buttons that open the windows, what is chosen in them, and what comes back."""
    for name in CONTENT:
        app.action(name)(open_)
        app.view(name)(save)
    app.action(TOPIC_CHOSEN)(choose)
    app.action(STEP_CHOSEN)(choose)
    app.action(RETURN)(end)
    app.action(CALM)(end)


async def open_(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """A lead opens one of the windows."""
    await ack()
    view = await _drawn(visit, body["actions"][0]["action_id"])
    await visit.client.views_open(trigger_id=body["trigger_id"], view=view)


async def choose(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """A topic or a step was chosen: the fields show what holds there."""
    await ack()
    topic, step = ui.place(body["view"])
    view = await _drawn(visit, body["view"]["callback_id"], topic=topic, step=step)
    await _update(visit, body["view"], view)


async def save(ack: AsyncAck, view: dict[str, Any], body: dict[str, Any], visit: Visit) -> None:
    """Keep what was filled in, and say what is different; faults stand under their fields."""
    _ = await visit.people.greet(visit.user)
    async with visit.sessions.begin() as session:
        await amendments.opened(session, visit.workspace, by=visit.user)
    if ui.is_elsewhere(view):
        topic, step = ui.place(view)
        drawn = await _drawn(visit, view["callback_id"], topic=topic, step=step)
        await ack(response_action="update", view=drawn)
    elif faults := ui.faults(_, view):
        await ack(response_action="errors", errors=faults)
    else:
        await ack(**await promptly(_saved(visit, _, view)))
        await home.follow(visit, body)


async def end(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """A lead ends an absence or a crisis from the list in its window, which says so."""
    await ack()
    _ = await visit.people.greet(visit.user)
    async with visit.sessions.begin() as session:
        await amendments.opened(session, visit.workspace, by=visit.user)
    pressed, view = body["actions"][0], body["view"]
    change = _ended(pressed["action_id"], pressed["value"])
    version = await _amend(visit, change, seen=ui.seen(view), why=ui.why(view))
    note = changes_ui.told(_, change, known(version.text))
    drawn = await _drawn(visit, view["callback_id"], note=f":white_check_mark: {note}")
    await _update(visit, view, drawn)
    await home.redraw(visit)


async def _saved(visit: Visit, _: Words, view: dict[str, Any]) -> dict[str, Any]:
    """What Slack does with the window."""
    change = ui.filled(view)
    await _check_members(visit, change)
    try:
        version = await _amend(visit, change, seen=ui.seen(view), why=ui.why(view))
    except CharterFaults as found:
        field = next(block["block_id"] for block in view["blocks"] if block["type"] == "input")
        return {"response_action": "errors", "errors": {field: ui.faults_of(found)}}
    what = changes_ui.told(_, change, known(version.text))
    async with visit.sessions.begin() as session:
        may = await amendments.may_undo(session, version, by=visit.user, now=visit.now)
    done = changes_ui.done(_, version, what, may_undo=may)
    return {"response_action": "update", "view": done}


async def _amend(visit: Visit, change: Change, *, seen: int, why: str) -> CharterVersion:
    async with visit.sessions.begin() as session:
        return await amendments.amend(
            session,
            change,
            workspace=visit.workspace,
            by=visit.user,
            seen=seen,
            why=why,
            now=visit.now,
        )


async def _check_members(visit: Visit, change: Change) -> None:
    """Refuse whom Slack offers, but no question should be passed to."""
    match change:
        case Experts():
            persons = change.who
        case Level() | Leave():
            persons = (change.person,)
        case _:
            return
    for member in await asyncio.gather(*map(visit.people.get, persons)):
        if not member.is_colleague:
            raise NoMember(name=member.name)


async def _drawn(visit: Visit, window: str, **place: Any) -> dict[str, Any]:
    """One of the windows as things stand, for a lead."""
    _ = await visit.people.greet(visit.user)
    async with visit.sessions.begin() as session:
        number, charter = await amendments.opened(session, visit.workspace, by=visit.user)
    sight = Sight(charter, number, visit.now.date(), **place)
    if window == EXPERTS and charter.topics:
        members = await asyncio.gather(*map(visit.people.get, sight.shown.who))
        gone = tuple(one.id for one in members if not one.is_colleague)
        sight = replace(sight, gone=gone)
    return ui.window(_, window, sight)


async def _update(visit: Visit, view: dict[str, Any], drawn: dict[str, Any]) -> None:
    """Show a window anew, unless something newer is shown there or it was closed."""
    try:
        await visit.client.views_update(view_id=view["id"], hash=view["hash"], view=drawn)
    except SlackApiError as error:
        log.warning("charter window not redrawn", reason=error)


def _ended(action: str, value: str) -> Change:
    if action == CALM:
        return Calm(topic=value)
    return Return.model_validate(json.loads(value))
