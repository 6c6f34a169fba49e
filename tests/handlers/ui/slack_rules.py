"""Slack's rules: what Slack would refuse, and what it would take for a mention."""

import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from handlers.ui.blocks import Message

TOKEN = re.compile(r"<[^<>]*>")
OURS = re.compile(
    r"<@[UW][A-Z0-9]+>|<#[CG][A-Z0-9]+>|<!date\^\d+\^[^|<>]+\|[^|<>]+>|<(?:https?://|mailto:)[^|<>\s]+(?:\|[^|<>]+)?>"
)
ENTITY = re.compile(r"&(?!(?:amp|lt|gt);)")
MOST_BYTES = 250_000


def units(text: str) -> int:
    """How long a text is if Slack counts as browsers do."""
    return len(text.encode("utf-16-le")) // 2


def check(shown: Message | dict[str, Any], caplog: pytest.LogCaptureFixture) -> None:
    """Fail where Slack would refuse, or see markup that isn't ours."""
    caplog.set_level(logging.WARNING)
    if isinstance(shown, Message):
        assert 1 <= units(shown.text) <= 4000, "chat.update refuses more"
        assert shown.text.strip()
        check_markup(shown.text)
        check_blocks(shown.blocks, most=50)
        json.dumps(shown.payload()).encode()
    else:
        View(**shown).to_dict()
        check_view(shown)
    assert not caplog.records, "the SDK knows no such key"


def check_view(view: dict[str, Any]) -> None:
    """The rules of modals and homes."""
    check_blocks(view["blocks"], most=100)
    assert len(json.dumps(view)) <= MOST_BYTES
    if view["type"] == "modal":
        titles = [view["title"]["text"], view["close"]["text"]]
        titles += [view["submit"]["text"]] if "submit" in view else []
        assert all(1 <= units(title) <= 24 and "…" not in title for title in titles), titles
        assert units(view["private_metadata"]) <= 3000
        has_inputs = any(block["type"] == "input" for block in view["blocks"])
        assert has_inputs == ("submit" in view)


def check_blocks(blocks: list[dict[str, Any]], *, most: int) -> None:
    """The rules of each block, and of all together."""
    assert 1 <= len(blocks) <= most
    names = [block["block_id"] for block in blocks if "block_id" in block]
    assert len(names) == len(set(names))
    for block in blocks:
        parsed = Block.parse(block)
        assert parsed is not None
        parsed.to_dict()
        for limit, text in texts(block):
            assert 1 <= units(text["text"]) <= limit, (block, limit)
            assert text["text"].strip(), block
            if text["type"] == "mrkdwn":
                assert text["verbatim"] is True
                check_markup(text["text"])
        check_elements(block)


def check_markup(markup: str) -> None:
    """Only our own mentions, dates and links; everything else is escaped."""
    for token in TOKEN.findall(markup):
        assert OURS.fullmatch(token), token
        assert "EVIL" not in token, token
    rest = TOKEN.sub("", markup)
    assert "<" not in rest
    assert ">" not in re.sub(r"^> ", "", rest, flags=re.MULTILINE)
    assert not ENTITY.search(rest)
    assert not re.search("@(here|channel|everyone)", rest, re.IGNORECASE)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08]", markup)


def check_elements(block: dict[str, Any]) -> None:
    """The rules of buttons, fields and choices."""
    if block["type"] == "actions":
        actions = [element["action_id"] for element in block["elements"]]
        assert 1 <= len(actions) <= 25
        assert len(actions) == len(set(actions))
    assert 1 <= len(block.get("fields", [1])) <= 10
    if block["type"] == "context":
        assert 1 <= len(block["elements"]) <= 10
    for element in [*block.get("elements", ()), block.get("accessory"), block.get("element")]:
        if element and "value" in element:
            assert 1 <= units(element["value"]) <= 2000
        if element and element["type"] == "plain_text_input":
            assert units(element.get("initial_value", "")) <= element["max_length"] <= 3000
        if element and element["type"] == "static_select":
            groups = element.get("option_groups", [element])
            options = [option for group in groups for option in group["options"]]
            assert len(groups) <= 100
            assert all(1 <= len(group["options"]) <= 100 for group in groups)
            assert element["initial_option"] in options
            assert all(1 <= units(option["value"]) <= 75 for option in options)
        if element and element["type"] == "multi_users_select":
            assert element.get("initial_users") != []


def texts(block: dict[str, Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Every text of a block, and how long it may be."""
    limits = {"text": {"header": 150}.get(block["type"], 3000), "label": 2000, "hint": 2000}
    yield from ((limit, block[name]) for name, limit in limits.items() if name in block)
    yield from ((2000, field) for field in block.get("fields", ()))
    for element in [*block.get("elements", ()), block.get("accessory"), block.get("element")]:
        yield from _element(element or {"type": ""})


def _element(element: dict[str, Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    if element["type"] in ("mrkdwn", "plain_text"):
        yield 3000, element
    if element["type"] == "button":
        yield 75, element["text"]
    if element["type"] == "external_select":
        yield 150, element["placeholder"]
    for option in element.get("options", ()):
        yield 75, option["text"]
    for name, limit in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
        if "confirm" in element:
            yield limit, element["confirm"][name]
