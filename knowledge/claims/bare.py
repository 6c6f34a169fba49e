"""Bare: the words of Markdown without its signs, on as many lines."""

import re

SIGNS = (
    (re.compile(r"```.*?```", re.DOTALL), " "),
    (re.compile(r"!?\[([^\]\n]*)\]\([^)\n]*\)"), r"\1"),
    (re.compile(r"<((?:https?|mailto):[^>\s]*)>"), r"\1"),
    (re.compile(r"^[ \t]*(?:#{1,6}|>|[-*+•]|\d{1,2}[.)])[ \t]+", re.MULTILINE), ""),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
    (re.compile(r"\*+|~~|`|(?<![^\W_])_+|_+(?![^\W_])"), ""),
)


def bare(markdown: str) -> str:
    """What is left are words and their punctuation: what somebody would read aloud."""
    for pattern, instead in SIGNS:
        markdown = pattern.sub(instead, markdown)
    return markdown.strip()
