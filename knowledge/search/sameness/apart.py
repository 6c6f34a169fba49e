"""Apart: what keeps two questions from being one, however many words they have in common."""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from knowledge.search.sameness.kind import Kind, compatible
from knowledge.search.sameness.opposites import negates, opposed
from knowledge.search.sameness.reading import Reading
from knowledge.search.sameness.spoken import FAILS
from knowledge.search.sameness.words import Word, mistyped

Alone = Sequence[Word]

VAGUE = (Kind.OPEN, Kind.WHAT)

INSTEAD = 0.65
"""What words of both that the other has nothing like may not weigh: one noun for another. In a long
question it would not lower the score enough. It costs one join in twenty."""

DOING, DONE_TO = {"we": "we", "i": "i"}, {"us": "we", "our": "we", "me": "i"}
"""Who does something, and to whom or whose it is done."""


class Apart(StrEnum):
    """Why two questions are two."""

    TOO_LONG = "too long"  # nobody asks at such length twice, but for a copy
    TOO_SHORT = "too short"  # too few words to tell
    NUMBER = "number"  # another amount, date, version or order number
    NEGATION = "negation"  # one says "not"
    KIND = "kind"  # one asks when, the other why
    PLACE = "place"  # another country
    OPPOSITE = "opposite"  # one activates, the other deactivates
    NAME = "name"  # one names a thing that the other does not
    INSTEAD = "instead"  # each speaks of something where the other speaks of something else
    ORDER = "order"  # the same words the other way around
    WORDS = "words"  # too little in common


def by_facts(one: Reading, other: Reading) -> Apart | None:
    """What their facts say, before any word is compared."""
    if one.numbers != other.numbers:
        return Apart.NUMBER
    if one.negated != other.negated:
        return Apart.NEGATION
    if not compatible(one.kind, other.kind):
        return Apart.KIND
    if one.places != other.places:
        return Apart.PLACE
    if _too_short(one, other):
        return Apart.TOO_SHORT
    return Apart.OPPOSITE if opposed(one.sides, other.sides) else None


def by_words(one: Reading, other: Reading, ours: Alone, theirs: Alone) -> Apart | None:
    """What their words say. `ours` and `theirs` are those that the other has nothing like."""
    alone = [*ours, *theirs]
    if any(word.is_name or _is_strange(word) for word in alone):
        return Apart.NAME
    if any(word.text == FAILS for word in alone):
        return Apart.NEGATION
    if any(_negated(one, other)) or any(_negated(other, one)):
        return Apart.OPPOSITE
    if min(_weight(ours), _weight(theirs)) >= INSTEAD or _one_exchanged(one, other):
        return Apart.INSTEAD
    if _does_more(one, ours) or _does_more(other, theirs):
        return Apart.INSTEAD
    return Apart.ORDER if _turned_around(one, other) else None


def _heavy(alone: Alone) -> list[Word]:
    return [word for word in alone if word.is_full]


def _weight(alone: Alone) -> float:
    return sum(word.weight for word in _heavy(alone))


def _too_short(one: Reading, other: Reading) -> bool:
    """One word is enough if it is known what both ask of it, or if nothing else differs."""
    fewest = min(one.full, other.full)
    vague = one.kind != other.kind or one.kind in VAGUE
    return fewest == 0 or (fewest == 1 and vague and {*one.said} != {*other.said})


def _is_strange(word: Word) -> bool:
    return not word.is_known and len(word.text) > 2 and not word.text.isdigit()


def _negated(one: Reading, other: Reading) -> Iterator[bool]:
    for word in one.words:
        yield word.root not in other.roots and negates(word.text, other.roots - one.roots)


def _one_exchanged(one: Reading, other: Reading) -> bool:
    """Whether one word is another and all the rest is said word for word: it is meant, then.

    Even if the two have a meaning in common, as things of a kind do.
    """
    ours, theirs = one.order, other.order
    if ours.frame != theirs.frame or len(ours.roots) != len(theirs.roots):
        return False
    exchanged = [root != other for root, other in zip(ours.roots, theirs.roots, strict=True)]
    if sum(exchanged) != 1:
        return False
    place = exchanged.index(True)
    return not mistyped(ours.forms[place], theirs.forms[place])


def _does_more(one: Reading, ours: Alone) -> bool:
    """Whether how to do it begins with a word of ours alone: how to check, not how to order."""
    first = one.order.roots[:1]
    return one.kind is Kind.HOW and any((word.root,) == first for word in _heavy(ours))


def _turned_around(one: Reading, other: Reading) -> bool:
    """Whether they have the same words in another order, and it matters: from A to B, from B to A.

    It does not in "Where is order 12?" and "Order 12, where is it?": what stands around them
    differs too. It does in "Did they sue us?" and "Did we sue them?".
    """
    ours, theirs = one.order, other.order
    if ours.roots == theirs.roots or sorted(ours.roots) != sorted(theirs.roots):
        return False
    return ours.frame == theirs.frame or _changed_sides(one, other)


def _changed_sides(one: Reading, other: Reading) -> bool:
    """Whether somebody does in one question what is done to them in the other."""
    doing = [{DOING[word] for word in each.order.frame if word in DOING} for each in (one, other)]
    done = [
        {DONE_TO[word] for word in each.order.frame if word in DONE_TO} for each in (one, other)
    ]
    return bool((doing[0] - done[0]) & (done[1] - doing[1])) or bool(
        (doing[1] - done[1]) & (done[0] - doing[0])
    )
