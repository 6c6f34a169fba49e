"""Search benchmark: time, memory and freshness at growing sizes, beside what could be used instead.

    .venv/bin/python tests/benchmarks/search.py [--data FOLDER] [--clock cpu] [entries …]

Sizes are 1000, 10000 and 100000 unless given; 1000000 takes some minutes and 8 GB. `corpus.py`
tells what is indexed and asked. Every size runs in a process of its own. Times depend on the
machine and on what else it does (`--clock cpu` leaves most of that out), ratios in one run less.
"""

import argparse
import ctypes
import gc
import os
import random
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process

from knowledge.search import postings, ranking
from knowledge.search.index import Document, Index
from tests.benchmarks import corpus
from tests.evaluation import engines

SIZES = (1_000, 10_000, 100_000)
ASKED = 300
COMPARED = 20  # questions asked of the slow ones, and of an index that looks closer
CHANGES = 60
MANY = 20_000  # candidates that stand for everybody
RIVALS = ("tantivy", "sqlite")  # the first one where it is installed
CLOCKS = {"wall": time.perf_counter, "cpu": time.process_time}

HEAD = """\
                    bytes a       ask, ms      change,   same if all     ask, p50 (p99), divided by
                    wording                      found    are scored     those over the same titles
 entries  ready s  (titles)    p50     p99          ms  first    ten     tantivy             FTS5 \
      every title"""


@dataclass(frozen=True)
class Run:
    """One size: its index, the questions, and the clock."""

    index: Index
    titles: Sequence[str]
    asked: Sequence[str]
    clock: Callable[[], float]

    def milliseconds(self, action: Callable[[str], object], texts: Iterable[str]) -> list[float]:
        times = []
        for text in texts:
            start = self.clock()
            action(text)
            times.append(1000 * (self.clock() - start))
        return times

    def found_after_change(self, text: str) -> None:
        self.index.put([Document(f"new {text}", text, text)])
        assert self.index.search(text)

    def agreement(self) -> tuple[float, float]:
        """Share of the first hits, and of the first ten, that are as if all were scored."""
        some = self.asked[: 2 * COMPARED]
        chosen = [[hit.key for hit in self.index.search(text)] for text in some]
        with looking_closer():
            best = [[hit.key for hit in self.index.search(text)] for text in some]
        pairs = list(zip(chosen, best, strict=True))
        ten = sum(len({*few} & {*every}) for few, every in pairs) / sum(map(len, best))
        return sum(few[:1] == every[:1] for few, every in pairs) / len(pairs), ten

    def rivals(self) -> Iterator[list[float]]:
        """Times of other engines over the same titles, without answers."""
        entries = [Document(number, title) for number, title in enumerate(self.titles)]
        for name in RIVALS:
            try:
                with engines.opened(name, entries) as rank:
                    yield self.milliseconds(rank, self.asked[: 5 * COMPARED])
            except ImportError:
                yield [float("nan")]
        compare = partial(
            process.extract, choices=self.titles, scorer=fuzz.token_set_ratio, limit=10
        )
        yield self.milliseconds(compare, self.asked[:COMPARED])


@contextmanager
def looking_closer() -> Iterator[None]:
    """No posting is passed over, and more candidates are scored than could be among the best."""
    usual = ranking.CANDIDATES, postings.FAINT, postings.BUDGET
    ranking.CANDIDATES, postings.FAINT, postings.BUDGET = MANY, 0.0, sys.maxsize
    try:
        yield
    finally:
        ranking.CANDIDATES, postings.FAINT, postings.BUDGET = usual


def resident() -> int:
    """Bytes of memory held by this process; what was freed is given back first, where it can be."""
    gc.collect()
    if hasattr(libc := ctypes.CDLL(None), "malloc_trim"):
        libc.malloc_trim(0)
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def bytes_a_wording(index: Index, held: int) -> float:
    """Bodies aside: they are lists of words, counted exactly. Titles' text is in it."""
    bodies = sum(
        array.nbytes
        for part in index._shelf.parts
        for lists in (part.segment.bodies.lists, part.segment.bodies.holders)
        for array in (lists.flat, lists.edges)
    )
    return (held - bodies) / len(index)


def measure(size: int, data: Path, clock: str) -> str:
    lot = random.Random(size)
    texts, asked = corpus.sources(data), corpus.mistyped(data, ASKED, lot)
    before, start = resident(), CLOCKS[clock]()
    entries = list(corpus.documents(texts, size, lot))
    made = CLOCKS[clock]() - start
    index = Index()
    index.put(entries)
    ready = CLOCKS[clock]() - start - made
    titles = [entry.title for entry in entries]
    del entries
    memory = bytes_a_wording(index, resident() - before)
    return line(Run(index, titles, asked, CLOCKS[clock]), ready, memory)


def line(run: Run, ready: float, memory: float) -> str:
    run.index.search(run.asked[0])
    p50, p99 = np.percentile(run.milliseconds(run.index.search, run.asked), [50, 99])
    first, ten = run.agreement()
    ratios = (np.percentile(times, [50, 99]) for times in run.rivals())
    beside = "  ".join(f"{p50 / half:7.3f} ({p99 / most:6.3f})" for half, most in ratios)
    changed = np.median(run.milliseconds(run.found_after_change, run.asked[:CHANGES]))
    return (
        f"{len(run.titles):>8} {ready:>8.2f} {memory:>9.0f} {p50:>6.2f} {p99:>7.2f}"
        f" {changed:>11.2f} {first:>6.3f} {ten:>6.3f} {beside}"
    )


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    reader.add_argument("sizes", metavar="entries", nargs="*", type=int, default=SIZES)
    reader.add_argument("--data", type=Path, default=corpus.DATA, help="a folder of question sets")
    reader.add_argument("--clock", choices=CLOCKS, default="wall")
    wanted = reader.parse_args()
    print(HEAD, flush=True)
    with ProcessPoolExecutor(1, max_tasks_per_child=1) as processes:
        measured = partial(measure, data=wanted.data, clock=wanted.clock)
        for line in processes.map(measured, wanted.sizes):
            print(line, flush=True)


if __name__ == "__main__":
    main()
