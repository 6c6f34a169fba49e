"""Reports: what operators are told of each part, on /health and /ready."""

from __future__ import annotations

from datetime import datetime, timedelta
from time import time
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from bot.worker import is_late

if TYPE_CHECKING:
    from bot.running import Bot
    from bot.watching.metrics import Metrics

Report = dict[str, str]
"""Each part and how it is: `ok`, or what is wrong."""

LAG = timedelta(minutes=5)
"""From then on, what is due and sent by nobody means that people are not served."""

SILENCE = 60.0
"""Seconds. Over HTTP, Slack counts as gone if calls have failed in the last ones and none has
succeeded; whoever has not called it lately cannot know."""


async def health(bot: Bot) -> Report:
    """Whether this process should live: its event loop answers, its worker runs and moves on."""
    if not bot.worker.is_alive:
        return {"worker": "stopped"}
    return {"worker": "stuck" if bot.worker.is_stuck else "ok"}


async def ready(bot: Bot) -> Report:
    """Whether people are served: the database, Slack and the worker. Told within seconds."""
    now = bot.services.clock()
    return {
        **await _database(bot, now),
        "slack": await _slack(bot),
        "worker": "late" if is_late(bot.worker, now) else "ok",
    }


async def _database(bot: Bot, now: datetime) -> Report:
    try:
        seen = await bot.probes.readiness.see()
    except TimeoutError:
        return _unknown("no answer in time")
    except (SQLAlchemyError, OSError) as error:
        return _unknown(f"unreachable: {type(error).__name__}")
    return {
        "database": "ok",
        "migrations": "ok" if seen.is_migrated else "pending",
        "due work": _lag(seen.due_since, now),
    }


def _unknown(why: str) -> Report:
    return {"database": why, "migrations": "unknown", "due work": "unknown"}


def _lag(due_since: datetime | None, now: datetime) -> str:
    lag = now - due_since if due_since else timedelta()
    return f"waits for {lag.total_seconds():.0f} s" if lag > LAG else "ok"


async def _slack(bot: Bot) -> str:
    if not bot.identity.is_known:
        return "not reached yet"
    if bot.socket is None:
        return _last_calls(bot.metrics)
    return "ok" if await bot.socket.is_open() else "not connected"


def _last_calls(metrics: Metrics) -> str:
    has_failed = metrics.last_failure > max(metrics.last_answer, time() - SILENCE)
    return "calls fail" if has_failed and time() - metrics.last_answer > SILENCE / 2 else "ok"
