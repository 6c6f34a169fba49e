"""Checks: what `relais doctor` looks at, one after the other, each with its name."""

from collections.abc import AsyncIterator, Awaitable, Callable

from sqlalchemy.exc import SQLAlchemyError

from bot.checks import charter, database, front, letter, slack
from bot.checks.finding import Finding, Level, failed
from bot.checks.ground import TROUBLE, Ground, of_environment

__all__ = ["CHECKS", "Finding", "Ground", "Level", "look", "of_environment"]

Check = Callable[[Ground], Awaitable[list[Finding]]]

CHECKS: tuple[tuple[str, Check], ...] = (
    ("settings", slack.settings),
    ("bot token", slack.bot_token),
    ("scopes", slack.scopes),
    ("connection", front.front),
    ("clock", slack.clock),
    ("database", database.reachable),
    ("revision", database.migrated),
    ("writing", database.writable),
    ("database's clock", database.clock),
    ("charter", charter.rules),
    ("people", charter.people),
    ("channels", charter.channels),
    ("test message", letter.letter),
)
"""Later ones use what earlier ones have learned, and say so where that is missing."""


async def look(ground: Ground) -> AsyncIterator[tuple[str, Finding]]:
    """Everything that is found, as it is found."""
    for name, check in CHECKS:
        try:
            found = await check(ground)
        except (SQLAlchemyError, *TROUBLE) as error:  # it was there a moment ago
            found = failed(f"{str(error).splitlines()[0]}: try again.")
        for finding in found:
            yield name, finding
