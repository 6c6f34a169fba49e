"""Refusals: what Slack says when it will not, to a person and to a program."""

from __future__ import annotations

from typing import Any


class SlackRefusal(Exception):
    """Slack's client would not let this person do this; `code` says why."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail


class NotAcknowledged(SlackRefusal):
    """The bot did not answer in time (`operation_timeout`) or not at all (`dispatch_failed`)."""


class ApiError(Exception):
    """A Web API call that is answered `{"ok": false, "error": code}`, with more fields if any."""

    def __init__(self, code: str, **fields: Any) -> None:
        super().__init__(code)
        self.code = code
        self.fields = fields
