"""Report: runs the benchmarks of speed and writes docs/speed.md and its pictures.

.venv/bin/python -m tests.benchmarks.report [--million]
"""

import argparse
import asyncio
import os
import platform
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Concatenate, ParamSpec, TypeVar

from matplotlib.figure import Figure

from tests.benchmarks import acknowledging, due, growth
from tests.process import ROOT

P = ParamSpec("P")
R = TypeVar("R")

DOCUMENT = ROOT / "docs" / "speed.md"
PICTURES = ROOT / "docs" / "pictures"
OPEN = (10, 100, 1_000)
MILLION = 1_000_000

TEXT = """\
# Speed

Written by `make bench` (`python -m tests.benchmarks.report`). Seconds depend on the machine, and on
what else it does; ratios, taken in one run and in turns, much less. This run: {machine}.

## Acknowledging, with {entries:,} entries

`python -m tests.benchmarks.acknowledging`. 32 people ask at once, over HTTP, in turns with an empty
Bolt `AsyncApp` in a process of its own; both verify signatures. Counted is from the second second
of a turn on: a process that stood still has much to do that is late. Then the bot is killed.

{acknowledging}

A command is acknowledged when it is in the database, together with all that came at the same
moment. It is answered afterwards: by four at a time, and by one with rests while more comes in. A
crowd is acknowledged at once, and answered in its order.

## Cost against the number of entries

`python -m tests.benchmarks.growth`. *Reply* is from the request to the finished answer, questions
with typing errors, one after the other. *After a publication*: an entry was just published by
another process, and the question asks for it; *of it for that*: by how much that takes longer.

{growth}

![Reply time against entries](pictures/growth-entries.svg)

## Cost against open escalations

`python -m tests.benchmarks.due`. {settled:,} settled rows lie beside; the clock runs ten times as
fast as it does.

{due}

![Worker's time against open escalations](pictures/growth-escalations.svg)
"""


def main() -> None:
    """Run everything, the slowest last."""
    reader = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    reader.add_argument("--million", action="store_true", help="1,000,000 entries, too: 4 GB")
    sizes = (*growth.SIZES, MILLION) if reader.parse_args().million else growth.SIZES
    acknowledged = _in_folder(acknowledging.measure, acknowledging.ENTRIES, 5, 3.0)
    late = [_in_folder(due.measure, opened, due.SETTLED, 20.0) for opened in OPEN]
    grown = [_in_folder(growth.measure, size) for size in sizes]
    _draw("growth-entries", "entries", "ms", sizes, [one.p50 for one in grown])
    _draw("growth-escalations", "open", "ms", OPEN, [1000 * one.look for one in late])
    DOCUMENT.write_text(
        TEXT.format(
            machine=f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at its end,"
            f" Python {platform.python_version()}",
            entries=acknowledging.ENTRIES,
            settled=due.SETTLED,
            acknowledging=_listed(acknowledged.lines()),
            growth="\n".join(growth.table(grown)),
            due="\n\n".join(_listed(one.lines()) for one in late),
        ),
        "utf-8",
    )


def _in_folder(
    measure: Callable[Concatenate[Path, P], Coroutine[Any, Any, R]],
    *given: P.args,
    **more: P.kwargs,
) -> R:
    with TemporaryDirectory(prefix="relais-bench-") as folder:
        return asyncio.run(measure(Path(folder), *given, **more))


def _listed(lines: Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _draw(name: str, across: str, up: str, xs: Sequence[int], ys: Sequence[float]) -> None:
    """Both axes by powers of ten: a straight line of slope one is proportional."""
    figure = Figure(figsize=(6, 3.5), layout="constrained")
    axes = figure.subplots()
    axes.loglog(xs, ys, marker="o")
    axes.set_xlabel(across)
    axes.set_ylabel(up)
    axes.grid(visible=True, which="major", alpha=0.3)
    figure.savefig(PICTURES / f"{name}.svg", metadata={"Date": None})


if __name__ == "__main__":
    main()
