"""Working time benchmark: what a deadline costs, beside counting it by quarters of an hour.

    .venv/bin/python tests/benchmarks/worktime.py [SECONDS]

Each line is one way of asking, of people who work in twelve zones, with and without absences, at
moments of ten years. Times depend on the machine, the ratio to the slow calendar of the tests, in
the same run, less. The slow one is given SECONDS, 1 unless told, for each line.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from knowledge import worktime
from knowledge.calendar import duration
from knowledge.charter import Charter
from knowledge.worktime import WorkingTime
from tests.knowledge.slow_calendar import DAY, QUARTER, SlowCalendar
from tests.knowledge.test_worktime import FIRST, HOLIDAYS, LAST, OFFICE, ZONES, quick

ROUNDS = 20
ALLOWED = ("30m", "4h", "1d", "3d", "2w", "90d")

Case = tuple[SlowCalendar, WorkingTime, datetime]
Question = Callable[[SlowCalendar | WorkingTime, datetime], object]


def main(seconds: float) -> None:
    cases = _cases(random.Random(4))
    print("                    µs, p50     slow calendar, divided by it")
    for text in ALLOWED:
        print(_line(f"add {text}", cases, _adding(duration(text)), seconds))
    print(_line("next_working", cases, lambda one, start: one.next_working(start), seconds))
    print(f"{'of':18}{_of():9.1f}")


def _adding(allowed: timedelta) -> Question:
    return lambda one, start: one.add(start, allowed)


def _line(name: str, cases: Sequence[Case], ask: Question, seconds: float) -> str:
    fast = [min(_us(ask, quick, start) for _ in range(ROUNDS)) for _, quick, start in cases]
    ratios, until = [], time.perf_counter() + seconds
    for (slow, _, start), one in zip(cases, fast, strict=True):
        ratios.append(_us(ask, slow, start) / one)
        if time.perf_counter() > until:
            break
    return f"{name:18}{statistics.median(fast):9.1f}{statistics.median(ratios):20.0f}"


def _us(ask: Question, one: SlowCalendar | WorkingTime, start: datetime) -> float:
    begin = time.perf_counter()
    ask(one, start)
    return 1e6 * (time.perf_counter() - begin)


def _cases(dice: random.Random) -> list[Case]:
    cases = []
    for number in range(240):
        start = FIRST + dice.randrange((LAST - FIRST) // QUARTER) * QUARTER
        gone = (start + dice.randrange(9) * DAY, start + dice.randrange(9) * DAY)
        slow = SlowCalendar(
            ZONES[number % len(ZONES)],
            frozenset(range(5)),
            OFFICE,
            HOLIDAYS[number % len(HOLIDAYS)],
            (gone,) if number % 2 else (),
        )
        cases.append((slow, quick(slow), start))
    return cases


def _of() -> float:
    """The working time of each of 200 people by a charter, half of them with hours of their own."""
    hours = {"zone": "Europe/Paris", "days": ["mon", "tue"], "from": "09:00", "to": "18:00"}
    people = [
        {"slack": f"U0{number:03}", "hours": {"zone": ZONES[number % 12]} if number % 2 else None}
        for number in range(200)
    ]
    charter = Charter.model_validate({"relais": 1, "hours": hours, "people": people})
    start = time.perf_counter()
    for _ in range(ROUNDS):
        for person in people:
            worktime.of(charter, str(person["slack"]))
    return 1e6 * (time.perf_counter() - start) / ROUNDS / len(people)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 1)
