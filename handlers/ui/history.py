"""History: what an entry said before, what each change changed, and the way back."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Any

from handlers.locale import Words
from handlers.ui import paging
from handlers.ui.blocks import (
    Block,
    Blocks,
    actions,
    button,
    context,
    modal,
    remembered,
    section,
    sections,
)
from handlers.ui.inputs import text_input, text_of
from handlers.ui.terms import bold, genre, topic_name
from handlers.ui.text import cut, escape, moment, packed, person
from handlers.ui.text.lines import Line
from handlers.ui.text.runs import BOLD, Run
from knowledge.charter import EMPTY, Charter
from knowledge.diff import Mark, Piece, diff
from knowledge.entry import Entry, Revision
from knowledge.revisions import PAGE, Version, saying
from knowledge.timeline import CLOCK

OPEN_HISTORY = "history_open"
TURN = "history_turn"
WHAT_CHANGED = "history_changed"
GO_BACK = "history_go_back"
HISTORY_MODAL = "history"
GO_BACK_MODAL = "history_go_back"
WHY = "why"
REASON = 500
"""The longest reason, in characters."""
AROUND = 60
"""Characters of what has stayed that are shown beside a change."""
PASSAGES = 8
"""Paragraphs of one field that are shown."""
ROOM = 200_000
"""Slack takes views of 250 KB."""
STYLES: dict[Mark, tuple[str, ...]] = {Mark.KEPT: (), Mark.GONE: ("~",), Mark.NEW: (BOLD,)}


def history_button(_: Words, entry: Entry) -> Block:
    """Read its history."""
    return button(_("History"), OPEN_HISTORY, entry.id)


def history(
    _: Words,
    entry: Entry,
    found: Sequence[Revision],
    *,
    count: int,
    hidden: frozenset[int] = frozenset(),
    page: int = 0,
) -> dict[str, Any]:
    """A page of its revisions, latest first; `hidden` are numbers this person may not read."""
    last = max(count - 1, 0) // PAGE
    return modal(
        HISTORY_MODAL,
        _("History"),
        section(bold(entry.title)),
        [_row(_, entry, one, is_hidden=one.number in hidden) for one in found],
        paging.turning(_, TURN, page, last, about=entry.id),
        close=_("Close"),
        metadata=json.dumps({"entry": entry.id, "history": page}),
    )


def what_changed(
    _: Words, revision: Revision, before: Revision | None, *, charter: Charter = EMPTY
) -> dict[str, Any]:
    """What one revision has changed."""
    earlier = saying(before) if before else None
    return modal(
        "history_changed",
        _("What changed"),
        section(done(_, revision)),
        context(_why(_, revision)),
        changes(_, earlier, saying(revision), charter),
        close=_("Close"),
    )


def go_back(
    _: Words,
    entry: Entry,
    revision: Revision,
    *,
    charter: Charter = EMPTY,
    why: str = "",
    page: int = 0,
    anew: bool = False,
) -> dict[str, Any]:
    """What would change if the entry said again what it said then, and why it should.

    `anew`: it was shown before, and somebody has changed the entry since.
    """
    told = _(
        "What changes if the entry says again what revision {number} said:", number=revision.number
    )
    about = {"entry": entry.id, "seen": entry.revision, "number": revision.number, "history": page}
    again = _(":warning: *Somebody has changed the entry meanwhile*: this is how it stands now.")
    hint = _("It becomes a new revision: nothing of what was said since is lost.")
    return modal(
        GO_BACK_MODAL,
        _("Go back to this"),
        section(again) if anew else None,
        section(told),
        changes(_, saying(entry), saying(revision), charter),
        text_input(WHY, _("Why?"), value=why, limit=REASON, lines=True, hint=hint),
        close=_("Close"),
        submit=_("Go back to this"),
        metadata=json.dumps(about),
    )


def why(view: Mapping[str, Any]) -> str:
    """The reason that was written, on one line."""
    return " ".join(text_of(view, WHY).split())


def page_below(view: Mapping[str, Any]) -> int | None:
    """The page of the history that a window is, or lies upon; None where it is another."""
    page = remembered(view).get("history")
    return None if page is None else int(page)


def changes(
    _: Words, before: Version | None, after: Version, charter: Charter, room: int = ROOM
) -> list[Block]:
    """What another wording changes, field by field: what is gone struck out, what is new bold.

    `room`: as many characters of a view there are for it, as it travels.
    """
    told = [one for each in _fields(_, before, after, charter) for one in _field(*each)]
    ends = accumulate(len(json.dumps(one)) for one in told)
    shown = [one for one, end in zip(told, ends, strict=True) if end < room]
    return shown or [section(_("Nothing of what it says."))]


def done(_: Words, revision: Revision) -> str:
    """When, who, what, in a line."""
    by = _("Relais") if revision.by == CLOCK else person(revision.by)
    told = {"by": by, "number": revision.number}
    what = DEEDS.get(revision.reason, DEEDS["entry.edited"])
    return f"*{revision.number}* · {moment(revision.at, _)} · {what(_, told)}"


def _row(_: Words, entry: Entry, revision: Revision, *, is_hidden: bool) -> list[Blocks]:
    is_now = revision.number == entry.revision
    value = f"{entry.id}:{revision.number}"
    look = button(_("What changed"), WHAT_CHANGED, value)
    back = None if is_now else button(_("Go back to this"), GO_BACK, value)
    hidden = _("It was kept for a private channel that you are not in.")
    return [
        section(done(_, revision)),
        context(hidden if is_hidden else _why(_, revision), _("as it is now") if is_now else ""),
        None if is_hidden else actions(look, back),
    ]


def _why(_: Words, revision: Revision) -> str:
    return _("because: {why}", why=escape(cut(revision.why, REASON))) if revision.why else ""


def _fields(
    _: Words, before: Version | None, after: Version, charter: Charter
) -> Iterator[tuple[str, str, str]]:
    """What a field is called, what it said and what it says."""
    names = (_("The question"), _("Other wordings"), _("The answer"), _("Kind"), _("Topic"))
    old = _texts(_, before, charter) if before else [""] * len(names)
    yield from zip(names, old, _texts(_, after, charter), strict=True)


def _texts(_: Words, version: Version, charter: Charter) -> list[str]:
    """All that people edit, as they read it."""
    topic = topic_name(_, charter, version.topic) or _("No topic")
    wordings = "\n".join(version.wordings)
    return [version.title, wordings, version.body, genre(_, version.kind), topic]


def _field(name: str, before: str, after: str) -> list[Block]:
    """A field that says something else: its name, then its words."""
    if before == after:
        return []
    shown = packed(_marked(diff(before, after)))
    return [section(f"*{name}*"), *sections(shown[:PASSAGES])]


def _marked(pieces: Sequence[Piece]) -> Iterator[Line]:
    """The pieces as lines; far from any change only the ends of what has stayed."""
    line: list[Run] = []
    last = len(pieces) - 1
    for place, piece in enumerate(pieces):
        text = piece.text
        if piece.mark is Mark.KEPT:
            text = _shortened(text, begins=place == 0, ends=place == last)
        first, *rest = text.split("\n")
        line.append(Run(first, STYLES[piece.mark]))
        for words in rest:
            yield Line(tuple(run for run in line if run.text))
            line = [Run(words, STYLES[piece.mark])]
    yield Line(tuple(run for run in line if run.text))


def _shortened(text: str, *, begins: bool, ends: bool) -> str:
    """What has stayed, without its middle; without its beginning or end where nothing changes."""
    head, tail = ("" if begins else text[:AROUND]), ("" if ends else text[-AROUND:])
    if len(head) + len(tail) + 10 >= len(text):
        return text
    return f"{head} … {tail}"


DEEDS: dict[str, Callable[[Words, dict[str, Any]], str]] = {
    "entry.drafted": lambda _, told: _("{by} drafts it", **told),
    "entry.joined": lambda _, told: _("{by} keeps another message in it", **told),
    "entry.imported": lambda _, told: _("an import brings it", **told),
    "entry.published": lambda _, told: _("{by} publishes it", **told),
    "entry.rejected": lambda _, told: _("{by} rejects it", **told),
    "entry.withdrawn": lambda _, told: _("{by} takes a message back", **told),
    "entry.taught": lambda _, told: _("{by} answers with it: it learns how that was asked", **told),
    "entry.edited": lambda _, told: _("{by} changes it", **told),
    "entry.reverted": lambda _, told: _("{by} goes back to what it said before", **told),
    "entry.archived": lambda _, told: _("{by} puts it aside", **told),
    "entry.restored": lambda _, told: _("{by} brings it back", **told),
    "entry.outlived": lambda _, told: _("nobody has read or verified it for six months", **told),
}
"""What is done, by the word it is kept under; what has no word here has changed it."""
