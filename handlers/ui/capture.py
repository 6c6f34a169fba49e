"""Capture: what a person sees who keeps a message."""

import json
from collections.abc import Sequence
from typing import Any

from handlers.locale import Words
from handlers.ui.blocks import Message, actions, button, message, modal, section
from handlers.ui.duplicates import hints
from handlers.ui.editing import add_modal
from handlers.ui.entries import OPEN_ENTRY
from handlers.ui.terms import bold
from handlers.ui.text import cut, person
from knowledge.charter import Charter
from knowledge.entry import TITLE_LIMIT, Entry, Status
from knowledge.twins import Twin

EDIT_AND_SAVE = "capture_edit"
KEEP_MODAL = "capture_keep"
KEPT = "capture_kept"


def edit_and_save(_: Words, channel: str, ts: str, *, has_start: bool = False) -> Message:
    """The message stands alone, or its thread begins with no question: which does it answer?"""
    if has_start:
        text = _("I'd gladly keep this message, but its thread doesn't begin with a question.")
    else:
        text = _("I'd gladly keep this message, but I can't tell which question it answers.")
    value = json.dumps({"channel": channel, "ts": ts})
    return message(
        section(text),
        actions(button(_("Edit and save"), EDIT_AND_SAVE, value, style="primary")),
    )


def about(
    channel: str, thread_ts: str, stamps: Sequence[str], author: str | None, talk: str = ""
) -> dict[str, Any]:
    """What the window remembers: the messages, and under which name their thread is kept."""
    where = {"channel": channel, "thread_ts": thread_ts, "messages": list(stamps)}
    return {**where, "author": author, "talk": talk}


def keep_modal(
    _: Words, charter: Charter, *, question: str, answer: str, about: dict[str, Any]
) -> dict[str, Any]:
    """Both texts, to be completed and saved as a draft."""
    return add_modal(
        _,
        charter,
        question=cut(" ".join(question.split()), TITLE_LIMIT),
        answer=answer,
        metadata=json.dumps(about),
        callback=KEEP_MODAL,
    )


def kept(_: Words, entry: Entry, twins: Sequence[Twin] = (), *, again: bool = False) -> Message:
    """Where it is now, and what may answer the same. `again`: somebody else had kept it before."""
    told = _("This message is kept already: thank you.")
    return message(
        section(told) if again else None,
        section(_kept(_, entry)),
        actions(button(_("Read"), OPEN_ENTRY, entry.id)),
        hints(_, twins),
    )


def kept_modal(_: Words, entry: Entry) -> dict[str, Any]:
    """The same, where it was written."""
    return modal(KEPT, _("Kept"), section(_kept(_, entry)), close=_("Close"))


def _kept(_: Words, entry: Entry) -> str:
    told = {"title": bold(entry.title), "reviewer": person(entry.reviewer or "")}
    match entry.status:
        case Status.PUBLISHED if entry.undo_until:
            return _(
                "Kept, and found from now on: {title}\n{reviewer} may still take it back.", **told
            )
        case Status.PUBLISHED:
            return _("In the knowledge base: {title}", **told)
        case Status.ARCHIVED:
            return _("{title}\nThis was kept before, and has been put aside since.", **told)
        case _pending:
            return _(
                "Kept as a draft: {title}\n{reviewer} reviews it before anybody finds it.", **told
            )
