"""Blocks are refused for what Slack refuses, and only for that."""

from typing import Any

import pytest

from bot.sandbox.slack.block_checks import faults


def plain(text: str = "a") -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def button(**changes: Any) -> dict[str, Any]:
    return {"type": "button", "action_id": "go", "text": plain()} | changes


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def option(value: str = "v", **changes: Any) -> dict[str, Any]:
    return {"text": plain(), "value": value} | changes


def select(**changes: Any) -> dict[str, Any]:
    return {"type": "static_select", "action_id": "pick", "options": [option()]} | changes


def section(**changes: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": "a"}} | changes


GOOD = [
    section(
        accessory=button(style="primary", value="1", confirm={"title": plain(), "text": plain()})
    ),
    section(fields=[plain()] * 10),
    actions(*[button(action_id=str(n)) for n in range(25)]),
    actions(select(initial_option=option())),
    actions({"type": "overflow", "action_id": "more", "options": [option()] * 2}),
    {"type": "context", "elements": [{"type": "mrkdwn", "text": "a", "verbatim": True}]},
    {"type": "header", "text": plain("a" * 150), "level": 2},
    {"type": "image", "image_url": "https://a.fr/b.png", "alt_text": "a"},
    {"type": "markdown", "text": "# a"},
    {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]},
    {"type": "data_visualization", "title": "a", "chart": {"type": "pie", "segments": []}},
    {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "helpful",
                "positive_button": {"text": plain(), "value": "1"},
                "negative_button": {"text": plain(), "value": "0"},
            }
        ],
    },
]
BAD = [
    (section(text=plain("a" * 3001)), "must be less than 3001 characters"),
    (section(text=plain("")), "must be more than 0 characters"),
    ({"type": "section"}, "must define either `text` or `fields`"),
    (section(fields=[plain()] * 11), "no more than 10 items allowed"),
    (section(colour="red"), "invalid additional property: colour"),
    (section(block_id="b" * 256), "must be less than 256 characters"),
    (actions(), "must have at least 1 item"),
    (actions(*[button(action_id=str(n)) for n in range(26)]), "no more than 25 items allowed"),
    (actions(button(), button()), "`action_id` already exists: go"),
    (actions(button(text=plain("a" * 76))), "must be less than 76 characters"),
    (
        actions(button(text={"type": "mrkdwn", "text": "a"})),
        "must be a text object of type plain_text",
    ),
    (actions(button(value="v" * 2001)), "must be less than 2001 characters"),
    (actions(button(style="huge")), "style"),
    (actions(select(options=[])), "must have at least 1 item"),
    (actions(select(options=[option()] * 101)), "no more than 100 items allowed"),
    (actions(select(options=[option("v" * 76)])), "must be less than 76 characters"),
    (actions(select(initial_option=option("w"))), "the initial option must be one of the options"),
    (actions(select(option_groups=[])), "must define either `options` or `option_groups`"),
    (actions({"type": "plain_text_input", "action_id": "a"}), "unsupported type: plain_text_input"),
    ({"type": "header", "text": plain("a" * 151)}, "must be less than 151 characters"),
    ({"type": "context", "elements": [plain()] * 11}, "no more than 10 items allowed"),
    ({"type": "input", "label": plain()}, "missing required field: element"),
    ({"type": "image", "alt_text": "a"}, "must define either `image_url` or `slack_file`"),
    ({"type": "marquee"}, "unsupported type: marquee"),
    ("text", "unsupported type: None"),
]


@pytest.mark.parametrize("block", GOOD, ids=lambda block: str(block["type"]))
def test_good_blocks_pass(block: dict[str, Any]) -> None:
    assert faults([block], "message") == []


@pytest.mark.parametrize(("block", "said"), BAD, ids=lambda value: str(value)[:40])
def test_bad_blocks_are_told_why(block: Any, said: str) -> None:
    found = faults([block], "message")

    assert any(said in fault and "[json-pointer:/blocks/0" in fault for fault in found), found


@pytest.mark.parametrize(
    ("blocks", "said"),
    [
        ([section()] * 51, "no more than 50 items allowed"),
        ([section(block_id="a"), section(block_id="a")], "`block_id` already exists: a"),
        ([{"type": "markdown", "text": "a" * 7000}] * 2, "12000 characters together"),
        ([{"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]]}] * 2, "only_one_table"),
        ({}, "must be an array"),
    ],
)
def test_the_whole_is_counted_too(blocks: Any, said: str) -> None:
    assert any(said in fault for fault in faults(blocks, "message"))


@pytest.mark.parametrize("surface", ["modal", "home"])
def test_some_blocks_are_for_messages_only(surface: Any) -> None:
    (found,) = faults([{"type": "markdown", "text": "a"}], surface)

    assert f"unsupported type: markdown in a {surface}" in found


JUNK: list[Any] = [None, 5, "", [], {}, True, [None], {"type": []}, "text"]


@pytest.mark.parametrize("junk", JUNK, ids=repr)
def test_nothing_at_all_breaks_the_checks(junk: Any) -> None:
    for block in [*GOOD, {"type": "input", "label": plain(), "element": select()}]:
        for key in block:
            for spoiled in (block | {key: junk}, block | {"elements": [junk]}):
                assert all(found.startswith("[ERROR]") for found in faults([spoiled], "message"))
