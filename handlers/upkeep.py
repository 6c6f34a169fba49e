"""Upkeep: an entry is found true, handed over, put aside and brought back."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from handlers import due, home, windows
from handlers.entries import card
from handlers.pressed import number_of
from handlers.prompt import promptly
from handlers.sight import visible, visible_entry
from handlers.ui import archived as archived_ui
from handlers.ui import due as due_ui
from handlers.ui import upkeep as ui
from handlers.ui.blocks import Message, remembered
from handlers.ui.paging import turns
from handlers.visit import Visit
from knowledge import archiving, charters, entries, sight, upkeep
from knowledge.entry import Entry
from knowledge.entry_errors import NotForOwner
from knowledge.verification import check_keeper, check_owner, may_keep

Deed = Callable[..., Awaitable[None]]


def register(app: AsyncApp) -> None:
    """The buttons of cards, letters and lists, and what comes back from their windows."""
    app.action(ui.STILL_TRUE)(still_true)
    app.action(ui.ARCHIVE)(open_archive)
    app.action(ui.RESTORE)(restore)
    app.action(ui.HAND_OVER)(open_hand_over)
    app.view(archived_ui.ARCHIVE_MODAL)(archive)
    app.view(ui.HAND_OVER_MODAL)(hand_over)
    app.action(archived_ui.RESTORE_LISTED)(restore_listed)
    for action in turns(archived_ui.TURN):
        app.action(action)(turned)


async def still_true(
    ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond, visit: Visit
) -> None:
    """*Still true*. Letters are refreshed by the outbox."""
    await ack()
    entry = await _does(visit, number_of(body), upkeep.verify)
    await _show(visit, body, respond, entry)


async def restore(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond, visit: Visit) -> None:
    """*Restore*, in one click."""
    await ack()
    entry = await _does(visit, number_of(body), archiving.restore)
    await _show(visit, body, respond, entry)


async def open_archive(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """Why an entry is put aside is asked first.

    Raises:
        NotFound, NoMandate: it is nothing for this person to see, or to put aside.
    """
    await ack()
    _ = await visit.people.greet(visit.user)
    entry = await visible_entry(visit, number_of(body))
    check_keeper(await visit.charter(), entry, visit.user)
    view = body.get("view") or {}
    page = due_ui.page_below(view)
    about = {} if page is None else {"due": page}
    await windows.show(visit, body, archived_ui.archive_modal(_, entry, about))


async def archive(ack: AsyncAck, view: dict[str, Any], body: dict[str, Any], visit: Visit) -> None:
    """Put it aside; the window then says so, unless it lies upon a list that does."""
    why = archived_ui.why(view)
    work = _does(visit, int(remembered(view)["entry"]), archiving.archive, why=why)
    entry = await promptly(work)
    if due_ui.page_below(view) is None:
        _ = await visit.people.words_for(visit.user)
        await ack(response_action="update", view=archived_ui.put_aside(_, entry))
    else:
        await ack()
        await due.follow(visit, view)
    await home.follow(visit, body)


async def open_hand_over(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """Whom it is handed to is asked first.

    Raises:
        NotFound, NotAllowed, NoMandate: it is not for this person to see, or to hand over.
    """
    await ack()
    _ = await visit.people.greet(visit.user)
    entry = await visible_entry(visit, number_of(body))
    check_owner(await visit.charter(), entry, visit.user)
    await windows.show(visit, body, ui.hand_over_modal(_, entry))


async def hand_over(
    ack: AsyncAck, view: dict[str, Any], body: dict[str, Any], visit: Visit
) -> None:
    """Somebody else keeps it true from now on. They must be able to read it.

    Raises:
        NotForOwner: it is kept for a private channel that they are not in.
    """
    await promptly(_hand_over(visit, int(remembered(view)["entry"]), ui.chosen_person(view)))
    await ack()
    await home.follow(visit, body)


async def archived(visit: Visit, page: int = 0) -> Message:
    """`/kb archived`: what was found once, was put aside, and may be brought back by them."""
    _ = await visit.people.greet(visit.user)
    charter = await visit.charter()
    async with visit.sessions.begin() as session:
        found = await archiving.archived(session, visit.workspace)
    theirs = [entry for entry in found if may_keep(charter, entry, visit.user)]
    seen = await visible(visit, theirs)
    return archived_ui.listed(_, seen, page=page, charter=charter)


async def restore_listed(
    ack: AsyncAck, action: dict[str, Any], respond: AsyncRespond, visit: Visit
) -> None:
    """*Restore*, in the list: it is no longer in it."""
    await ack()
    number, page = map(int, action["value"].split(":"))
    await _does(visit, number, archiving.restore)
    await respond(**(await archived(visit, page)).replacing())


async def turned(
    ack: AsyncAck, action: dict[str, Any], respond: AsyncRespond, visit: Visit
) -> None:
    """Another page of what was put aside."""
    await ack()
    await respond(**(await archived(visit, int(action["value"]))).replacing())


async def _does(visit: Visit, number: int, deed: Deed, **how: Any) -> Entry:
    """Do something to an entry that this person may see.

    Raises:
        NotFound: it is not for them to see.
        KnowledgeError: what `deed` raises.
    """
    await visit.people.greet(visit.user)
    await visible_entry(visit, number)
    async with visit.sessions.begin() as session:
        entry = await entries.get(session, visit.workspace, number, lock=True)
        charter = await charters.in_force(session, visit.workspace)
        await deed(session, entry, by=visit.user, charter=charter, now=visit.now, **how)
    return entry


async def _hand_over(visit: Visit, number: int, to: str) -> None:
    await visit.people.greet(visit.user)
    entry = await visible_entry(visit, number)
    check_owner(await visit.charter(), entry, visit.user)
    member = await visit.people.get(to)
    reader = await visit.readers.one(to, {entry.audience})
    if not member.is_colleague or not sight.may_see(entry, reader, await visit.charter()):
        raise NotForOwner(person=to)
    await _does(visit, number, upkeep.hand_over, to=to)


async def _show(visit: Visit, body: dict[str, Any], respond: AsyncRespond, entry: Entry) -> None:
    """Show in the place where the button was what has become of it."""
    view = body.get("view") or {}
    page = due_ui.page_below(view)
    if page is not None:
        await due.redraw(visit, view["id"], page)
    elif view.get("type") == "modal":
        _ = await visit.people.words_for(visit.user)
        back = archived_ui.brought_back(_, entry)
        await visit.client.views_update(view_id=view["id"], view=back)
    elif body["container"].get("is_ephemeral"):
        await respond(**(await card(visit, entry.id)).replacing())
    await home.follow(visit, body)
