"""Writing: a charter as YAML that a lead can read aloud, and that reads back as the same charter.

What holds anyway is left out. People, steps and names stand on one line where they fit; topics, and
what is long, on lines of their own.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from knowledge.charter.model import Charter

WIDTH = 120
"""Characters of a line; beyond it a list or a mapping is written on several."""

STEP = 2
LISTS = frozenset({"people", "topics", "chain", "processes", "examples"})
"""What has a line for each item, however short they are."""

# One word or several, a day, a duration: these mean themselves. Everything else is quoted.
PLAIN = re.compile(
    r"[^\W\d_][\w’-]*(?:[ /][^\W\d_][\w’-]*)*|[0-9]{4}-[0-9]{2}-[0-9]{2}|(?:[0-9]+[wdhms])+"
)
MEANT = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
# What YAML does not print, and what it would take for the end of a line.
UNPRINTED = re.compile(
    "[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
Tree = dict[str, Any]


def write(charter: Charter) -> str:
    """Write a charter so that reading it gives an equal one."""
    parts = [list(pair(key, value)) for key, value in _ordered(plain(charter))]
    return "\n".join(_spaced(parts)) + "\n"


def plain(charter: Charter) -> Tree:
    """Give a charter as it is written: keys, lists and words, without what holds anyway."""
    return charter.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def pair(key: str, value: Any, indent: int = 0) -> Iterator[str]:
    """Write one key and its value, `indent` spaces from the edge: on one line where it fits."""
    start = f"{' ' * indent}{inline(key)}:"
    short = f"{start} {inline(value)}"
    if not isinstance(value, list | dict) or not _wants_lines(short, key, value):
        yield short
        return
    yield start
    yield from lines(value, indent + STEP)


def item(value: Any, indent: int = 0) -> Iterator[str]:
    """Write one item of a list: on one line where it fits."""
    dash = f"{' ' * indent}- "
    short = dash + (_quoted(value) if " " in value else inline(value))
    if not isinstance(value, dict) or not _wants_lines(short, "", value):
        yield short
        return
    first, *rest = lines(value, indent + STEP)
    yield dash + first.lstrip()
    yield from rest


def lines(value: list[Any] | Tree, indent: int = 0) -> Iterator[str]:
    """Write a list or a mapping on lines of its own."""
    if isinstance(value, dict):
        return (line for key, one in _ordered(value) for line in pair(key, one, indent))
    return _spaced([list(item(one, indent)) for one in value])


def inline(value: Any) -> str:
    """Write a value within a line."""
    match value:
        case dict():
            pairs = (f"{inline(key)}: {inline(one)}" for key, one in _ordered(value))
            return f"{{{', '.join(pairs)}}}"
        case list():
            return f"[{', '.join(map(inline, value))}]"
        case str() if not PLAIN.fullmatch(value) or value.casefold() in MEANT:
            return _quoted(value)
        case str():
            return value
        case _:
            return json.dumps(value)


def _wants_lines(short: str, key: str, value: Any) -> bool:
    """Whether a list or a mapping is better read on lines of its own."""
    is_open = key in LISTS if isinstance(value, list) else "chain" in value
    return is_open or len(short) > WIDTH


def _ordered(tree: Tree) -> Iterable[tuple[str, Any]]:
    """Whom it is about comes before how fast."""
    return sorted(tree.items(), key=lambda pair: pair[0] != "who")


def _spaced(parts: list[list[str]]) -> Iterator[str]:
    """The lines of all parts; those of several lines stand apart."""
    for number, lines in enumerate(parts):
        if number and max(len(lines), len(parts[number - 1])) > 1:
            yield ""
        yield from lines


def _quoted(text: str) -> str:
    return UNPRINTED.sub(_escaped, json.dumps(text, ensure_ascii=False))


def _escaped(sign: re.Match[str]) -> str:
    code = ord(sign[0])
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
