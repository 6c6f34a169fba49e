"""Block checks: say what Slack would find wrong with blocks, each fault with its place."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator
from typing import Any, Literal

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

from . import block_shapes as known
from .block_shapes import Shape
from .workspace import Json

Surface = Literal["message", "modal", "home"]
MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}


def faults(blocks: Any, surface: Surface, at: str = "/blocks") -> list[str]:
    """What is wrong, in Slack's wording as far as known; nothing when all is well."""
    if not isinstance(blocks, list):
        return [fault("must be an array", at)]
    return [*_counts(blocks, surface, at), *_each(blocks, surface, at)]


def fault(what: str, at: str) -> str:
    return f"[ERROR] {what} [json-pointer:{at}]"


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
        yield from _keys(block, known.BLOCKS[kind], {"type", "block_id"}, at)
        yield from _lengths(block, kind, at)
        yield from _inside(block, kind, at)


def _inside(block: Json, kind: str, at: str) -> Iterator[str]:
    match kind:
        case "section":
            yield from _section(block, at)
        case "image":
            yield from _picture(block, at)
        case "input":
            yield from _element(block.get("element"), kind, f"{at}/element")
        case "actions" | "context" | "context_actions":
            yield from _elements(block.get("elements"), kind, f"{at}/elements")
        case "table":
            yield from _table(block.get("rows"), f"{at}/rows")


def _section(block: Json, at: str) -> Iterator[str]:
    fields = block.get("fields")
    if not block.get("text") and not fields:
        yield fault("must define either `text` or `fields`", at)
    if fields is not None:
        yield from _size(fields, 10, f"{at}/fields")
        for number, field in enumerate(fields if isinstance(fields, list) else ()):
            yield from text_faults(field, 2000, f"{at}/fields/{number}", mrkdwn=True)
    if "accessory" in block:
        yield from _element(block["accessory"], "section", f"{at}/accessory")


def _picture(block: Json, at: str) -> Iterator[str]:
    if bool(block.get("image_url")) == bool(block.get("slack_file")):
        yield fault("must define either `image_url` or `slack_file`", at)


def _elements(elements: Any, kind: str, at: str) -> Iterator[str]:
    yield from _size(elements, known.MOST_ELEMENTS[kind], at)
    if not isinstance(elements, list):
        return
    for number, element in enumerate(elements):
        yield from _element(element, kind, f"{at}/{number}")
    ids = Counter(str(e.get("action_id") or "") for e in objects(elements))
    for name, times in ids.items():
        if name and times > 1:
            yield fault(f"`action_id` already exists: {name}", at)


def _element(element: Any, place: str, at: str) -> Iterator[str]:
    kind = kind_of(element)
    if place == "context" and kind in ("plain_text", "mrkdwn"):
        yield from text_faults(element, 3000, at, mrkdwn=True)
        return
    if kind is None or kind not in known.PLACES[place]:
        yield fault(f"unsupported type: {kind}", f"{at}/type")
        return
    yield from _keys(element, known.ELEMENTS[kind], {"type"}, at)
    yield from _lengths(element, kind, at)
    if kind == "image":
        yield from _picture(element, at)
    if "confirm" in element:
        yield from _keys(element["confirm"], CONFIRM, set(), f"{at}/confirm")
        yield from _lengths(element["confirm"], "confirm", f"{at}/confirm")
    if kind in OPTIONED:
        yield from _options(element, kind, at)


CONFIRM = known.shape("title text", "confirm deny style")
OPTION = known.shape("text value", "description url")
OPTIONED = {"static_select", "multi_static_select", "overflow", "checkboxes", "radio_buttons"}


def _options(element: Json, kind: str, at: str) -> Iterator[str]:
    if ("options" in element) == ("option_groups" in element):
        yield fault("must define either `options` or `option_groups`", at)
        return
    groups = element.get("option_groups")
    if groups is not None:
        yield from _size(groups, 100, f"{at}/option_groups")
        for number, group in enumerate(objects(groups)):
            yield from _lengths(group, "option_group", f"{at}/option_groups/{number}")
            yield from _choices(group, 100, f"{at}/option_groups/{number}/options")
    else:
        yield from _choices(element, known.MOST_OPTIONS.get(kind, 100), f"{at}/options")
    yield from _initial(element, at)


def _choices(holder: Json, most: int, at: str) -> Iterator[str]:
    options = holder.get("options")
    yield from _size(options, most, at)
    for number, option in enumerate(options if isinstance(options, list) else ()):
        yield from _keys(option, OPTION, set(), f"{at}/{number}")
        yield from _lengths(option, "option", f"{at}/{number}")


def _initial(element: Json, at: str) -> Iterator[str]:
    chosen = objects(element.get("initial_options"))
    if "initial_option" in element:
        chosen = [*chosen, element["initial_option"]]
    if any(option not in offered(element) for option in chosen):
        yield fault("the initial option must be one of the options", at)


def offered(element: Json) -> list[Json]:
    """All options of an element, grouped or not."""
    groups = objects(element.get("option_groups")) or [element]
    return [option for group in groups for option in objects(group.get("options"))]


def objects(value: Any) -> list[Json]:
    """The objects of what should be an array of them."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def kind_of(thing: Any) -> str | None:
    kind = thing.get("type") if isinstance(thing, dict) else None
    return kind if isinstance(kind, str) else None


def _keys(thing: Any, shape: Shape, common: set[str], at: str) -> Iterator[str]:
    if not isinstance(thing, dict):
        yield fault("must be an object", at)
        return
    for key in sorted(shape.required - thing.keys()):
        yield fault(f"missing required field: {key}", at)
    for key in sorted(thing.keys() - shape.required - shape.optional - common):
        yield fault(f"invalid additional property: {key}", at)


def _lengths(thing: Any, kind: str, at: str) -> Iterator[str]:
    for key, value in thing.items() if isinstance(thing, dict) else ():
        for where in (kind, "any"):
            if most := known.TEXTS.get((where, key)):
                allowed = (where, key) in known.MRKDWN
                yield from text_faults(value, most, f"{at}/{key}", mrkdwn=allowed)
            if most := known.STRINGS.get((where, key)):
                yield from _string(value, most, f"{at}/{key}")


def text_faults(text: Any, most: int, at: str, *, mrkdwn: bool) -> Iterator[str]:
    kinds = ("plain_text", "mrkdwn") if mrkdwn else ("plain_text",)
    if not isinstance(text, dict) or kind_of(text) not in kinds:
        yield fault(f"must be a text object of type {' or '.join(kinds)}", at)
        return
    extra = {"plain_text": "emoji", "mrkdwn": "verbatim"}[text["type"]]
    yield from _keys(text, known.shape("text", extra), {"type"}, at)
    yield from _string(text.get("text", ""), most, f"{at}/text")


def _string(value: Any, most: int, at: str) -> Iterator[str]:
    if not isinstance(value, str):
        yield fault("must be a string", at)
    elif not value:
        yield fault("must be more than 0 characters", at)
    elif len(value) > most:
        yield fault(f"must be less than {most + 1} characters", at)


def _size(items: Any, most: int, at: str) -> Iterator[str]:
    if not isinstance(items, list) or not items:
        yield fault("must have at least 1 item", at)
    elif len(items) > most:
        yield fault(f"no more than {most} items allowed", at)


def _table(rows: Any, at: str) -> Iterator[str]:
    yield from _size(rows, 100, at)
    for number, row in enumerate(rows if isinstance(rows, list) else ()):
        yield from _size(row, 20, f"{at}/{number}")


def _second_opinion(block: Json, at: str) -> Iterator[str]:
    """What the SDK's own model of this block finds."""
    try:
        if model := Block.parse(copy.deepcopy(block)):
            model.to_dict()
    except SlackObjectFormationError as found:
        yield fault(str(found), at)
    except (TypeError, KeyError, AttributeError, ValueError) as found:
        yield fault(f"malformed: {found}", at)  # what the models say of the wrong kind of value
