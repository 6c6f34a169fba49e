"""Literal: words in Markdown that mean themselves."""

import re

ESCAPED = r"\\\g<0>"
# What Markdown would read as markup, where it would; inside words and between spaces it does not.
SIGNS = re.compile(
    r"\\(?=[!-/:-@\[-`{-~]|\s*$)"
    r"|`|(?<!\s)\*|\*(?!\s)"
    r"|(?<![^\W_])_|_(?![^\W_])"
    r"|~(?=~)|(?<=~)~"
    r"|\](?=\()|&(?=#?\w+;)|<(?=[^\s<>]+[:@])",
    re.MULTILINE,
)
BESIDE = re.compile(rf"{SIGNS.pattern}|^~|~$", re.MULTILINE)
# A heading, a quote, an item of a list, a rule or the border of a table.
START = re.compile(r"^(?=#{1,6}(?:\s|$)|[-+*](?:\s|$)|>|(?:[\s|:]*-)+[\s|:]*$)")
NUMBER = re.compile(r"^(\d{1,9})(?=[.)](?:\s|$))")
BRACKETS = re.compile(r"(?<!\\)((?:\\\\)*)([\[\]])")


def literal(text: str, *, is_beside_style: bool = False) -> str:
    """Escape what Markdown would read as markup within a line.

    Beside the markers of a style, one more sign would join them.
    """
    return (BESIDE if is_beside_style else SIGNS).sub(ESCAPED, text)


def started(markdown: str) -> str:
    """Escape what Markdown would read as markup at the start of a line."""
    return NUMBER.sub(r"\1\\", START.sub(r"\\", markdown.lstrip()))


def label(text: str) -> str:
    """Words on one line that end no link they are in."""
    return BRACKETS.sub(r"\1\\\2", literal(" ".join(text.split())))
