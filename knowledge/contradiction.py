"""Contradiction: what two answers to one question say differently.

Their statements are laid side by side by their words, in either language. Figures of one sort that
stand in like places must be equal; so must what is denied, chosen or named. What only one of the
answers says is no contradiction: it says more.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.claims import Claim, Sort, Statement, statements
from knowledge.claims.bare import bare
from knowledge.claims.pairs import Pair, choices, names
from knowledge.claims.stance import denials, yes_or_no
from knowledge.search.sameness.meeting import met, share
from knowledge.search.sameness.reading import Reading
from knowledge.search.unfold import Span

LIKE = 0.6
"""From this likeness on, one statement says the same thing as the other, or denies it."""

FRAMED = 0.3
"""The same, where what each chooses or names is all that differs: it is much of a short one."""

CLOSE = 0.25
"""From this likeness on, figures of one sort stand in like places."""

SHORT = 3
"""Statements of an answer so short that its one figure of a sort is what the answer is about."""

SLACK = 0.3
"""A figure is repeated where it stands in a place as like as any other, less this."""


@dataclass(frozen=True)
class Passage:
    """A statement, and the places in it that differ from the other answer's."""

    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Difference:
    """What the one answer says and the other says otherwise."""

    sort: Sort
    ours: Passage
    theirs: Passage


def differences(ours: str, theirs: str) -> tuple[Difference, ...]:
    """Where two answers (Markdown) contradict each other, the surest sorts first."""
    one, two = statements(ours), statements(theirs)
    likeness = {(a, b): _like(one[a], two[b]) for a in range(len(one)) for b in range(len(two))}
    pairs = [
        Pair(one[a], two[b], like)
        for (a, b), like in likeness.items()
        if like >= FRAMED and _is_best(likeness, a, b)
    ]
    found = [*_figures(one, two, likeness), *_said(pairs)]
    return tuple(dict.fromkeys(found)) or (*_begun(ours, theirs),)


def _like(one: Statement, two: Statement) -> float:
    """How much of both is said by the other: the mean of two shares. What they choose of the same
    alternatives may be all that differs.
    """
    lines = {line for line, _ in one.taken} & {line for line, _ in two.taken}
    chosen = _alike(one.without(lines), two.without(lines)) if lines else 0
    return max(_alike(one.reading, two.reading), chosen)


def _alike(one: Reading, two: Reading) -> float:
    return (share(met(one, two)) + share(met(two, one))) / 2


def _is_best(likeness: dict[tuple[int, int], float], a: int, b: int) -> bool:
    """Whether neither is more like another statement of the other answer."""
    like = likeness[a, b]
    return all(other <= like for (i, j), other in likeness.items() if (i == a) != (j == b))


def _figures(
    one: Sequence[Statement], two: Sequence[Statement], likeness: dict[tuple[int, int], float]
) -> Iterator[Difference]:
    is_short = max(len(one), len(two)) <= SHORT
    for sort in Sort:
        ours = [(place, claim) for place, said in enumerate(one) for claim in _of(said, sort)]
        theirs = [(place, claim) for place, said in enumerate(two) for claim in _of(said, sort)]
        for (a, claim), (b, other) in _apart(ours, theirs, likeness, is_short=is_short):
            yield Difference(sort, _passage(one[a], [claim.span]), _passage(two[b], [other.span]))


Placed = tuple[int, Claim]


def _apart(
    ours: list[Placed],
    theirs: list[Placed],
    likeness: dict[tuple[int, int], float],
    *,
    is_short: bool,
) -> Iterator[tuple[Placed, Placed]]:
    """Figures of one sort that stand for each other and are not equal."""
    places = sorted(
        ((likeness[a[0], b[0]], a, b) for a in ours for b in theirs),
        key=lambda pair: (-pair[0], not pair[1][1].agrees(pair[2][1])),
    )
    for like, a, b in places:
        if a in ours and b in theirs and a[1].agrees(b[1]) and like >= _best(places, a, b) - SLACK:
            ours.remove(a)
            theirs.remove(b)
    for like, a, b in places:
        alone = is_short and len(ours) == len(theirs) == 1 and a[1].sort is not Sort.NUMBER
        least = LIKE if a[1].sort is Sort.NUMBER else CLOSE
        if a in ours and b in theirs and not a[1].agrees(b[1]) and (like >= least or alone):
            ours.remove(a)
            theirs.remove(b)
            yield a, b


def _best(places: Iterable[tuple[float, Placed, Placed]], a: Placed, b: Placed) -> float:
    return max(like for like, one, two in places if one == a or two == b)


def _of(said: Statement, sort: Sort) -> list[Claim]:
    return [claim for claim in said.claims if claim.sort is sort]


def _said(pairs: Sequence[Pair]) -> Iterator[Difference]:
    """What is denied by one of two statements that say the same; what each names instead."""
    for pair in pairs:
        is_same, alike = pair.likeness >= LIKE, pair.one.denied == pair.two.denied
        if is_same and not alike and pair.says_enough:
            yield _between(Sort.NEGATION, pair, denials(pair.one.said), denials(pair.two.said))
        may_choose = alike and (is_same or pair.is_framed_alike)
        if may_choose and (chosen := choices(pair) or names(pair)):
            yield _between(Sort.CHOICE, pair, *chosen)


def _begun(ours: str, theirs: str) -> Iterator[Difference]:
    """Yes, and no."""
    one, two = yes_or_no(bare(ours)), yes_or_no(bare(theirs))
    if one is None or two is None or one == two:
        return
    first, second = statements(ours)[0], statements(theirs)[0]
    yield Difference(Sort.ANSWER, _whole(first), _whole(second))


def _whole(said: Statement) -> Passage:
    return Passage(said.said, ((0, len(said.said)),))


def _between(sort: Sort, pair: Pair, ours: Sequence[Span], theirs: Sequence[Span]) -> Difference:
    return Difference(
        sort, Passage(pair.one.said, tuple(ours)), Passage(pair.two.said, tuple(theirs))
    )


def _passage(said: Statement, spans: Iterable[Span]) -> Passage:
    start = said.span[0]
    return Passage(said.said, tuple((a - start, b - start) for a, b in spans))
