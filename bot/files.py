"""Files: what somebody names on the command line, as text."""

from pathlib import Path

from bot.config import SettingsError


def text_of(file: Path) -> str:
    """What is written in it.

    Raises:
        SettingsError: it is no text.
    """
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise SettingsError(f"{file} is not text in UTF-8.") from error
