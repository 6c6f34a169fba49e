"""Due: the entries whose owner is asked whether they are still true, in a letter or a window."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
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
    remembered,
    section,
)
from handlers.ui.reviewing import EDIT, OPEN_ENTRY, open_button
from handlers.ui.terms import bold, topic_name
from handlers.ui.text import day, escape, excerpt, person
from handlers.ui.upkeep import ARCHIVE, kept_by, restore_button, still_true, verified
from knowledge.charter import EMPTY, Charter
from knowledge.entry import Entry, Status

OPEN_DUE = "due_open"
TURN_LETTER = "due_turn_letter"
TURN = "due_turn"
DUE_MODAL = "due"
PAGE = 8
"""Entries on a page: two blocks each, within the fifty of a message."""
TEASER = 200
"""Characters of an answer in a list."""


@dataclass(frozen=True)
class Asked:
    """An entry whose keeper is asked whether it is true.

    `is_settled`: they, or somebody else, have dealt with it since. `goes_at`: when it is put aside
    unless somebody reads it, where that is near.
    """

    entry: Entry
    is_settled: bool = False
    goes_at: datetime | None = None


def letter(
    _: Words,
    asked: Sequence[Asked],
    *,
    number: int,
    reader: str,
    page: int = 0,
    charter: Charter = EMPTY,
) -> Message:
    """What an owner gets once a week; `number` is that of the message."""
    left = sum(not one.is_settled for one in asked)
    told = _.many(
        "*{n} entry waits for your word*: is it still true?",
        "*{n} entries wait for your word*: are they still true?",
        left,
    )
    done = _(":sparkles: Every one of these entries is dealt with. Thank you!")
    return message(
        section(told if left else done),
        [_row(_, one, reader, charter) for one in paging.on(asked, page, PAGE)],
        paging.turning(_, TURN_LETTER, page, paging.last(asked, PAGE), about=number),
        context(_("`/kb verify` shows at any time what waits for your word.")),
    )


def window(
    _: Words, asked: Sequence[Asked], *, reader: str, page: int = 0, charter: Charter = EMPTY
) -> dict[str, Any]:
    """`/kb verify`: the same in a window, at any time."""
    nothing = section(_(":sparkles: Nothing waits for your word: all you keep is verified."))
    page = min(page, paging.last(asked, PAGE))
    rows = [_row(_, one, reader, charter) for one in paging.on(asked, page, PAGE)]
    return modal(
        DUE_MODAL,
        _("Still true?"),
        rows or nothing,
        paging.turning(_, TURN, page, paging.last(asked, PAGE)),
        close=_("Close"),
        metadata=json.dumps({"due": page}),
    )


def page_below(view: Mapping[str, Any]) -> int | None:
    """The page of the window that a view is, or lies upon; None where it is another."""
    page = remembered(view).get("due")
    return None if page is None else int(page)


def home_line(_: Words, count: int) -> Blocks:
    """An owner's line at home: how many entries wait for their word."""
    if not count:
        return None
    told = _.many(
        "*{n} entry of yours waits to be verified.*",
        "*{n} entries of yours wait to be verified.*",
        count,
    )
    return section(f":ballot_box_with_check: {told}", accessory=button(_("Look"), OPEN_DUE, 0))


def _row(_: Words, asked: Asked, reader: str, charter: Charter) -> list[Blocks]:
    entry = asked.entry
    text = f"{bold(entry.title)}\n{_about(_, asked, reader, charter)}"
    if entry.status is not Status.PUBLISHED:
        return [section(text), actions(restore_button(_, entry))]
    if asked.is_settled:
        return [section(text, accessory=button(_("Open"), OPEN_ENTRY, entry.id))]
    return [section(f"{text}\n{excerpt(entry.body, TEASER)}"), _buttons(_, entry)]


def _buttons(_: Words, entry: Entry) -> Blocks:
    return actions(
        still_true(_, entry, style="primary"),
        button(_("Edit"), EDIT, entry.id),
        button(_("Archive"), ARCHIVE, entry.id),
        open_button(_, entry),
    )


def _about(_: Words, asked: Asked, reader: str, charter: Charter) -> str:
    entry = asked.entry
    owner = kept_by(_, entry) if entry.owner != reader else ""
    topic = escape(topic_name(_, charter, entry.topic))
    told = (_("No. {number}", number=entry.id), topic, _since(_, asked), owner)
    goes = ""
    if asked.goes_at and not asked.is_settled:
        goes = "\n" + _(
            ":hourglass_flowing_sand: Nobody has read it for six months: it is put aside on {day}, "
            "unless somebody reads it or says that it is true.",
            day=day(asked.goes_at, _),
        )
    return " · ".join(filter(None, told)) + goes


def _since(_: Words, asked: Asked) -> str:
    """What is known of it: that it was dealt with, else since when it waits."""
    entry = asked.entry
    if entry.status is not Status.PUBLISHED:
        return _("put aside")
    if entry.verified_by is None or entry.verified_at is None:
        at = entry.published_at or entry.created_at
        return _("published {day}, never verified", day=day(at, _))
    if asked.is_settled:
        return verified(_, entry.verified_by, entry.verified_at)
    told = {"person": person(entry.verified_by), "day": day(entry.verified_at, _)}
    return _("last verified by {person}, {day}", **told)
