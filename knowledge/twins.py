"""Twins: entries that seem to answer the same question, and what their answers say differently."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import entries, rulings
from knowledge.claims import statements
from knowledge.contradiction import Difference, differences
from knowledge.entry import Entry
from knowledge.ruling import Ruling
from knowledge.sameness import likeness
from knowledge.search.analysis import words
from knowledge.search.index import Index
from knowledge.sense import sense

HINT = 0.3
"""From this confidence on, of the search for an entry's question, another one is shown as perhaps
the same."""

SURE = 0.55
"""From this likeness of two of their wordings on, of what the search finds, they are taken for the
same: what their answers say otherwise is a contradiction. It is lower than what joins two open
questions, for the search has agreed already."""

WORDINGS = 3
"""Wordings of an entry by which others are looked for, beside its title."""

HEAD = re.compile(r"[^:?]+:(?=\s)")
"""What stands before a colon: the subject of a title."""

NEAR = 6
"""Entries that are looked at for each of them."""


@dataclass(frozen=True)
class Twin:
    """Another entry. `is_sure`: it is asked for by the same question, as far as words can tell."""

    entry: Entry
    confidence: float
    is_sure: bool
    differences: tuple[Difference, ...]

    @property
    def contradicts(self) -> bool:
        """Whether both answer the same, and not alike."""
        return self.is_sure and bool(self.differences)


async def of(
    session: AsyncSession,
    entry: Entry,
    *,
    index: Index,
    audiences: Collection[str],
    limit: int = 3,
) -> list[Twin]:
    """The published twins of an entry among those that these audiences may see, the surest first.

    Pairs of which both were kept are left out, until one of the two changes in what matters.
    """
    near = candidates(index, entry, audiences=audiences)
    known = await entries.of_numbers(session, entry.workspace, near)
    settled = kept_apart(await rulings.kept(session, entry.workspace, entry.id))
    found = [
        twin(entry, known[number], confidence, index)
        for number, confidence in near.items()
        if number in known and not is_kept(entry, known[number], settled)
    ]
    return sorted(found, key=lambda one: (not one.is_sure, -one.confidence))[:limit]


def candidates(
    index: Index, entry: Entry, *, audiences: Collection[str], wordings: int = WORDINGS
) -> dict[int, float]:
    """The numbers of entries found by an entry's title and so many of its wordings, and how sure
    the search is of each.
    """
    found: dict[int, float] = {}
    for text in (entry.title, *entry.wordings[:wordings]):
        hits = index.search(text, audiences=audiences, besides=entry.id, limit=NEAR)
        for hit in hits:
            if hit.confidence >= HINT or likeness(text, hit.wording, index=index).same:
                number = int(hit.key)
                found[number] = max(found.get(number, 0), hit.confidence)
    return found


def twin(entry: Entry, other: Entry, confidence: float, index: Index) -> Twin:
    """What two entries are to each other."""
    apart = differences(entry.body, other.body)
    return Twin(other, confidence, is_same(entry, other, index), apart)


def is_same(entry: Entry, other: Entry, index: Index) -> bool:
    """Whether one of the wordings of each asks the same."""
    ours, theirs = ((one.title, *one.wordings[:WORDINGS]) for one in (entry, other))
    return any(
        likeness(*_tails(one, two), index=index, threshold=SURE).same
        for one in ours
        for two in theirs
    )


def _tails(one: str, other: str) -> tuple[str, str]:
    """What two titles ask of the one subject that both name before a colon."""
    first, second = HEAD.match(one), HEAD.match(other)
    if not first or not second or words(first[0]) != words(second[0]):
        return one, other
    return one[first.end() :], other[second.end() :]


def fingerprint(entry: Entry) -> str:
    """What matters of an entry beside another one: its question, and what its answer claims."""
    said = statements(entry.body)
    claims = [(claim.sort, claim.value) for each in said for claim in each.claims]
    denied = sum(each.denied for each in said)
    told = (sense(entry.title), sorted(map(repr, claims)), denied)
    return sha256(repr(told).encode()).hexdigest()[:32]


Kept = dict[frozenset[int], set[tuple[str, str]]]
"""Pairs of which both were kept, with what the two were like then."""


def kept_apart(several: Iterable[Ruling]) -> Kept:
    """Rulings, by the pair they are about."""
    found: Kept = {}
    for ruling in several:
        pair = frozenset((ruling.entry_id, ruling.other_id or 0))
        found.setdefault(pair, set()).add(tuple(ruling.facts["fingerprints"]))
    return found


def is_kept(one: Entry, other: Entry, settled: Kept) -> bool:
    """Whether somebody has said that both are right, as they are."""
    known = settled.get(frozenset((one.id, other.id)), ())
    return bool(known) and fingerprints(one, other) in known


def fingerprints(one: Entry, other: Entry) -> tuple[str, str]:
    """Those of both, whichever comes first."""
    first, second = sorted((one, other), key=lambda entry: entry.id)
    return fingerprint(first), fingerprint(second)
