"""Look: one question put to one shelf."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from knowledge.search import ranking
from knowledge.search.confidence import CERTAIN, REPEATED, Calibration, evidence
from knowledge.search.documents import Hit, Key
from knowledge.search.facets import Filter, Labels
from knowledge.search.hollow import tempered
from knowledge.search.lexicon import Lexicon
from knowledge.search.query import Query, query
from knowledge.search.ragged import Mask, Singles
from knowledge.search.ranking import Found, Scored
from knowledge.search.semantic import Vector
from knowledge.search.shelf import Shelf


@dataclass(frozen=True)
class Look:
    shelf: Shelf
    asked: Query
    allowed: tuple[Mask, ...]  # one for each part of the shelf
    parts: tuple[Scored, ...]
    meaning: Vector | None = None  # of the question

    @cached_property
    def pool(self) -> int:
        """How many documents were ranked."""
        return sum(int(np.count_nonzero(mask)) for mask in self.allowed)

    def hits(self, found: Sequence[Found], calibration: Calibration) -> list[Hit]:
        """Each against its best rival: the second for the first, the first for the others."""
        rivals = [*found[1:2], *(found[0] for _ in found[1:])] if len(found) > 1 else [None]
        pairs = zip(found, rivals, strict=False)
        return [self._hit(one, rival, calibration) for one, rival in pairs]

    def _hit(self, found: Found, rival: Found | None, calibration: Calibration) -> Hit:
        seen = evidence(found.score, rival.score if rival else 0, self.pool)
        confidence = calibration.probability(seen)
        if found.cosine >= REPEATED > (rival.cosine if rival else 0):
            confidence = max(confidence, CERTAIN)
        if self.asked.hollow:
            confidence = tempered(confidence, found.cosine)
        return Hit(found.record.key, found.score, confidence, found.wording, seen)

    def sizes(self, labels: Labels) -> dict[str, int]:
        """How many of the documents each topic has."""
        pairs = zip(self.shelf.parts, self.allowed, strict=True)
        chosen = [part.facets.topic[mask] for part, mask in pairs]
        counts = np.bincount(np.concatenate([np.zeros(0, np.int32), *chosen])).tolist()
        return {labels.name(number): count for number, count in enumerate(counts) if count}


def look(
    shelf: Shelf,
    text: str,
    allowed: Filter,
    lexicon: Lexicon,
    labels: Labels,
    meant: Singles | None = None,
    besides: Key | None = None,
) -> Look:
    """Put a question to a shelf. `meant`: its cosine with every meaning, if there are any.

    `besides` is a document that is overlooked.
    """
    asked = query(text, lexicon, shelf.speller, shelf.weights)
    question = ranking.asked(asked, shelf.spellings, shelf.weights)
    masks = tuple(part.alive & allowed.of(part.facets, labels) for part in shelf.parts)
    for part, mask in zip(shelf.parts, masks, strict=True):
        if besides in part.slots:
            mask[part.slots[besides]] = False
    parts = tuple(
        ranking.scored(
            part.segment, mask, question, None if meant is None else part.sense.beside(meant)
        )
        for part, mask in zip(shelf.parts, masks, strict=True)
    )
    return Look(shelf, asked, masks, parts)
