"""Corpus: a knowledge base of any size, spliced from public questions and answers.

Titles and answers have real words as often as real texts have them, in the languages of the sets.
A title is the beginning of one question, the end of another and a name; an answer, the beginning
of one and the end of another, with a name every twenty words. There are 20·√N names, so that the
vocabulary grows as it does in real text (Heaps' law). From all public sets: 11 words a title, 74
an answer.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge.search.index import Document
from tests.evaluation.sets import folders, load

DATA = Path(__file__).parents[1] / "evaluation" / "data"
EVERY = 20  # words of an answer, then a name

Texts = list[list[str]]


@dataclass(frozen=True)
class Source:
    """What people wrote in one language, in words."""

    questions: Texts
    answers: Texts


def sources(data: Path = DATA) -> list[Source]:
    sets = [load(folder) for folder in folders(data)]
    return [
        Source(
            [each.clean.text.split() for some in sets if some.lang == lang for each in some.asked],
            [
                entry.body.split()
                for some in sets
                if some.lang == lang
                for entry in some.entries
                if entry.body
            ],
        )
        for lang in sorted({some.lang for some in sets if some.asked})
    ]


def mistyped(data: Path, most: int, lot: random.Random) -> list[str]:
    """Questions with typing errors, from all sets alike."""
    sets = [load(folder).asked for folder in folders(data)]
    texts = [each.typos.text for asked in sets for each in lot.sample(asked, min(most, len(asked)))]
    return lot.sample(texts, min(most, len(texts)))


def documents(several: list[Source], size: int, lot: random.Random) -> Iterator[Document]:
    names = [_name(lot) for _ in range(int(20 * size**0.5))]
    for number in range(size):
        texts = lot.choice(several)
        title = [*_splice(texts.questions, lot), lot.choice(names)]
        body = _splice(texts.answers, lot) if texts.answers else []
        body[EVERY::EVERY] = lot.choices(names, k=len(body[EVERY::EVERY]))
        yield Document(number, " ".join(title), " ".join(body))


def _splice(texts: Texts, lot: random.Random) -> list[str]:
    first, second = lot.choice(texts), lot.choice(texts)
    return [*first[: (len(first) + 1) // 2], *second[len(second) // 2 :]]


def _name(lot: random.Random) -> str:
    return "".join(lot.choice("bdfglmnprstv") + lot.choice("aeiou") for _ in range(4))
