"""Sameness: whether two questions ask the same."""

from collections.abc import Mapping

from knowledge.sense import sense


def same(text: str, asked: Mapping[int, str]) -> int | None:
    """The number of the question that asks the same, if one does."""
    return next((number for number, other in asked.items() if sense(other) == sense(text)), None)
