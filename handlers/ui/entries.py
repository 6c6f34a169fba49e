"""Entries: what authors and readers see of what the team knows."""

import json
from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from handlers.locale import Words
from handlers.ui import flags
from handlers.ui.blocks import (
    IN_VIEW,
    Block,
    Message,
    actions,
    button,
    context,
    message,
    modal,
    section,
)
from handlers.ui.blocks import sections as paragraphs
from handlers.ui.editing import ADD_MODAL, EDIT_MODAL, Edited, add_modal, edit_modal, edited
from handlers.ui.learned import learned_button
from handlers.ui.lists import draft_row, mine, more
from handlers.ui.recalls import recall_button
from handlers.ui.reviewing import (
    EDIT,
    OPEN_ENTRY,
    PENDING,
    PUBLISH,
    REJECT,
    open_button,
    review_buttons,
    review_request,
)
from handlers.ui.terms import bold, facts, state
from handlers.ui.text import escape, excerpt, is_short, passages, plain
from knowledge.charter import EMPTY, Charter
from knowledge.entry import Entry, Status

__all__ = [
    "ADD_MODAL",
    "EDIT",
    "EDIT_MODAL",
    "OPEN_ENTRY",
    "PUBLISH",
    "REJECT",
    "Edited",
    "add_modal",
    "card",
    "drafts",
    "edit_modal",
    "edited",
    "mine",
    "published",
    "read_modal",
    "review_request",
]

CARD = 2900
NEWS = 600
VIEW = 200_000
"""Slack takes views of 250 KB."""


def published(_: Words, entry: Entry, reader: str, *, charter: Charter = EMPTY) -> Message:
    """Its author, or who kept it, learns that the team finds it now."""
    if reader == entry.author:
        told = _(":tada: Your answer is in the knowledge base now. Thank you!")
    else:
        told = _(":tada: What you asked or kept is in the knowledge base now. Thank you!")
    return message(
        section(told),
        section(bold(entry.title)),
        section(excerpt(entry.body, NEWS)),
        context(*facts(_, entry, charter)),
        actions(open_button(_, entry)),
    )


def card(
    _: Words,
    entry: Entry,
    *,
    may_edit: bool,
    charter: Charter = EMPTY,
    learned: int = 0,
    doubted: bool = False,
) -> Message:
    """`/kb show N`: an entry, and what this person can do with it.

    `learned`: how many wordings from use there are for them to review; `doubted`: somebody says
    that it is wrong.
    """
    pending = entry.status in PENDING
    edit = button(_("Edit"), EDIT, entry.id) if may_edit else None
    full = None if is_short(entry.body, CARD) else open_button(_, entry)
    return message(
        section(bold(entry.title)),
        section(excerpt(entry.body, CARD)),
        context(flags.caveat(_, doubted=doubted)),
        context(state(_, entry.status), *facts(_, entry, charter)),
        review_buttons(_, entry, shown=CARD)
        if may_edit and pending
        else actions(
            full,
            edit,
            learned_button(_, entry, learned),
            *_doubting(_, entry, may_edit=may_edit),
        ),
    )


def _doubting(_: Words, entry: Entry, *, may_edit: bool) -> list[Block | None]:
    """Say that what is found is wrong; mend it, and tell everyone who was given it."""
    if entry.status is not Status.PUBLISHED:
        return []
    return [recall_button(_, entry) if may_edit else None, flags.flag_button(_, entry.id)]


def read_modal(
    _: Words,
    entry: Entry,
    *,
    charter: Charter = EMPTY,
    learned: int = 0,
    doubted: bool = False,
) -> dict[str, Any]:
    """An entry in full; `learned` and `doubted` as above."""
    whole = passages(entry.body)
    shown = _fitting(whole)
    wordings = "\n".join(f"• {escape(plain(wording))}" for wording in entry.wordings)
    cut = _("This is only the beginning: the answer is too long for a window.")
    return modal(
        "entry_read",
        _("No. {number}", number=entry.id),
        section(bold(entry.title, CARD)),
        context(flags.caveat(_, doubted=doubted)),
        context(state(_, entry.status), *facts(_, entry, charter)),
        paragraphs(shown),
        section(cut) if len(shown) < len(whole) else None,
        context(_("Also asked as:") + f"\n{wordings}") if wordings else None,
        actions(learned_button(_, entry, learned), *_doubting(_, entry, may_edit=False)),
        close=_("Close"),
    )


def drafts(_: Words, entries: Sequence[Entry], *, charter: Charter = EMPTY) -> Message:
    """`/kb drafts`: what this person is asked to review."""
    if not entries:
        return message(section(_(":sparkles: No drafts wait for your review.")))
    told = _.many(
        "*{n} draft waits for your review*", "*{n} drafts wait for your review*", len(entries)
    )
    shown = entries[:15]
    return message(
        section(told),
        [draft_row(_, entry, charter) for entry in shown],
        more(_, len(entries) - len(shown)),
    )


def _fitting(whole: Sequence[str]) -> list[str]:
    """The passages that fit into a view. As it travels, a letter with an accent is six long."""
    ends = accumulate(len(json.dumps(passage)) for passage in whole)
    return [passage for passage, end in zip(whole, ends, strict=True) if end < VIEW][: IN_VIEW - 7]
