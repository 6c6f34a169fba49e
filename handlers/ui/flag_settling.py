"""Settling: what those press and write who keep a flagged entry true."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handlers.locale import Words
from handlers.ui.blocks import Block, actions, button, confirm, modal
from handlers.ui.inputs import person_input, person_of, text_input, text_of
from knowledge.audit import AuditLine
from knowledge.charter import EMPTY, Charter
from knowledge.entry import Entry
from knowledge.flag import Flag, Remark

CORRECT = "flag_correct"
RECALL = "flag_recall"
UPHOLD = "flag_uphold"
ARCHIVE = "flag_archive"
HAND_OVER = "flag_hand_over"
TAKE_OVER = "flag_take_over"
KEEP = "flag_keep"
UPHOLD_MODAL = "flag_uphold"
HAND_OVER_MODAL = "flag_hand_over"
REASON, PERSON = "reason", "person"


@dataclass(frozen=True)
class Shown:
    """A flag as its reader may see it.

    `reads`: they may read the entry; `story` is what happened to the flag; `follows` what the
    answer would be if it followed its sources, None where it can't.
    """

    flag: Flag
    entry: Entry
    remarks: Sequence[Remark] = ()
    charter: Charter = EMPTY
    reads: bool = True
    story: Sequence[AuditLine] = ()
    follows: str | None = None

    @property
    def is_said_by_people(self) -> bool:
        """Whether somebody in particular is owed a word."""
        return any(one.person for one in self.remarks)


def keeper_buttons(_: Words, shown: Shown) -> Block | None:
    """What can be done about a flag now; who may not read the entry gives it to somebody else."""
    flag, entry = shown.flag, shown.entry
    hand_over = button(_("Hand over"), HAND_OVER, flag.id)
    if not shown.reads:
        return actions(hand_over)
    sure = confirm(
        _("Archive this entry?"),
        _("It is kept, but nobody will find it. Whoever flagged it is told."),
        _("Archive"),
        _("Go back"),
    )
    own = shown.is_said_by_people
    follows = shown.follows is not None and shown.follows != entry.body
    take = button(_("Take over"), TAKE_OVER, f"{flag.id}:{entry.revision}", style="primary")
    return actions(
        take if follows else None,
        None if own else button(_("Keep ours"), KEEP, flag.id),
        button(_("Correct it…"), CORRECT, flag.id, style="" if follows else "primary"),
        button(_("Correct and tell everybody…"), RECALL, flag.id),
        button(_("It is right…"), UPHOLD, flag.id) if own else None,
        button(_("Archive"), ARCHIVE, flag.id, style="danger", confirm=sure),
        hand_over,
    )


def uphold_modal(_: Words, flag: Flag) -> dict[str, Any]:
    """It is right, because …"""
    hint = _("Whoever flagged it reads this, word for word.")
    return modal(
        UPHOLD_MODAL,
        _("It is right"),
        text_input(REASON, _("Because"), lines=True, hint=hint),
        close=_("Go back"),
        submit=_("Send"),
        metadata=json.dumps({"flag": flag.id}),
    )


def hand_over_modal(_: Words, flag: Flag) -> dict[str, Any]:
    """Who sees to it instead; it remembers the round in which it was opened."""
    return modal(
        HAND_OVER_MODAL,
        _("Hand over"),
        person_input(PERSON, _("To whom?"), hint=_("They must be allowed to change the entry.")),
        close=_("Go back"),
        submit=_("Hand over"),
        metadata=json.dumps({"flag": flag.id, "round": flag.round}),
    )


def reason(view: Mapping[str, Any]) -> str:
    """Why it is right."""
    return text_of(view, REASON)


def chosen(view: Mapping[str, Any]) -> str:
    """Who was chosen."""
    return person_of(view, PERSON)
