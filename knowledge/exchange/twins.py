"""Twins: entries of an import that seem to ask what another asks, to be looked at by people.

Every pair of ten thousand would take hours. So only titles that share a rare word are compared.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping
from itertools import combinations
from typing import TypeVar

from knowledge.sameness import likeness
from knowledge.search.analysis import words
from knowledge.sense import sense

Key = TypeVar("Key", bound=Hashable)

RARE = 2
"""How many of its rarest words stand for a title."""

CROWD = 25
"""A word that more titles share is not rare."""

MOST = 200
"""Pairs that are told; nobody looks at more at once."""


def twins(titles: Mapping[Key, str], new: Collection[Key]) -> list[tuple[Key, Key]]:
    """Pairs of titles that ask the same, at least one of each pair among the new ones."""
    pairs: dict[tuple[Key, Key], None] = {}
    for one, other in _candidates(titles):
        if len(pairs) >= MOST:
            break
        if (one, other) in pairs or not (one in new or other in new):
            continue
        if sense(titles[one]) == sense(titles[other]) or likeness(titles[one], titles[other]).same:
            pairs[one, other] = None
    return [*pairs]


def _candidates(titles: Mapping[Key, str]) -> Iterator[tuple[Key, Key]]:
    """Pairs that are worth a look: the same letters, or a rare word in common; some twice."""
    said = {key: set(words(title)) for key, title in titles.items()}
    count = Counter(word for one in said.values() for word in one)
    groups: dict[str, list[Key]] = defaultdict(list)
    for key, title in titles.items():
        groups["=" + sense(title)].append(key)
        shared = [word for word in said[key] if 1 < count[word] <= CROWD]
        for word in sorted(shared, key=lambda word: (count[word], word))[:RARE]:
            groups[word].append(key)
    for group in groups.values():
        yield from combinations(group[: CROWD * 2], 2)
