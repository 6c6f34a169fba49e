"""rapidfuzz alone: `token_set_ratio`, the best of its ratios for this, against every wording."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
from rapidfuzz import fuzz, process, utils

from knowledge.search.index import Document
from tests.evaluation.engines import Found, Rank, by_entry, wordings


@contextmanager
def engine(documents: Sequence[Document]) -> Iterator[Rank]:
    pairs = wordings(documents)
    choices = [utils.default_process(wording) for _, wording in pairs]

    def rank(question: str) -> list[Found]:
        asked = utils.default_process(question)
        scores = process.cdist([asked], choices, scorer=fuzz.token_set_ratio, dtype=np.float32)[0]
        return by_entry((pairs[row][0], float(score)) for row, score in enumerate(scores))

    yield rank
