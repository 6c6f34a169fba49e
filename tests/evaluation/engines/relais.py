"""Relais: the product's own index, as it answers people."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from knowledge.search.index import Document, Index
from tests.evaluation import vectors
from tests.evaluation.engines import DEEP, Found, Rank


def indexed(documents: Iterable[Document]) -> Index:
    index = vectors.new_index()
    index.put(documents)
    vectors.read(index)
    return index


def ranking(index: Index) -> Rank:
    def rank(question: str) -> list[Found]:
        hits = index.search(question, meaning=vectors.meaning(index, question), limit=DEEP)
        return [Found(str(hit.key), hit.score, hit.confidence) for hit in hits]

    return rank


@contextmanager
def engine(documents: Sequence[Document]) -> Iterator[Rank]:
    yield ranking(indexed(documents))
