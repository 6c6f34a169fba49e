"""Rich text: the exact form of a message, as Markdown."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from handlers.ui.text.document import Document
from handlers.ui.text.measure import tidy
from handlers.ui.text.moments import day_and_time
from handlers.ui.text.runs import BOLD, CODE, Run, broken

Element = Mapping[str, Any]
STYLES = (("bold", BOLD), ("italic", "_"), ("strike", "~"), ("code", CODE))
SIGNS = {"user": "@", "usergroup": "@", "team": "@", "channel": "#"}


def from_rich_text(block: Element, names: Mapping[str, str]) -> str:
    """Markdown for a rich_text block; mentions become names, as plain words."""
    document = Document()
    for element in block.get("elements") or ():
        _write(document, element, names)
    return document.markdown


def words(leaf: Element, names: Mapping[str, str]) -> str:
    """What one leaf of rich text shows."""
    kind = str(leaf.get("type"))
    if kind in SIGNS:
        named = str(leaf.get(f"{kind}_id", ""))
        return f"{SIGNS[kind]}{names.get(named) or named}"
    match kind:
        case "broadcast":
            return f"@{leaf.get('range', '')}"
        case "emoji":
            tone = leaf.get("skin_tone")
            return f":{leaf.get('name', '')}:" + (f":skin-tone-{tone}:" if tone else "")
        case "date":
            return str(leaf.get("fallback") or day_and_time(leaf.get("timestamp")))
        case _:
            shown = ("text", "value", "url", "fallback", "name")
            told = str(next((leaf[key] for key in shown if leaf.get(key)), ""))
            return told.removeprefix("mailto:") if kind == "link" else told


def _write(document: Document, element: Element, names: Mapping[str, str]) -> None:
    inside = element.get("elements") or ()
    quoted = bool(element.get("border"))
    match element.get("type"):
        case "rich_text_list":
            _items(document, element, names, quoted=quoted)
        case "rich_text_quote":
            document.text(_lines(inside, names), quoted=True)
        case "rich_text_preformatted":
            content = "".join(words(leaf, names) for leaf in inside)
            document.code(content, quoted=quoted)
        case _:
            document.text(_lines(inside, names), quoted=quoted)


def _items(document: Document, element: Element, names: Mapping[str, str], *, quoted: bool) -> None:
    depth, first = int(element.get("indent") or 0), int(element.get("offset") or 0) + 1
    is_numbered = element.get("style") == "ordered"
    for number, item in enumerate(element.get("elements") or (), first):
        sign = f"{number}." if is_numbered else "-"
        lines = _lines(item.get("elements") or (), names)
        document.item(depth, sign, lines, quoted=quoted)


def _lines(leaves: Iterable[Element], names: Mapping[str, str]) -> list[list[Run]]:
    return list(broken(run for leaf in leaves for run in _runs(leaf, names)))


def _runs(leaf: Element, names: Mapping[str, str]) -> Iterator[Run]:
    """A leaf as runs; a line break is a run of its own, but in a label it is a space."""
    given = leaf.get("style") or {}
    styles = tuple(sign for name, sign in STYLES if given.get(name))
    text, url = tidy(words(leaf, names)), leaf.get("url")
    if url:
        yield Run(" ".join(text.split()), styles, str(url))
        return
    for number, line in enumerate(text.split("\n")):
        if number:
            yield Run("\n")
        yield Run(line, styles)
