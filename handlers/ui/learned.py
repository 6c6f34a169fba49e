"""Learned: what use has taught entries, as reviewers see it, and how they undo it."""

import json
from collections.abc import Sequence
from typing import Any

from handlers.locale import Words
from handlers.ui.blocks import Block, Blocks, button, context, modal, section
from handlers.ui.lists import more
from handlers.ui.terms import bold
from handlers.ui.text import day, escape, person, summary
from knowledge.entry import Entry
from knowledge.wording import Kind, Voice, Wording

OPEN_LEARNED = "learned_open"
OPEN_LATEST = "learned_latest"
TAKE_OUT = "wording_take_out"
PUT_BACK = "wording_put_back"
LONGEST = 25
"""The longest list of which three fit into a view's 100 blocks."""
TITLE = 120
"""Characters of an entry's title below a wording."""
VOICES = 3
"""How many voices are shown, the latest."""


def learned_button(_: Words, entry: Entry, count: int) -> Block | None:
    """See what use has taught an entry, where it has taught anything."""
    if not count:
        return None
    label = _.many("{n} wording from use", "{n} wordings from use", count)
    return button(label, OPEN_LEARNED, entry.id)


def of_entry(_: Words, entry: Entry, wordings: Sequence[Wording]) -> dict[str, Any]:
    """What was said of one entry: what it answers, what it does not, what was taken out."""
    used = [one for one in wordings if not one.removed_at]
    answered = [one for one in used if one.kind is Kind.CONFIRMED]
    refused = [one for one in used if one.kind is Kind.REFUSED]
    removed = [one for one in wordings if one.removed_at]
    return _window(
        _,
        {"entry": entry.id},
        section(bold(entry.title)),
        _list(_, _("Found by these words too"), answered),
        _list(_, _("Shown less for these words"), refused),
        _list(_, _("Taken out"), removed),
    )


def latest(_: Words, wordings: Sequence[Wording]) -> dict[str, Any]:
    """What all entries learned this week."""
    listed = _list(_, _("Learned this week"), wordings, of_many=True)
    return _window(_, {}, listed or section(_("Nothing was learned this week.")))


def week(_: Words, wordings: Sequence[Wording]) -> Block:
    """A lead's line at home: how much was learned this week."""
    told = f"*{_('Learned from use')}*\n"
    if not wordings:
        return section(told + _("Nothing was learned this week."))
    count = sum(one.removed_at is None for one in wordings)
    told += _.many(
        "{n} wording was learned this week.", "{n} wordings were learned this week.", count
    )
    return section(told, accessory=button(_("Review"), OPEN_LATEST, "week"))


def _window(_: Words, about: dict[str, int], *content: Blocks) -> dict[str, Any]:
    told = _(
        "When somebody says that an answer helped, or which one they meant, it is found by their "
        "words from then on. What you take out is not used, and can be put back."
    )
    return modal(
        "learned",
        _("Learned from use"),
        content,
        context(told),
        close=_("Close"),
        metadata=json.dumps(about),
    )


def _list(
    _: Words, title: str, wordings: Sequence[Wording], *, of_many: bool = False
) -> list[Blocks]:
    if not wordings:
        return []
    rows = [_row(_, one, of_many=of_many) for one in wordings[:LONGEST]]
    rest = more(_, len(wordings) - len(rows))
    return [section(f"*{title}* ({len(wordings)})"), rows, rest]


def _row(_: Words, wording: Wording, *, of_many: bool) -> Block:
    """One wording: who says what of it, and the button that undoes it."""
    about = f"→ {escape(summary(wording.entry.title, TITLE))}\n" if of_many else ""
    voices = [_voice(_, voice) for voice in wording.latest[-VOICES:]]
    if wording.removed_at:
        who, when = person(wording.removed_by or ""), day(wording.removed_at, _)
        voices.append(_("taken out by {person}, {day}", person=who, day=when))
        undo = button(_("Put back"), PUT_BACK, wording.id)
    else:
        undo = button(_("Take out"), TAKE_OUT, wording.id)
    return section(f"{bold(wording.text)}\n{about}{' · '.join(voices)}", accessory=undo)


def _voice(_: Words, voice: Voice) -> str:
    said = {"person": person(voice.person), "day": day(voice.at, _)}
    if voice.kind is Kind.CONFIRMED:
        return _("confirmed by {person}, {day}", **said)
    return _("refused by {person}, {day}", **said)
