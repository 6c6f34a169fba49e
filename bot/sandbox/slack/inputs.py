"""Inputs: the elements of blocks that hold a value, and that value as Slack writes it."""

from __future__ import annotations

import copy
import uuid
from collections.abc import Iterable, Iterator
from typing import Any

from .element_checks import offered
from .measures import objects
from .refusals import SlackRefusal
from .workspace import Json

# type → (key of the value in state and actions, key of the initial value in the element)
VALUES = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "file_input": ("files", "initial_files"),
}
NAMED = {*VALUES, "button", "overflow", "feedback_buttons", "icon_button"}
REQUIRED = "Please complete this required field."


def elements(blocks: Iterable[Json]) -> Iterator[tuple[Json, Json]]:
    """Every interactive element with the block it stands in, in reading order."""
    for block in blocks:
        for element in _holds(block):
            if "action_id" in element:
                yield block, element


def named(blocks: Iterable[Json]) -> list[Json]:
    """A copy in which every block and interactive element has its id, as Slack gives them."""
    finished = copy.deepcopy(list(blocks))
    for block in finished:
        block.setdefault("block_id", _any_name())
        for element in _holds(block):
            if element.get("type") in NAMED:
                element.setdefault("action_id", _any_name())
    return finished


def _any_name() -> str:
    """Another name each time, as with Slack: nothing can be kept under it."""
    return uuid.uuid4().hex[:8]


def _holds(block: Json) -> list[Json]:
    """The elements of a block; those of rich text are words."""
    if block["type"] == "rich_text":
        return []
    return objects([block.get("accessory"), block.get("element")]) + objects(block.get("elements"))


def state(blocks: Iterable[Json], before: dict[str, dict[str, Json]]) -> dict[str, dict[str, Json]]:
    """The state of a view: what stood in it stays where block and action ids are the same."""
    values: dict[str, dict[str, Json]] = {}
    for block, element in elements(blocks):
        if element["type"] in VALUES:
            kept = before.get(block["block_id"], {}).get(element["action_id"])
            value = kept if kept and kept["type"] == element["type"] else _initial(element)
            values.setdefault(block["block_id"], {})[element["action_id"]] = value
    return values


def held(element: Json, value: Any) -> Json:
    """The state of an element that a person gave this value: text, an option's value, an id …"""
    key, _ = VALUES[element["type"]]
    if key == "selected_option" and value is not None:
        value = _option(element, value)
    elif key == "selected_options":
        value = [_option(element, one) for one in value or ()]
    elif key == "value":
        value = str(value) if value not in (None, "") else None
    return {"type": element["type"], key: value}


def complaint(block: Json, value: Json) -> str | None:
    """What Slack's client says of an input before it sends anything."""
    element = block["element"]
    content = value.get(VALUES[element["type"]][0])
    if not content:
        return None if block.get("optional") else REQUIRED
    if element["type"] == "plain_text_input":
        return _length(element, len(content))
    return None


def _length(element: Json, size: int) -> str | None:
    if size > (most := element.get("max_length", 3000)):
        return f"Must be at most {most} characters."
    if size < (least := element.get("min_length", 0)):
        return f"Must be at least {least} characters."
    return None


def _initial(element: Json) -> Json:
    key, initial = VALUES[element["type"]]
    empty: Any = [] if key in ("selected_options", "files") else None
    return {"type": element["type"], key: element.get(initial) or empty}


def _option(element: Json, value: Any) -> Json:
    """The option with this value, or this label."""
    if isinstance(value, dict):
        return value
    options = offered(element)
    for wanted in ("value", "label"):
        for option in options:
            if value == (option["value"] if wanted == "value" else option["text"]["text"]):
                return {"text": option["text"], "value": option["value"]}
    raise SlackRefusal("no_such_option", f"{value!r} in {element.get('action_id')}")
