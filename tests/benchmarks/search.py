"""Search benchmark: time of a question and of a change, beside comparing with every title.

    .venv/bin/python tests/benchmarks/search.py [entries …]

Sizes are 1000 and 10000 unless given. Titles are spliced from a public question set, so that
words are as frequent as in real ones; the vocabulary grows with invented names.
"""

import random
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process

from knowledge.search.index import Document, Index
from tests.evaluation.sets import questions, rows

DATA = Path(__file__).parents[1] / "evaluation" / "data" / "covid-quebec-fr"
ASKED = 200
COMPARED = 20  # questions asked of the brute force: it takes long
CHANGES = 20


def name(lot: random.Random) -> str:
    return "".join(lot.choice("bdfglmnprstv") + lot.choice("aeiou") for _ in range(4))


def documents(size: int, lot: random.Random) -> list[Document]:
    """A title is the first half of one question, the second half of another, and a name."""
    entries = rows(DATA / "entries.jsonl")
    halves = [entry["title"].split() for entry in entries]
    bodies = [entry["body"] for entry in entries]
    names = [name(lot) for _ in range(int(20 * size**0.5))]  # words grow as in real text
    spliced = []
    for number in range(size):
        first, second = lot.choice(halves), lot.choice(halves)
        words = [*first[: len(first) // 2], lot.choice(names), *second[len(second) // 2 :]]
        spliced.append(Document(number, " ".join(words), lot.choice(bodies)))
    return spliced


def milliseconds(action: Callable[[str], object], texts: Iterable[str]) -> list[float]:
    times = []
    for text in texts:
        start = time.perf_counter()
        action(text)
        times.append(1000 * (time.perf_counter() - start))
    return times


def change(index: Index, text: str) -> None:
    index.put([Document(f"new {text}", text)])
    index.search(text)


def measure(size: int) -> str:
    lot = random.Random(size)
    entries = documents(size, lot)
    texts = [question.text for question in questions(DATA / "queries.typos.jsonl")][:ASKED]
    start = time.perf_counter()
    index = Index()
    index.put(entries)
    built = time.perf_counter() - start
    index.search(texts[0])
    search = milliseconds(index.search, texts)
    changed = milliseconds(lambda text: change(index, text), texts[:CHANGES])
    titles = [entry.title for entry in entries]
    brute = milliseconds(
        lambda text: process.extract(text, titles, scorer=fuzz.token_set_ratio, limit=10),
        texts[:COMPARED],
    )
    p50, p99 = np.percentile(search, [50, 99])
    plain = float(np.median(brute))
    return (
        f"{size:>8} {built:>8.2f} {p50:>8.2f} {p99:>8.2f} {np.median(changed):>10.2f}"
        f" {plain:>10.2f} {p50 / plain:>10.3f} {p99 / plain:>10.3f}"
    )


def main(sizes: list[int]) -> None:
    print("           build     ask, ms         change,  every      ask / every title")
    print(" entries       s      p50      p99  found ms   title ms        p50        p99")
    for size in sizes:
        print(measure(size), flush=True)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1_000, 10_000])
