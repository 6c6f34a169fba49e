"""Capture: what a person sees who keeps a message."""

import json
from collections.abc import Sequence
from typing import Any

from handlers.locale import Words
from handlers.ui.blocks import Message, actions, button, message, modal, section
from handlers.ui.duplicates import hints
from handlers.ui.entries import OPEN_ENTRY
from handlers.ui.terms import bold
from handlers.ui.text import person
from knowledge.entry import Entry, Status
from knowledge.twins import Twin

EDIT_AND_SAVE = "capture_edit"
KEPT = "capture_kept"


def edit_and_save(_: Words, channel: str, ts: str) -> Message:
    """The message stands alone: which question does it answer?"""
    text = _("I'd gladly keep this message, but I can't tell which question it answers.")
    value = json.dumps({"channel": channel, "ts": ts})
    return message(
        section(text),
        actions(button(_("Add the question"), EDIT_AND_SAVE, value, style="primary")),
    )


def kept(_: Words, entry: Entry | None, twins: Sequence[Twin] = ()) -> Message:
    """It is a draft now, or was one already; and what may answer the same."""
    if entry is None:
        return message(section(_kept(_, entry)))
    read = actions(button(_("Read"), OPEN_ENTRY, entry.id))
    return message(section(_kept(_, entry)), read, hints(_, twins))


def kept_modal(_: Words, entry: Entry | None) -> dict[str, Any]:
    """The same, where it was written."""
    return modal(KEPT, _("Kept"), section(_kept(_, entry)), close=_("Close"))


def _kept(_: Words, entry: Entry | None) -> str:
    if entry is None:
        return _("This message is kept already: thank you.")
    if entry.status is Status.PUBLISHED:
        return _(
            "Kept, and found from now on: {title}\n{reviewer} may still take it back.",
            title=bold(entry.title),
            reviewer=person(entry.reviewer or ""),
        )
    return _(
        "Kept as a draft: {title}\n{reviewer} reviews it before anybody finds it.",
        title=bold(entry.title),
        reviewer=person(entry.reviewer or ""),
    )
