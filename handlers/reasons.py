"""Reasons: what went wrong, in words that are fit for a log.

An exception's own message may repeat anything: what somebody asked, a row of the database, the page
of a proxy. So only what is known to be harmless is said of it.
"""

import re
from typing import Any

from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import DBAPIError

CODE = re.compile(r"[a-z][a-z0-9_]{1,63}")
"""What Slack's error codes look like."""


def reason(error: BaseException) -> str:
    """The kind of error, and what can be told of it without repeating what people wrote."""
    name, known = type(error).__name__, _known(error)
    return f"{name}: {known}" if known else name


def slack_code(error: SlackApiError) -> str:
    """Slack's word for it, or the status of an answer that was none of Slack's own."""
    data = getattr(error.response, "data", None)
    code = str(data.get("error")) if isinstance(data, dict) else ""
    return code if CODE.fullmatch(code) else f"status_{_status(error)}"


def _status(error: SlackApiError) -> int:
    """Of Slack's answer, or of what aiohttp has read of it."""
    response: Any = error.response
    return int(response.status_code if hasattr(response, "status_code") else response.status)


def _known(error: BaseException) -> str:
    match error:
        case SlackApiError():
            return slack_code(error)
        case DBAPIError():
            state = getattr(error.orig, "sqlstate", None)
            return " ".join(filter(None, [type(error.orig).__name__, state]))
        case OSError() if error.strerror:
            return error.strerror
        case _ if error.__cause__:
            return reason(error.__cause__)
    return ""
