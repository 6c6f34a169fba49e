"""Workload: what so many workspaces ask of machines and database, simulated second by second.

    .venv/bin/python -m tests.benchmarks.workload

Prints the table of `docs/scaling.md`; `tests/test_scaling.py` compares the two. What people do is
assumed (`Habits`), what one thing costs was measured (`Costs`): change either, and see. A busy day
is simulated: working hours in three time zones, and chance.
"""

import argparse
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

HOURS = (2, 7, 11, 12, 7, 4, 9, 13, 13, 11, 7, 3, 1)
"""Hundredths of a day's work that fall into the hours from seven in the morning on."""

ZONES = {-1: 0.60, 0: 0.25, 5: 0.15}
"""Hours after Greenwich's at which the day begins, and whose it is: most people are in one zone."""

SIZES = (1, 100, 500, 1_000, 10_000)


@dataclass(frozen=True)
class Habits:
    """A busy working day of one person: assumed, and rather too much than too little."""

    people: float = 40  # in a workspace, in the mean; some have ten times as many
    spread: float = 0.8  # of the logarithm of that
    questions: float = 3
    events: float = 60  # messages and reactions where the bot is a member
    messages: float = 3  # of ours: requests, reminders, answers, letters about drafts
    entries: float = 5  # that a workspace keeps, for each of its people
    growth: float = 250  # working days a year


@dataclass(frozen=True)
class Costs:
    """Measured by `tests/benchmarks/replicas.py` and `memory.py`; see docs/scaling.md.

    Milliseconds of one processor, in Relais and in PostgreSQL; bytes with their indexes.
    """

    question: tuple[float, float] = (43.1, 5.7)
    event: tuple[float, float] = (3.9, 3.1)
    message: tuple[float, float] = (3.1, 2.1)
    question_row: int = 770
    event_row: int = 260
    message_row: int = 350
    index: tuple[tuple[int, float], ...] = (
        (20, 0.8),
        (50, 1.3),
        (200, 2.7),
        (1_000, 5.7),
        (5_000, 11.9),
        (20_000, 28.6),
    )  # entries, megabytes
    fill: float = 0.4  # milliseconds of processor to bring an entry into an index


BUSY = 0.6
"""Share of a processor that is planned to be used: what is above waits in line."""

ROOM = 512
"""Megabytes for indexes: the default of RELAIS_MEMORY_MB."""


@dataclass
class Load:
    """What so many workspaces do and need."""

    workspaces: int
    habits: Habits = field(default_factory=Habits)
    costs: Costs = field(default_factory=Costs)

    def __post_init__(self) -> None:
        self._chance = np.random.default_rng(self.workspaces)
        spread = self.habits.spread
        mean = np.log(self.habits.people) - spread**2 / 2
        self.people = np.maximum(self._chance.lognormal(mean, spread, self.workspaces), 5)

    @property
    def everybody(self) -> float:
        """How many people there are."""
        return float(self.people.sum())

    def peak(self, a_day: float) -> float:
        """Of what a person does so often a day, how much comes a second in the busiest minute."""
        minutes = np.repeat(_day(), 60) / 60 * self.everybody * a_day
        return float(self._chance.poisson(minutes).max()) / 60

    def processors(self) -> tuple[float, float]:
        """How many are needed in the busiest minute: for Relais, and for PostgreSQL.

        Whose index is not in memory has it filled first.
        """
        habits, costs = self.habits, self.costs
        rates = [self.peak(each) for each in (habits.questions, habits.events, habits.messages)]
        several = (costs.question, costs.event, costs.message)
        ours, theirs = (
            sum(rate * cost[part] for rate, cost in zip(rates, several, strict=True))
            for part in (0, 1)
        )
        filled = rates[0] * (1 - self.found()) * habits.people * habits.entries * costs.fill
        return (ours + filled) / 1000 / BUSY, theirs / 1000 / BUSY

    def memory(self) -> float:
        """Gigabytes of all indexes together."""
        return float(self._sizes().sum()) / 1024

    def found(self, asked: int = 60_000) -> float:
        """Share of questions whose index is in memory, in a process that may get any of them."""
        sizes, held = self._sizes(), OrderedDict[int, float]()
        hits, total = 0, 0.0
        share = self.people / self.everybody
        for workspace in self._chance.choice(self.workspaces, asked, p=share).tolist():
            hits += workspace in held
            total += 0 if workspace in held else sizes[workspace]
            held[workspace] = sizes[workspace]
            held.move_to_end(workspace)
            while total > ROOM and len(held) > 1:
                total -= held.popitem(last=False)[1]
        return hits / asked

    def rows(self) -> float:
        """Millions of rows that a day adds to the tables that grow most."""
        a_person = self.habits.questions + self.habits.messages
        return self.everybody * a_person / 1e6

    def growth(self) -> float:
        """Gigabytes a year of what is kept; events are swept after three days."""
        habits, costs = self.habits, self.costs
        a_day = habits.questions * costs.question_row + habits.messages * costs.message_row
        return self.everybody * a_day * habits.growth / 2**30

    def events_kept(self) -> float:
        """Gigabytes of three days' events."""
        return self.everybody * self.habits.events * self.costs.event_row * 3 / 2**30

    def _sizes(self) -> Floats:
        entries, megabytes = zip(*self.costs.index, strict=True)
        found: Floats = np.interp(self.people * self.habits.entries, entries, megabytes)
        return found


def _day() -> Floats:
    """The share of a day's work in each minute of it, by hours of Greenwich."""
    hours = np.zeros(24)
    for later, share in ZONES.items():
        for hour, hundredths in enumerate(HOURS):
            hours[(7 + hour + later) % 24] += share * hundredths / 100
    return hours


def lines() -> Iterator[str]:
    """The table, a line for each number of workspaces."""
    yield "workspaces   people   a second, in the busiest minute   processors for   indexes  in 512"
    yield "                      questions   events   messages   Relais PostgreSQL  GB       MB"
    for count in SIZES:
        load, habits = Load(count), Habits()
        rates = [load.peak(each) for each in (habits.questions, habits.events, habits.messages)]
        ours, theirs = load.processors()
        yield (
            f"{count:10,}{load.everybody:9,.0f}{rates[0]:12.1f}{rates[1]:9.0f}{rates[2]:11.1f}"
            f"{ours:9.1f}{theirs:11.1f}{load.memory():8.1f}{load.found():9.0%}"
        )
    yield ""
    yield "workspaces   rows a day   GB a year   GB of events"
    for load in map(Load, SIZES):
        yield (
            f"{load.workspaces:10,}{load.rows():11,.3f} M{load.growth():12,.1f}"
            f"{load.events_kept():15,.2f}"
        )


def main() -> None:
    """Print the table."""
    argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    ).parse_args()
    print(*lines(), sep="\n")


if __name__ == "__main__":
    main()
