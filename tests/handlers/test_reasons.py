"""Reasons: of what went wrong, only what is known to be harmless is said."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from sqlalchemy.exc import IntegrityError

from handlers.reasons import CODE, reason, slack_code

MARK = "zyxomark"


def refused(data: Any, status: int = 200) -> SlackApiError:
    """Slack's answer, as the client raises it."""
    answer = AsyncSlackResponse(
        client=None,
        http_verb="POST",
        api_url="",
        req_args={},
        data=data,
        headers={},
        status_code=status,
    )
    return SlackApiError(f"it said {data}", answer)  # type: ignore[no-untyped-call]


class UniqueViolation(Exception):
    """As a driver raises it: with the row in its words."""

    sqlstate = "23505"


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ValueError(MARK), "ValueError"),
        (KeyError(MARK), "KeyError"),
        (OSError(111, "Connection refused"), "ConnectionRefusedError: Connection refused"),
        (OSError(MARK), "OSError"),
        (TimeoutError(), "TimeoutError"),
        (refused({"ok": False, "error": "not_in_channel"}), "SlackApiError: not_in_channel"),
        (refused(f"<html>{MARK}", 502), "SlackApiError: status_502"),
        (refused({"error": f"No {MARK}!"}, 500), "SlackApiError: status_500"),
        (
            IntegrityError("INSERT", {"text": MARK}, UniqueViolation(MARK)),
            "IntegrityError: UniqueViolation 23505",
        ),
    ],
)
def test_the_kind_is_told_and_what_cannot_hold_words(error: Exception, told: str) -> None:
    assert reason(error) == told


def test_what_it_comes_from_is_told_as_well() -> None:
    error = ConnectionError(MARK)
    error.__cause__ = refused({"ok": False, "error": "fatal_error"})

    assert reason(error) == "ConnectionError: SlackApiError: fatal_error"


@given(st.text())
def test_whatever_stands_where_slacks_code_should_be_one_word_is_told(said: str) -> None:
    assert CODE.fullmatch(slack_code(refused({"ok": False, "error": said})))
