"""Arrival: a request of Slack's gets an id, is answered, measured and noted."""

from collections.abc import Awaitable, Mapping
from hashlib import blake2b
from time import perf_counter
from typing import Any
from uuid import uuid4

import structlog
from slack_bolt import BoltResponse

from bot.watching.metrics import Metrics
from knowledge import correlation

log = structlog.get_logger()

KINDS = {
    "event_callback": "event",
    "block_actions": "action",
    "view_submission": "view",
    "view_closed": "view",
    "shortcut": "shortcut",
    "message_action": "shortcut",
    "block_suggestion": "options",
}


async def answered(
    body: Mapping[str, Any], answer: Awaitable[BoltResponse], metrics: Metrics
) -> BoltResponse:
    """Answer a request under its id, which is in every line of the log that comes of it."""
    kind = kind_of(body)
    with correlation.carried(id_of(body, kind)):
        begun = perf_counter()
        response = await answer
        seconds = perf_counter() - begun
        facts = {"kind": kind, "status": response.status, "seconds": round(seconds, 4)}
        log.info("received", **facts, **_who_and_what(body))
    metrics.acknowledged(kind, response.status, seconds)
    return response


def kind_of(body: Mapping[str, Any]) -> str:
    """What sort of request it is, for people: command, action, view, shortcut, event …"""
    return "command" if "command" in body else KINDS.get(str(body.get("type")), "other")


def _who_and_what(body: Mapping[str, Any]) -> dict[str, str]:
    """Ids of Slack's and names of ours; never what anybody wrote."""
    inner = _dict(body, "event") or body
    what = body.get("command") or inner.get("callback_id") or inner.get("type")
    if actions := body.get("actions"):
        what = actions[0].get("action_id")
    elif view := _dict(body, "view"):
        what = view.get("callback_id")
    user = body.get("user_id") or inner.get("user") or ""
    told = {
        "what": what,
        "workspace": body.get("team_id") or _dict(body, "team").get("id"),
        "user": user.get("id") if isinstance(user, dict) else user,
    }
    return {name: value for name, value in told.items() if value and isinstance(value, str)}


def _dict(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = body.get(name)
    return found if isinstance(found, dict) else {}


def id_of(body: Mapping[str, Any], kind: str) -> str:
    """An event's own id, the same at every delivery; else one made of what Slack sent along.

    A trigger opens windows for three seconds, so only its fingerprint is told.
    """
    if event := body.get("event_id"):
        return str(event)
    trigger = str(body.get("trigger_id") or uuid4())
    return f"{kind}-{blake2b(trigger.encode(errors='replace'), digest_size=6).hexdigest()}"
