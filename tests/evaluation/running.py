"""Running: the rows of a plan, made by a process a core, with progress on stderr."""

import json
import math
import os
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from time import perf_counter
from typing import Any

from tests.evaluation.plan import Results, Row, Task

DIGITS = 5


def run(tasks: Sequence[Task], processes: int | None = None) -> Results:
    """The rows of each measure, in the order of the tasks."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # numpy's threads would fight for our cores
    with ProcessPoolExecutor(processes or os.cpu_count()) as pool:
        futures = {pool.submit(_timed, task): task for task in tasks}
        _watch(futures)
    results: dict[str, list[Row]] = defaultdict(list)
    for future, task in futures.items():
        results[task.measure].append(future.result()[0])
    return dict(results)


def _timed(task: Task) -> tuple[Row, float]:
    start = perf_counter()
    return rounded(task.make()), perf_counter() - start


def _watch(futures: dict[Future[tuple[Row, float]], Task]) -> None:
    start = perf_counter()
    for number, future in enumerate(as_completed(futures), 1):
        task, (_, seconds) = futures[future], future.result()
        print(
            f"{perf_counter() - start:6.0f} s  {number}/{len(futures)}  {task.measure}"
            f" {task.label}  {seconds:.1f} s",
            file=sys.stderr,
            flush=True,
        )


def rounded(value: Any) -> Any:
    """Plain values for JSON: few digits, and nothing where nothing could be measured."""
    if isinstance(value, float):
        return None if math.isnan(value) else round(value, DIGITS)
    if isinstance(value, dict):
        return {key: rounded(one) for key, one in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [rounded(one) for one in value]
    return value


def written(results: Results) -> str:
    return json.dumps(results, ensure_ascii=False, indent=1)
