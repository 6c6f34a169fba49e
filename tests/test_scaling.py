"""Scaling: what the page says is what the simulation finds."""

from pathlib import Path

import numpy as np
import pytest

from tests.benchmarks.workload import BUSY, SIZES, Costs, Habits, Load, lines

PAGE = (Path(__file__).parents[1] / "docs" / "scaling.md").read_text("utf-8")


def test_the_tables_of_the_page_are_the_simulations() -> None:
    assert "\n".join(lines()) in PAGE


def test_the_text_draws_its_figures_from_the_same() -> None:
    all_, cell, costs = Load(10_000), Load(500), Costs()
    planned = [1000 * BUSY / ours for ours, _ in (costs.question, costs.event, costs.message)]
    days = 2**31 / (all_.everybody * Habits().messages)

    for said in (
        f"{all_.memory():.0f} GB of them at ten thousand",
        f"{cell.memory():.1f} GB of indexes",
        f"{planned[0]:.0f} questions a second, or handles {planned[1]:.0f} events",
        f"At {all_.everybody * Habits().messages / 1e6:.1f} million rows a day",
    ):
        assert said in PAGE
    assert round(days / Habits().growth) == 7, "years of working days"


def test_a_day_has_all_of_its_work_and_a_peak() -> None:
    load, often = Load(500), 1_000.0  # so many that chance plays no part

    a_minute = load.peak(often) * 60
    in_the_mean = load.everybody * often / (24 * 60)

    assert 2 < a_minute / in_the_mean < 4


@pytest.mark.parametrize("count", [size for size in SIZES if size >= 500])
def test_twice_the_workspaces_need_about_twice_of_everything(count: int) -> None:
    one, two = Load(count), Load(2 * count)

    for measure in (Load.rows, Load.growth, Load.memory):
        assert measure(two) / measure(one) == pytest.approx(2, rel=0.25)


def test_whoever_has_more_memory_than_indexes_finds_all_of_them() -> None:
    load = Load(100)
    assert load.memory() < 0.5

    assert load.found() > 0.99
    assert np.isclose(load.everybody, load.people.sum())
    assert load.peak(Habits().questions) > 0
