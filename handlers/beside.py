"""Beside: what there is to know of an entry that is shown, besides what it says."""

from typing import Any

from handlers import caveats
from handlers.ui import merging as ui
from handlers.ui import rulings as rulings_ui
from handlers.ui.duplicates import caveat
from handlers.visit import Visit
from knowledge import review, rulings
from knowledge.entry import Entry, Status
from knowledge.ruling import Verdict


async def of(visit: Visit, entry: Entry) -> dict[str, Any]:
    """What contradicts it, where it was merged into or why it was rejected, who else wrote it."""
    _ = await visit.people.words_for(visit.user)
    known = await caveats.for_person(visit.sessions, visit.readers, [entry], visit.user)
    async with visit.sessions.begin() as session:
        sources = await rulings.sources_of(session, entry)
    became = await _became(visit, entry) if entry.status is Status.ARCHIVED else []
    return {
        "beside": [caveat(_, known.get(entry.id)), became],
        "credited": ui.credited(_, sources),
    }


async def _became(visit: Visit, entry: Entry) -> list[Any]:
    """What was decided of it; the way back is for those who have a say."""
    _ = await visit.people.words_for(visit.user)
    async with visit.sessions.begin() as session:
        target = await rulings.merged_into(session, entry)
        merge = await rulings.last(session, entry, Verdict.MERGED)
        why = await rulings.last(session, entry, Verdict.REJECTED)
    if target and merge:
        may = review.may_review(await visit.charter(), target, visit.user)
        return ui.pointer(_, target, merge.id if may else None)
    return rulings_ui.reason(_, why)
