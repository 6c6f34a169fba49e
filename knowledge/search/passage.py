"""Passage: where in a long answer a question is answered, and which wording is closest to it."""

import re
from collections import Counter
from collections.abc import Sequence
from math import log

from knowledge.search.analysis import fold
from knowledge.search.highlight import RUN, Sought
from knowledge.search.hollow import COMMON
from knowledge.search.unfold import Span

K1, B, PIVOT = 1.2, 0.75, 87
"""BM25's parameters and the length of a usual passage, as in Lucene's `PassageScorer`."""
CLEARLY = 0.5
"""How many words more of what is sought something has to say, to be shown instead of the first."""
END = re.compile(
    r"(?:(?<=[\d)\]»”%\u202f\xa0 ])|(?<=[^\W\d_]{2}))[.!?…]+(?:\s?»|[”\")\]])*\s+"
    r"(?=[^\W\d_a-zà-öø-ÿ]|[«“\"(¿¡])"
)
"""The end of a sentence: its sign, then a capital. "M. Martin" and "art. 5" go on."""


def sentences(text: str) -> list[Span]:
    """A paragraph's sentences, each with the space after it; together they are the paragraph."""
    ends = [found.end() for found in END.finditer(text)]
    return list(zip([0, *ends], [*ends, len(text)], strict=True)) if text else []


def best_passage(sought: Sought, passages: Sequence[str]) -> int | None:
    """The passage that says most about what is sought; None if none says anything.

    The score is that of Lucene's unified highlighter (`PassageScorer`): over the question's words

        Σ (K1 + 1) · ln(1 + (N + ½) / (n + ½)) · f / (f + K1 · (1 − B + B · length / PIVOT))

    times 1 + 1 / ln(PIVOT + start), for what stands first matters a little more. N = 1 + letters
    of the text / PIVOT is about how many passages it has, n the word's matches in the text, f those
    in the passage. We count a match by its strength instead of as one.
    """
    folded = fold("\n".join(" ".join(passage.split("\n")) for passage in passages)).split("\n")
    found = [_frequencies(sought, passage) for passage in folded]
    total: Counter[str] = Counter()
    for frequencies in found:
        total.update(frequencies)
    if not total:
        return None
    about = 1 + sum(map(len, passages)) / PIVOT
    weights = {word: (K1 + 1) * log(1 + (about + 0.5) / (n + 0.5)) for word, n in total.items()}
    scores, start = [], 0
    for passage, frequencies in zip(passages, found, strict=True):
        saturation = K1 * (1 - B + B * len(passage) / PIVOT)
        score = sum(weights[word] * f / (f + saturation) for word, f in frequencies.items())
        scores.append(score * (1 + 1 / log(PIVOT + start)))
        start += len(passage)
    return scores.index(max(scores))


def told(sought: Sought, text: str) -> float:
    """How many of the words that are sought a text has, each counted by its best match."""
    best: dict[str, float] = {}
    for match in sought.found(fold(text)):
        best[match.asked] = max(match.strength, best.get(match.asked, 0.0))
    return sum(best.values())


def closest(sought: Sought, wordings: Sequence[str]) -> int:
    """The wording closest to the question, the first unless another says clearly more of it.

    Closeness is Dice's: twice the strength of what matches, divided by the words of both, those
    that every question has left aside.
    """
    enough = told(sought, wordings[0]) + CLEARLY
    better = [number for number, one in enumerate(wordings) if told(sought, one) >= enough]
    return max(better, key=lambda number: _closeness(sought, wordings[number]), default=0)


def _closeness(sought: Sought, wording: str) -> float:
    words = {word for word in RUN.findall(fold(wording)) if word not in COMMON and len(word) > 1}
    total = len(sought.asked) + len(words)
    return 2 * told(sought, wording) / total if total else 0.0


def _frequencies(sought: Sought, folded: str) -> dict[str, float]:
    frequencies: dict[str, float] = {}
    for match in sought.found(folded):
        frequencies[match.asked] = frequencies.get(match.asked, 0.0) + match.strength
    return frequencies
