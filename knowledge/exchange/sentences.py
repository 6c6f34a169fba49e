"""Sentences: what the validation of a row found, in words for the person who wrote it."""

from collections.abc import Mapping
from typing import Any

from pydantic_core import ErrorDetails

KINDS = {
    str: "text",
    bool: "true or false",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "a group of fields",
    type(None): "nothing",
}
SHOWN = 40
"""Characters of a wrong value that are shown."""


def sentence(error: ErrorDetails) -> str:
    """One sentence that names the field and says what is wrong."""
    path, value, limits = error["loc"], error["input"], error.get("ctx", {})
    field = f'"{path[0]}"' + "".join(f", item {int(item) + 1}," for item in path[1:])
    return f"{field} {_complaint(error['type'], value, limits)}"


def _complaint(kind: str, value: Any, limits: Mapping[str, Any]) -> str:
    match kind:
        case "missing":
            return "is missing"
        case "too_short" | "string_too_short":
            return "is empty"
        case "too_long" | "string_too_long":
            limit, length = limits["max_length"], limits.get("actual_length", len(value))
            return f"has {length:,} characters; at most {limit:,} are taken"
        case "enum":
            return f"is {_shown(value)}; it can be {limits['expected']}"
        case "list_type":
            return f"must be a list of texts, not {_kind(value)}"
        case "string_type":
            return f"must be text, not {_kind(value)}"
    return f"cannot be {_shown(value)}"


def _kind(value: object) -> str:
    return KINDS.get(type(value), type(value).__name__)


def _shown(value: object) -> str:
    return f'"{value[:SHOWN]}"' if isinstance(value, str) else _kind(value)
