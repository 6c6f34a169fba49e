"""Fields: what stands in the controls of blocks, between a browser's strings and Slack's values."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

Json = dict[str, Any]
State = Mapping[str, Mapping[str, Json]]
Typed = Mapping[str, Sequence[str]]  # a browser's form: control name → its values

SEPARATOR = "␟"  # between block_id and action_id in a control's name
INPUT_KINDS = {
    "email_text_input": "email",
    "url_text_input": "url",
    "number_input": "number",
    "datepicker": "date",
    "timepicker": "time",
    "datetimepicker": "datetime-local",
}
_STATELESS = {"button", "overflow", "image", "feedback_buttons", "icon_button", "file_input"}


def name(block_id: str, element: Mapping[str, Any]) -> str:
    """What the control is called in the browser's form."""
    return f"{block_id}{SEPARATOR}{element.get('action_id', '')}"


def elements(blocks: Sequence[Json]) -> Iterator[tuple[Json, Json]]:
    """Every block with each of its elements that can act or hold a value."""
    for block in blocks:
        inside = [block.get("accessory"), block.get("element"), *block.get("elements", [])]
        for element in inside:
            if isinstance(element, dict) and "action_id" in element:
                yield block, element


def find(blocks: Sequence[Json], block_id: str, action_id: str) -> Json | None:
    """The element that was used, if the blocks still hold it."""
    wanted = (block_id, action_id)
    found = (e for b, e in elements(blocks) if (b.get("block_id"), e["action_id"]) == wanted)
    return next(found, None)


def filled(blocks: Sequence[Json], typed: Typed, zone: ZoneInfo) -> dict[str, Any]:
    """What a form holds, by block_id: one value for each block with one control."""
    valued = [(b, e) for b, e in elements(blocks) if e["type"] not in _STATELESS]
    ids = [block.get("block_id") for block, _ in valued]
    return {
        str(block["block_id"]): value(
            element, typed.get(name(block["block_id"], element), []), zone
        )
        for block, element in valued
        if ids.count(block["block_id"]) == 1
    }


def value(element: Json, raws: Sequence[str], zone: ZoneInfo) -> Any:
    """One control's strings as a text, an id, an option, seconds, or a list; empty is None."""
    kind = element["type"]
    values = [_value(kind, raw, zone) for raw in raws if raw]
    if kind == "checkboxes" or kind.startswith("multi_"):
        return values
    return values[0] if values else None


def _value(kind: str, raw: str, zone: ZoneInfo) -> Any:
    if kind.endswith("external_select"):
        option = json.loads(raw)
        return {"text": option["text"], "value": option["value"]}
    if kind == "datetimepicker":
        return int(datetime.fromisoformat(raw).replace(tzinfo=zone).timestamp())
    if kind == "rich_text_input":
        return _rich_text(raw)
    return raw.replace("\r\n", "\n")


def _rich_text(text: str) -> Json:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}


def chosen(element: Json, held: Json | None) -> list[Any]:
    """What a control holds: its state when it has one, else what the bot set at first.

    Strings for texts and ids, whole options for choices, seconds since 1970 for a date-time.
    """
    source, keys = (held, ("selected_", "value", "rich_text_value")) if held else (element, ())
    for key, found in source.items():
        if found is not None and key.startswith(keys or "initial_"):
            return list(found) if isinstance(found, list) else [found]
    return []


def shown(element: Json, held: Json | None, zone: ZoneInfo) -> list[str]:
    """The same as the browser's control wants it: always strings."""
    return [_string(value, zone) for value in chosen(element, held)]


def _string(value: Any, zone: ZoneInfo) -> str:
    if isinstance(value, int):
        return datetime.fromtimestamp(value, zone).strftime("%Y-%m-%dT%H:%M")
    if isinstance(value, dict):
        return str(value["value"]) if "value" in value else _plain(value)
    return str(value)


def _plain(rich_text: Json) -> str:
    parts = [part.get("elements", []) for part in rich_text.get("elements", [])]
    return "\n".join("".join(str(word.get("text", "")) for word in part) for part in parts)
