"""Messages: all that a message says, as Markdown: its words, what is attached to it, its files."""

from collections.abc import Iterator, Mapping
from typing import Any

from handlers.ui.text.attached import attached
from handlers.ui.text.files import files
from handlers.ui.text.layout import from_blocks
from handlers.ui.text.slack import NOBODY, from_slack, mentions
from handlers.ui.text.tokens import UNNAMED, labels

Json = Mapping[str, Any]
DELETED = "tombstone"


def from_message(message: Json, names: Mapping[str, str] = NOBODY) -> str:
    """Markdown for a message: its blocks, which are exact, else its text; what an app attached to
    it; its files, as links. Nothing for one that was deleted.

    `names` are those of people and channels, by id.
    """
    if is_deleted(message):
        return ""
    known = {**labels(str(message.get("text") or "")), **names}
    parts = [_said(message, known), *attached(message, known), *files(message, known)]
    return "\n\n".join(part for part in parts if part.strip())


def is_deleted(message: Json) -> bool:
    """Whether it only marks the place where a message stood."""
    return message.get("subtype") == DELETED


def mentioned(message: Json) -> set[str]:
    """The people whom a message names, by id."""
    texts = [value for value in _values(message) if isinstance(value, str)]
    return {*_named(message, "user")}.union(*map(mentions, texts))


def channels_named(message: Json) -> set[str]:
    """The channels that a message names by their id alone."""
    texts = [value for value in _values(message) if isinstance(value, str)]
    unnamed = {found[1] for text in texts for found in UNNAMED.finditer(text)}
    return unnamed.union(_named(message, "channel")) - labels(str(message.get("text") or "")).keys()


def _said(message: Json, names: Mapping[str, str]) -> str:
    comment = message.get("comment") or {}  # on a file, as Slack had them once
    text = comment.get("comment") or message.get("text") or ""
    return from_blocks(message.get("blocks") or (), names) or from_slack(str(text), names=names)


def _named(message: Json, kind: str) -> Iterator[str]:
    """The ids in leaves of rich text of this kind."""
    for value in _values(message):
        if isinstance(value, Mapping) and value.get("type") == kind and value.get(f"{kind}_id"):
            yield str(value[f"{kind}_id"])


def _values(value: Any) -> Iterator[Any]:
    """A value of JSON and everything in it."""
    yield value
    inside = value.values() if isinstance(value, Mapping) else value
    if not isinstance(inside, str | int | float | None):
        for one in inside:
            yield from _values(one)
