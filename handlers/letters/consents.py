"""Letters about consents: to who wrote what is kept, and to who reviews it."""

from handlers.letters.desk import Desk, Letter
from handlers.ui import consents as ui
from handlers.ui.blocks import Message
from knowledge import consents, corrections, entries
from knowledge.consent import AuthorConsent, State
from knowledge.entry import Entry
from knowledge.errors import NotFound
from knowledge.outbox import Kind


async def _kept(desk: Desk) -> Message | None:
    """As things stand; what is no longer kept is not told, and where it was told it says so."""
    entry, consent = await _about(desk, desk.row.to)
    if entry is None or consent is None:
        return ui.gone(desk.words) if desk.row.ts else None
    async with desk.session as session:
        words = await corrections.words(session, entry, desk.row.to)
    if not words and desk.row.ts is None:
        return None
    return ui.kept(desk.words, entry, consent, words)


async def _reminder(desk: Desk) -> Message | None:
    entry, consent = await _about(desk, desk.row.to)
    if entry is None or consent is None or not _is_awaited(entry, consent):
        return None
    return ui.reminder(desk.words, entry, consent)


async def _missing(desk: Desk) -> Message | None:
    entry, consent = await _about(desk, desk.row.facts["author"])
    if entry is None:
        return ui.gone(desk.words) if desk.row.ts else None
    is_silent = consent is not None and consent.state in (State.ASKED, State.UNREACHED)
    return ui.missing(desk.words, entry, consent) if consent and is_silent else None


async def _correction(desk: Desk) -> Message | None:
    entry, consent = await _about(desk, desk.row.facts["author"])
    if entry is None or consent is None:
        return ui.gone(desk.words) if desk.row.ts else None
    return ui.correction(desk.words, entry, desk.row.facts["text"])


async def _about(desk: Desk, author: str) -> tuple[Entry | None, AuthorConsent | None]:
    """The entry and what its author has to say; None for what is gone."""
    async with desk.session as session:
        try:
            entry = await entries.get(session, desk.row.workspace, desk.row.about)
        except NotFound:
            return None, None
        return entry, await consents.find(session, entry, author)


def _is_awaited(entry: Entry, consent: AuthorConsent) -> bool:
    return entry.is_pending and consent.state is State.ASKED


LETTERS: dict[Kind, Letter] = {
    Kind.CONSENT: _kept,
    Kind.CONSENT_REMINDER: _reminder,
    Kind.CONSENT_MISSING: _missing,
    Kind.CORRECTION: _correction,
}
