"""Blocks stay within Slack's limits, whatever they are given."""

import pytest

from handlers.ui.blocks import (
    Message,
    actions,
    button,
    context,
    header,
    home,
    message,
    modal,
    remembered,
    section,
)
from tests.handlers.ui.slack_rules import check_blocks

LONG = "Une très longue phrase. " * 400


def test_a_message_says_in_text_what_its_blocks_say() -> None:
    shown = message(header("Titre"), section("*Un* <@U0ANA>"), context("a", "", "b"), None, [])

    assert shown.text == "Titre\n*Un* <@U0ANA>\na · b"


def test_a_message_is_not_followed_to_make_previews() -> None:
    payload = message(section("a")).payload()

    assert payload["unfurl_links"] is False
    assert payload["unfurl_media"] is False


def test_words_alone_are_a_message_too() -> None:
    assert Message("Bonjour", []).ephemeral() == {
        "text": "Bonjour",
        "unfurl_links": False,
        "unfurl_media": False,
        "response_type": "ephemeral",
        "replace_original": False,
    }


def test_what_is_too_long_is_cut_at_a_word() -> None:
    buttons = [button(LONG, f"a{n}", LONG) for n in range(30)]
    shown = message(header(LONG), section(LONG), context(*[LONG] * 12), actions(*buttons))

    check_blocks(shown.blocks, most=50)
    words = shown.blocks[0]["text"]["text"].removesuffix("…").split()
    assert {*words} == {"Une", "très", "longue", "phrase."}
    assert len(shown.text) < 4000


def test_a_text_is_never_cut_inside_a_mention_or_an_entity() -> None:
    shown = section("x" * 2980 + "<@U0MARIA1234567890> puis la suite")
    entity = section("&amp;" * 700)

    assert shown["text"]["text"] == "x" * 2980 + "…"
    assert entity["text"]["text"].removesuffix("…").replace("&amp;", "") == ""


def test_messages_and_views_hold_only_so_many_blocks() -> None:
    many = [section(str(n)) for n in range(200)]

    assert len(message(many).blocks) == 50
    assert len(home(many)["blocks"]) == 100
    assert len(modal("a", "b", many, close="c")["blocks"]) == 100


def test_nothing_to_press_is_nothing_to_see() -> None:
    assert actions(None, None) is None
    assert context("", "") is None


def test_a_view_remembers() -> None:
    view = modal("a", "b", section("c"), close="d", metadata='{"entry": 1}')

    assert remembered(view) == {"entry": 1}
    assert remembered({"private_metadata": ""}) == {}
    assert remembered({"private_metadata": "[]"}) == {}


def test_a_view_does_not_forget_silently() -> None:
    with pytest.raises(ValueError, match="3001"):
        modal("a", "b", section("c"), close="d", metadata="x" * 3001)
