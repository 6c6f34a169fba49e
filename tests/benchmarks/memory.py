"""Memory benchmark: what an index of so many entries holds, beside what it is estimated to hold.

    .venv/bin/python tests/benchmarks/memory.py [entries …]

`corpus.py` tells what is indexed. What all indexes share (the thesaurus, word lists) is there
before, and in no figure.
"""

import gc
import random
import sys
import time
import tracemalloc

from knowledge.search import index
from knowledge.search.index import Document, Index
from tests.benchmarks import corpus

SIZES = (20, 50, 200, 1_000, 5_000, 20_000)


def held(documents: list[Document]) -> tuple[Index, int, float]:
    """An index of these, how many bytes it holds, and how many seconds it took to make."""
    began = time.process_time()
    Index().put(documents)
    seconds = time.process_time() - began
    gc.collect()
    tracemalloc.start()
    made = Index()
    made.put(documents)
    gc.collect()
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return made, size, seconds


def main() -> None:
    """One line for each size."""
    index.prepare()
    sources = corpus.sources()
    print("entries   MB held  estimated  ratio  KB an entry  ms an entry to fill")
    for size in map(int, sys.argv[1:] or SIZES):
        documents = [*corpus.documents(sources, size, random.Random(size))]
        made, real, seconds = held(documents)
        mega, guess = real / 2**20, made.footprint / 2**20
        print(
            f"{size:7,}{mega:10.2f}{guess:11.2f}{guess / mega:7.2f}"
            f"{real / 1024 / size:13.1f}{1000 * seconds / size:21.2f}"
        )


if __name__ == "__main__":
    main()
