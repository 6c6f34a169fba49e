"""What a browser's form holds becomes Slack's values, complaints and spans of time."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.sandbox.page import fields
from bot.sandbox.page.clocks import duration
from bot.sandbox.page.complaints import complaints
from bot.sandbox.page.words import words

PARIS = ZoneInfo("Europe/Paris")
FRENCH = words("fr")
Json = dict[str, Any]


def entry(kind: str, **fields: Any) -> Json:
    element = {"type": kind, "action_id": "a", **fields}
    return {"type": "input", "block_id": "b", "element": element}


@pytest.mark.parametrize(
    ("kind", "raws", "value"),
    [
        ("plain_text_input", ["a\r\nb"], "a\nb"),
        ("plain_text_input", [""], None),
        ("static_select", ["7"], "7"),
        ("multi_static_select", ["7", "8"], ["7", "8"]),
        ("multi_users_select", [], []),
        ("checkboxes", ["x"], ["x"]),
        (
            "external_select",
            ['{"text": {"text": "T"}, "value": "v"}'],
            {"text": {"text": "T"}, "value": "v"},
        ),
        ("datetimepicker", ["2026-11-20T15:00"], 1795183200),
        ("datepicker", ["2026-11-20"], "2026-11-20"),
    ],
)
def test_a_control_gives_slacks_value(kind: str, raws: list[str], value: Any) -> None:
    assert fields.filled([entry(kind)], {"b␟a": raws}, PARIS) == {"b": value}


def test_buttons_hold_nothing() -> None:
    button = {"type": "button", "action_id": "a"}
    assert (
        fields.filled([{"type": "actions", "block_id": "b", "elements": [button]}], {}, PARIS) == {}
    )


def test_a_date_and_time_returns_as_the_browser_wants_it() -> None:
    element = {"type": "datetimepicker", "action_id": "a"}
    held = {"type": "datetimepicker", "selected_date_time": 1795183200}

    assert fields.shown(element, held, PARIS) == ["2026-11-20T15:00"]


@pytest.mark.parametrize(
    ("block", "raw", "said"),
    [
        (entry("plain_text_input"), "", FRENCH["required"]),
        (entry("plain_text_input") | {"optional": True}, "", None),
        (entry("plain_text_input", min_length=3), "ab", FRENCH["too_short"].format(least=3)),
        (entry("plain_text_input", max_length=3), "abcd", FRENCH["too_long"].format(most=3)),
        (entry("plain_text_input"), "x" * 3001, FRENCH["too_long"].format(most=3000)),
        (entry("email_text_input"), "ana", FRENCH["not_email"]),
        (entry("email_text_input"), "ana@example.org", None),
        (entry("url_text_input"), "ftp://x", FRENCH["not_url"]),
        (entry("url_text_input"), "https://x.org", None),
        (entry("number_input"), "1.5", FRENCH["not_number"]),
        (entry("number_input", is_decimal_allowed=True), "1.5", None),
        (entry("number_input", min_value="2"), "1", FRENCH["number_small"].format(least=2)),
        (entry("number_input", max_value="2"), "3", FRENCH["number_large"].format(most=2)),
    ],
)
def test_a_form_is_complained_about_at_its_field(block: Json, raw: str, said: str | None) -> None:
    assert complaints([block], {"b␟a": [raw]}, FRENCH) == ({"b": said} if said else {})


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("15m", 15),
        ("45", 45),
        ("1h", 60),
        ("2h30", 150),
        ("+4 h", 240),
        ("1 jour", 1440),
        ("3j", 4320),
        ("2 days", 2880),
        ("1d 2h", 1560),
    ],
)
def test_a_duration_is_read_in_both_languages(written: str, minutes: int) -> None:
    assert duration(written) == timedelta(minutes=minutes)


@pytest.mark.parametrize("written", ["", "0m", "demain", "-3h", "1h x", "9999d", "h"])
def test_what_is_no_duration_moves_nothing(written: str) -> None:
    assert duration(written) is None


def test_the_page_says_everything_in_both_languages() -> None:
    assert words("fr").keys() == words("en").keys()
