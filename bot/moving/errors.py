"""What keeps a database from being moved."""

from bot.config import SettingsError


class MovingError(SettingsError):
    """Why nothing was moved, in one sentence that says how to mend it; nothing was changed."""
