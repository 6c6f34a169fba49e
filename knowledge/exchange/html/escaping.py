"""Escaping: text that Markdown would take for more than text."""

import re
from urllib.parse import urljoin, urlsplit

SCHEMES = frozenset(("http", "https", "mailto", "tel"))
"""Where a link may lead. `javascript:`, `data:` and `file:` are none of these."""

LINK_LIMIT = 2000
"""Characters of a link; a longer one carries data, it does not lead anywhere."""

_SIGNS = re.compile(r"[\\`*\[\]<~]|(?<![^\W_])_|_(?![^\W_])|&(?=#|[A-Za-z]+;|$)|!(?=\[|$)")
_START = re.compile(r"(?:#{1,6}|[-+])(?=\s|$)|>|~{3}|(?=[-:|=])[-:|= \t]+$")
_NUMBER = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def literal(text: str) -> str:
    """Text that reads as it is, within a line, whatever stands before and behind it."""
    return _SIGNS.sub(r"\\\g<0>", text)


def literal_start(line: str) -> str:
    """A line whose beginning is no heading, list, quote or rule."""
    if _START.match(line):
        return "\\" + line
    return _NUMBER.sub(r"\1\\\2", line, count=1) if _NUMBER.match(line) else line


def address(target: str, base: str | None) -> str | None:
    """Where a link leads, if it may; None where it leads nowhere or might do something."""
    target = _CONTROLS.sub("", target).strip()
    try:
        whole = urljoin(base, target) if base and not target.startswith("#") else target
        parts = urlsplit(whole)
    except ValueError:
        return None
    is_web = parts.scheme.lower() in ("http", "https")
    if parts.scheme.lower() not in SCHEMES or (is_web and not parts.netloc):
        return None
    safe = re.sub(r"[\s()<>\"`\\\x00-\x1f|]", lambda one: _percent(one[0]), whole)
    return safe if len(safe) <= LINK_LIMIT else None


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode(errors="ignore"))
