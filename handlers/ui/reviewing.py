"""Reviewing: an entry shown to those who may change it, and the buttons they have."""

from collections.abc import Mapping, Sequence

from handlers.locale import Words
from handlers.ui.blocks import Block, Blocks, Message, actions, button, context, message, section
from handlers.ui.redactions import offered
from handlers.ui.risk import second_pair
from handlers.ui.standing import standing
from handlers.ui.terms import bold, facts
from handlers.ui.text import NOBODY, excerpt, is_short, moment, person
from handlers.ui.text.escaping import link
from knowledge.charter import EMPTY, Charter
from knowledge.consent import AuthorConsent
from knowledge.entry import Entry, Status

OPEN_ENTRY = "entry_open"
PUBLISH = "entry_publish"
EDIT = "entry_edit"
REJECT = "entry_reject"
MERGE = "entry_merge"
UNDO = "entry_undo"
PENDING = (Status.DRAFT, Status.IN_REVIEW)
SHOWN = 2000


def review_request(
    _: Words,
    entry: Entry,
    *,
    names: Mapping[str, str] = NOBODY,
    charter: Charter = EMPTY,
    consents: Sequence[AuthorConsent] = (),
    similar: Blocks = None,
    became: Blocks = None,
    unread: bool = False,
) -> Message:
    """What the reviewer was sent, as things stand now. `names` are those of imported authors.

    `similar` are the entries that may answer the same, `became` is what was decided of a draft
    that was put aside; `unread`: it was published at once, and may still be taken back.
    """
    pending = entry.status in PENDING
    buttons = review_buttons(_, entry, shown=SHOWN) if pending else _read(_, entry, unread=unread)
    return message(
        section(_headline(_, entry, unread=unread)),
        section(bold(entry.redacted(entry.title))),
        section(excerpt(entry.redacted(entry.body), SHOWN)),
        context(*facts(_, entry, charter, names), *_source(_, entry)),
        standing(_, consents, charter) if pending else None,
        second_pair(_, entry, charter) if pending else None,
        offered(_, entry) if pending else [],
        similar if pending or unread else None,
        became if not pending else None,
        buttons,
    )


def out_of_sight(_: Words) -> Message:
    """In place of what somebody was sent who has left the channel it is kept for since."""
    return message(section(_("This is kept for a channel that you are not in any more.")))


def _read(_: Words, entry: Entry, *, unread: bool) -> Block | None:
    """What is left to do with what is no draft."""
    undo = button(_("Undo"), UNDO, entry.id, style="danger") if unread else None
    edit = button(_("Edit"), EDIT, entry.id) if unread else None
    return actions(undo, edit, open_button(_, entry))


def review_buttons(_: Words, entry: Entry, *, shown: int) -> Block | None:
    """What a reviewer can do with a draft of whose answer `shown` characters are seen."""
    return actions(
        button(_("Publish"), PUBLISH, entry.id, style="primary"),
        button(_("Edit"), EDIT, entry.id),
        None if is_short(entry.body, shown) else open_button(_, entry),
        button(_("Merge into…"), MERGE, entry.id),
        button(_("Reject…"), REJECT, entry.id, style="danger"),
    )


def open_button(_: Words, entry: Entry) -> Block:
    """Read an entry in a window."""
    return button(_("Read in full"), OPEN_ENTRY, entry.id)


def _headline(_: Words, entry: Entry, *, unread: bool) -> str:
    author = entry.named(entry.author)
    told = {
        "author": person(author) if author else "",
        "capturer": person(entry.capturer) if entry.capturer else "",
    }
    match entry.status:
        case Status.PUBLISHED if unread and entry.undo_until:
            return _(
                ":zap: Published at once, for the charter says that little can go wrong here. "
                "You can undo it until {moment}: it then waits for your review.",
                moment=moment(entry.undo_until, _),
            )
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
