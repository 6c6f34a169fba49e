"""Waiting: a window opens at once or never; an answer has half an hour."""

from typing import Any

import pytest

from handlers.ui import questions as ui
from handlers.waiting import can_wait

REPLY = {"response_url": "http://127.0.0.1/reply"}


@pytest.mark.parametrize(
    ("text", "waits"),
    [
        ("how do I get my money back", True),
        ("", True),
        ("help", True),
        ("away tomorrow", True),
        ("add", False),
        ("edit 12", False),
        ("away", False),
        ("forget me", False),
    ],
)
def test_a_command_waits_unless_it_opens_a_window(text: str, waits: bool) -> None:
    assert can_wait({"command": "/kb", "text": text, **REPLY}) is waits


@pytest.mark.parametrize(
    ("body", "waits"),
    [
        ({"actions": [{"action_id": ui.HELPFUL}], **REPLY}, True),
        ({"actions": [{"action_id": ui.NOT_HELPFUL}]}, False),
        ({"actions": [{"action_id": ui.OPEN_ENTRY}], **REPLY}, False),
        ({"actions": [{"action_id": ui.HELPFUL}, {"action_id": "another"}], **REPLY}, False),
        ({"actions": []}, False),
        ({"type": "view_submission", "view": {}}, False),
        ({"type": "shortcut"}, False),
    ],
)
def test_of_clicks_only_what_is_said_of_an_answer_waits(body: dict[str, Any], waits: bool) -> None:
    assert can_wait(body) is waits
