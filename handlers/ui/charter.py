"""The charter as people read it: a summary in a message, everything in a window."""

import json
from collections.abc import Iterator
from typing import Any

from handlers.locale import Words
from handlers.ui import charter_lines as lines
from handlers.ui.blocks import (
    Block,
    Blocks,
    Message,
    actions,
    button,
    context,
    divider,
    message,
    modal,
    section,
)
from handlers.ui.charter_editing import buttons
from handlers.ui.lists import more
from handlers.ui.terms import quote
from handlers.ui.text import moment, person
from knowledge.charter import Charter
from knowledge.charters import CharterVersion

READ = "charter_read"
PREVIOUS, NEXT = "charter_previous", "charter_next"
READ_MODAL = "charter_read"

SHOWN = 10
"""Topics in the summary."""

PAGE = 40
"""Rows on a page of the window."""

ROW = 2500
"""Characters of people in one row."""


def summary(
    _: Words,
    charter: Charter,
    version: CharterVersion | None,
    *,
    leads: bool = False,
    why: str | None = None,
) -> Message:
    """`/kb charter`: what holds, since when, and who is asked; leads change it from there.

    `why` is the reason that was given for this version.
    """
    if version is None:
        return message(section(none(_)))
    topics = [section(lines.topic(_, charter, one)) for one in charter.topics[:SHOWN]]
    return message(
        section(_headline(_, version)),
        section(quote(why)) if why else None,
        divider(),
        topics,
        more(_, len(charter.topics) - len(topics)),
        section(lines.fallback(_, charter)) if charter.fallback else None,
        actions(button(_("Read it all"), READ, 0), *(buttons(_) if leads else ())),
    )


def whole(
    _: Words, charter: Charter, version: CharterVersion | None, *, page: int = 0
) -> dict[str, Any]:
    """Everything the charter says, a page of it."""
    rows = list(_rows(_, charter)) if version else [section(none(_))]
    last = (len(rows) - 1) // PAGE
    page = min(max(page, 0), last)
    return modal(
        READ_MODAL,
        _("The charter"),
        context(_headline(_, version)) if version else None,
        rows[page * PAGE : (page + 1) * PAGE],
        _turning(_, page, last) if last else None,
        close=_("Close"),
        metadata=json.dumps({"page": page}),
    )


def none(_: Words) -> str:
    """There is no charter."""
    return _(
        "There is no charter in force yet. Whoever runs me puts the first one into force: "
        "`relais charter apply charter.yaml`."
    )


def _headline(_: Words, version: CharterVersion) -> str:
    return _(
        "*The charter*, version {number}: in force since {moment}, applied by {person}.",
        number=version.number,
        moment=moment(version.applied_at, _),
        person=person(version.applied_by),
    )


def _rows(_: Words, charter: Charter) -> Iterator[Block]:
    yield from (section(lines.topic(_, charter, one)) for one in charter.topics)
    if charter.fallback:
        yield section(lines.fallback(_, charter))
    people = [lines.member(_, charter, one) for one in charter.people]
    yield from _crowd(_("*People*"), [*people, lines.everybody(_, charter)])
    yield from _crowd(_("*Processes*"), [lines.process(_, one) for one in charter.processes])
    if charter.lead_channel:
        yield section(_("*Lead channel*") + f" <#{charter.lead_channel}>")


def _crowd(title: str, told: list[str]) -> Iterator[Block]:
    """Lines, as many in a row as it holds."""
    row = title
    for line in (f"\n• {one}" for one in told):
        if row != title and len(row + line) > ROW:
            yield section(row)
            row = title
        row += line
    if row != title:
        yield section(row)


def _turning(_: Words, page: int, last: int) -> list[Blocks]:
    return [
        context(_("Page {page} of {last}", page=page + 1, last=last + 1)),
        actions(
            button(_("Previous page"), PREVIOUS, page - 1) if page else None,
            button(_("Next page"), NEXT, page + 1) if page < last else None,
        ),
    ]
