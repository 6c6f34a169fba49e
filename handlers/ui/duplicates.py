"""Duplicates: entries that answer the same, side by side, and what a reviewer can do with them."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.locale import Words
from handlers.ui.blocks import (
    Block,
    Blocks,
    Message,
    actions,
    button,
    columns,
    context,
    message,
    section,
)
from handlers.ui.lists import more
from handlers.ui.reviewing import EDIT, OPEN_ENTRY
from handlers.ui.terms import bold
from handlers.ui.text import bolded, excerpt, person
from knowledge.contradiction import Difference, Passage
from knowledge.duplicate import Duplicate, Outcome
from knowledge.entry import Entry
from knowledge.twins import Twin

MERGE_WITH = "merge_with"
KEEP_BOTH = "keep_both"
PASSAGE = 300
"""Characters of a passage that says something else."""
TEASER = 300
"""Characters of an answer beside another one that says the same."""
DIFFERENCES = 3
TWINS = 3
LISTED = 8
"""Pairs in a list: with up to six blocks each, within a message's fifty."""


@dataclass(frozen=True)
class Pair:
    """Two published entries, what they say differently, and what was written down of them."""

    known: Duplicate
    one: Entry
    other: Entry
    differences: Sequence[Difference]


def similar(_: Words, entry: Entry, twins: Sequence[Twin]) -> list[Blocks]:
    """What may answer a draft's question already, the draft beside it where the two differ."""
    if not twins:
        return []
    shown = twins[:TWINS]
    if any(one.contradicts for one in shown):
        told = _(":warning: *We have it already, and it says otherwise:*")
    else:
        told = _(":mag: Perhaps we have it already:")
    return [section(told), *(_similar(_, entry, one) for one in shown)]


def _similar(_: Words, entry: Entry, twin: Twin) -> list[Blocks]:
    other = twin.entry
    labels = (_("This draft"), _number(_, other))
    open_ = button(_("Open"), OPEN_ENTRY, other.id)
    return [
        section(f"{bold(other.title)}\n{_number(_, other)}", accessory=open_),
        beside(labels, twin.differences) if twin.is_sure else [],
        _choices(_, entry, other),
    ]


def hints(_: Words, twins: Sequence[Twin]) -> list[Blocks]:
    """The same for who has just kept something: nothing for them to decide."""
    if not twins:
        return []
    told = section(_(":mag: Perhaps we have it already:"))
    rows = [
        section(bold(one.entry.title), accessory=button(_("Open"), OPEN_ENTRY, one.entry.id))
        for one in twins[:TWINS]
    ]
    return [told, *rows]


def beside(labels: tuple[str, str], differences: Sequence[Difference]) -> list[Block]:
    """What two answers say differently, in two columns, what differs in bold."""
    return [
        columns(f"{labels[0]}\n{_said(one.ours)}", f"{labels[1]}\n{_said(one.theirs)}")
        for one in differences[:DIFFERENCES]
    ]


def contradiction(_: Words, pair: Pair, *, times: int = 0) -> Message:
    """To who settles it: both, and what to do. `times`: how often they were told before."""
    if not pair.known.is_open or not pair.known.contradicts:
        return message(section(_settled(_, pair)), _titles(_, pair))
    told = _(
        ":warning: *Two entries contradict each other.* Until you have settled it, whoever is "
        "shown one of them is told of the other."
    )
    again = _.many(
        ":hourglass: This has been open for {n} week.",
        ":hourglass: This has been open for {n} weeks.",
        times,
    )
    return message(
        section(told), context(again) if times else None, _titles(_, pair), _decide(_, pair)
    )


def listed(_: Words, pairs: Sequence[Pair]) -> Message:
    """`/kb duplicates`: what this person may settle."""
    if not pairs:
        return message(
            section(_(":sparkles: No two entries are known to answer the same question."))
        )
    told = _.many(
        "*{n} pair of entries answers the same question*",
        "*{n} pairs of entries answer the same question*",
        len(pairs),
    )
    rows: list[Blocks] = [[_titles(_, pair), _decide(_, pair)] for pair in pairs[:LISTED]]
    return message(section(told), rows, more(_, len(pairs) - LISTED))


def _decide(_: Words, pair: Pair) -> list[Blocks]:
    labels = (_number(_, pair.one), _number(_, pair.other))
    differences = list(pair.differences) if pair.known.contradicts else []
    alike = columns(
        *(f"{n}\n{excerpt(e.body, TEASER)}" for n, e in zip(labels, _both(pair), strict=True))
    )
    return [
        beside(labels, differences[:2]) if differences else alike,
        _choices(_, pair.one, pair.other, *(_edit(_, entry) for entry in _both(pair))),
    ]


def _both(pair: Pair) -> tuple[Entry, Entry]:
    return pair.one, pair.other


def _choices(_: Words, entry: Entry, other: Entry, *others: Block) -> Block | None:
    """Merging is offered only where both are for the same people."""
    value = f"{entry.id}:{other.id}"
    may_merge = entry.audience == other.audience
    return actions(
        button(_("Merge…"), MERGE_WITH, value) if may_merge else None,
        button(_("Keep both…"), KEEP_BOTH, value),
        *others,
    )


def _edit(_: Words, entry: Entry) -> Block:
    made = button(_("Edit No. {number}", number=entry.id), EDIT, entry.id)
    return made | {"action_id": f"{EDIT}:{entry.id}"}


def _titles(_: Words, pair: Pair) -> list[Block]:
    return [
        section(
            f"{_number(_, entry)} · {bold(entry.title)}",
            accessory=button(_("Open"), OPEN_ENTRY, entry.id),
        )
        for entry in _both(pair)
    ]


def _settled(_: Words, pair: Pair) -> str:
    match pair.known.outcome:
        case Outcome.MERGED:
            return _(":white_check_mark: Settled: the two were merged.")
        case Outcome.KEPT:
            return _(":white_check_mark: Settled: both are right.")
        case Outcome.GONE:
            return _(":white_check_mark: Settled: one of the two is not published any more.")
    return _(":white_check_mark: Settled: they no longer contradict each other.")


def _said(passage: Passage) -> str:
    return bolded(passage.text, passage.spans, PASSAGE)


def _number(_: Words, entry: Entry) -> str:
    return _("No. {number}", number=entry.id)


@dataclass(frozen=True)
class Caveat:
    """An entry says otherwise than the one that is shown; `settler` sees to it."""

    other: Entry
    settler: str | None


def caveat(_: Words, known: Caveat | None) -> Block | None:
    """Beside an answer that another one contradicts, whoever reads it."""
    if known is None:
        return None
    told = {"title": bold(known.other.title), "number": known.other.id}
    if known.settler:
        text = _(
            ":warning: *Another entry says otherwise*: {title} (No. {number}). {person} settles "
            "it: ask before you pass this on.",
            person=person(known.settler),
            **told,
        )
    else:
        text = _(
            ":warning: *Another entry says otherwise*: {title} (No. {number}). Ask your lead "
            "before you pass this on.",
            **told,
        )
    return section(text, accessory=button(_("Open"), OPEN_ENTRY, known.other.id))


def numbers(value: str) -> tuple[int, int]:
    """The entries that a button is about."""
    one, _sign, other = value.partition(":")
    return int(one), int(other)
