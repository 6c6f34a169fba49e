"""Upkeep: whether an entry is true, whose it is to keep it so, and what they can do for it."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from handlers.locale import Words
from handlers.ui.blocks import Block, Message, actions, button, context, message, modal, section
from handlers.ui.inputs import person_input, person_of
from handlers.ui.reviewing import open_button
from handlers.ui.terms import bold, facts
from handlers.ui.text import day, excerpt, person
from knowledge.charter import EMPTY, Charter
from knowledge.entry import Entry, Status
from knowledge.verification import Care, Standing

STILL_TRUE = "entry_verify"
ARCHIVE = "entry_archive"
RESTORE = "entry_restore"
HAND_OVER = "entry_hand_over"
HAND_OVER_MODAL = "entry_hand_over"
PERSON = "person"
TEASER = 600
"""Characters of the answer that is handed over."""


def badge(_: Words, entry: Entry, standing: Standing) -> str:
    """Who has found it true and when; or, in few words, that this is too long ago."""
    if entry.status is not Status.PUBLISHED:
        return ""
    match standing:
        case Standing.VERIFIED if entry.verified_by and entry.verified_at:
            return verified(_, entry.verified_by, entry.verified_at)
        case Standing.LAPSED:
            return _("to be verified again")
    return ""


def verified(_: Words, by: str, at: datetime) -> str:
    """Who has found it true, and when."""
    return _("✓ verified by {person}, {day}", person=person(by), day=day(at, _))


def kept_by(_: Words, entry: Entry) -> str:
    """Whose it is to keep it true."""
    return _("kept by {person}", person=person(entry.owner)) if entry.owner else ""


def care_facts(_: Words, entry: Entry, care: Care) -> list[str]:
    """Whether it is true, and whose it is: parts of a line."""
    return [badge(_, entry, care.standing), kept_by(_, entry)]


def care_buttons(_: Words, entry: Entry, care: Care) -> list[Block | None]:
    """What this person can do for a published entry, or for one that was put aside."""
    is_found = entry.status is Status.PUBLISHED
    was_found = entry.status is Status.ARCHIVED and entry.published_at is not None
    return [
        still_true(_, entry) if care.may_verify else None,
        button(_("Hand over"), HAND_OVER, entry.id) if care.may_hand_over else None,
        button(_("Archive"), ARCHIVE, entry.id) if care.may_keep and is_found else None,
        restore_button(_, entry) if care.may_keep and was_found else None,
    ]


def still_true(_: Words, entry: Entry, *, style: str = "") -> Block:
    """Say that it is true today."""
    return button(_("Still true"), STILL_TRUE, entry.id, style=style)


def restore_button(_: Words, entry: Entry) -> Block:
    """Bring it back."""
    return button(_("Restore"), RESTORE, entry.id)


def hand_over_modal(_: Words, entry: Entry) -> dict[str, Any]:
    """Where an owner, or a lead, chooses who keeps an entry true from now on."""
    hint = _("They hear of it, and are asked from time to time whether it is still true.")
    return modal(
        HAND_OVER_MODAL,
        _("Hand over"),
        section(bold(entry.title)),
        person_input(PERSON, _("Who keeps it true from now on?"), hint=hint),
        close=_("Close"),
        submit=_("Hand over"),
        metadata=json.dumps({"entry": entry.id}),
    )


def chosen_person(view: Mapping[str, Any]) -> str:
    """Who was chosen."""
    return person_of(view, PERSON)


def owned(
    _: Words,
    entry: Entry,
    by: str,
    *,
    unreached: str | None = None,
    charter: Charter = EMPTY,
) -> Message:
    """Somebody learns that an entry is theirs now; or stays theirs, for who is `unreached`."""
    told = _("{person} has handed you this entry: you keep it true from now on.", person=person(by))
    if unreached:
        told = _("I can't reach {person}: this entry stays yours.", person=person(unreached))
    return message(
        section(told),
        section(f"{bold(entry.title)}\n{excerpt(entry.body, TEASER)}"),
        context(*facts(_, entry, charter)),
        actions(open_button(_, entry), button(_("Hand over"), HAND_OVER, entry.id)),
    )
