"""Measures: whether objects have the keys, and texts and arrays the sizes, that Slack allows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from . import block_shapes as known
from .block_shapes import Shape
from .workspace import Json


def fault(what: str, at: str) -> str:
    return f"[ERROR] {what} [json-pointer:{at}]"


def objects(value: Any) -> list[Json]:
    """The objects of what should be an array of them."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def kind_of(thing: Any) -> str | None:
    kind = thing.get("type") if isinstance(thing, dict) else None
    return kind if isinstance(kind, str) else None


def keys(thing: Any, shape: Shape, common: set[str], at: str) -> Iterator[str]:
    """What is missing, and what has no business there."""
    if not isinstance(thing, dict):
        yield fault("must be an object", at)
        return
    for key in sorted(shape.required - thing.keys()):
        yield fault(f"missing required field: {key}", at)
    for key in sorted(thing.keys() - shape.required - shape.optional - common):
        yield fault(f"invalid additional property: {key}", at)


def lengths(thing: Any, kind: str, at: str) -> Iterator[str]:
    """Texts and strings of a thing of this kind that are empty or too long."""
    for key, value in thing.items() if isinstance(thing, dict) else ():
        for where in (kind, "any"):
            if most := known.TEXTS.get((where, key)):
                allowed = (where, key) in known.MRKDWN
                yield from text_faults(value, most, f"{at}/{key}", mrkdwn=allowed)
            if most := known.STRINGS.get((where, key)):
                yield from string(value, most, f"{at}/{key}")


def text_faults(text: Any, most: int, at: str, *, mrkdwn: bool) -> Iterator[str]:
    """The faults of a text object of at most so many characters."""
    kinds = ("plain_text", "mrkdwn") if mrkdwn else ("plain_text",)
    if not isinstance(text, dict) or kind_of(text) not in kinds:
        yield fault(f"must be a text object of type {' or '.join(kinds)}", at)
        return
    extra = {"plain_text": "emoji", "mrkdwn": "verbatim"}[text["type"]]
    yield from keys(text, known.shape("text", extra), {"type"}, at)
    yield from string(text.get("text", ""), most, f"{at}/text")


def string(value: Any, most: int, at: str) -> Iterator[str]:
    if not isinstance(value, str):
        yield fault("must be a string", at)
    elif not value:
        yield fault("must be more than 0 characters", at)
    elif len(value) > most:
        yield fault(f"must be less than {most + 1} characters", at)


def size(items: Any, most: int, at: str) -> Iterator[str]:
    if not isinstance(items, list) or not items:
        yield fault("must have at least 1 item", at)
    elif len(items) > most:
        yield fault(f"no more than {most} items allowed", at)
