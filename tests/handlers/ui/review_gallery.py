"""The gallery's room for what reviewers decide: duplicates, merges, reasons, and what follows."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from handlers.locale import Words
from handlers.ui import capture, duplicates, entries, merging, rulings
from handlers.ui.blocks import Message
from handlers.ui.duplicates import Caveat, Pair
from knowledge.charter import Charter, Risk, Stance
from knowledge.claims import Sort
from knowledge.contradiction import Difference, Passage
from knowledge.duplicate import Duplicate, Outcome
from knowledge.entry import Entry, Genre, Status
from knowledge.ruling import Ruling, Verdict
from knowledge.twins import Twin
from tests.factories import ANA, MARIA, NINA, NOW, WORKSPACE, an_entry

Exhibit = tuple[str, Message | dict[str, Any]]


def review_gallery(_: Words, text: str, charter: Charter) -> Iterator[Exhibit]:
    """Everything a reviewer decides, made of one text."""
    yield from _drafts(_, text, charter)
    yield from _pairs(_, text)
    yield from _windows(_, text)
    yield from _letters(_, text)


def saying(text: str, **facts: Any) -> Entry:
    """An entry that says the text everywhere."""
    return an_entry(
        **{
            "id": 12,
            "title": text[:300] or "?",
            "body": text,
            "topic": text[:64],
            "author": MARIA,
            "capturer": ANA,
            "reviewer": NINA,
        }
        | facts
    )


def twins_of(text: str) -> list[Twin]:
    """One that contradicts, one that only seems the same, one more than is shown."""
    apart = differing(text)
    sure = Twin(saying(text, id=2), 0.9, True, (apart,) * 4)
    return [sure, *(Twin(saying(text, id=n), 0.4, False, (apart,)) for n in (3, 4, 5))]


def differing(text: str) -> Difference:
    """Two passages; what differs is at the beginning of one and at the end of the other."""
    line = " ".join(text.split()) or "?"
    start, end = (0, min(6, len(line))), (max(len(line) - 6, 0), len(line))
    return Difference(Sort.NUMBER, Passage(line, (start,)), Passage(line, (end,)))


def _drafts(_: Words, text: str, charter: Charter) -> Iterator[Exhibit]:
    draft = saying(text, status=Status.IN_REVIEW, kind=Genre.CRISIS_CASE)
    shown = duplicates.similar(_, draft, twins_of(text))
    yield "review, contradicted", entries.review_request(_, draft, charter=charter, similar=shown)
    for risk in (Risk.HIGH, Risk.LOW):
        careful = charter.model_copy(update={"risk": risk})
        yield f"review, {risk} risk", entries.review_request(_, draft, charter=careful)
    silent = charter.topics[0].model_copy(update={"id": text[:64], "stance": Stance.SILENT})
    quiet = charter.model_copy(update={"topics": (silent,)})
    faq = saying(text, status=Status.IN_REVIEW)
    yield "review, silent topic", entries.review_request(_, faq, charter=quiet)
    unread = saying(text, undo_until=NOW + timedelta(hours=24))
    yield "published unread", entries.review_request(_, unread, similar=shown, unread=True)
    yield "published after all", entries.published(_, faq, MARIA)
    yield "kept, published at once", capture.kept(_, unread, twins_of(text))
    aside = saying(text, status=Status.ARCHIVED)
    by = merging.credited(_, [saying(text, author=text), saying(text)])
    for name, became in (
        ("merged", merging.pointer(_, saying(text, id=2), 7)),
        ("rejected", rulings.reason(_, a_ruling(text))),
    ):
        yield f"review, {name}", entries.review_request(_, aside, became=became)
        yield f"card, {name}", entries.card(_, aside, may_edit=True, beside=became, credited=by)
    yield "published already", entries.published_already(_, NINA)


def _pairs(_: Words, text: str) -> Iterator[Exhibit]:
    one, other = saying(text), saying(text, id=2, audience="G1")
    apart = (differing(text),) * 4
    third = saying(text, id=3)
    several = [Pair(a_duplicate(contradicts=n % 2 == 0), one, third, apart) for n in range(12)]
    yield "duplicates", duplicates.listed(_, several)
    yield "no duplicates", duplicates.listed(_, [])
    for times in (0, 1, 5):
        pair = Pair(a_duplicate(), one, other, apart)
        yield f"contradiction, told {times}", duplicates.contradiction(_, pair, times=times)
    for outcome in Outcome:
        pair = Pair(a_duplicate(closed_at=NOW, outcome=outcome), one, other, apart)
        yield f"contradiction, {outcome}", duplicates.contradiction(_, pair)
    for settler in (NINA, None):
        shown = entries.card(
            _, one, may_edit=True, beside=duplicates.caveat(_, Caveat(other, settler))
        )
        yield f"contradicted, settled by {settler}", shown


def _windows(_: Words, text: str) -> Iterator[Exhibit]:
    draft, target = saying(text, status=Status.IN_REVIEW), saying(text, id=2)
    yield "choose what to merge into", merging.choose_modal(_, draft)
    for swapped in (False, True):
        yield (
            f"merge, swapped {swapped}",
            merging.merge_modal(_, draft, target, (differing(text),) * 9, swapped=swapped),
        )
    yield "merged", merging.done_modal(_, target, 7)
    yield "merge undone in a window", merging.undone_modal(_)
    yield "merge undone", merging.undone(_)
    yield "reject", rulings.reject_modal(_, draft)
    yield "keep both", rulings.keep_modal(_, draft, target)


def _letters(_: Words, text: str) -> Iterator[Exhibit]:
    entry, target = saying(text), saying(text, id=2)
    for reader in (MARIA, ANA):
        yield f"rejected, to {reader}", rulings.rejected(_, entry, a_ruling(text), reader)
        yield f"merged, to {reader}", merging.merged(_, entry, target, reader)
    yield "merged no more", merging.merged(_, entry, None, MARIA)
    yield "nobody reviews", rulings.nobody_reviews(_, entry)


def a_ruling(why: str, **facts: Any) -> Ruling:
    """Nina has rejected an entry."""
    about = {"workspace": WORKSPACE, "entry_id": 12, "other_id": None, "by": NINA, "at": NOW}
    return Ruling(**{"verdict": Verdict.REJECTED, "why": why or "?", "facts": {}} | about | facts)


def a_duplicate(**facts: Any) -> Duplicate:
    """Two entries that contradict each other, found at NOW."""
    known = {"id": 5, "workspace": WORKSPACE, "one_id": 2, "other_id": 12, "contradicts": True}
    return Duplicate(**known | {"confidence": 0.9, "round": 1, "found_at": NOW} | facts)
