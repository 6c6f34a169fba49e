"""Look: one question put to one shelf."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log10

import numpy as np

from knowledge.search import ranking
from knowledge.search.confidence import probability
from knowledge.search.documents import Hit
from knowledge.search.facets import Filter, Labels
from knowledge.search.hollow import tempered
from knowledge.search.lexicon import Lexicon
from knowledge.search.query import Query, query
from knowledge.search.ragged import Mask
from knowledge.search.ranking import Found, Scored
from knowledge.search.shelf import Shelf


@dataclass(frozen=True)
class Look:
    shelf: Shelf
    asked: Query
    allowed: tuple[Mask, ...]  # one for each part of the shelf
    parts: tuple[Scored, ...]

    @cached_property
    def pool(self) -> int:
        """How many documents were ranked."""
        return sum(int(np.count_nonzero(mask)) for mask in self.allowed)

    def hits(self, found: Sequence[Found]) -> list[Hit]:
        """Each against its best rival: the second for the first, the first for the others."""
        scores = [*(one.score for one in found[:2]), 0.0, 0.0]
        return [
            self._hit(one, rival=scores[1] if rank == 0 else scores[0])
            for rank, one in enumerate(found)
        ]

    def _hit(self, found: Found, rival: float) -> Hit:
        confidence = probability(found.score, rival, self.pool)
        if self.asked.hollow:
            confidence = tempered(confidence, found.cosine)
        evidence = (found.score, found.score - rival, log10(max(self.pool, 1)))
        return Hit(found.record.key, found.score, confidence, found.wording, evidence)

    def sizes(self, labels: Labels) -> dict[str, int]:
        """How many of the documents each topic has."""
        pairs = zip(self.shelf.parts, self.allowed, strict=True)
        chosen = [part.facets.topic[mask] for part, mask in pairs]
        counts = np.bincount(np.concatenate([np.zeros(0, np.int32), *chosen])).tolist()
        return {labels.name(number): count for number, count in enumerate(counts) if count}


def look(shelf: Shelf, text: str, allowed: Filter, lexicon: Lexicon, labels: Labels) -> Look:
    asked = query(text, lexicon, shelf.speller, shelf.weights)
    question = ranking.asked(asked, shelf.spellings, shelf.weights)
    masks = tuple(part.alive & allowed.of(part.facets, labels) for part in shelf.parts)
    parts = tuple(
        ranking.scored(part.segment, mask, question)
        for part, mask in zip(shelf.parts, masks, strict=True)
    )
    return Look(shelf, asked, masks, parts)
