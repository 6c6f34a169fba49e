"""Inputs: the fields of a modal, and what was written in them."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from handlers.ui.blocks import HINT, LABEL, OPTION, OPTIONS, PLACEHOLDER, Block, plain_text
from handlers.ui.text import cut, parts, tidy

TEXT = 3000
ACTION = "written"
PART = re.compile(r"(?P<name>[a-z]+)-(?P<number>\d+)-(?P<joint>\d)")
PARAGRAPH = "\n\n"
JOINTS = ("", " ", "\n", PARAGRAPH)
"""What stands between two fields of one text; its place in this row is part of the field's name."""


def text_input(
    name: str,
    label: str,
    *,
    value: str = "",
    lines: bool = False,
    limit: int = TEXT,
    optional: bool = False,
    placeholder: str = "",
    hint: str = "",
) -> Block:
    """A field for words; what does not fit into `limit` is left out of `value`."""
    element = {
        "type": "plain_text_input",
        "action_id": ACTION,
        "multiline": lines,
        "max_length": limit,
        **({"initial_value": cut(value, limit)} if value else {}),
        **({"placeholder": plain_text(placeholder, PLACEHOLDER)} if placeholder else {}),
    }
    return _input(name, label, element, optional=optional, hint=hint)


def long_input(
    name: str, label: Callable[[int], str], source: str = "", *, spare: str = "", **first: Any
) -> list[Block]:
    """As many fields as a long text needs, and one labelled `spare` to go on in.

    `label` names a field by its number, from 1; `first` holds more about the first one.
    """
    fields = [
        text_input(
            f"{name}-{number}-{JOINTS.index(joint)}",
            label(number),
            value=piece,
            lines=True,
            **(first if number == 1 else {"optional": True}),
        )
        for number, (joint, piece) in enumerate(parts(source), 1)
    ]
    after = f"{name}-{len(fields) + 1}-{JOINTS.index(PARAGRAPH)}"
    return [*fields, *([text_input(after, spare, lines=True, optional=True)] if spare else [])]


def select(
    name: str,
    label: str,
    options: Sequence[tuple[str, str]],
    chosen: str,
    *,
    hint: str = "",
    action: str = "",
) -> Block:
    """A choice of one: (value, label) each. With an `action`, choosing is heard of at once."""
    made = [option(value, text) for value, text in options]
    initial = next((one for one in made if one["value"] == chosen), made[0])
    element = {
        "type": "static_select",
        "action_id": action or ACTION,
        "initial_option": initial,
        **_offered(made),
    }
    return _input(name, label, element, hint=hint) | ({"dispatch_action": True} if action else {})


def search_input(
    name: str,
    label: str,
    action: str,
    *,
    chosen: tuple[str, str] | None = None,
    placeholder: str = "",
    hint: str = "",
) -> Block:
    """A choice of one among what is found by what is typed; whoever answers to `action` finds it.

    Before anything is typed, it is asked with nothing. `chosen`: (value, label).
    """
    element: Block = {"type": "external_select", "action_id": action, "min_query_length": 0}
    if placeholder:
        element["placeholder"] = plain_text(placeholder, PLACEHOLDER)
    if chosen:
        element["initial_option"] = option(*chosen)
    return _input(name, label, element, hint=hint)


def option(value: str, label: str) -> Block:
    """One of the things to choose from."""
    return {"text": plain_text(label, OPTION), "value": value}


def people_input(name: str, label: str, chosen: Sequence[str], *, hint: str = "") -> Block:
    """A choice of several members, in an order."""
    initial = {"initial_users": list(chosen)} if chosen else {}
    element = {"type": "multi_users_select", "action_id": ACTION, **initial}
    return _input(name, label, element, hint=hint)


def person_input(name: str, label: str, *, chosen: str = "", hint: str = "") -> Block:
    """A choice of one member."""
    initial = {"initial_user": chosen} if chosen else {}
    element = {"type": "users_select", "action_id": ACTION, **initial}
    return _input(name, label, element, hint=hint)


def channel_input(name: str, label: str, *, hint: str = "") -> Block:
    """A choice of one private channel, or of none."""
    private = {"include": ["private"]}
    element = {"type": "conversations_select", "action_id": ACTION, "filter": private}
    return _input(name, label, element, optional=True, hint=hint)


def date_input(
    name: str, label: str, chosen: date | None, *, optional: bool = False, hint: str = ""
) -> Block:
    """A day of the calendar."""
    element: Block = {"type": "datepicker", "action_id": ACTION}
    if chosen:
        element["initial_date"] = chosen.isoformat()
    return _input(name, label, element, optional=optional, hint=hint)


def text_of(view: Mapping[str, Any], name: str) -> str:
    """What was written in a field."""
    return tidy(str(_value(view, name).get("value") or ""))


def long_text_of(view: Mapping[str, Any], name: str) -> str:
    """What was written in the fields of a long text, put together again."""
    found = [PART.fullmatch(field) for field in view["state"]["values"]]
    fields = [part for part in found if part and part["name"] == name]
    told = ""
    for part in sorted(fields, key=lambda part: int(part["number"])):
        text = text_of(view, part[0])
        told += (JOINTS[int(part["joint"])] if told and text else "") + text
    return told


def choice_of(view: Mapping[str, Any], name: str) -> str:
    """The value that was chosen."""
    return str((_value(view, name).get("selected_option") or {}).get("value") or "")


def person_of(view: Mapping[str, Any], name: str) -> str:
    """The member that was chosen."""
    return str(_value(view, name).get("selected_user") or "")


def channel_of(view: Mapping[str, Any], name: str) -> str:
    """The channel that was chosen, if any was."""
    return str(_value(view, name).get("selected_conversation") or "")


def date_of(view: Mapping[str, Any], name: str) -> date | None:
    """The day that was chosen, if any was."""
    chosen = _value(view, name).get("selected_date")
    return date.fromisoformat(chosen) if chosen else None


def people_of(view: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """The members that were chosen, in their order."""
    return tuple(_value(view, name).get("selected_users") or ())


def name_of(view: Mapping[str, Any], beginning: str) -> str:
    """The whole name of a field; empty where the view has none that begins so."""
    names: Mapping[str, Any] = view["state"]["values"]
    return next((name for name in names if name.startswith(beginning)), "")


def _value(view: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """What a field holds; it has one element, whatever that is called."""
    held: Mapping[str, Mapping[str, Any]] = view["state"]["values"].get(name, {})
    return next(iter(held.values()), {})


def _offered(options: list[Block]) -> dict[str, Any]:
    """Slack takes a hundred options, or a hundred groups of them."""
    if len(options) <= OPTIONS:
        return {"options": options}
    starts = range(0, min(len(options), OPTIONS * OPTIONS), OPTIONS)
    groups = [options[start : start + OPTIONS] for start in starts]
    return {"option_groups": [{"label": _from_to(group), "options": group} for group in groups]}


def _from_to(group: list[Block]) -> Block:
    first, last = (option["text"]["text"] for option in (group[0], group[-1]))
    return plain_text(f"{cut(first, 35)} – {cut(last, 35)}", OPTION)


def _input(
    name: str, label: str, element: Block, *, optional: bool = False, hint: str = ""
) -> Block:
    return {
        "type": "input",
        "block_id": name,
        "label": plain_text(label, LABEL),
        "element": element,
        "optional": optional,
        **({"hint": plain_text(hint, HINT)} if hint else {}),
    }
