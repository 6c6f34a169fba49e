"""Complaints: what Slack's client says of a form before it sends anything to the bot."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.sandbox.page.fields import Json, Typed, name

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_URL = re.compile(r"https?://\S+", re.IGNORECASE)
_LONGEST = 3000


def complaints(blocks: Sequence[Json], typed: Typed, words: Mapping[str, str]) -> dict[str, str]:
    """The first fault of each input, by block_id, in the person's words; empty when all is well."""
    found: dict[str, str] = {}
    for block in blocks:
        if block["type"] == "input":
            raws = [raw for raw in typed.get(name(block["block_id"], block["element"]), []) if raw]
            if said := _complaint(block, raws, words):
                found[block["block_id"]] = said
    return found


def _complaint(block: Json, raws: Sequence[str], words: Mapping[str, str]) -> str | None:
    if not raws:
        return None if block.get("optional") else words["required"]
    element, raw = block["element"], raws[0]
    match element["type"]:
        case "plain_text_input":
            return _length(element, len(raw.replace("\r\n", "\n")), words)
        case "email_text_input":
            return None if _EMAIL.fullmatch(raw) else words["not_email"]
        case "url_text_input":
            return None if _URL.fullmatch(raw) else words["not_url"]
        case "number_input":
            return _number(element, raw, words)
    return None


def _length(element: Json, size: int, words: Mapping[str, str]) -> str | None:
    least, most = element.get("min_length", 0), element.get("max_length", _LONGEST)
    if size < least:
        return words["too_short"].format(least=least)
    return words["too_long"].format(most=most) if size > most else None


def _number(element: Json, raw: str, words: Mapping[str, str]) -> str | None:
    number = _parsed(raw, whole=not element.get("is_decimal_allowed"))
    if number is None:
        return words["not_number"]
    least, most = element.get("min_value"), element.get("max_value")
    if least is not None and number < float(least):
        return words["number_small"].format(least=least)
    if most is not None and number > float(most):
        return words["number_large"].format(most=most)
    return None


def _parsed(raw: str, *, whole: bool) -> Any:
    try:
        return int(raw) if whole else float(raw)
    except ValueError:
        return None
