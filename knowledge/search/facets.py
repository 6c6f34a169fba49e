"""Facets: whom a document is for, its topic, kind and language, as numbers to filter by."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from knowledge.search.documents import Record
from knowledge.search.ragged import Ints, Longs, Mask

NONE = 0


class Labels:
    """Numbers for the values of the facets. It only grows, so readers need no lock."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._names: list[str] = [""]

    def number(self, name: str | None) -> int:
        if name is None:
            return NONE
        if name not in self._numbers:
            self._names.append(name)
            self._numbers[name] = len(self._names) - 1
        return self._numbers[name]

    def find(self, name: str) -> int:
        """The number of a value, or one that nothing has."""
        return self._numbers.get(name, -1)

    def chosen(self, names: Collection[str]) -> Mask:
        """For each number, whether its value is among the names."""
        chosen = np.zeros(len(self._names), np.bool_)
        chosen[[self._numbers[name] for name in names if name in self._numbers]] = True
        return chosen

    def name(self, number: int) -> str:
        return self._names[number]


@dataclass(frozen=True)
class Facets:
    audience: Ints
    topic: Ints
    kind: Ints
    lang: Ints
    answers: Mask

    @cached_property
    def private(self) -> Longs:
        """The few that are not for everyone."""
        return np.flatnonzero(self.audience != NONE)


def facets(records: Sequence[Record], labels: Labels) -> Facets:
    def numbers(names: list[str | None]) -> Ints:
        return np.array([labels.number(name) for name in names], np.int32)

    return Facets(
        audience=numbers([each.audience for each in records]),
        topic=numbers([each.topic for each in records]),
        kind=numbers([each.kind for each in records]),
        lang=numbers([each.lang for each in records]),
        answers=np.array([each.answers for each in records], np.bool_),
    )


@dataclass(frozen=True)
class Filter:
    """What may be found. Everyone's documents always, others to those who hold their audience.

    `within`: answers of these topics alone; what only counts for its topic does so in any case.
    """

    audiences: Collection[str] = ()
    within: Collection[str] | None = None
    topic: str | None = None
    kind: str | None = None
    lang: str | None = None
    answers: bool = True  # leave out what only counts for the topic

    def of(self, values: Facets, labels: Labels) -> Mask:
        allowed = values.answers.copy() if self.answers else np.ones_like(values.answers)
        held = labels.chosen(self.audiences)
        allowed[values.private] &= held[values.audience[values.private]]
        if self.within is not None:
            allowed &= labels.chosen(self.within)[values.topic] | ~values.answers
        for wanted, numbers in (
            (self.topic, values.topic),
            (self.kind, values.kind),
            (self.lang, values.lang),
        ):
            if wanted is not None:
                allowed &= numbers == labels.find(wanted)
        return allowed
