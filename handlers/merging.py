"""Merging: the windows in which a draft, or an entry, becomes part of another; and the way back."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from sqlalchemy.ext.asyncio import AsyncSession

from handlers import asking, home
from handlers.pressed import number_of, value_of
from handlers.prompt import promptly
from handlers.sight import visible, visible_entry
from handlers.ui import merging as ui
from handlers.ui.duplicates import MERGE_WITH, numbers
from handlers.ui.entries import MERGE
from handlers.visit import Visit
from knowledge import charters, entries, merging, review, rulings
from knowledge.contradiction import differences
from knowledge.entry import Entry
from knowledge.question import Way
from knowledge.ruling import Verdict

OFFERED = 20
"""Entries to choose from at a time."""


def register(app: AsyncApp) -> None:
    """Choosing the entry, choosing the text, and undoing it."""
    app.action(MERGE)(choose)
    app.action(MERGE_WITH)(open_both)
    app.options(ui.SEARCH)(search)
    app.view(ui.CHOOSE_MODAL)(chosen)
    app.action(ui.SWAP)(swap)
    app.view(ui.MERGE_MODAL)(merge)
    app.action(ui.UNDO)(undo)


async def choose(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """*Merge into…*: first, into which entry."""
    await ack()
    _ = await visit.people.greet(visit.user)
    entry = await _reviewed(visit, number_of(body))
    await visit.client.views_open(trigger_id=body["trigger_id"], view=ui.choose_modal(_, entry))


async def search(
    ack: AsyncAck, body: dict[str, Any], payload: dict[str, Any], visit: Visit
) -> None:
    """What may be meant by what was typed, of the same readers: nothing this person can't see."""
    _ = await visit.people.greet(visit.user)
    entry = await _reviewed(visit, ui.chosen_for(body["view"]))
    typed = str(payload.get("value") or "").strip()
    found = await _found(visit, entry, typed)
    await ack(ui.options(_, [one for one in found if one.audience == entry.audience]))


async def chosen(ack: AsyncAck, view: dict[str, Any], visit: Visit) -> None:
    """Then, which text stays: the window shows both."""
    number, target = ui.chosen(view)
    await ack(response_action="update", view=await promptly(_both(visit, number, target)))


async def open_both(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """*Merge…* beside an entry that may be the same: both are known already."""
    await ack()
    view = await _both(visit, *numbers(value_of(body)))
    await visit.client.views_open(trigger_id=body["trigger_id"], view=view)


async def swap(ack: AsyncAck, body: dict[str, Any], visit: Visit) -> None:
    """Begin with the other text."""
    await ack()
    about = ui.remembered_merge(body["view"])
    view = await _both(visit, about.entry, about.target, swapped=not about.swapped)
    await visit.client.views_update(view_id=body["view"]["id"], view=view)


async def merge(ack: AsyncAck, view: dict[str, Any], body: dict[str, Any], visit: Visit) -> None:
    """Merge them, and say so with the way back: a refusal leaves the text on the screen."""
    done = await promptly(_merge(visit, view))
    await ack(response_action="update", view=done)
    await home.follow(visit, body)


async def undo(ack: AsyncAck, body: dict[str, Any], respond: AsyncRespond, visit: Visit) -> None:
    """Let both be as they were."""
    await ack()
    _ = await visit.people.greet(visit.user)
    number = number_of(body)
    async with visit.sessions.begin() as session:
        ruling = await merging.get(session, visit.workspace, number)
    for entry in (ruling.entry_id, ruling.other_id):
        await visible_entry(visit, int(entry or 0))
    async with visit.sessions.begin() as session:
        ruling = await merging.get(session, visit.workspace, number)
        charter = await charters.in_force(session, visit.workspace)
        await merging.undo(session, ruling, by=visit.user, charter=charter, now=visit.now)
    if "view" in body:
        await visit.client.views_update(view_id=body["view"]["id"], view=ui.undone_modal(_))
    else:
        await respond(**ui.undone(_).ephemeral())


async def _reviewed(visit: Visit, number: int) -> Entry:
    """
    Raises:
        NotFound, NoMandate: it is nothing for this person to see, or to decide.
    """
    entry = await visible_entry(visit, number)
    review.check(await visit.charter(), entry, visit.user)
    return entry


async def _found(visit: Visit, entry: Entry, typed: str) -> list[Entry]:
    """Entries by words or by number; before anything is typed, those most like this one."""
    reader = await asking.reader(visit, Way.COMMAND, None)
    async with visit.sessions.begin() as session:
        index = await visit.library.index(session, visit.workspace)
        hits = index.search(
            typed or entry.title, audiences=reader.audiences, besides=entry.id, limit=OFFERED
        )
        wanted = [int(hit.key) for hit in hits]
        bare = typed.lstrip("#").removeprefix("No.").strip()
        if bare.isdecimal():
            wanted.insert(0, int(bare))
        known = await entries.of_numbers(session, visit.workspace, wanted)
    found = [known[number] for number in dict.fromkeys(wanted) if number in known]
    return [one for one in await visible(visit, found) if one.id != entry.id]


async def _both(visit: Visit, number: int, wanted: int, *, swapped: bool = False) -> dict[str, Any]:
    """The window with both.

    Raises:
        NotFound, NoMandate: one of them is nothing for this person to see, or to decide.
        MergesItself, NotThereToMerge, OtherReaders: they can't be merged.
    """
    _ = await visit.people.greet(visit.user)
    entry = await _reviewed(visit, number)
    target = await _reviewed(visit, wanted)
    async with visit.sessions.begin() as session:
        target = await merging.into(session, entry, target)
    apart = differences(entry.body, target.body)
    return ui.merge_modal(_, entry, target, apart, swapped=swapped)


async def _merge(visit: Visit, view: Mapping[str, Any]) -> dict[str, Any]:
    _ = await visit.people.greet(visit.user)
    about = ui.remembered_merge(view)
    both = {number: await _reviewed(visit, number) for number in (about.entry, about.target)}
    said = ui.written(view, {number: one.title for number, one in both.items()})
    async with visit.sessions.begin() as session:
        entry, target = await _locked(session, visit.workspace, about)
        charter = await charters.in_force(session, visit.workspace)
        target = await merging.merge(
            session,
            entry,
            target,
            title=said.title,
            body=said.body,
            seen=about.seen,
            by=visit.user,
            charter=charter,
            now=visit.now,
        )
        ruling = await rulings.last(session, entry, Verdict.MERGED)
    return ui.done_modal(_, target, ruling.id if ruling else None)


async def _locked(session: AsyncSession, workspace: str, about: ui.Merge) -> tuple[Entry, Entry]:
    """Both, ours alone; always in the order of their numbers, so that nobody waits in a circle."""
    first, second = sorted((about.entry, about.target))
    known = {
        number: await entries.get(session, workspace, number, lock=True)
        for number in (first, second)
    }
    return known[about.entry], known[about.target]
