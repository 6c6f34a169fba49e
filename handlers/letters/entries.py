"""Letters about entries: to who reviews them, and to who wrote them."""

from handlers.letters.desk import Desk, Letter
from handlers.ui import consents as consents_ui
from handlers.ui import entries as ui
from handlers.ui.blocks import Message
from knowledge import consents, entries
from knowledge.entry import Entry, Status
from knowledge.errors import NotFound
from knowledge.outbox import Kind


async def _review(desk: Desk) -> Message | None:
    """The draft as it stands; not sent at all when it was dealt with before."""
    entry = await _still(desk)
    if entry is None:
        return consents_ui.gone(desk.words) if desk.row.ts else None
    if desk.row.ts is None and entry.status is not Status.IN_REVIEW:
        return None
    async with desk.session as session:
        said = await consents.of_entry(session, entry)
    similar = await _similar(desk, entry)
    persons = {entry.author, entry.capturer, entry.reviewer} - {None}
    names = await desk.people.names(str(person) for person in persons)
    return ui.review_request(
        desk.words,
        entry,
        similar=similar,
        names=names,
        charter=await desk.charter(),
        consents=said,
    )


async def _similar(desk: Desk, entry: Entry) -> list[Entry]:
    """Published entries that seem to answer the same question."""
    if entry.status is not Status.IN_REVIEW:
        return []
    audiences = [entry.audience] if entry.audience else []
    async with desk.session as session:
        index = await desk.services.library.index(session, entry.workspace)
        numbers = [int(hit.key) for hit in index.similar(entry.title, audiences=audiences)]
        known = await entries.of_numbers(session, entry.workspace, numbers)
    return [known[number] for number in numbers if number in known]


async def _published(desk: Desk) -> Message | None:
    entry = await _still(desk)
    if entry is None:
        return consents_ui.gone(desk.words) if desk.row.ts else None
    if entry.status is not Status.PUBLISHED:
        return None
    return ui.published(desk.words, entry, desk.row.to, charter=await desk.charter())


async def _still(desk: Desk) -> Entry | None:
    """The entry, unless its author has said no since."""
    try:
        return await desk.entry()
    except NotFound:
        return None


LETTERS: dict[Kind, Letter] = {
    Kind.REVIEW: _review,
    Kind.PUBLISHED: _published,
}
