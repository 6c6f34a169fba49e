"""Element checks: what Slack would find wrong with buttons, menus and fields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from . import block_shapes as known
from .measures import fault, keys, kind_of, lengths, objects, size, text_faults
from .workspace import Json

CONFIRM = known.shape("title text", "confirm deny style")
OPTION = known.shape("text value", "description url")
OPTIONED = {"static_select", "multi_static_select", "overflow", "checkboxes", "radio_buttons"}


def elements(items: Any, kind: str, at: str) -> Iterator[str]:
    """The faults of all elements of an `actions`, `context` or `context_actions` block."""
    yield from size(items, known.MOST_ELEMENTS[kind], at)
    if not isinstance(items, list):
        return
    for number, item in enumerate(items):
        yield from element(item, kind, f"{at}/{number}")
    ids = Counter(str(item.get("action_id") or "") for item in objects(items))
    for name, times in ids.items():
        if name and times > 1:
            yield fault(f"`action_id` already exists: {name}", at)


def element(item: Any, place: str, at: str) -> Iterator[str]:
    """The faults of one element in a kind of block."""
    kind = kind_of(item)
    if place == "context" and kind in ("plain_text", "mrkdwn"):
        yield from text_faults(item, 3000, at, mrkdwn=True)
        return
    if kind is None or kind not in known.PLACES[place]:
        yield fault(f"unsupported type: {kind}", f"{at}/type")
        return
    yield from keys(item, known.ELEMENTS[kind], {"type"}, at)
    yield from lengths(item, kind, at)
    if kind == "image":
        yield from picture(item, at)
    if "confirm" in item:
        yield from keys(item["confirm"], CONFIRM, set(), f"{at}/confirm")
        yield from lengths(item["confirm"], "confirm", f"{at}/confirm")
    if kind in OPTIONED:
        yield from _options(item, kind, at)


def _options(element: Json, kind: str, at: str) -> Iterator[str]:
    if ("options" in element) == ("option_groups" in element):
        yield fault("must define either `options` or `option_groups`", at)
        return
    groups = element.get("option_groups")
    if groups is not None:
        yield from size(groups, 100, f"{at}/option_groups")
        for number, group in enumerate(objects(groups)):
            yield from lengths(group, "option_group", f"{at}/option_groups/{number}")
            yield from _choices(group, 100, f"{at}/option_groups/{number}/options")
    else:
        yield from _choices(element, known.MOST_OPTIONS.get(kind, 100), f"{at}/options")
    yield from _initial(element, at)


def _choices(holder: Json, most: int, at: str) -> Iterator[str]:
    options = holder.get("options")
    yield from size(options, most, at)
    for number, option in enumerate(options if isinstance(options, list) else ()):
        yield from keys(option, OPTION, set(), f"{at}/{number}")
        yield from lengths(option, "option", f"{at}/{number}")


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


def picture(block: Json, at: str) -> Iterator[str]:
    if bool(block.get("image_url")) == bool(block.get("slack_file")):
        yield fault("must define either `image_url` or `slack_file`", at)
