"""How much of a processor's time `relais doctor duplicates` takes for a large stock.

    .venv/bin/python -m tests.benchmarks.duplicates [ENTRIES] [--of N]

`--of`: look from the first N entries only, and say how long all would take.
"""

import argparse
import random
from time import process_time

from knowledge import survey
from knowledge.entry import Entry
from knowledge.search.index import Index, prepare
from tests.benchmarks.corpus import documents, sources


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("entries", nargs="?", type=int, default=10_000)
    parser.add_argument("--of", type=int, help="look from so many only")
    chosen = parser.parse_args()
    prepare()
    spliced = list(documents(sources(), chosen.entries, random.Random(chosen.entries)))
    index = Index()
    index.put(spliced)
    stock = [
        Entry(id=number, title=one.title, body=one.body, lang=one.lang, workspace="T")
        for number, one in enumerate(spliced)
    ]
    seen = stock[: chosen.of or len(stock)]
    start = process_time()
    found = survey.look(seen, {}, index)
    took = process_time() - start
    apart = sum(one.twin.contradicts for one in found)
    each = took / len(seen)
    print(f"{len(seen):,} of {len(stock):,} entries: {took:.0f} s, {each * 1000:.1f} ms each")
    print(f"all of them: {each * len(stock):.0f} s; {len(found)} pairs, {apart} apart")


if __name__ == "__main__":
    main()
