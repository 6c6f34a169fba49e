"""Moving: all that a database holds, to a file and back, or straight into another database.

One stream of parts serves all of it, and it says the same of SQLite and of PostgreSQL: `source`
makes it of a database, `archive` writes and reads it as a file, `target` fills a database with it.
"""

from bot.moving.errors import MovingError
from bot.moving.work import back_up, move, restore

__all__ = ["MovingError", "back_up", "move", "restore"]
