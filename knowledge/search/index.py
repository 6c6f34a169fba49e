"""Index: every document of a workspace in memory, found in a few milliseconds."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from threading import Lock, Thread

import numpy as np

from knowledge.search import analysis, topics
from knowledge.search.confidence import SHIPPED, calibrated
from knowledge.search.documents import Document, Hit, Key, Label, TopicGuess
from knowledge.search.doubt import doubtful
from knowledge.search.facets import NONE, Filter
from knowledge.search.filling import Filling
from knowledge.search.footprint import footprint
from knowledge.search.language import commonness, is_familiar
from knowledge.search.lapse import aged
from knowledge.search.lift import lifts
from knowledge.search.look import Look, look
from knowledge.search.ranking import best, by_wording
from knowledge.search.refusal import SPARE, lowered
from knowledge.search.segment import Material
from knowledge.search.semantic import Meanings, Vector, cosines
from knowledge.search.shelf import Shelf, Shelver
from knowledge.search.thesaurus import Thesaurus, general, with_jargon

__all__ = ["Document", "Hit", "Index", "Key", "Label", "TopicGuess"]

Change = tuple[Material, tuple[Key, ...]]

AHEAD = 32
"""Looks that are remembered until they are asked for."""

SIMILAR = 0.6  # from this cosine on, two wordings may ask the same thing


def prepare() -> None:
    """Read the word lists and the thesaurus, a second or two, so that no question waits for it."""
    for trie in general().tries:
        trie.settle()
    commonness("")
    is_familiar("")


class Index:
    """Documents, found by question. Queries may run in any thread while another changes it.

    Copy on write: a change makes a new shelf under a lock and swaps it in; a query reads the
    shelf it began with. A change is found as soon as the call returns. After many changes to a
    large index, everything is weighed anew in a thread, and what changed meanwhile again.
    """

    def __init__(
        self, synonyms: Iterable[Sequence[str]] = (), meanings: Meanings | None = None
    ) -> None:
        """`synonyms` are groups of words or short phrases that mean the same here. `meanings`, to
        be filled by `learn`, are where entries are to be found by meaning, too.
        """
        self._shelver = Shelver(with_jargon(synonyms), meanings)
        self._shelf = self._shelver.empty()
        self._weighed = self._shelf, 0
        self._writing = Lock()
        self._meanwhile: list[Change] | None = None  # since everything began to be weighed anew
        self._calibration = SHIPPED
        self._ahead: dict[tuple[str, Filter], Look] = {}
        self._foreseeing = Lock()

    def put(self, documents: Iterable[Document]) -> None:
        """Add documents, or replace those of the same key."""
        self._change(documents, ())

    def remove(self, keys: Iterable[Key]) -> None:
        """Forget documents; unknown keys are no error."""
        self._change((), keys)

    def filling(self) -> Filling:
        """To put many documents, some at a time."""
        return Filling(self._shelver, self._writing, self._take)

    def _change(self, documents: Iterable[Document], removed: Iterable[Key]) -> None:
        with self._writing:
            # What is read lets go of the texts of answers: an import has many.
            self._take(self._shelver.read(documents), tuple(removed))

    def _take(self, fresh: Material, removed: tuple[Key, ...] = ()) -> None:
        """With the lock in our hands."""
        self._shelf = self._shelver.change(self._shelf, fresh, removed)
        if self._meanwhile is not None:
            self._meanwhile.append((fresh, removed))
        elif self._shelf.drifted:
            self._meanwhile = []
            Thread(None, self._renew, "renewal", (self._shelf,), daemon=True).start()

    def _renew(self, shelf: Shelf) -> None:
        try:
            renewed = self._shelver.renewed(shelf)
            with self._writing:
                for change in self._meanwhile or ():
                    renewed = self._shelver.change(renewed, *change)
                self._shelf = self._shelver.understood(renewed)
        finally:
            self._meanwhile = None

    def calibrate(self, labels: Iterable[Label]) -> None:
        """Take what people said of answers, oldest first, in place of what was given before."""
        self._calibration = calibrated(labels)

    def emptied(self, synonyms: Iterable[Sequence[str]]) -> "Index":
        """One of the same kind, with nothing in it yet and other synonyms."""
        return Index(synonyms, None if self._shelver.meanings is None else Meanings())

    def unread(self, limit: int | None = None) -> list[str]:
        """The wordings whose vectors are wanted still; none where meanings play no part."""
        meanings = self._shelver.meanings
        return meanings.missing(limit) if meanings else []

    def learn(self, vectors: Mapping[str, Vector]) -> None:
        """Take the vectors of wordings, each of length one."""
        if self._shelver.meanings:
            with self._writing:
                self._shelver.meanings.learn(vectors)
                self._shelf = self._shelver.understood(self._shelf)

    @property
    def thesaurus(self) -> Thesaurus:
        """What words mean here: the general vocabulary and the workspace's own."""
        return self._shelver.lexicon.thesaurus

    def spelt(self, text: str) -> str:
        """The text, or its words where some are corrected to those that the index knows.

        A model takes a typing error for another word: corrected questions are found one point
        more often, of four public sets.
        """
        words = analysis.words(text)
        corrected = self._shelf.speller.correct(words)
        return text if corrected == words else " ".join(corrected)

    def wordings(self) -> Iterator[str]:
        """Every wording that is indexed."""
        for part in self._shelf.parts:
            for slot in np.flatnonzero(part.alive).tolist():
                yield from part.segment.material.records[slot].wordings

    def __len__(self) -> int:
        return len(self._shelf)

    @property
    def footprint(self) -> int:
        """Bytes of memory that it takes, near enough."""
        shelf, size = self._weighed
        if shelf is not self._shelf:
            shelf = self._shelf
            size = footprint(shelf, self._shelver)
            self._weighed = shelf, size
        return size

    def revision(self, key: Key) -> int | None:
        """The revision that is indexed, or None."""
        record = self._shelf.record(key)
        return None if record is None else record.revision

    def foresee(
        self, question: str, *, meaning: Vector | None = None, audiences: Collection[str] = ()
    ) -> None:
        """Look for what `search` and `topics` will be asked for next, in any thread.

        They begin from it if nothing has changed until then.
        """
        held = frozenset(audiences)
        every = (Filter(held), Filter(held, answers=False))
        looks = {(question, allowed): self._look(question, allowed, meaning) for allowed in every}
        with self._foreseeing:
            self._ahead |= looks
            while len(self._ahead) > AHEAD:
                del self._ahead[next(iter(self._ahead))]

    def search(
        self,
        question: str,
        *,
        meaning: Vector | None = None,
        audiences: Collection[str] = (),
        within: Collection[str] | None = None,
        topic: str | None = None,
        kind: str | None = None,
        lang: str | None = None,
        besides: Key | None = None,
        limit: int = 10,
    ) -> list[Hit]:
        """The documents that answer a question, best first, among those the asker may see:
        everyone's and those of these audiences, of the topics `within` if any are named.

        With its vector, `meaning`, those that say it in other words are found as well. The document
        `besides` is overlooked.
        """
        allowed = Filter(frozenset(audiences), within, topic, kind, lang)
        seen = self._look(question, allowed, meaning, besides)
        found = aged(lowered(best(seen.parts, limit + SPARE), question))
        return seen.hits(found, self._calibration)[: max(limit, 0)]

    def topics(
        self,
        question: str,
        *,
        meaning: Vector | None = None,
        audiences: Collection[str] = (),
        within: Collection[str] | None = None,
        besides: Key | None = None,
        limit: int = 3,
    ) -> list[TopicGuess]:
        """What the question is about, most likely first, whatever the document `besides` says."""
        allowed = Filter(frozenset(audiences), within, answers=False)
        seen = self._look(question, allowed, meaning, besides)
        voters = best(seen.parts, topics.VOTERS)
        sizes = seen.sizes(self._shelver.labels)
        guesses = topics.vote(voters, sizes, self._lifted(seen, sizes), seen.asked.hollow)
        return guesses[: max(limit, 0)]

    def _lifted(self, seen: Look, sizes: Mapping[str, int]) -> dict[str, float]:
        numbers = {topic: max(self._shelver.labels.find(topic), NONE) for topic in sizes}
        documents = np.zeros(max(numbers.values(), default=NONE) + 1, np.int64)
        documents[[*numbers.values()]] = [*sizes.values()]
        found = lifts(seen, documents)
        return {topic: float(found[number]) for topic, number in numbers.items()}

    def similar(
        self,
        text: str,
        *,
        audiences: Collection[str] = (),
        within: Collection[str] | None = None,
        limit: int = 3,
    ) -> list[Hit]:
        """Documents with a wording close to the text. Score and confidence are the cosine.

        From a cosine of 0.6 on, 63 to 100 % of public pairs ask the same thing: worth showing,
        never worth merging unasked.
        """
        seen = self._look(text, Filter(frozenset(audiences), within))
        near = best([by_wording(part) for part in seen.parts], limit)
        return [
            Hit(found.record.key, found.score, min(found.score, 1.0), found.wording)
            for found in near
            if found.score >= SIMILAR
        ]

    def doubtful(self) -> list[Key]:
        """All documents, first those that another topic is likeliest to be sure of without them."""
        return doubtful(self._shelf, self._shelver.lexicon, self._shelver.labels)

    def _look(
        self,
        text: str,
        allowed: Filter,
        meaning: Vector | None = None,
        besides: Key | None = None,
    ) -> Look:
        shelf, shelver = self._shelf, self._shelver  # the shelf first: vectors only grow
        known = self._ahead.get((text, allowed)) if besides is None else None
        if known and known.shelf is shelf and known.meaning is meaning:
            return known
        meant = cosines(shelver.meanings, meaning)
        seen = look(shelf, text, allowed, shelver.lexicon, shelver.labels, meant, besides)
        return replace(seen, meaning=meaning)
