"""BM25 over stems (`bm25s`, with Snowball's stemmers for French, then English)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import bm25s
import numpy as np

from knowledge.search.index import Document
from tests.evaluation.engines import Found, Rank, by_entry, wordings
from tests.evaluation.engines.stems import stems

CANDIDATES = 300  # wordings


@contextmanager
def engine(documents: Sequence[Document]) -> Iterator[Rank]:
    pairs = wordings(documents)
    model = bm25s.BM25()
    model.index([stems(wording) for _, wording in pairs], show_progress=False)
    vocabulary = model.vocab_dict

    def rank(question: str) -> list[Found]:
        known = [stem for stem in stems(question) if stem in vocabulary]
        if not known:
            return []
        scores = model.get_scores(known)
        best = np.argsort(-scores, kind="stable")[:CANDIDATES]
        return by_entry((pairs[row][0], float(scores[row])) for row in best if scores[row] > 0)

    yield rank
