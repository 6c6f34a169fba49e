"""Redactions: the personal data in a draft, what is hidden of it, and the question before the rest
is published.
"""

import json
from dataclasses import dataclass
from typing import Any

from handlers.locale import Words
from handlers.ui.blocks import (
    METADATA,
    Block,
    Blocks,
    actions,
    button,
    context,
    modal,
    remembered,
    section,
)
from handlers.ui.inputs import choice_of, select
from handlers.ui.text import escape
from handlers.ui.text.measure import length
from knowledge import redaction
from knowledge.entry import Entry
from knowledge.personal import Found, Kind

HIDE = "redaction_hide"
SHOW = "redaction_show"
ASKED = "redaction_asked"
CHOICE, ALL, NOTHING = "choice", "all", "nothing"
LISTED = 8


@dataclass(frozen=True)
class Answered:
    """An entry, the signs of what was shown of it, and whether all of that is to be hidden."""

    entry: int
    seen: frozenset[str]
    hides: bool


def offered(_: Words, entry: Entry) -> list[Blocks]:
    """What was found in a draft, each with a button to hide it or to show it again."""
    found = redaction.found(entry)
    if not found:
        return []
    left = len(found) - LISTED
    return [
        section(_(":lock: *Personal data in it*: hide what nobody needs.")),
        [_row(_, entry, one) for one in found[:LISTED]],
        context(_.many("… and {n} more", "… and {n} more", left)) if left > 0 else [],
        _all(_, entry, found),
        context(_("What is hidden can be shown again until it is published; then it is gone.")),
    ]


def asked(_: Words, entry: Entry) -> dict[str, Any]:
    """Before a draft is published that still holds some: hide it, or say that it may stay."""
    left = redaction.remaining(entry)
    told = "\n".join(f"• {_told(_, one)}" for one in left[:LISTED])
    more = len(left) - LISTED
    choices = [(ALL, _("Hide all of it and publish")), (NOTHING, _("Publish it as it is"))]
    return modal(
        ASKED,
        _("Personal data"),
        section(_("Everybody who may see this entry would read:") + f"\n{told}"),
        context(_.many("… and {n} more", "… and {n} more", more)) if more > 0 else [],
        select(
            CHOICE,
            _("What becomes of it"),
            choices,
            ALL,
            hint=_("What is hidden is gone for good. A company's own number may well stay."),
        ),
        close=_("Go back"),
        submit=_("Publish"),
        metadata=_metadata(entry, left),
    )


def answered(view: dict[str, Any]) -> Answered:
    """What the reviewer chose in that window."""
    about = remembered(view)
    hides = choice_of(view, CHOICE) != NOTHING
    return Answered(int(about["entry"]), frozenset(about["seen"]), hides=hides)


def pressed(value: str) -> tuple[int, str | None]:
    """What a button is about: the entry, and the sign of what was found, None for all of it."""
    number, _, sign = value.partition(":")
    return int(number), sign or None


def _row(_: Words, entry: Entry, one: Found) -> Block:
    is_hidden = one.text in entry.redactions
    label, deed = (_("Show again"), SHOW) if is_hidden else (_("Hide"), HIDE)
    sign = redaction.sign(one.text)
    return section(f"• {_told(_, one)}", accessory=button(label, deed, f"{entry.id}:{sign}"))


def _all(_: Words, entry: Entry, found: tuple[Found, ...]) -> Block | None:
    value = f"{entry.id}:"
    some = any(one.text not in entry.redactions for one in found)
    return actions(
        button(_("Hide all"), HIDE, value, style="primary") if some else None,
        button(_("Show all again"), SHOW, value) if entry.redactions else None,
    )


def _told(_: Words, one: Found) -> str:
    """The kind, and enough of it to know which one is meant: its full text is in the draft."""
    return f"{_kind(_, one.kind)} · {escape(one.masked)}"


def _kind(_: Words, kind: Kind) -> str:
    return {
        Kind.PHONE: _("telephone number"),
        Kind.IBAN: _("bank account (IBAN)"),
        Kind.CARD: _("payment card"),
        Kind.EMAIL: _("e-mail address"),
        Kind.SECRET: _("password or key"),
        Kind.SOCIAL_SECURITY: _("French social security number"),
    }[kind]


def _metadata(entry: Entry, left: tuple[Found, ...]) -> str:
    """As many signs as fit: what is not named is asked about once more."""
    signs = [redaction.sign(one.text) for one in left]
    while True:
        told = json.dumps({"entry": entry.id, "seen": signs})
        if length(told) <= METADATA:
            return told
        signs.pop()
