"""Reports: what operators are told of each part, on /health and /ready."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from bot.worker import is_late
from knowledge.database import Database

if TYPE_CHECKING:
    from bot.running import Bot

Report = dict[str, str]
"""Each part and how it is: `ok`, or what is wrong."""


async def health(bot: Bot) -> Report:
    """Whether this process should live: its worker runs."""
    return {"worker": "ok" if bot.worker.is_alive else "stopped"}


async def ready(bot: Bot) -> Report:
    """Whether people are served: the database, Slack and the worker."""
    return {
        "database": await _database(bot.database),
        "slack": await _slack(bot),
        "worker": "late" if is_late(bot.worker, bot.services.clock()) else "ok",
    }


async def _slack(bot: Bot) -> str:
    if not bot.identity.is_known:
        return "not reached yet"
    return "ok" if bot.socket is None or await bot.socket.is_open() else "not connected"


async def _database(database: Database) -> str:
    try:
        await database.ping()
    except (SQLAlchemyError, OSError) as error:
        return f"unreachable: {type(error).__name__}"
    return "ok"
