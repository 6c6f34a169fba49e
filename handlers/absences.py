"""Absences: `/kb away`, `/kb back`, the form, and the buttons that say the same."""

from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from handlers import home
from handlers.prompt import promptly
from handlers.ui import absences as ui
from handlers.ui.blocks import Message
from handlers.visit import Visit
from knowledge import absences, moments, presence
from knowledge.absence import Source
from knowledge.presence import Presence


def register(app: AsyncApp) -> None:
    """The buttons, wherever they stand, what comes back from the form, and quiet hours."""
    app.action(ui.OPEN)(pressed)
    app.action(ui.BACK)(back)
    app.view(ui.FORM)(written)
    app.event("dnd_updated_user")(quiet_hours_changed)


async def leave(visit: Visit, said: str) -> Message:
    """`/kb away until monday`."""
    await visit.people.greet(visit.user)
    zone = (await visit.people.get(visit.user)).zone
    await _stay_away(visit, visit.now, moments.until(said, now=visit.now, zone=zone))
    return await _away(visit)


async def come_back(visit: Visit) -> Message:
    """`/kb back`."""
    _ = await visit.people.greet(visit.user)
    me = visit.user
    async with visit.sessions.begin() as session:
        ended = await absences.come_back(session, visit.workspace, me, by=me, now=visit.now)
    zone, now = await _presence(visit)
    return ui.back(_, now, ended=bool(ended), zone=zone, now=visit.now)


async def open_form(visit: Visit, trigger: str) -> None:
    """`/kb away` alone, or the button."""
    view = await _form(visit)
    await visit.client.views_open(trigger_id=trigger, view=view)


async def pressed(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """*I'm away*, *Change*: in a window, the form takes its place."""
    await ack()
    if _in_window(body):
        await visit.client.views_update(view_id=body["view"]["id"], view=await _form(visit))
    else:
        await open_form(visit, body["trigger_id"])


async def back(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond, visit: Visit) -> None:
    """*I'm back.* Whoever presses it speaks for themselves."""
    await ack()
    told = await come_back(visit)
    if respond.response_url:
        await respond(**told.replacing())
    elif _in_window(body):
        _ = await visit.people.words_for(visit.user)
        await visit.client.views_update(view_id=body["view"]["id"], view=ui.window(_, told))
    if not respond.response_url:
        await home.redraw(visit)


async def written(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """Keep what was chosen; the window then says until when, and who is asked instead."""
    _ = await visit.people.greet(visit.user)
    zone = (await visit.people.get(visit.user)).zone
    first, first_back = ui.written(view)
    begin = moments.start(first, zone) if first else visit.now
    end = moments.start(first_back, zone) if first_back else None
    await promptly(_stay_away(visit, begin, end))
    await ack(response_action="update", view=ui.window(_, await _away(visit)))
    await home.redraw(visit)


async def quiet_hours_changed(event: dict[str, Any], visit: Visit) -> None:
    """Slack holds back somebody's notifications at other times from now on, or no more."""
    await visit.people.signs.note_quiet(event["user"], event.get("dnd_status") or {})


async def _stay_away(visit: Visit, begin: datetime, end: datetime | None) -> None:
    async with visit.sessions.begin() as session:
        await absences.stay_away(
            session,
            visit.workspace,
            visit.user,
            until=end,
            from_at=begin,
            by=visit.user,
            now=visit.now,
        )


async def _away(visit: Visit) -> Message:
    _ = await visit.people.words_for(visit.user)
    zone, now = await _presence(visit)
    return ui.away(_, now, zone=zone, now=visit.now)


async def _form(visit: Visit) -> dict[str, Any]:
    """Filled in with what the person said last, if that is not over."""
    _ = await visit.people.greet(visit.user)
    zone, now = await _presence(visit)
    said = next((one for one in now.absences if one.source is Source.PERSON), None)
    return ui.form(_, said, zone=zone, now=visit.now)


async def _presence(visit: Visit) -> tuple[str, Presence]:
    """The person's time zone, and how things stand with them."""
    zone = (await visit.people.get(visit.user)).zone
    async with visit.sessions.begin() as session:
        return zone, await presence.of(
            session, visit.workspace, visit.user, zone=zone, now=visit.now
        )


def _in_window(body: dict[str, Any]) -> bool:
    return bool(body.get("view", {}).get("type") == "modal")
