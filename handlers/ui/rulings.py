"""Rulings: the windows in which a reviewer says why, and what those hear whom it concerns."""

import json
from collections.abc import Mapping
from typing import Any

from handlers.locale import Words
from handlers.ui.blocks import Block, Message, context, message, modal, remembered, section
from handlers.ui.inputs import text_input, text_of
from handlers.ui.terms import bold, quote
from handlers.ui.text import person
from knowledge.entry import Entry
from knowledge.ruling import WHY_LIMIT, Ruling

REJECT_MODAL = "entry_reject"
KEEP_MODAL = "keep_both"
WHY = "why"


def reject_modal(_: Words, entry: Entry) -> dict[str, Any]:
    """Why a draft is put aside."""
    hint = _("Who wrote it and who kept it read this. It is kept, but nobody will find it.")
    return modal(
        REJECT_MODAL,
        _("Reject a draft"),
        section(bold(entry.title)),
        text_input(WHY, _("Why?"), lines=True, limit=WHY_LIMIT, hint=hint),
        close=_("Go back"),
        submit=_("Reject"),
        metadata=json.dumps({"entry": entry.id}),
    )


def keep_modal(_: Words, entry: Entry, other: Entry) -> dict[str, Any]:
    """Why both are right."""
    told = _("The two are not brought up again until one of them changes in what matters.")
    published = _("The draft is published with that.") if entry.is_pending else ""
    return modal(
        KEEP_MODAL,
        _("Keep both"),
        section(f"{bold(entry.title)}\n{bold(other.title)}"),
        text_input(WHY, _("Why are both right?"), lines=True, limit=WHY_LIMIT),
        context(told, published),
        close=_("Go back"),
        submit=_("Keep both"),
        metadata=json.dumps({"entry": entry.id, "other": other.id}),
    )


def why(view: Mapping[str, Any]) -> str:
    """The reason that was written."""
    return text_of(view, WHY)


def about(view: Mapping[str, Any]) -> dict[str, int]:
    """The entries that a window is about."""
    return remembered(view)


def rejected(_: Words, entry: Entry, ruling: Ruling, reader: str) -> Message:
    """To who wrote it, or kept it."""
    by = {"person": person(ruling.by)}
    if reader == entry.author:
        told = _("Thank you for this answer. {person} has decided not to publish it:", **by)
    else:
        told = _("Thank you for keeping this. {person} has decided not to publish it:", **by)
    return message(
        section(told),
        section(bold(entry.title)),
        section(quote(ruling.why or "")),
        context(_("It is kept, and can be taken up again: answer them if you see it otherwise.")),
    )


def reason(_: Words, ruling: Ruling | None) -> list[Block | None]:
    """Why a draft was put aside, as its reviewer said."""
    if ruling is None or not ruling.why:
        return []
    told = _("{person} has put it aside:", person=person(ruling.by))
    return [section(f"{told}\n{quote(ruling.why)}")]


def nobody_reviews(_: Words, entry: Entry) -> Message:
    """To a lead: the charter leaves nobody who may publish a draft."""
    told = _(
        ":eyes: *This draft takes a second pair of eyes, and there is nobody.* Everybody who may "
        "publish it has written or kept it, or is gone. Name another reviewer in the charter."
    )
    return message(section(told), section(bold(entry.title)))
