"""Index: every document of a workspace in memory, found in a few milliseconds."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from threading import Lock

import numpy as np

from knowledge.search import topics
from knowledge.search.confidence import probability
from knowledge.search.documents import Document, Hit, Key, TopicGuess
from knowledge.search.facets import Filter
from knowledge.search.query import query
from knowledge.search.ranking import OUT, Found, Scored, best, scored
from knowledge.search.shelf import Shelf, Shelver

__all__ = ["Document", "Hit", "Index", "Key", "TopicGuess"]

SIMILAR = 0.6  # from this cosine on, two wordings may ask the same thing


class Index:
    """Documents, found by question. Queries may run in any thread while another changes it.

    Copy on write: a change makes a new shelf under a lock and swaps it in; a query reads the
    shelf it began with. A change is found as soon as the call returns.
    """

    def __init__(self) -> None:
        self._shelver = Shelver()
        self._shelf = self._shelver.empty()
        self._writing = Lock()

    def put(self, documents: Iterable[Document]) -> None:
        """Add documents, or replace those of the same key."""
        with self._writing:
            self._shelf = self._shelver.change(self._shelf, documents, ())

    def remove(self, keys: Iterable[Key]) -> None:
        """Forget documents; unknown keys are no error."""
        with self._writing:
            self._shelf = self._shelver.change(self._shelf, (), keys)

    def __len__(self) -> int:
        return len(self._shelf)

    def revision(self, key: Key) -> int | None:
        """The revision that is indexed, or None."""
        record = self._shelf.record(key)
        return None if record is None else record.revision

    def search(
        self,
        question: str,
        *,
        audiences: Collection[str] = (),
        topic: str | None = None,
        kind: str | None = None,
        lang: str | None = None,
        limit: int = 10,
    ) -> list[Hit]:
        """The documents that answer a question, best first, among those the asker may see."""
        allowed = Filter(frozenset(audiences), topic, kind, lang)
        parts, pool = self._scored(self._shelf, question, allowed)
        return _hits(best(parts, max(limit, 2)), pool)[:limit]

    def topics(
        self, question: str, *, audiences: Collection[str] = (), limit: int = 3
    ) -> list[TopicGuess]:
        """What the question is about, most likely first."""
        shelf, allowed = self._shelf, Filter(frozenset(audiences), answers=False)
        parts, _ = self._scored(shelf, question, allowed)
        return topics.vote(best(parts, topics.VOTERS), self._sizes(shelf, allowed))[:limit]

    def similar(self, text: str, *, audiences: Collection[str] = (), limit: int = 3) -> list[Hit]:
        """Documents with a wording close to the text. Score and confidence are the cosine.

        From a cosine of 0.6 on, 63 to 100 % of public pairs ask the same thing: worth showing,
        never worth merging unasked.
        """
        parts, _ = self._scored(self._shelf, text, Filter(frozenset(audiences)))
        near = best([_by_wording(part) for part in parts], limit)
        return [
            Hit(found.record.key, found.score, min(found.score, 1.0), found.wording)
            for found in near
            if found.score >= SIMILAR
        ]

    def _scored(self, shelf: Shelf, text: str, allowed: Filter) -> tuple[list[Scored], int]:
        """The scores of each part, and how many documents were allowed."""
        lexicon, labels = self._shelver.lexicon, self._shelver.labels
        asked = query(text, lexicon, shelf.speller, shelf.weights)
        masks = [part.alive & allowed.of(part.facets, labels) for part in shelf.parts]
        parts = [
            scored(part.segment, mask, asked, lexicon, shelf.weights)
            for part, mask in zip(shelf.parts, masks, strict=True)
        ]
        return parts, sum(int(mask.sum()) for mask in masks)

    def _sizes(self, shelf: Shelf, allowed: Filter) -> dict[str, int]:
        """How many documents each topic has."""
        labels = self._shelver.labels
        chosen = [
            part.facets.topic[part.alive & allowed.of(part.facets, labels)] for part in shelf.parts
        ]
        sizes = np.bincount(np.concatenate([np.zeros(0, np.int32), *chosen]))
        return {labels.name(number): int(size) for number, size in enumerate(sizes) if size}


def _hits(found: list[Found], pool: int) -> list[Hit]:
    """Each against its best rival: the second for the first, the first for the others."""
    scores = [one.score for one in found] + [0.0]
    return [
        Hit(
            one.record.key,
            one.score,
            probability(one.score, scores[1] if rank == 0 else scores[0], pool),
            one.wording,
        )
        for rank, one in enumerate(found)
    ]


def _by_wording(part: Scored) -> Scored:
    closest = np.maximum.reduceat(part.cosines, part.segment.first[:-1])
    return replace(part, scores=np.where(part.scores == OUT, OUT, np.round(closest, 6)))
