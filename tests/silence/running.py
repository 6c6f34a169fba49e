"""Running the machine for as many steps as wanted, and what came of it."""

import asyncio
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.silence import databases
from tests.silence.machine import Silence

EXAMPLE = 50
"""Steps that one team lives through."""

BATCH = 60
"""Teams that Hypothesis keeps in mind, so as to make each another."""


@contextmanager
def prepared(url: str | None) -> Iterator[None]:
    """An empty database for the machine (None: in memory); nothing has happened yet."""
    Silence.loop, Silence.database = asyncio.new_event_loop(), databases.opened(url)
    Silence.steps = Silence.escalations = Silence.handovers = 0
    try:
        Silence.loop.run_until_complete(databases.with_tables(Silence.database))
        yield
    finally:
        Silence.loop.run_until_complete(Silence.database.close())
        Silence.loop.close()


def run(steps: int, *, first: int = 0, tell: Callable[[], None] = lambda: None) -> None:
    """At least so many steps; `first` numbers the first batch. `tell` is called after each.

    Raises:
        AssertionError: a promise was broken; its notes say by which steps.
    """
    gc.set_threshold(100_000, 20, 100)  # there is little garbage in cycles, and much else
    while Silence.steps < steps:
        examples = min(BATCH, (steps - Silence.steps) // EXAMPLE + 1)
        batch(examples, number=first)
        first += 1
        tell()


def batch(examples: int, *, number: int, phases: tuple[Phase, ...] = (Phase.generate,)) -> None:
    """So many teams. The same number, the same lives."""
    how = settings(
        max_examples=examples,
        stateful_step_count=EXAMPLE,
        phases=phases,
        database=None,
        deadline=None,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(seed(number)(Silence), settings=how)
