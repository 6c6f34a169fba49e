"""Letters about entries: to who reviews them, and to who wrote them."""

from typing import Any

from handlers.letters.desk import Desk, Letter, Withheld
from handlers.ui import consents as consents_ui
from handlers.ui import entries as ui
from handlers.ui import widening as widening_ui
from handlers.ui.blocks import Message
from knowledge import consents, entries, sight
from knowledge.entry import Entry, Status
from knowledge.errors import NotFound
from knowledge.outbox import Kind


async def _review(desk: Desk) -> Message | None:
    """The draft as it stands; not sent at all when it was dealt with before.

    Raises:
        Withheld: its reviewer is not in the channel it is kept for.
    """
    entry = await _still(desk)
    if entry is None:
        return consents_ui.gone(desk.words) if desk.row.ts else None
    if desk.row.ts is None and entry.status is not Status.IN_REVIEW:
        return None
    if not await _is_theirs(desk, entry):
        if desk.row.ts is None:
            raise Withheld
        return ui.out_of_sight(desk.words)
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
    async with desk.session as session:
        private = await entries.audiences(session, entry.workspace)
    reader, charter = await desk.readers.one(desk.row.to, private), await desk.charter()
    seen: dict[str, Any] = {"audiences": reader.audiences}
    seen["within"] = sight.topics_open_to(reader, charter)
    async with desk.session as session:
        index = await desk.services.library.index(session, entry.workspace)
        numbers = [int(hit.key) for hit in index.similar(entry.title, **seen)]
        known = await entries.of_numbers(session, entry.workspace, numbers)
    return [known[number] for number in numbers if number in known]


async def _published(desk: Desk) -> Message | None:
    entry = await _still(desk)
    if entry is None:
        return consents_ui.gone(desk.words) if desk.row.ts else None
    if entry.status is not Status.PUBLISHED or not await _is_theirs(desk, entry):
        return None
    return ui.published(desk.words, entry, desk.row.to, charter=await desk.charter())


async def _widened(desk: Desk) -> Message | None:
    """Who finds it now; nothing to who does not."""
    entry = await desk.entry()
    if not await _is_theirs(desk, entry):
        return None
    return widening_ui.told(desk.words, entry, desk.row.facts["person"])


async def _channel_changed(desk: Desk) -> Message | None:
    """What has become of a channel's entries: the titles of those that the reader may see."""
    facts = desk.row.facts
    async with desk.session as session:
        found = [await entries.get(session, desk.row.workspace, one) for one in facts["entries"]]
    reader = await desk.readers.of_message(desk.row.to, {entry.audience for entry in found})
    charter = await desk.charter()
    seen = [entry for entry in found if sight.may_see(entry, reader, charter)]
    about = (facts["channel"], facts["cause"], seen, facts["total"])
    return widening_ui.channel_changed(desk.words, *about)


async def _is_theirs(desk: Desk, entry: Entry) -> bool:
    """Whether the reader may see it now."""
    reader = await desk.readers.one(desk.row.to, {entry.audience})
    return sight.may_see(entry, reader, await desk.charter())


async def _still(desk: Desk) -> Entry | None:
    """The entry, unless its author has said no since."""
    try:
        return await desk.entry()
    except NotFound:
        return None


LETTERS: dict[Kind, Letter] = {
    Kind.REVIEW: _review,
    Kind.PUBLISHED: _published,
    Kind.WIDENED: _widened,
    Kind.CHANNEL_CHANGED: _channel_changed,
}
