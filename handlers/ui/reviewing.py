"""Reviewing: an entry shown to those who may change it, and the buttons they have."""

from collections.abc import Mapping, Sequence

from handlers.locale import Words
from handlers.ui.blocks import Block, Message, actions, button, confirm, context, message, section
from handlers.ui.redactions import offered
from handlers.ui.standing import standing
from handlers.ui.terms import bold, facts
from handlers.ui.text import NOBODY, excerpt, is_short, person
from handlers.ui.text.escaping import link
from knowledge.charter import EMPTY, Charter
from knowledge.consent import AuthorConsent
from knowledge.entry import Entry, Status

OPEN_ENTRY = "entry_open"
PUBLISH = "entry_publish"
EDIT = "entry_edit"
REJECT = "entry_reject"
PENDING = (Status.DRAFT, Status.IN_REVIEW)
SHOWN = 2000


def review_request(
    _: Words,
    entry: Entry,
    *,
    similar: Sequence[Entry] = (),
    names: Mapping[str, str] = NOBODY,
    charter: Charter = EMPTY,
    consents: Sequence[AuthorConsent] = (),
) -> Message:
    """What the reviewer was sent, as things stand now. `names` are those of imported authors."""
    pending = entry.status in PENDING
    return message(
        section(_headline(_, entry)),
        section(bold(entry.redacted(entry.title))),
        section(excerpt(entry.redacted(entry.body), SHOWN)),
        context(*facts(_, entry, charter, names), *_source(_, entry)),
        standing(_, consents, charter) if pending else None,
        offered(_, entry) if pending else [],
        _similar(_, similar) if pending else [],
        review_buttons(_, entry, shown=SHOWN) if pending else actions(open_button(_, entry)),
    )


def out_of_sight(_: Words) -> Message:
    """In place of what somebody was sent who has left the channel it is kept for since."""
    return message(section(_("This is kept for a channel that you are not in any more.")))


def review_buttons(_: Words, entry: Entry, *, shown: int) -> Block | None:
    """What a reviewer can do with a draft of whose answer `shown` characters are seen."""
    sure = confirm(
        _("Reject this draft?"),
        _("It is kept, but nobody will find it."),
        _("Reject"),
        _("Go back"),
    )
    return actions(
        button(_("Publish"), PUBLISH, entry.id, style="primary"),
        button(_("Edit"), EDIT, entry.id),
        None if is_short(entry.body, shown) else open_button(_, entry),
        button(_("Reject"), REJECT, entry.id, style="danger", confirm=sure),
    )


def open_button(_: Words, entry: Entry) -> Block:
    """Read an entry in a window."""
    return button(_("Read in full"), OPEN_ENTRY, entry.id)


def _headline(_: Words, entry: Entry) -> str:
    author = entry.named(entry.author)
    told = {
        "author": person(author) if author else "",
        "capturer": person(entry.capturer) if entry.capturer else "",
    }
    match entry.status:
        case Status.PUBLISHED:
            return _(":white_check_mark: Published: everybody who may see it finds it now.")
        case Status.ARCHIVED:
            return _(":file_folder: Put aside: it is kept, but nobody finds it.")
        case _pending if author and entry.capturer not in (None, author):
            return _(":memo: A draft to review, by {author}, for {capturer}:", **told)
        case _pending if author:
            return _(":memo: A draft to review, by {author}:", **told)
        case _pending:
            return _(":memo: A draft to review:")


def _source(_: Words, entry: Entry) -> list[str]:
    """A link; not where it would say whose name is left out."""
    if not entry.source_url or not entry.is_credited:
        return []
    return [link(entry.source_url, _("where it was written"))]


def _similar(_: Words, similar: Sequence[Entry]) -> list[Block]:
    """Entries that may answer the same already, one button each."""
    if not similar:
        return []
    told = section(_(":mag: Perhaps we have it already:"))
    rows = [
        section(bold(entry.title), accessory=button(_("Open"), OPEN_ENTRY, entry.id))
        for entry in similar[:3]
    ]
    return [told, *rows]
