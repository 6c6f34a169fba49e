"""Learning: what confirmed questions are worth.

Half of the questions of each entry may be confirmed, the other half is asked.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from tests.evaluation.asking import ask, hits
from tests.evaluation.engines.relais import indexed, ranking
from tests.evaluation.plan import Plan, Row, Task, task
from tests.evaluation.sets import Asked, Case, documents, folders, has_examples, load, thinned

CONFIRMED = (0, 1, 2, 3, 5, 10)  # questions of each entry


def tasks(plan: Plan) -> Iterator[Task]:
    for folder in folders(plan.data):
        if not has_examples(folder):
            for draw in range(plan.draws):
                yield task("learning", f"{folder.name} {draw}", measured, plan, folder, draw)


def measured(plan: Plan, folder: Path, draw: int) -> Row:
    confirmed, held_out = halves(load(folder).answerable, draw)
    asked = thinned(held_out, plan.most)
    return {
        "set": folder.name,
        "lang": load(folder).lang,
        "draw": draw,
        "after": {str(several): _after(folder, confirmed, asked, several) for several in CONFIRMED},
    }


def halves(
    asked: Sequence[Asked], draw: int
) -> tuple[Mapping[str, tuple[str, ...]], tuple[Asked, ...]]:
    """By entry what may be confirmed, and what is asked."""
    by_entry = defaultdict(list)
    for each in asked:
        by_entry[each.clean.relevant[0]].append(each)
    lot = random.Random(draw)
    confirmed, held_out = {}, []
    for entry, several in sorted(by_entry.items()):
        lot.shuffle(several)
        half = len(several) // 2
        confirmed[entry] = tuple(each.clean.text for each in several[:half])
        held_out.extend(several[half:])
    return confirmed, tuple(held_out)


def _after(
    folder: Path,
    confirmed: Mapping[str, tuple[str, ...]],
    asked: Sequence[Asked],
    several: int,
) -> Row:
    taught = (
        replace(each, learned=confirmed.get(str(each.key), ())[:several])
        for each in documents(Case(folder))
    )
    rank = ranking(indexed(taught))
    clean, typos = ([getattr(each, form) for each in asked] for form in ("clean", "typos"))
    return hits(ask(rank, clean)) | {"typos": hits(ask(rank, typos))["first"]}
