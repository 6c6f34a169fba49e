"""Block Kit becomes HTML that shows everything, holds what was typed and lets nothing through."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.page.blocks import Blocks, Form
from bot.sandbox.page.viewer import Viewer

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
PEOPLE = {"U0ANA": "Ana Costa", "U0MARC": "Marc Petit"}
ANA = Viewer("U0ANA", "fr", "Europe/Paris", NOW, PEOPLE, {"C0LEGAL": "legal"})
EVIL = '"><script>alert(1)</script>'
Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(text: str, value: str) -> Json:
    return {"text": plain(text), "value": value}


def shown(*blocks: Json, state: Json | None = None) -> str:
    return Blocks(ANA).html(blocks, Form("m1", state or {}))


def element(**fields: Any) -> str:
    return shown({"type": "actions", "block_id": "b", "elements": [{"action_id": "a", **fields}]})


def entry(**fields: Any) -> Json:
    return {
        "type": "input",
        "block_id": "b",
        "label": plain("L"),
        "element": {"action_id": "a", **fields},
    }


def test_a_section_shows_text_fields_and_accessory() -> None:
    button = {"type": "button", "action_id": "take", "text": plain("Take it"), "value": "7"}
    html = shown(
        {
            "type": "section",
            "text": {"type": "mrkdwn", "text": "*Who?*"},
            "fields": [plain("*one*"), {"type": "mrkdwn", "text": "<@U0MARC>"}],
            "accessory": button,
        }
    )

    assert "<b>Who?</b>" in html
    assert "*one*" in html
    assert "@Marc Petit" in html
    assert 'data-action-id="take"' in html
    assert "Take it</button>" in html


def test_rich_text_shows_each_of_its_parts() -> None:
    words = [
        {"type": "text", "text": "bold", "style": {"bold": True, "strike": True}},
        {"type": "user", "user_id": "U0ANA"},
        {"type": "link", "url": "javascript:x", "text": "no link"},
        {"type": "emoji", "name": "tada"},
        {"type": "broadcast", "range": "here"},
    ]
    section = {"type": "rich_text_section", "elements": words}
    parts = [
        section,
        {"type": "rich_text_list", "style": "ordered", "offset": 2, "elements": [section]},
        {"type": "rich_text_quote", "elements": words},
        {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "a\nb"}]},
    ]

    html = shown({"type": "rich_text", "elements": parts})

    assert "<s><b>bold</b></s>" in html
    assert "@Ana Costa" in html
    assert "no link" in html
    assert "javascript" not in html
    assert "🎉" in html
    assert '<ol class="indent-0" start="3">' in html
    assert "<blockquote>" in html
    assert "<pre>a\nb</pre>" in html


def test_markdown_and_tables_become_what_they_mean() -> None:
    cells = [[{"type": "raw_text", "text": "Topic"}], [{"type": "raw_text", "text": "Refunds"}]]
    html = shown(
        {"type": "markdown", "text": "# T\n\n**b** [l](https://x.org) <script>x</script>"},
        {"type": "table", "rows": cells, "column_settings": [{"align": "right"}]},
    )

    assert "<h1>T</h1>" in html
    assert "<strong>b</strong>" in html
    assert "<script" not in html
    assert '<th class="align-right">Topic</th>' in html
    assert '<td class="align-right">Refunds</td>' in html


def test_a_picture_from_elsewhere_is_described_and_not_fetched() -> None:
    far = {"type": "image", "image_url": "https://x.org/a.png", "alt_text": "a chart"}
    near = {"type": "image", "image_url": "http://127.0.0.1:8080/a.png", "alt_text": "a map"}

    html = shown(far, near)

    assert 'src="https://x.org' not in html
    assert 'aria-label="a chart"' in html
    assert '<img src="http://127.0.0.1:8080/a.png" alt="a map">' in html


@pytest.mark.parametrize("kind", ["video", "hologram"])
def test_an_unknown_block_says_so(kind: str) -> None:
    assert f"unsupported block: {kind}" in shown({"type": kind})


def test_an_unknown_element_says_so() -> None:
    assert "unsupported element: dial" in element(type="dial")


@pytest.mark.parametrize(
    ("kind", "fields", "expected"),
    [
        (
            "static_select",
            {"options": [option("Un", "1")], "initial_option": option("Un", "1")},
            '<option value="1" selected>Un',
        ),
        ("users_select", {"initial_user": "U0MARC"}, '<option value="U0MARC" selected>Marc Petit'),
        ("channels_select", {}, '<option value="C0LEGAL" >#legal'),
        ("conversations_select", {}, '<option value="C0LEGAL" >#legal'),
        ("external_select", {"min_query_length": 1}, 'data-least="1"'),
        (
            "multi_static_select",
            {"options": [option("Un", "1")], "initial_options": [option("Un", "1")]},
            "checked",
        ),
        ("multi_users_select", {"initial_users": ["U0ANA"]}, 'value="U0ANA"'),
        (
            "radio_buttons",
            {"options": [option("Un", "1")], "initial_option": option("Un", "1")},
            'type="radio"',
        ),
        ("checkboxes", {"options": [option("Un", "1")]}, 'type="checkbox"'),
        ("datepicker", {"initial_date": "2026-12-24"}, 'value="2026-12-24"'),
        ("timepicker", {"initial_time": "10:30"}, 'value="10:30"'),
        ("datetimepicker", {"initial_date_time": 1795183200}, 'value="2026-11-20T15:00"'),
        ("number_input", {"is_decimal_allowed": True}, 'step="any"'),
        ("email_text_input", {}, 'type="email"'),
        ("url_text_input", {}, 'type="url"'),
        ("plain_text_input", {"multiline": True, "initial_value": "x\ny"}, "x\ny</textarea>"),
        ("overflow", {"options": [option("Un", "1")]}, 'data-value="1"'),
        ("button", {"text": plain("Go"), "url": "javascript:alert(1)"}, 'data-url=""'),
    ],
)
def test_every_element_has_its_control(kind: str, fields: Json, expected: str) -> None:
    assert expected in element(type=kind, **fields)


def test_people_stand_in_the_order_they_were_chosen_in() -> None:
    chosen = element(type="multi_users_select", initial_users=["U0MARC", "U0ANA"])

    assert chosen.index("Marc Petit") < chosen.index("Ana Costa")
    assert chosen.count("checked") == 2
    nobody = element(type="multi_users_select")
    assert nobody.index("Ana Costa") < nobody.index("Marc Petit")


def test_no_control_cuts_what_is_pasted() -> None:
    assert "maxlength" not in element(type="plain_text_input", max_length=10)


def test_a_list_in_groups_keeps_its_labels() -> None:
    groups = [{"label": plain("Team"), "options": [option("Un", "1")]}]

    assert '<optgroup label="Team">' in element(type="static_select", option_groups=groups)


def test_a_confirmation_stands_ready_behind_its_button() -> None:
    asked = {
        "title": plain("Sure?"),
        "text": plain("Really"),
        "confirm": plain("Yes"),
        "deny": plain("No"),
    }

    html = element(type="button", text=plain("Delete"), confirm=asked)

    assert "data-confirm" in html
    assert '<dialog class="confirm"' in html
    assert ">Yes</button>" in html


def test_what_was_typed_wins_over_the_initial_value() -> None:
    block = entry(type="plain_text_input", initial_value="before")
    typed = {"b": {"a": {"type": "plain_text_input", "value": "after"}}}
    emptied = {"b": {"a": {"type": "plain_text_input", "value": None}}}

    assert 'value="before"' in shown(block)
    assert 'value="after"' in shown(block, state=typed)
    assert "before" not in shown(block, state=emptied)


def test_an_input_is_tied_to_its_label_its_error_and_its_hint() -> None:
    html = shown(entry(type="plain_text_input") | {"hint": plain("short"), "optional": True})

    assert '<label for="m1-b-a">L <span class="optional">(facultatif)</span></label>' in html
    assert 'aria-describedby="m1-b-a-error m1-b-a-hint"' in html
    assert 'id="m1-b-a-hint"' in html


@pytest.mark.parametrize(
    "block",
    [
        {"type": "header", "text": plain(EVIL)},
        {"type": "section", "text": plain(EVIL)},
        {"type": "section", "text": {"type": "mrkdwn", "text": EVIL}},
        {"type": "image", "image_url": EVIL, "alt_text": EVIL, "title": plain(EVIL)},
        {"type": "context", "elements": [{"type": "image", "image_url": EVIL, "alt_text": EVIL}]},
        {"type": "table", "rows": [[{"type": "raw_text", "text": EVIL}]]},
        {"type": EVIL},
        {
            "type": "actions",
            "block_id": EVIL,
            "elements": [
                {
                    "type": "button",
                    "action_id": EVIL,
                    "text": plain(EVIL),
                    "value": EVIL,
                    "style": EVIL,
                }
            ],
        },
        entry(type="external_select", initial_option=option(EVIL, EVIL), placeholder=plain(EVIL)),
        entry(
            type="plain_text_input", multiline=True, initial_value="</textarea><script>x</script>"
        ),
        {
            "type": "rich_text",
            "elements": [
                {"type": EVIL},
                {"type": "rich_text_section", "elements": [{"type": "emoji", "name": EVIL}]},
            ],
        },
    ],
)
def test_hostile_blocks_stay_text(block: Json) -> None:
    assert "<script" not in shown(block)


@given(st.text(max_size=200))
def test_no_text_escapes_its_block(text: str) -> None:
    html = shown(
        {"type": "section", "text": {"type": "mrkdwn", "text": text}},
        entry(type="plain_text_input", multiline=True, initial_value=text),
        {
            "type": "rich_text",
            "elements": [
                {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
            ],
        },
    )

    assert "<script" not in html.lower()
    assert html.count("<textarea") == html.count("</textarea>") == 1
