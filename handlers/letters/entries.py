"""Letters about entries: to who reviews them, and to who wrote them."""

from handlers import duplicates
from handlers.letters.desk import Desk, Letter, Withheld
from handlers.ui import consents as consents_ui
from handlers.ui import duplicates as duplicates_ui
from handlers.ui import entries as ui
from handlers.ui import merging as merging_ui
from handlers.ui import rulings as rulings_ui
from handlers.ui import widening as widening_ui
from handlers.ui.blocks import Blocks, Message
from knowledge import consents, entries, review, rulings, sight
from knowledge.entry import Entry, Status
from knowledge.errors import NotFound
from knowledge.outbox import Kind
from knowledge.ruling import Verdict


async def _review(desk: Desk) -> Message | None:
    """The draft as it stands; not sent at all when it was dealt with before.

    Raises:
        Withheld: its reviewer is not in the channel it is kept for.
    """
    entry = await _still(desk)
    if entry is None:
        return consents_ui.gone(desk.words) if desk.row.ts else None
    unread = entry.may_be_undone(desk.services.clock())
    if desk.row.ts is None and entry.status is not Status.IN_REVIEW and not unread:
        return None
    if not await _is_theirs(desk, entry):
        if desk.row.ts is None:
            raise Withheld
        return ui.out_of_sight(desk.words)
    async with desk.session as session:
        said = await consents.of_entry(session, entry)
    persons = {entry.author, entry.capturer, entry.reviewer} - {None}
    names = await desk.people.names(str(person) for person in persons)
    return ui.review_request(
        desk.words,
        entry,
        names=names,
        charter=await desk.charter(),
        similar=await _similar(desk, entry) if unread or entry.is_pending else None,
        became=await _became(desk, entry),
        consents=said,
        unread=unread,
    )


async def _similar(desk: Desk, entry: Entry) -> Blocks:
    """Published entries that seem to answer the same question, of those its reader may see."""
    found = await duplicates.seen_by(desk.services, desk.readers, entry, desk.row.to)
    return duplicates_ui.similar(desk.words, entry, found)


async def _became(desk: Desk, entry: Entry) -> Blocks:
    """Where it was merged into, or why it was rejected."""
    if entry.status is not Status.ARCHIVED:
        return None
    charter = await desk.charter()
    async with desk.session as session:
        target = await rulings.merged_into(session, entry)
        merge = await rulings.last(session, entry, Verdict.MERGED)
        why = await rulings.last(session, entry, Verdict.REJECTED)
    if target is None or merge is None:
        return rulings_ui.reason(desk.words, why)
    may = review.may_review(charter, target, desk.row.to)
    return merging_ui.pointer(desk.words, target, merge.id if may else None)


async def _published(desk: Desk) -> Message | None:
    """That it is found now; or, where it was taken back since, that it is not."""
    entry = await _still(desk)
    if entry is None:
        return consents_ui.gone(desk.words) if desk.row.ts else None
    taken_back = entry.status is Status.IN_REVIEW and desk.row.ts is not None
    is_told = entry.status is Status.PUBLISHED or taken_back
    if not is_told or not await _is_theirs(desk, entry):
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


async def _rejected(desk: Desk) -> Message | None:
    entry = await desk.entry()
    async with desk.session as session:
        why = await rulings.last(session, entry, Verdict.REJECTED)
    if why is None or entry.status is not Status.ARCHIVED:
        return None
    return rulings_ui.rejected(desk.words, entry, why, desk.row.to)


async def _merged(desk: Desk) -> Message | None:
    """Where it is found now; not sent at all where that was undone before."""
    entry = await desk.entry()
    async with desk.session as session:
        target = await rulings.merged_into(session, entry)
    if target is None and desk.row.ts is None:
        return None
    return merging_ui.merged(desk.words, entry, target, desk.row.to)


async def _nobody_reviews(desk: Desk) -> Message | None:
    entry = await desk.entry()
    if not entry.is_pending:
        return None
    return rulings_ui.nobody_reviews(desk.words, entry)


LETTERS: dict[Kind, Letter] = {
    Kind.REVIEW: _review,
    Kind.PUBLISHED: _published,
    Kind.WIDENED: _widened,
    Kind.CHANNEL_CHANGED: _channel_changed,
    Kind.REJECTED: _rejected,
    Kind.MERGED: _merged,
    Kind.NOBODY_REVIEWS: _nobody_reviews,
}
