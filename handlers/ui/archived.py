"""Archived: entries that were put aside, why, and the way back."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from handlers.locale import Words
from handlers.ui import paging
from handlers.ui.blocks import (
    Blocks,
    Message,
    actions,
    button,
    context,
    message,
    modal,
    section,
)
from handlers.ui.inputs import text_input, text_of
from handlers.ui.reviewing import OPEN_ENTRY, open_button
from handlers.ui.terms import bold, topic_name
from handlers.ui.text import day, escape
from handlers.ui.upkeep import restore_button
from knowledge.charter import EMPTY, Charter
from knowledge.entry import Entry

ARCHIVE_MODAL = "entry_archive"
RESTORE_LISTED = "archived_restore"
TURN = "archived_turn"
WHY = "why"
REASON = 500
"""The longest reason, in characters."""
PAGE = 10


def archive_modal(_: Words, entry: Entry, about: Mapping[str, Any]) -> dict[str, Any]:
    """Where somebody says why an entry is put aside."""
    hint = _("It is kept and can be brought back, but nobody finds it.")
    return modal(
        ARCHIVE_MODAL,
        _("Archive"),
        section(bold(entry.title)),
        text_input(WHY, _("Why?"), lines=True, hint=hint, limit=REASON),
        close=_("Close"),
        submit=_("Archive"),
        metadata=json.dumps({**about, "entry": entry.id}),
    )


def why(view: Mapping[str, Any]) -> str:
    """The reason that was written, on one line."""
    return " ".join(text_of(view, WHY).split())


def put_aside(_: Words, entry: Entry) -> dict[str, Any]:
    """That it was put aside, and the way back."""
    told = _(":file_folder: Put aside: it is kept, but nobody finds it.")
    return _done(_, entry, told, actions(restore_button(_, entry)))


def brought_back(_: Words, entry: Entry) -> dict[str, Any]:
    """That it is found again."""
    told = _(":white_check_mark: It is back: everybody who may see it finds it again.")
    return _done(_, entry, told, actions(open_button(_, entry)))


def listed(_: Words, found: Sequence[Entry], *, page: int = 0, charter: Charter = EMPTY) -> Message:
    """`/kb archived`: what this person may bring back, the latest first."""
    if not found:
        return message(section(_("Nothing that you may bring back has been put aside.")))
    told = _.many("*{n} entry was put aside*", "*{n} entries were put aside*", len(found))
    page = min(page, paging.last(found, PAGE))
    return message(
        section(told),
        [_row(_, entry, page, charter) for entry in paging.on(found, page, PAGE)],
        paging.turning(_, TURN, page, paging.last(found, PAGE)),
        context(_("*Restore* lets everybody who may see it find it again.")),
    )


def _done(_: Words, entry: Entry, told: str, way: Blocks) -> dict[str, Any]:
    title = section(bold(entry.title))
    return modal("entry_settled", _("Archive"), title, section(told), way, close=_("Close"))


def _row(_: Words, entry: Entry, page: int, charter: Charter) -> list[Blocks]:
    at = entry.archived_at or entry.updated_at
    told = (
        _("No. {number}", number=entry.id),
        escape(topic_name(_, charter, entry.topic)),
        _("put aside {day}", day=day(at, _)),
    )
    text = f"{bold(entry.title)}\n{' · '.join(filter(None, told))}"
    back = button(_("Restore"), RESTORE_LISTED, f"{entry.id}:{page}")
    return [section(text), actions(back, button(_("Open"), OPEN_ENTRY, entry.id))]
