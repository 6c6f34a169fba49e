"""Synonyms: everybody reads the team's jargon; leads add, change, remove, and take suggestions."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.pressed import value_of
from handlers.prompt import promptly
from handlers.ui import errors as refusals
from handlers.ui import synonyms as ui
from handlers.ui.blocks import remembered
from handlers.visit import Visit
from knowledge import charters, suggestions, synonyms
from knowledge.errors import TakenTerm
from knowledge.synonym import Group, check_mandate, may_change, touched

log = structlog.get_logger()


def register(app: AsyncApp) -> None:
    """The button on Home, those of the list, and what comes back from the window of a group."""
    app.action(ui.OPEN)(pressed)
    app.action(ui.ADD)(add)
    app.action(ui.EDIT)(edit)
    app.action(ui.REMOVE)(remove)
    app.action(ui.ACCEPT)(accept)
    app.action(ui.DISMISS)(dismiss)
    app.action(ui.PREVIOUS)(turn)
    app.action(ui.NEXT)(turn)
    app.view(ui.EDIT_MODAL)(written)


async def open_list(visit: Visit, trigger: str) -> None:
    """`/kb synonyms`. Suggestions take a moment: they follow when the window stands."""
    await visit.people.greet(visit.user)
    view = await _drawn(visit, page=0, suggest=False)
    opened = await visit.client.views_open(trigger_id=trigger, view=view)
    if may_change(await visit.charter(), visit.user):
        await _redraw(visit, opened["view"]["id"], page=0)


async def pressed(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """The button on Home."""
    await ack()
    await open_list(visit, body["trigger_id"])


async def turn(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """Another page."""
    await ack()
    await visit.people.greet(visit.user)
    await _redraw(visit, body["view"]["id"], page=int(value_of(body)))


async def add(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """A lead opens the window of a new group."""
    await ack()
    _ = await visit.people.greet(visit.user)
    async with visit.sessions.begin() as session:
        await _only_leads(session, visit)
    view = ui.edit_modal(_, page=_page(body))
    await visit.client.views_push(trigger_id=body["trigger_id"], view=view)


async def edit(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """A lead opens the window of a group."""
    await ack()
    _ = await visit.people.greet(visit.user)
    async with visit.sessions.begin() as session:
        await _only_leads(session, visit)
        group = await synonyms.get(session, visit.workspace, int(value_of(body)))
    view = ui.edit_modal(_, group, page=_page(body))
    await visit.client.views_push(trigger_id=body["trigger_id"], view=view)


async def written(ack: AsyncAck, view: dict[str, Any], body: dict[str, Any], visit: Visit) -> None:
    """Keep what was written, or offer to merge the groups it touches; then show the list."""
    _ = await visit.people.greet(visit.user)
    edited = ui.edited(view)
    try:
        await promptly(_keep(visit, edited))
    except TakenTerm as taken:
        others = await _touched(visit, edited)
        merged = ui.merge_modal(_, edited, others, refusals.refusal(_, taken))
        await ack(response_action="update", view=merged)
        return
    await ack()
    await _redraw(visit, body["view"]["root_view_id"], page=edited.page)


async def remove(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """A lead takes a group out."""
    await ack()
    async with _changing(visit, body) as session:
        await synonyms.remove(session, int(value_of(body)), **_by(visit))


async def accept(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """A lead takes a suggestion: a new group, or one more word in the group of the other."""
    await ack()
    async with _changing(visit, body) as session:
        await synonyms.join(session, ui.pair(value_of(body)), **_by(visit))


async def dismiss(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """A lead says no to a suggestion; it is not made again."""
    await ack()
    async with _changing(visit, body) as session:
        await synonyms.dismiss(session, ui.pair(value_of(body)), **_by(visit))


@asynccontextmanager
async def _changing(visit: Visit, body: dict[str, Any]) -> AsyncIterator[AsyncSession]:
    """A lead changes the list from its window, which then shows it as it is."""
    await visit.people.greet(visit.user)
    async with visit.sessions.begin() as session:
        await _only_leads(session, visit)
        yield session
    await _redraw(visit, body["view"]["id"], page=_page(body))


async def _keep(visit: Visit, edited: ui.Edited) -> None:
    async with visit.sessions.begin() as session:
        await _only_leads(session, visit)
        how = {"replacing": edited.replacing, **_by(visit)}
        if edited.group is None:
            await synonyms.add(session, edited.terms, **how)
        else:
            await synonyms.change(session, edited.group, edited.terms, seen=edited.seen, **how)


async def _touched(visit: Visit, edited: ui.Edited) -> list[Group]:
    """The other groups that some of the terms are in."""
    async with visit.sessions.begin() as session:
        groups = await synonyms.listed(session, visit.workspace)
    return [one for one in touched(edited.terms, groups) if one.id != edited.group]


async def _redraw(visit: Visit, view: str, *, page: int) -> None:
    """Show the list as it is now. What was done is done, even where Slack won't show it."""
    drawn = await _drawn(visit, page=page, suggest=page == 0)
    try:
        await visit.client.views_update(view_id=view, view=drawn)
    except SlackApiError as error:
        log.warning("jargon not redrawn", reason=error)


async def _drawn(visit: Visit, *, page: int, suggest: bool) -> dict[str, Any]:
    _ = await visit.people.words_for(visit.user)
    async with visit.sessions.begin() as session:
        charter = await charters.in_force(session, visit.workspace)
        may = may_change(charter, visit.user)
        groups = await synonyms.listed(session, visit.workspace)
        evidence = await suggestions.evidence(session, visit.workspace) if suggest and may else None
    suggested = await evidence.pairs(ui.SHOWN) if evidence else ()
    return ui.list_modal(_, groups, may_change=may, page=page, suggested=suggested)


async def _only_leads(session: AsyncSession, visit: Visit) -> None:
    charter = await charters.in_force(session, visit.workspace)
    check_mandate(charter, visit.user)


def _by(visit: Visit) -> dict[str, Any]:
    return {"workspace": visit.workspace, "by": visit.user, "now": visit.now}


def _page(body: dict[str, Any]) -> int:
    return int(remembered(body["view"]).get("page", 0))
