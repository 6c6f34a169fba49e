"""Arguments: what a Web API call was given, as JSON, as a form or in the address."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from aiohttp import web

from .refusals import ApiError

T = TypeVar("T")
TS = re.compile(r"\d+(\.\d+)?$")


class Arguments(dict[str, Any]):
    """The arguments of one call; what is missing or malformed raises ApiError."""

    @classmethod
    async def of(cls, request: web.Request) -> Arguments:
        given = cls(request.query)
        body = await request.read()
        if request.content_type == "application/json":
            try:
                read = json.loads(body or b"{}")
            except ValueError:
                raise ApiError("invalid_json") from None
            if not isinstance(read, dict):
                raise ApiError("json_not_object")
            return cls({**given, **read})
        form = await request.post() if body else {}
        return cls({**given, **{k: v for k, v in form.items() if isinstance(v, str)}})

    def word(self, name: str, default: str = "") -> str:
        value = self.get(name)
        return default if value is None else str(value)

    def need(self, name: str, error: str = "invalid_arguments") -> str:
        """A word that must be there; `error` is what Slack says without it."""
        if value := self.word(name):
            return value
        what = f"[ERROR] missing required field: {name}"
        raise ApiError(error, response_metadata={"messages": [what]})

    def flag(self, name: str) -> bool:
        return str(self.get(name, "")).lower() in ("true", "1")

    def number(self, name: str, default: int, most: int) -> int:
        """A count from 1 to `most`; raises `invalid_limit`."""
        try:
            value = int(self.get(name) or default)
        except (TypeError, ValueError):
            raise ApiError("invalid_limit") from None
        if value < 1:
            raise ApiError("invalid_limit")
        return min(value, most)

    def ts(self, name: str, error: str) -> str | None:
        """A moment or a message's name, padded so that texts compare as numbers do."""
        value = self.word(name)
        if value in ("", "0"):
            return None
        if not TS.match(value):
            raise ApiError(error)
        whole, _, rest = value.partition(".")
        return f"{whole}.{rest:0<6}"

    def json(self, name: str, error: str) -> Any:
        """A value that may have come as JSON text."""
        value = self.get(name)
        if not isinstance(value, str) or not value:
            return value or None
        try:
            return json.loads(value)
        except ValueError:
            raise ApiError(error) from None

    def page(
        self, items: Sequence[T], *, default: int = 100, most: int = 1000
    ) -> tuple[list[T], str]:
        """The items of this page and the cursor of the next, "" at the end."""
        start, size = self.offset(), self.number("limit", default, most)
        end = start + size
        return list(items[start:end]), cursor(end) if end < len(items) else ""

    def offset(self) -> int:
        given = self.word("cursor")
        if not given:
            return 0
        try:
            kind, _, number = base64.b64decode(given, validate=True).decode().partition(":")
            if kind != "offset":
                raise ValueError(kind)
            return int(number)
        except ValueError:
            raise ApiError("invalid_cursor") from None


def cursor(offset: int) -> str:
    return base64.b64encode(f"offset:{offset}".encode()).decode()


def paged(name: str, items: Sequence[Mapping[str, Any] | str], next_cursor: str) -> dict[str, Any]:
    return {name: list(items), "response_metadata": {"next_cursor": next_cursor}}
