"""Emoji: `:name:` to the character, by an own table and by Unicode's names."""

import re
import unicodedata
from functools import cache
from importlib.resources import files

COMMON = ("bookmark", "sos", "white_check_mark", "+1", "eyes", "bulb", "triangular_flag_on_post")
IN_TEXT = re.compile(r":([a-z0-9_+\-']+(?:::skin-tone-[2-6])?):")
_FLAG = re.compile(r"flag-([a-z]{2})")
_SHORT_FLAGS = {"fr", "de", "es", "gb", "uk", "it", "us", "jp", "cn", "kr", "ru"}
_TONE = re.compile(r"(?P<name>[^:]+)::?skin-tone-(?P<tone>[2-6])")
_FIRST_TONE = 0x1F3FB - 2  # Slack counts skin tones from 2 to 6
_REGIONAL_A = 0x1F1E6


@cache
def table() -> dict[str, str]:
    """Every name of the own table with its character, in the order of the file."""
    lines = (files("bot.sandbox.page") / "emoji.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split() for line in lines)
    return {name: character for character, *names in rows for name in names}


def character(name: str) -> str | None:
    """The emoji of a short name such as `bookmark`, `flag-fr` or `+1::skin-tone-3`."""
    if toned := _TONE.fullmatch(name):
        plain = character(toned["name"])
        return plain and plain.rstrip("\ufe0f") + chr(_FIRST_TONE + int(toned["tone"]))
    return table().get(name) or _flag(name) or _by_unicode_name(name)


def spelled(text: str) -> str:
    """The text with its emoji names as emoji; names of no emoji stay as they are."""
    return IN_TEXT.sub(lambda found: character(found[1]) or found[0], text)


def _flag(name: str) -> str | None:
    found = _FLAG.fullmatch(name)
    country = found[1] if found else name
    if not found and name not in _SHORT_FLAGS:
        return None
    letters = "gb" if country == "uk" else country
    return "".join(chr(_REGIONAL_A + ord(letter) - ord("a")) for letter in letters)


def _by_unicode_name(name: str) -> str | None:
    try:
        found = unicodedata.lookup(name.replace("_", " ").replace("-", " "))
    except (KeyError, UnicodeEncodeError):
        return None
    return found if unicodedata.category(found) == "So" else None
