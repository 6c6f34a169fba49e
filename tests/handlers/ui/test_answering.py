"""Answering: what people chose and wrote in the windows of an escalation."""

from typing import Any

import pytest

from handlers.ui.answering import chosen_entry


def window(chosen: str, number: str) -> dict[str, Any]:
    """The window *Point to an entry*, as Slack sends it."""
    select = {"type": "static_select", "selected_option": {"value": chosen}}
    field = {"type": "plain_text_input", "value": number or None}
    return {"state": {"values": {"entry": {"written": select}, "number": {"written": field}}}}


@pytest.mark.parametrize(
    ("chosen", "number", "entry"),
    [
        ("12", "", 12),
        ("12", "57", 57),  # the list has something chosen from the start
        ("0", " #57 ", 57),
        ("0", "", 0),
        ("12", "the one on refunds", 0),
    ],
)
def test_the_number_that_was_written_counts_before_the_choice(
    chosen: str, number: str, entry: int
) -> None:
    assert chosen_entry(window(chosen, number)) == entry
