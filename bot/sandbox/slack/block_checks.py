"""Block checks: say what Slack would find wrong with blocks, each fault with its place."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator
from typing import Any, Literal

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

from . import block_shapes as known
from .element_checks import element, elements, picture
from .measures import fault, keys, kind_of, lengths, objects, size, text_faults
from .workspace import Json

Surface = Literal["message", "modal", "home"]
MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}


def faults(blocks: Any, surface: Surface, at: str = "/blocks") -> list[str]:
    """What is wrong, in Slack's wording as far as known; nothing when all is well."""
    if not isinstance(blocks, list):
        return [fault("must be an array", at)]
    return [*_counts(blocks, surface, at), *_each(blocks, surface, at)]


def _counts(blocks: list[Any], surface: Surface, at: str) -> Iterator[str]:
    most = MOST_BLOCKS[surface]
    if len(blocks) > most:
        yield fault(f"no more than {most} items allowed", at)
    blocks = objects(blocks)
    ids = Counter(str(block["block_id"]) for block in blocks if block.get("block_id"))
    for name, times in ids.items():
        if times > 1:
            yield fault(f"`block_id` already exists: {name}", at)
    kinds = Counter(kind_of(block) for block in blocks)
    if kinds["table"] > 1:
        yield fault("only_one_table_allowed", at)
    if kinds["data_visualization"] > 2:
        yield fault("no more than 2 data_visualization blocks allowed", at)
    markdown = sum(len(str(b.get("text", ""))) for b in blocks if kind_of(b) == "markdown")
    if markdown > known.STRINGS["markdown", "text"]:
        yield fault("markdown blocks must be no more than 12000 characters together", at)


def _each(blocks: list[Any], surface: Surface, at: str) -> Iterator[str]:
    for number, block in enumerate(blocks):
        place = f"{at}/{number}"
        found = list(_block(block, surface, place))
        yield from found or _second_opinion(block, place)


def _block(block: Any, surface: Surface, at: str) -> Iterator[str]:
    kind = kind_of(block)
    if kind not in known.BLOCKS and kind not in known.OPEN_BLOCKS:
        yield fault(f"unsupported type: {kind}", f"{at}/type")
        return
    outside = kind in known.MESSAGE_ONLY and surface != "message"
    if outside or (kind in known.MODAL_ONLY and surface != "modal"):
        yield fault(f"unsupported type: {kind} in a {surface}", f"{at}/type")
    if kind in known.BLOCKS:
        yield from keys(block, known.BLOCKS[kind], {"type", "block_id"}, at)
        yield from lengths(block, kind, at)
        yield from _inside(block, kind, at)


def _inside(block: Json, kind: str, at: str) -> Iterator[str]:
    match kind:
        case "section":
            yield from _section(block, at)
        case "image":
            yield from picture(block, at)
        case "input":
            yield from element(block.get("element"), kind, f"{at}/element")
        case "actions" | "context" | "context_actions":
            yield from elements(block.get("elements"), kind, f"{at}/elements")
        case "table":
            yield from _table(block.get("rows"), f"{at}/rows")


def _section(block: Json, at: str) -> Iterator[str]:
    fields = block.get("fields")
    if not block.get("text") and not fields:
        yield fault("must define either `text` or `fields`", at)
    if fields is not None:
        yield from size(fields, 10, f"{at}/fields")
        for number, field in enumerate(fields if isinstance(fields, list) else ()):
            yield from text_faults(field, 2000, f"{at}/fields/{number}", mrkdwn=True)
    if "accessory" in block:
        yield from element(block["accessory"], "section", f"{at}/accessory")


def _table(rows: Any, at: str) -> Iterator[str]:
    yield from size(rows, 100, at)
    for number, row in enumerate(rows if isinstance(rows, list) else ()):
        yield from size(row, 20, f"{at}/{number}")


def _second_opinion(block: Json, at: str) -> Iterator[str]:
    """What the SDK's own model of this block finds."""
    try:
        if model := Block.parse(copy.deepcopy(block)):
            model.to_dict()
    except SlackObjectFormationError as found:
        yield fault(str(found), at)
    except (TypeError, KeyError, AttributeError, ValueError) as found:
        yield fault(f"malformed: {found}", at)  # what the models say of the wrong kind of value
