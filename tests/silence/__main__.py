"""Nothing ends in silence: so many steps, on one database.

    .venv/bin/python -m tests.silence [--steps 200000] [--database sqlite|postgresql] [--seed 0]

A step is one thing that a person, time, Slack or a crash does; every promise is checked after it.
"""

import argparse
import sys
import time

from tests.silence import databases, running
from tests.silence.machine import Silence


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--steps", type=int, default=200_000)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--seed", type=int, default=0, help="another number, other lives")
    wanted = parser.parse_args()
    violations, started = 0, time.perf_counter()

    def tell() -> None:
        seconds = time.perf_counter() - started
        print(
            f"{wanted.database}: {Silence.steps} steps, {Silence.escalations} escalations, "
            f"{Silence.handovers} handovers, {seconds:.0f} s, violations {violations}",
            flush=True,
        )

    with databases.address(wanted.database) as url, running.prepared(url):
        try:
            running.run(wanted.steps, first=wanted.seed, tell=tell)
        except AssertionError as error:
            violations = 1
            print(error, *getattr(error, "__notes__", ()), sep="\n")
            tell()
    return violations


if __name__ == "__main__":
    sys.exit(main())
