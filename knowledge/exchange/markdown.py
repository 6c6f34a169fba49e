"""Markdown: one entry a file, its fields in YAML between two lines of `---`, then the answer.

The question is the front matter's `title`, or else the first `# heading`.
"""

import json
import re
from functools import cache
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import AliasEvent

from knowledge.exchange.faults import Fault, Place, Unreadable
from knowledge.exchange.rows import LISTS, NAMES, Raw, short_hash
from knowledge.search.analysis import words

FENCE = "---"
LONGEST_NAME = 60
"""Characters of a question that its file is named with."""

WORDS = ("kind", "lang", "topic", "status")
"""Fields that read better without quotes, where they hold one word."""

_WORD = re.compile(r"(?!(?:y|yes|n|no|on|off|true|false|null)$)[a-z][a-z0-9_-]*")
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_HEADING = re.compile(r"#[ \t]+(.+?)(?:[ \t]+#+)?[ \t]*(?:\n|$)")
_PATH = re.compile(r"(?:[a-z0-9_-]{1,100}/){0,5}[a-z0-9_-]{1,100}")


def read(data: bytes, file: str, path: str) -> Raw | Fault:
    """Give the fields of one file, or why it cannot be read."""
    try:
        return Raw(Place(file, 1), _fields(_text(data)), path)
    except Unreadable as unreadable:
        return Fault(Place(file, unreadable.line), unreadable.reason)


def write(row: dict[str, Any]) -> str:
    """One file: everything but the answer goes into the front matter."""
    matter = "".join(_line(name, value) for name, value in row.items() if name != "body")
    return f"{FENCE}\n{matter}{FENCE}\n\n{row['body']}\n"


def path_for(row: dict[str, Any]) -> str:
    """Where a row goes in its folder: its id where that reads as a path, else its question.

    The same row always has the same path, whatever other rows there are.
    """
    key = str(row["id"])
    if _PATH.fullmatch(key) and not key.endswith("readme"):
        return f"{key}.md"
    name = "-".join(words(str(row["title"])))[:LONGEST_NAME].strip("-")
    return f"{name or 'entry'}-{short_hash(key)}.md"


def _line(name: str, value: Any) -> str:
    """One field. JSON is YAML, and leaves nothing to guess: "no" and "12" stay text."""
    if name in LISTS and value:
        items = "".join(f"  - {_json(item)}\n" for item in value)
        return f"{name}:\n{items}"
    is_word = name in WORDS and _WORD.fullmatch(value)
    is_plain = name in NAMES or _WORD.fullmatch(name)
    return f"{name if is_plain else _json(name)}: {value if is_word else _json(value)}\n"


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _text(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable("not UTF-8 text", line) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _fields(text: str) -> dict[str, Any]:
    matter, body = _parted(text)
    fields = yaml(matter, above=1, what="the front matter")
    if not {"title", "question"}.intersection(fields):
        body = body.strip()
        if heading := _HEADING.match(body):
            fields["title"], body = heading[1], body[heading.end() :]
    if body.strip():
        if "body" in fields:
            raise Unreadable('the answer stands twice: in "body" and below the front matter')
        fields["body"] = body
    return fields


def _parted(text: str) -> tuple[str, str]:
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        return "", text
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == FENCE:
            return "\n".join(lines[1:number]), "\n".join(lines[number + 1 :])
    raise Unreadable(f"the front matter has no closing line of {FENCE}")


def yaml(text: str, *, above: int = 0, what: str = "it") -> dict[str, Any]:
    """Names and values in YAML; `above` is how many lines of its file stand above it.

    Raises:
        Unreadable: it is something else, or tries to refer to itself.
    """
    try:
        if "*" in text and AliasEvent in map(type, [*_yaml().parse(text)]):
            raise Unreadable("broken YAML: aliases (*name) are not taken")
        value = _yaml().load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 + above if error.problem_mark else 1
        raise Unreadable(f"broken YAML: {error.problem or error.context}", line) from error
    except (YAMLError, ValueError, RecursionError) as error:
        raise Unreadable(f"broken YAML: {error}") from error
    if not isinstance(value, dict | None):
        raise Unreadable(f"{what} must be made of names and values")
    return value or {}


@cache
def _yaml() -> YAML:
    """YAML 1.2, plain values only."""
    return YAML(typ="safe", pure=True)
