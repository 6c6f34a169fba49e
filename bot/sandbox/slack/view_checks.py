"""View checks: say what Slack would find wrong with a modal or an App Home."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from . import block_checks
from .block_shapes import names
from .measures import fault, text_faults
from .workspace import Json

COMMON = {"type", "blocks", "private_metadata", "callback_id", "external_id"}
KEYS = {
    "modal": COMMON | names("title submit close clear_on_close notify_on_close submit_disabled"),
    "home": COMMON,
}
STRINGS = {"private_metadata": 3000, "callback_id": 255, "external_id": 255}
LABEL = 24
LARGEST = 250_000  # bytes


def faults(view: Any, kind: str) -> list[str]:
    """What is wrong with a view that should be a "modal" or a "home"."""
    if not isinstance(view, dict) or view.get("type") != kind:
        return [fault(f"must be a view of type {kind}", "/view/type")]
    return [*_frame(view, kind), *_labels(view, kind), *_content(view, kind)]


def too_large(view: Any) -> bool:
    return len(json.dumps(view, ensure_ascii=False).encode()) > LARGEST


def _frame(view: Json, kind: str) -> Iterator[str]:
    for key in sorted(view.keys() - KEYS[kind]):
        yield fault(f"invalid additional property: {key}", "/view")
    for key, most in STRINGS.items():
        if not isinstance(view.get(key) or "", str):
            yield fault("must be a string", f"/view/{key}")
        elif len(view.get(key) or "") > most:
            yield fault(f"must be less than {most + 1} characters", f"/view/{key}")


def _labels(view: Json, kind: str) -> Iterator[str]:
    if kind != "modal":
        return
    if not view.get("title"):
        yield fault("missing required field: title", "/view")
    for key in ("title", "submit", "close"):
        if label := view.get(key):
            yield from text_faults(label, LABEL, f"/view/{key}", mrkdwn=False)


def _content(view: Json, kind: str) -> Iterator[str]:
    blocks = view.get("blocks")
    surface: block_checks.Surface = "modal" if kind == "modal" else "home"
    yield from block_checks.faults(blocks, surface, "/view/blocks")
    inputs = isinstance(blocks, list) and any(
        isinstance(block, dict) and block.get("type") == "input" for block in blocks
    )
    if kind == "modal" and inputs and not view.get("submit"):
        yield fault("`submit` is required when an `input` block is within", "/view")
