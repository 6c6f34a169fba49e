"""Splicing: as many other entries as wanted, made of the questions of other sets.

The first half of one question and the second half of another of the same language, sometimes with
an invented name, so that the vocabulary grows with the size, as people's does.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from knowledge.search.index import Document
from tests.evaluation.sets import folders, load

NAMED = 0.2  # share of the entries that mention an invented name
SYLLABLES = "ba bel co dra du fen gal hu jo ka li lor mi nox or pa quin ra sol ti ur ven wi xa zel"


def spliced(data: Path, besides: Path, size: int) -> Iterator[Document]:
    """Entries of every set but this one and those about the same subject."""
    lot = random.Random(size)
    texts = _texts(data, besides.name.partition("-")[0])
    languages = sorted(texts)
    wordings = (_splice(texts[lot.choice(languages)], lot) for _ in range(size if texts else 0))
    return (
        Document(f"other-{number}", wording)
        for number, wording in enumerate(islice(wordings, size))
    )


def _texts(data: Path, subject: str) -> dict[str, list[list[str]]]:
    texts: defaultdict[str, list[list[str]]] = defaultdict(list)
    for folder in folders(data):
        if folder.name.partition("-")[0] != subject:
            loaded = load(folder)
            texts[loaded.lang].extend(each.clean.text.split() for each in loaded.asked)
    return dict(texts)


def _splice(texts: Sequence[list[str]], lot: random.Random) -> str:
    head, tail = lot.choice(texts), lot.choice(texts)
    words = head[: len(head) // 2 + 1] + tail[len(tail) // 2 :]
    if lot.random() < NAMED:
        words.insert(lot.randrange(len(words) + 1), _name(lot))
    return " ".join(words)


def _name(lot: random.Random) -> str:
    return "".join(lot.choices(SYLLABLES.split(), k=lot.randint(2, 4)))
