"""Synonyms: the windows in which a team's jargon is read, and kept by its leads."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handlers.locale import Words
from handlers.ui.blocks import (
    Blocks,
    actions,
    button,
    confirm,
    context,
    divider,
    modal,
    remembered,
    section,
)
from handlers.ui.inputs import text_input, text_of
from handlers.ui.text import cut, escape
from knowledge.search.mining import Pair
from knowledge.synonym import LONGEST, MOST, Group, tidy

OPEN = "synonyms_open"
ADD = "synonyms_add"
EDIT = "synonyms_edit"
REMOVE = "synonyms_remove"
ACCEPT = "synonyms_accept"
DISMISS = "synonyms_dismiss"
PREVIOUS, NEXT = "synonyms_previous", "synonyms_next"
LIST_MODAL = "synonyms_list"
EDIT_MODAL = "synonyms_edit"
TERMS = "terms"

PAGE = 30
"""Groups on a page: with two blocks each, and suggestions, within Slack's hundred."""

SHOWN = 5
"""Suggestions at a time."""


@dataclass(frozen=True)
class Edited:
    """What was written in the window of one group, and what it was opened with."""

    terms: tuple[str, ...]
    group: int | None
    seen: int
    page: int
    replacing: tuple[int, ...]


def list_modal(
    _: Words,
    groups: Sequence[Group],
    *,
    may_change: bool,
    page: int = 0,
    suggested: Sequence[Pair] = (),
) -> dict[str, Any]:
    """The groups, a page of them; leads change them there and see what is suggested."""
    page = min(max(page, 0), max(len(groups) - 1, 0) // PAGE)
    return modal(
        LIST_MODAL,
        _("Jargon"),
        section(_("Whoever asks with one of these words finds what is written with another.")),
        actions(button(_("Add a group"), ADD, page)) if may_change else None,
        _suggestions(_, suggested[:SHOWN], page) if may_change else None,
        divider(),
        _rows(_, groups, page, may_change=may_change),
        _turning(_, len(groups), page),
        close=_("Close"),
        metadata=json.dumps({"page": page}),
    )


def edit_modal(_: Words, group: Group | None = None, *, page: int = 0) -> dict[str, Any]:
    """Write a new group, or change one; it remembers the change that was shown."""
    terms = group.terms if group else ()
    about = {"group": group.id, "seen": group.number} if group else {}
    return _written(_, terms, about | {"page": page})


def merge_modal(_: Words, edited: Edited, others: Sequence[Group], refusal: str) -> dict[str, Any]:
    """The same with the terms of the groups that some are in already, to be saved as one."""
    terms = tidy([*edited.terms, *(term for group in others for term in group.terms)])
    about = {"group": edited.group, "seen": edited.seen, "page": edited.page}
    replacing = {"replacing": [group.number for group in others]}
    told = _("Here they are as one group. Save it, or go back and nothing changes.")
    return _written(_, terms, about | replacing, refusal, told)


def edited(view: Mapping[str, Any]) -> Edited:
    """What was written."""
    about = remembered(view)
    return Edited(
        terms=tidy([text_of(view, _field(about))]),
        group=about.get("group"),
        seen=about.get("seen", 0),
        page=about.get("page", 0),
        replacing=tuple(about.get("replacing", ())),
    )


def told(terms: Sequence[str]) -> str:
    """Terms on one line."""
    return " = ".join(escape(term) for term in terms)


def pair(value: str) -> list[str]:
    """The two terms of a suggestion whose button was pressed."""
    return [str(term) for term in json.loads(value)]


def _written(
    _: Words, terms: Sequence[str], about: Mapping[str, Any], *notes: str
) -> dict[str, Any]:
    return modal(
        EDIT_MODAL,
        _("Jargon"),
        [section(note) for note in notes],
        text_input(
            _field(about),
            _("Words that mean the same"),
            value="\n".join(terms),
            lines=True,
            limit=2 * MOST * LONGEST,
            hint=_(
                "One on each line, or with commas between them: an abbreviation, a nickname, "
                "what customers say. Case and accents make no difference."
            ),
        ),
        close=_("Back"),
        submit=_("Save"),
        metadata=json.dumps(about),
    )


def _field(about: Mapping[str, Any]) -> str:
    """What the field is called: another name, or Slack keeps showing what was written before."""
    return "-".join(map(str, [TERMS, *about.get("replacing", ())]))


def _suggestions(_: Words, suggested: Sequence[Pair], page: int) -> list[Blocks]:
    if not suggested or page:
        return []
    return [
        section(_("*Do these mean the same?* People's questions suggest it.")),
        [[section(_suggestion(_, one)), _choice(_, one)] for one in suggested],
    ]


def _suggestion(_: Words, one: Pair) -> str:
    met = _.many("{n} entry", "{n} entries", one.entries)
    asked = _.many("{n} question", "{n} questions", one.wordings)
    terms = told((cut(one.asked, LONGEST), cut(one.known, LONGEST)))
    return f"{terms}\n" + _("seen in {questions} about {entries}", questions=asked, entries=met)


def _choice(_: Words, one: Pair) -> Blocks:
    value = json.dumps([one.asked, one.known])
    return actions(button(_("Accept"), ACCEPT, value), button(_("No"), DISMISS, value))


def _rows(_: Words, groups: Sequence[Group], page: int, *, may_change: bool) -> list[Blocks]:
    if not groups:
        return [section(_("There is no jargon yet."))]
    shown = groups[page * PAGE : (page + 1) * PAGE]
    return [[section(told(one.terms)), _buttons(_, one) if may_change else None] for one in shown]


def _buttons(_: Words, group: Group) -> Blocks:
    sure = confirm(
        _("Remove this group?"),
        _("These words will no longer mean the same to me."),
        _("Remove"),
        _("Keep"),
    )
    return actions(
        button(_("Change"), EDIT, group.id),
        button(_("Remove"), REMOVE, group.id, style="danger", confirm=sure),
    )


def _turning(_: Words, count: int, page: int) -> list[Blocks]:
    last = max(count - 1, 0) // PAGE
    if not last:
        return []
    return [
        context(_("Page {page} of {last}", page=page + 1, last=last + 1)),
        actions(
            button(_("Previous page"), PREVIOUS, page - 1) if page else None,
            button(_("Next page"), NEXT, page + 1) if page < last else None,
        ),
    ]
