"""Pressed: what the button carries that somebody has pressed."""

from collections.abc import Mapping
from typing import Any


def number_of(body: Mapping[str, Any]) -> int:
    """The number of what it is about."""
    return int(value_of(body))


def value_of(body: Mapping[str, Any]) -> str:
    """Whatever it carries: we have written it when the button was made."""
    return str(body["actions"][0]["value"])
