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
    Blocks,
    Message,
    actions,
    button,
    context,
    message,
    modal,
    section,
)
from handlers.ui.blocks import sections as paragraphs
from handlers.ui.editing import ADD_MODAL, EDIT_MODAL, Edited, add_modal, edit_modal, edited, fits
from handlers.ui.history import history_button
from handlers.ui.learned import learned_button
from handlers.ui.lists import draft_row, mine, more
from handlers.ui.recalls import recall_button
from handlers.ui.reviewing import (
    EDIT,
    MERGE,
    OPEN_ENTRY,
    PENDING,
    PUBLISH,
    REJECT,
    UNDO,
    open_button,
    out_of_sight,
    review_buttons,
    review_request,
)
from handlers.ui.terms import bold, facts, state
from handlers.ui.text import escape, excerpt, is_short, passages, person, plain
from handlers.ui.upkeep import care_buttons, care_facts
from handlers.ui.widening import kept_for, widen_button
from knowledge.charter import EMPTY, Charter
from knowledge.entry import Entry, Status
from knowledge.verification import UNKNOWN, Care

__all__ = [
    "ADD_MODAL",
    "EDIT",
    "EDIT_MODAL",
    "MERGE",
    "OPEN_ENTRY",
    "PUBLISH",
    "REJECT",
    "UNDO",
    "Edited",
    "add_modal",
    "card",
    "drafts",
    "edit_modal",
    "edited",
    "fits",
    "mine",
    "out_of_sight",
    "published",
    "published_already",
    "read_modal",
    "review_request",
]

CARD = 2900
NEWS = 600
VIEW = 200_000
"""Slack takes views of 250 KB."""


def published(_: Words, entry: Entry, reader: str, *, charter: Charter = EMPTY) -> Message:
    """Its author, or who kept it, learns that the team finds it now."""
    if entry.is_pending:
        told = _(":memo: This is reviewed after all, before the team finds it.")
    elif reader == entry.author:
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


def published_already(_: Words, by: str) -> Message:
    """To who came second."""
    return message(section(_("{person} has just published this.", person=person(by))))


def card(
    _: Words,
    entry: Entry,
    *,
    may_edit: bool,
    charter: Charter = EMPTY,
    learned: int = 0,
    may_widen: bool = False,
    care: Care = UNKNOWN,
    doubted: bool = False,
    beside: Blocks = None,
    credited: str = "",
) -> Message:
    """`/kb show N`: an entry, and what this person can do with it.

    `learned`: how many wordings from use there are for them to review; `may_widen`: whether they
    decide who finds it; `care`: whether it is true, and what they may do for it; `doubted`:
    somebody says that it is wrong; `beside`: what else there is to know of it; `credited`: who
    wrote what was merged into it.
    """
    pending = entry.status in PENDING
    edit = button(_("Edit"), EDIT, entry.id) if may_edit else None
    history = history_button(_, entry) if may_edit else None
    full = None if is_short(entry.body, CARD) else open_button(_, entry)
    return message(
        section(bold(entry.redacted(entry.title))),
        section(excerpt(entry.redacted(entry.body), CARD)),
        context(flags.caveat(_, doubted=doubted)),
        context(state(_, entry.status), *facts(_, entry, charter), kept_for(_, entry), credited),
        context(*care_facts(_, entry, care)),
        beside,
        review_buttons(_, entry, shown=CARD)
        if may_edit and pending
        else actions(
            full,
            edit,
            learned_button(_, entry, learned),
            *_doubting(_, entry, may_edit=may_edit),
        ),
        actions(widen_button(_, entry, may=may_widen)),
        actions(history, *care_buttons(_, entry, care)),
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
    care: Care = UNKNOWN,
    doubted: bool = False,
    beside: Blocks = None,
    credited: str = "",
) -> dict[str, Any]:
    """An entry in full; the others as above."""
    whole = passages(entry.redacted(entry.body))
    shown = _fitting(whole)
    said = map(entry.redacted, entry.wordings)
    wordings = "\n".join(f"• {escape(plain(wording))}" for wording in said)
    cut = _("This is only the beginning: the answer is too long for a window.")
    return modal(
        "entry_read",
        _("No. {number}", number=entry.id),
        section(bold(entry.redacted(entry.title), CARD)),
        context(flags.caveat(_, doubted=doubted)),
        context(state(_, entry.status), *facts(_, entry, charter), kept_for(_, entry), credited),
        context(*care_facts(_, entry, care)),
        beside,
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
    kept = (passage for passage, end in zip(whole, ends, strict=True) if end < VIEW)
    return list(kept)[: IN_VIEW - 10]
