"""Merging: the windows in which a draft, or an entry, becomes part of another entry."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handlers.locale import Words
from handlers.ui.blocks import (
    Block,
    Message,
    actions,
    button,
    columns,
    context,
    message,
    modal,
    remembered,
    section,
)
from handlers.ui.duplicates import beside
from handlers.ui.inputs import (
    choice_of,
    long_input,
    long_text_of,
    option,
    search_input,
    select,
)
from handlers.ui.reviewing import OPEN_ENTRY, open_button
from handlers.ui.terms import bold
from handlers.ui.text import excerpt, person, summary
from knowledge.contradiction import Difference
from knowledge.entry import TITLE_LIMIT, Entry

CHOOSE_MODAL, MERGE_MODAL = "merge_choose", "merge"
SEARCH = "merge_search"
SWAP = "merge_swap"
UNDO = "merge_undo"
TARGET, TITLE = "target", "title"
TEXTS = {False: "text", True: "other"}
"""What the fields of the text are called: where it began with the target's text, or the other's."""
SHOWN = 900
"""Characters of each answer."""


@dataclass(frozen=True)
class Merge:
    """What is to be merged into what, as it was shown: `seen` is the target's revision."""

    entry: int
    target: int
    seen: int
    swapped: bool


@dataclass(frozen=True)
class Written:
    """What was chosen and written."""

    merge: Merge
    title: str
    body: str


def choose_modal(_: Words, entry: Entry) -> dict[str, Any]:
    """Into which entry?"""
    hint = _("Type words of its question, or its number.")
    return modal(
        CHOOSE_MODAL,
        _("Merge"),
        section(bold(entry.title)),
        search_input(
            TARGET,
            _("Into which entry?"),
            SEARCH,
            placeholder=_("Search the knowledge base"),
            hint=hint,
        ),
        close=_("Go back"),
        submit=_("Continue"),
        metadata=json.dumps({"entry": entry.id}),
    )


def options(_: Words, found: Sequence[Entry]) -> dict[str, Any]:
    """What was found by what was typed."""
    return {"options": [option(str(entry.id), _label(_, entry)) for entry in found]}


def _label(_: Words, entry: Entry) -> str:
    return f"{_('No. {number}', number=entry.id)} · {summary(entry.title, TITLE_LIMIT)}"


def chosen_for(view: Mapping[str, Any]) -> int:
    """The entry that something is chosen for."""
    return int(remembered(view)["entry"])


def chosen(view: Mapping[str, Any]) -> tuple[int, int]:
    """The entry, and what it is to be merged into."""
    return chosen_for(view), int(choice_of(view, TARGET) or 0)


def merge_modal(
    _: Words,
    entry: Entry,
    target: Entry,
    differences: Sequence[Difference],
    *,
    swapped: bool = False,
) -> dict[str, Any]:
    """Both, and the text that stays. `swapped`: it begins with the entry's instead."""
    labels = (_("No. {number}", number=target.id), _other(_, entry))
    merge = Merge(entry.id, target.id, target.revision, swapped)
    first = entry if swapped else target
    titles = [(str(one.id), summary(one.title, TITLE_LIMIT)) for one in (target, entry)]
    return modal(
        MERGE_MODAL,
        _("Merge two entries"),
        columns(
            *(
                f"*{label}*\n{bold(one.title)}\n{excerpt(one.body, SHOWN)}"
                for label, one in zip(labels, (target, entry), strict=True)
            )
        ),
        beside((labels[1], labels[0]), differences),
        select(TITLE, _("The question"), titles, str(target.id)),
        *long_input(
            TEXTS[swapped],
            lambda part: _("The answer, part {part}", part=part) if part > 1 else _("The answer"),
            first.body,
            spare=_("The answer, continued"),
        ),
        actions(button(_swap(_, swapped=swapped), SWAP, "swap")),
        context(
            _(
                "All wordings of both will find it, and what use has taught both. Whoever wrote "
                "the one that goes stays credited. You can undo this."
            )
        ),
        close=_("Go back"),
        submit=_("Merge"),
        metadata=json.dumps(vars(merge)),
    )


def _swap(_: Words, *, swapped: bool) -> str:
    if swapped:
        return _("Begin with the text of the one that stays")
    return _("Begin with the text of the one that goes")


def _other(_: Words, entry: Entry) -> str:
    return _("This draft") if entry.is_pending else _("No. {number}", number=entry.id)


def remembered_merge(view: Mapping[str, Any]) -> Merge:
    """What the window is about."""
    return Merge(**remembered(view))


def written(view: Mapping[str, Any], titles: Mapping[int, str]) -> Written:
    """What was chosen and written; `titles` are those of both, by number."""
    merge = remembered_merge(view)
    kept = int(choice_of(view, TITLE) or merge.target)
    title = titles.get(kept, titles[merge.target])
    return Written(merge, title, long_text_of(view, TEXTS[merge.swapped]))


def done_modal(_: Words, target: Entry, ruling: int | None) -> dict[str, Any]:
    """It is done; and the way back."""
    return modal(
        "merged",
        _("Merged"),
        section(_(":white_check_mark: They are one entry now:") + f"\n{bold(target.title)}"),
        actions(undo_button(_, ruling)),
        close=_("Close"),
    )


def undone_modal(_: Words) -> dict[str, Any]:
    """It is undone."""
    return modal(
        "merged",
        _("Merged"),
        section(_("It is undone: both are as they were.")),
        close=_("Close"),
    )


def undone(_: Words) -> Message:
    """The same, under a message."""
    return message(section(_("It is undone: both are as they were.")))


def pointer(_: Words, target: Entry | None, ruling: int | None = None) -> list[Block | None]:
    """Where an entry has gone; whoever may, undoes it there."""
    if target is None:
        return []
    told = _(":link: It was merged into {title}.", title=bold(target.title))
    open_ = button(_("Open"), OPEN_ENTRY, target.id)
    return [section(told, accessory=open_), actions(undo_button(_, ruling))]


def undo_button(_: Words, ruling: int | None) -> Block | None:
    """Let both be as they were."""
    return button(_("Undo the merge"), UNDO, ruling) if ruling else None


def credited(_: Words, sources: Sequence[Entry]) -> str:
    """Who wrote what was merged into an entry, unless they wish no name."""
    authors = dict.fromkeys(one.author for one in sources if one.author and one.is_credited)
    return _("with {authors}", authors=", ".join(map(person, authors))) if authors else ""


def merged(_: Words, entry: Entry, target: Entry | None, reader: str) -> Message:
    """To who wrote it, or kept it: where it can be found. Without a target, it was undone."""
    if target is None:
        told = _("What you wrote or kept stands for itself again.")
        return message(section(told), section(bold(entry.title)), actions(open_button(_, entry)))
    if reader == entry.author:
        told = _(":tada: What you wrote is part of an entry we had already. Thank you!")
    else:
        told = _(":tada: What you kept is part of an entry we had already. Thank you!")
    return message(section(told), section(bold(target.title)), actions(open_button(_, target)))
