"""Errors: where a refusal is said."""

from typing import Any

from handlers.errors import _in_modal

TITLE = {"title": {"text": "Forget me"}, "close": {"text": "Go back"}}


def test_a_refusal_stands_under_the_first_field_of_a_window() -> None:
    blocks = [{"type": "section"}, {"type": "input", "block_id": "why"}]

    answer: Any = _in_modal({**TITLE, "blocks": blocks}, "No.")

    assert answer.body == '{"response_action": "errors", "errors": {"why": "No."}}'


def test_in_a_window_without_fields_it_takes_the_place_of_what_was_sent() -> None:
    answer: Any = _in_modal({**TITLE, "blocks": [{"type": "section"}]}, "You are the only lead.")

    assert '"response_action": "update"' in answer.body
    assert "You are the only lead." in answer.body
    assert "Forget me" in answer.body
