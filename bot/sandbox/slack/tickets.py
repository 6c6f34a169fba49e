"""Tickets: the short-lived rights an interaction carries, trigger ids and response addresses."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from .refusals import ApiError
from .workspace import Message

TRIGGER_LIFE = timedelta(seconds=3)
RESPONSE_LIFE = timedelta(minutes=30)
RESPONSE_USES = 5


@dataclass
class Trigger:
    """The right to open one view for one person, for three seconds of either clock."""

    user: str
    at: datetime
    started: float
    view_id: str | None = None
    used: bool = False


@dataclass
class ResponseUrl:
    """The right to answer one interaction; `original` is what may be replaced or deleted."""

    user: str
    channel: str
    at: datetime
    original: Message | None = None
    uses: int = 0


class Tickets:
    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.triggers: dict[str, Trigger] = {}
        self.responses: dict[str, ResponseUrl] = {}

    def trigger(self, user: str, view_id: str | None = None) -> str:
        name = f"{len(self.triggers) + 1}.{uuid.uuid4().hex}"
        self.triggers[name] = Trigger(user, self.clock(), time.monotonic(), view_id)
        return name

    def redeem(self, trigger_id: str) -> Trigger:
        """Use a trigger up; raises ApiError when it is unknown, used or too old."""
        trigger = self.triggers.get(trigger_id)
        if trigger is None:
            raise ApiError("invalid_trigger_id")
        if trigger.used:
            raise ApiError("exchanged_trigger_id")
        life = max(self.clock() - trigger.at, timedelta(seconds=time.monotonic() - trigger.started))
        if life > TRIGGER_LIFE:
            raise ApiError("expired_trigger_id")
        trigger.used = True
        return trigger

    def response(self, user: str, channel: str, original: Message | None = None) -> str:
        name = uuid.uuid4().hex
        self.responses[name] = ResponseUrl(user, channel, self.clock(), original)
        return name

    def use_response(self, name: str) -> ResponseUrl:
        """Count one use; raises ApiError after the fifth, or after half an hour."""
        known = self.responses.get(name)
        if known is None or self.clock() - known.at > RESPONSE_LIFE:
            raise ApiError("expired_url")
        if known.uses >= RESPONSE_USES:
            raise ApiError("used_url")
        known.uses += 1
        return known
