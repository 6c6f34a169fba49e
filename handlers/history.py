"""History: what an entry said before, who changed it and why; and back to any of it."""

from collections.abc import Sequence
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from handlers.pressed import number_of, value_of
from handlers.prompt import promptly
from handlers.sight import visible_entry
from handlers.ui import history as ui
from handlers.ui.blocks import remembered
from handlers.ui.paging import turns
from handlers.visit import Visit
from knowledge import charters, entries, review, revisions, sight, upkeep
from knowledge.entry import Entry, Revision
from knowledge.entry_errors import Changed
from knowledge.errors import NotFound


def register(app: AsyncApp) -> None:
    """The button of the card, and those in the window."""
    app.action(ui.OPEN_HISTORY)(opened)
    for action in turns(ui.TURN):
        app.action(action)(turned)
    app.action(ui.WHAT_CHANGED)(what_changed)
    app.action(ui.GO_BACK)(open_go_back)
    app.view(ui.GO_BACK_MODAL)(go_back)


async def opened(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """The latest revisions."""
    await ack()
    view = await _window(visit, number_of(body), 0)
    await visit.client.views_open(trigger_id=body["trigger_id"], view=view)


async def turned(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """Earlier or later ones."""
    await ack()
    number, page = _pressed(body)
    view = await _window(visit, number, page)
    await visit.client.views_update(view_id=body["view"]["id"], view=view)


async def what_changed(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """What one of them has changed. What was kept for others does not show in the difference."""
    await ack()
    _ = await visit.people.greet(visit.user)
    entry, revision = await _readable(visit, *_pressed(body))
    async with visit.sessions.begin() as session:
        before = await revisions.before(session, revision)
    known = before if before and not await _hidden(visit, entry, [before]) else None
    view = ui.what_changed(_, revision, known, charter=await visit.charter())
    await visit.client.views_push(trigger_id=body["trigger_id"], view=view)


async def open_go_back(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """What would change if it said that again, and why it should.

    Raises:
        NotFound, NoMandate, KeptForFewer: it is nothing for this person to see, or to say again.
    """
    await ack()
    _ = await visit.people.greet(visit.user)
    entry, revision = await _readable(visit, *_pressed(body))
    revisions.check_audience(entry, revision)
    page = ui.page_below(body["view"]) or 0
    view = ui.go_back(_, entry, revision, charter=await visit.charter(), page=page)
    await visit.client.views_push(trigger_id=body["trigger_id"], view=view)


async def go_back(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """Let it say that again; the history below then shows it.

    If somebody has changed it meanwhile, the window shows what would change now.
    """
    about, why = remembered(view), ui.why(view)
    number, page = int(about["entry"]), int(about["history"])
    try:
        await promptly(_go_back(visit, about, why))
    except Changed:
        _ = await visit.people.words_for(visit.user)
        entry, revision = await _readable(visit, number, int(about["number"]))
        charter = await visit.charter()
        again = ui.go_back(_, entry, revision, charter=charter, why=why, page=page, anew=True)
        await ack(response_action="update", view=again)
        return
    await ack()
    if below := view.get("previous_view_id"):
        await visit.client.views_update(view_id=below, view=await _window(visit, number, page))


async def _go_back(visit: Visit, about: dict[str, Any], why: str) -> None:
    await visit.people.greet(visit.user)
    await _readable(visit, int(about["entry"]), int(about["number"]))
    async with visit.sessions.begin() as session:
        entry = await entries.get(session, visit.workspace, about["entry"], lock=True)
        charter = await charters.in_force(session, visit.workspace)
        await upkeep.revert(
            session,
            entry,
            about["number"],
            by=visit.user,
            charter=charter,
            now=visit.now,
            seen=about["seen"],
            why=why,
        )


async def _window(visit: Visit, number: int, page: int) -> dict[str, Any]:
    """
    Raises:
        NotFound, NoMandate: it is nothing for this person to see, or to decide.
    """
    _ = await visit.people.greet(visit.user)
    entry = await _reviewable(visit, number)
    async with visit.sessions.begin() as session:
        found = await revisions.history(session, entry, page=page)
        count = await revisions.count(session, entry)
    hidden = await _hidden(visit, entry, found)
    return ui.history(_, entry, found, count=count, hidden=hidden, page=page)


async def _reviewable(visit: Visit, number: int) -> Entry:
    """The entry, for those who may see and change it: its past may say what it says no more."""
    entry = await visible_entry(visit, number)
    review.check(await visit.charter(), entry, visit.user)
    return entry


async def _readable(visit: Visit, number: int, which: int) -> tuple[Entry, Revision]:
    """The entry and one revision.

    Raises:
        NotFound: there is none, or it was kept for a private channel that they are not in.
        NoMandate: the charter gives this person no say.
    """
    entry = await _reviewable(visit, number)
    async with visit.sessions.begin() as session:
        revision = await revisions.numbered(session, entry, which)
    if await _hidden(visit, entry, [revision]):
        raise NotFound
    return entry, revision


async def _hidden(visit: Visit, entry: Entry, found: Sequence[Revision]) -> frozenset[int]:
    """The numbers of those that this person may not read."""
    private = {entry.audience, *map(revisions.audience, found)}
    reader = await visit.readers.one(visit.user, private)
    charter = await visit.charter()
    seen = (one for one in found if sight.may_see_revision(entry, one, reader, charter))
    return frozenset(one.number for one in found) - frozenset(one.number for one in seen)


def _pressed(body: dict[str, Any]) -> tuple[int, int]:
    """The entry that a button names, and the revision or the page."""
    number, which = map(int, value_of(body).split(":"))
    return number, which
