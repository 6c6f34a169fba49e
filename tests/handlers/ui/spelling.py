"""Spelling: what a text says sign by sign: each with its styles and where it leads."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

from bot.sandbox.page import mrkdwn
from bot.sandbox.page.viewer import Viewer
from handlers.ui.text.lines import INDENT, Line

Sign = tuple[str, frozenset[str], str | None]
TAGS = {"b": "*", "i": "_", "s": "~", "code": "`", "pre": "```", "blockquote": ">"}
STYLES = {"bold": "*", "italic": "_", "strike": "~", "code": "`"}


@dataclass(frozen=True)
class Spelt:
    """A line: what stands before its words, whether it is quoted or code, and its signs."""

    prefix: str
    quoted: bool
    is_code: bool
    signs: tuple[Sign, ...]

    @property
    def text(self) -> str:
        return "".join(sign for sign, _styles, _url in self.signs)


def seen(text: str) -> str:
    """The signs that an eye sees."""
    return "".join(sign for sign in text if not _is_unseen(sign))


def _is_unseen(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) in ("Cf", "Cc", "Cs")


def of_lines(some: Iterable[Line]) -> list[Spelt]:
    """What lines of Markdown say; the empty ones say nothing."""
    found = [
        Spelt(
            " ".join(line.prefix.replace(INDENT, "\t").split(" ")),
            line.quoted,
            line.is_code,
            tuple(
                (sign, frozenset(run.styles), _leads(run.url))
                for run in line.runs
                for sign in seen(run.text)
            ),
        )
        for line in some
    ]
    return [line for line in found if line.signs or line.prefix.strip()]


def _leads(url: str | None) -> str | None:
    """Where it leads, however it is written; a mailbox shows where by itself."""
    return None if url is None or url.startswith("mailto:") else unquote(url).casefold()


def of_rich_text(block: Mapping[str, Any]) -> list[Spelt]:
    """What a tree of rich text says."""
    found: list[Spelt] = []
    opened: list[int] = []
    before = None
    for element in block["elements"]:
        kind, quoted = element["type"], bool(element.get("border"))
        if kind == "rich_text_list":
            kept = opened if before == (kind, quoted) else []
            opened = [indent for indent in kept if indent < element["indent"]]
            some = list(_items(element, len(opened), quoted=quoted))
            opened.append(element["indent"])
        else:
            is_code = kind == "rich_text_preformatted"
            quoted = quoted or kind == "rich_text_quote"
            lines = _signs(element["elements"], is_code=is_code)
            some = [Spelt("", quoted, is_code, signs) for signs in lines]
        before = (
            (kind, quoted)
            if any(line.signs or line.prefix or line.is_code for line in some)
            else before
        )
        found += some
    return [line for line in found if line.signs or line.prefix.strip()]


def _items(element: Mapping[str, Any], depth: int, *, quoted: bool) -> Iterator[Spelt]:
    for number, item in enumerate(element["elements"], element["offset"] + 1):
        bullet = f"{number}." if element["style"] == "ordered" else "•◦▪"[min(depth, 2)]
        first, *rest = [line for line in _signs(item["elements"]) if line] or [()]
        yield Spelt("\t" * depth + f"{bullet} ", quoted, False, first)
        yield from (Spelt("\t" * (depth + 1), quoted, False, line) for line in rest)


def _shown(leaf: Mapping[str, Any], *, is_code: bool) -> tuple[str, str | None]:
    """The words of a leaf and where they lead; an address we do not follow stands in brackets."""
    url, text = leaf.get("url"), str(leaf.get("text", ""))
    if not url:
        return text, None
    if is_code:
        return text or url.removeprefix("mailto:"), None
    text = text if seen(text) else url.removeprefix("mailto:")
    if url.casefold().startswith(("http", "mailto:")):
        return text, url
    return text if text.replace("\u202e", "").strip() in url else f"{text} ({url})", None


def _signs(leaves: Iterable[Mapping[str, Any]], *, is_code: bool = False) -> list[tuple[Sign, ...]]:
    lines: list[list[Sign]] = [[]]
    for leaf in leaves:
        shown, url = _shown(leaf, is_code=is_code)
        given = leaf.get("style", {})
        styles = frozenset(sign for name, sign in STYLES.items() if given.get(name))
        for number, line in enumerate(shown.split("\n")):
            if number:
                lines.append([])
            known = frozenset() if is_code else styles
            where = None if is_code else _leads(url)
            lines[-1] += [(sign, known, where) for sign in seen(line)]
    return [tuple(line) for line in lines]


class Page(HTMLParser):
    """The signs of a page of Slack's, as the pretend Slack draws it."""

    def __init__(self, markup: str, viewer: Viewer) -> None:
        super().__init__(convert_charrefs=True)
        self.signs: list[Sign] = []
        self.opened: list[tuple[str, str | None]] = []
        self.feed(str(mrkdwn.html(markup, viewer)))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "br":
            self.opened.append((tag, dict(attrs).get("href")))

    def handle_endtag(self, tag: str) -> None:
        self.opened.pop()

    def handle_data(self, data: str) -> None:
        styles = frozenset(TAGS[tag] for tag, _url in self.opened if tag in TAGS)
        url = next((url for _tag, url in self.opened if url), None)
        self.signs += [(sign, styles, _leads(url)) for sign in seen(data)]
