"""Shelf: the documents as a reader sees them at one moment; every change makes a new shelf."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from knowledge.search.documents import Document, Key, Record
from knowledge.search.facets import Facets, Labels, facets
from knowledge.search.lexicon import Forms, Lexicon
from knowledge.search.ragged import Ints, Longs, Mask
from knowledge.search.segment import (
    NOTHING,
    Material,
    Segment,
    Weights,
    build,
    joined_material,
    latest,
    read,
    vocabulary,
)
from knowledge.search.semantic import NO_SENSE, Meanings, Sense, sense
from knowledge.search.speller import Speller
from knowledge.search.spellings import NO_WORDS, Spellings
from knowledge.search.thesaurus import Thesaurus

SMALL = 1_000  # wordings: up to here everything is rebuilt at each change, and exact
MELTING = 300  # wordings: a smaller part is not worth a look of its own
DRIFT = 0.1  # share of new or removed wordings at which everything is rebuilt …
AT_ONCE = 5_000  # … while the change waits, if there are no more wordings than that


@dataclass(frozen=True)
class Part:
    """A frozen segment and which of its documents still live."""

    segment: Segment
    facets: Facets
    slots: dict[Key, int]
    alive: Mask
    sense: Sense

    @property
    def rows(self) -> int:
        return int(self.segment.first[-1])

    @property
    def dead(self) -> int:
        """How many rows are of documents that left."""
        return int(np.diff(self.segment.first)[~self.alive].sum())

    @property
    def living(self) -> Material:
        if self.alive.all():
            return self.segment.material
        return self.segment.material.take(np.flatnonzero(self.alive))

    def find(self, keys: Iterable[Key]) -> Longs:
        slots = [self.slots[key] for key in keys if key in self.slots]
        return np.array([slot for slot in slots if self.alive[slot]], np.int64)

    def understood(self, meanings: Meanings) -> "Part":
        first = self.segment.first
        return replace(self, sense=sense(meanings, self.sense.numbers, first, self.sense))

    def without(self, slots: Longs) -> "Part":
        alive = self.alive.copy()
        alive[slots] = False
        return replace(self, alive=alive)


@dataclass(frozen=True)
class Shelf:
    parts: tuple[Part, ...]
    weights: Weights
    frequency: Ints
    speller: Speller
    spellings: Spellings

    def record(self, key: Key) -> Record | None:
        for part in self.parts:
            slot = part.slots.get(key)
            if slot is not None and part.alive[slot]:
                return part.segment.material.records[slot]
        return None

    def __len__(self) -> int:
        return sum(int(part.alive.sum()) for part in self.parts)

    @property
    def drifted(self) -> bool:
        """Whether so much has changed since everything was weighed that it is time to do it."""
        return _drift(self.parts) > DRIFT * _base(self.parts)


class Shelver:
    """Makes the next shelf from the last. Only one thread at a time may change one."""

    def __init__(
        self, thesaurus: Thesaurus | None = None, meanings: Meanings | None = None
    ) -> None:
        self.meanings = meanings
        self.lexicon = Lexicon(thesaurus)
        self.labels = Labels()
        self._spellings = NO_WORDS

    def empty(self) -> Shelf:
        return self._shelf((), NOTHING, np.zeros((2, 0), np.int32))

    def read(self, documents: Iterable[Document], forms: Forms | None = None) -> Material:
        """The latest of each key, their words as numbers; `forms` as those read before."""
        return read(latest(documents), self.lexicon, Forms() if forms is None else forms)

    def change(self, shelf: Shelf, fresh: Material, removed: Iterable[Key]) -> Shelf:
        """Add or replace documents, and take out others.

        When that is quickly done, everything is weighed anew. Otherwise the new ones become a
        small part, weighed by the old statistics.
        """
        keys = [record.key for record in fresh.records]
        parts, frequency = self._without(shelf, [*keys, *removed])
        if _quick(parts, len(fresh.wordings)):
            living = [part.living for part in parts]
            return self._whole(joined_material([*living, fresh]) if living else fresh)
        frequency = frequency + vocabulary(fresh, self.lexicon.size)
        return self._shelf(self._added(parts, fresh, shelf.weights), shelf.weights, frequency)

    def renewed(self, shelf: Shelf) -> Shelf:
        """The same documents, weighed anew. Changes may be made meanwhile: this learns nothing."""
        return self._whole(joined_material([part.living for part in shelf.parts]))

    def _without(self, shelf: Shelf, keys: Collection[Key]) -> tuple[list[Part], Ints]:
        frequency = np.zeros((2, self.lexicon.size), np.int32)
        frequency[:, : shelf.frequency.shape[1]] = shelf.frequency
        parts = []
        for part in shelf.parts:
            slots = part.find(keys)
            if len(slots):
                frequency -= vocabulary(part.segment.material.take(slots), self.lexicon.size)
                part = part.without(slots)
            parts.append(part)
        return parts, frequency

    def _whole(self, material: Material) -> Shelf:
        part, weights = self._part(material)
        frequency = vocabulary(material, self.lexicon.size)
        return self._shelf([part] if len(material.records) else [], weights, frequency)

    def _added(self, parts: list[Part], fresh: Material, weights: Weights) -> list[Part]:
        """Parts of similar size melt together: each costs every question some time of its own."""
        if not len(fresh.records):
            return parts
        parts = parts[:]
        while len(parts) > 1 and parts[-1].rows < max(MELTING, 3 * len(fresh.wordings)):
            fresh = joined_material([parts.pop().living, fresh])
        return [*parts, self._part(fresh, weights)[0]]

    def _part(self, material: Material, weights: Weights | None = None) -> tuple[Part, Weights]:
        segment, weights = build(material, self.lexicon, weights)
        records = material.records
        part = Part(
            segment,
            facets(records, self.labels),
            {record.key: slot for slot, record in enumerate(records)},
            np.ones(len(records), np.bool_),
            self._sense(segment),
        )
        return part, weights

    def understood(self, shelf: Shelf) -> Shelf:
        """The same with every meaning that was learned since."""
        if self.meanings is None:
            return shelf
        parts = [part.understood(self.meanings) for part in shelf.parts]
        return replace(shelf, parts=tuple(parts))

    def _sense(self, segment: Segment) -> Sense:
        if self.meanings is None or not len(segment):
            return NO_SENSE
        records = segment.material.records
        numbers = self.meanings.numbers(text for each in records for text in each.wordings)
        return sense(self.meanings, numbers, segment.first)

    def _shelf(self, parts: Sequence[Part], weights: Weights, frequency: Ints) -> Shelf:
        self._spellings = self._spellings.grown(self.lexicon)
        speller = Speller(self.lexicon, frequency)
        return Shelf(tuple(parts), weights, frequency, speller, self._spellings)


def _quick(parts: Sequence[Part], fresh: int) -> bool:
    """Few wordings; or many changes since the last time, but not too many to wait; or an import."""
    base, drift = _base(parts), _drift(parts) + fresh
    alive = sum(part.rows - part.dead for part in parts) + fresh
    return alive <= SMALL or fresh >= base or (drift > DRIFT * base and base <= AT_ONCE)


def _base(parts: Sequence[Part]) -> int:
    return parts[0].rows if parts else 0


def _drift(parts: Sequence[Part]) -> int:
    """New and removed wordings since everything was weighed."""
    return sum(part.rows for part in parts[1:]) + sum(part.dead for part in parts)
