"""Literal: words in Markdown that mean themselves."""

import re

ESCAPED = r"\\\g<0>"
# What Markdown would read as markup, where it would; inside words and between spaces it does not.
SIGNS = re.compile(
    r"\\(?=[!-/:-@\[-`{-~]|$)"
    r"|`|(?<!\s)\*|\*(?!\s)"
    r"|(?<![^\W_])_|_(?![^\W_])"
    r"|~(?=~)|(?<=~)~"
    r"|\](?=\()|&(?=#?\w+;)",
    re.MULTILINE,
)
# A heading, a quote, a list that adds up, a rule or the border of a table; lists are meant.
START = re.compile(r"^(\s*)(?=#{1,6}(?:\s|$)|\+(?:\s|$)|>|(?:[\s|:]*-)+[\s|:]*$)", re.MULTILINE)
# An address in which Markdown sees nothing to read.
PLAIN = re.compile(r"https?://[\w\-./?=&%#:,+]*[\w/]|[\w.+-]+@[\w.-]+", re.ASCII)
BRACKETS = re.compile(r"(?<!\\)[\[\]]")


def literal(text: str) -> str:
    """Escape what Markdown would read as markup within a line."""
    return SIGNS.sub(ESCAPED, text)


def started(markdown: str) -> str:
    """Escape what Markdown would read as markup at the start of a line."""
    return START.sub(r"\1\\", markdown)


def as_link(url: str, label: str = "") -> str:
    """A link in Markdown, as short as it can be."""
    address = url.removeprefix("mailto:")
    if label and label not in (url, address):
        return rf"[{BRACKETS.sub(ESCAPED, literal(label))}](<{url}>)"
    return address if PLAIN.fullmatch(address) else f"<{url}>"
