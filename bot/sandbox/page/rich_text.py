"""Rich text: `rich_text` blocks to HTML."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from markupsafe import Markup, escape

from bot.sandbox.page import emoji, pieces
from bot.sandbox.page.viewer import Viewer

Element = Mapping[str, Any]
_STYLES = {"bold": "b", "italic": "i", "strike": "s", "underline": "u", "code": "code"}
_DEEPEST = 8


def html(block: Element, viewer: Viewer) -> Markup:
    """The parts of a `rich_text` block, one after the other."""
    return _joined(_part(part, viewer) for part in block.get("elements", []))


def _joined(parts: Iterable[Markup]) -> Markup:
    return Markup("").join(parts)


def _part(part: Element, viewer: Viewer) -> Markup:
    match part.get("type"):
        case "rich_text_section":
            return Markup("<p>{}</p>").format(inline(part, viewer))
        case "rich_text_preformatted":
            return Markup("<pre>{}</pre>").format(inline(part, viewer, lines=False))
        case "rich_text_quote":
            return Markup("<blockquote>{}</blockquote>").format(inline(part, viewer))
        case "rich_text_list":
            return _list(part, viewer)
        case unknown:
            return Markup('<span class="unsupported">{}</span>').format(unknown)


def _list(part: Element, viewer: Viewer) -> Markup:
    tag = "ol" if part.get("style") == "ordered" else "ul"
    items = _joined(
        Markup("<li>{}</li>").format(inline(item, viewer)) for item in part.get("elements", [])
    )
    indent = min(int(part.get("indent", 0)), _DEEPEST)
    start = int(part.get("offset", 0)) + 1
    first = Markup(' start="{}"').format(start) if tag == "ol" and start > 1 else ""
    opening = Markup('<{} class="indent-{}"{}>').format(tag, indent, first)
    return opening + items + Markup("</{}>").format(tag)


def inline(part: Element, viewer: Viewer, *, lines: bool = True) -> Markup:
    """The words of one section, each with its style; `lines` turns newlines into breaks."""
    return _joined(_word(word, viewer, lines) for word in part.get("elements", []))


def _word(word: Element, viewer: Viewer, lines: bool) -> Markup:
    shown = _content(word, viewer)
    if lines and word.get("type") == "text":
        shown = shown.replace("\n", Markup("<br>"))
    for style, tag in _STYLES.items():
        if (word.get("style") or {}).get(style):
            shown = Markup("<{0}>{1}</{0}>").format(tag, shown)
    return shown


def _content(word: Element, viewer: Viewer) -> Markup:
    show = _WORDS.get(str(word.get("type")))
    if show is None:
        return Markup('<span class="unsupported">{}</span>').format(word.get("type"))
    return show(word, viewer)


def _link(word: Element, viewer: Viewer) -> Markup:
    url = str(word.get("url", ""))
    return pieces.link(url, word.get("text") or url, viewer)


def _emoji(word: Element, _: Viewer) -> Markup:
    name = str(word.get("name", ""))
    if tone := word.get("skin_tone"):
        name = f"{name}::skin-tone-{tone}"
    return escape(emoji.character(name) or f":{name}:")


def _date(word: Element, viewer: Viewer) -> Markup:
    seconds = str(word.get("timestamp", ""))
    fallback = word.get("fallback") or seconds
    shown = pieces.date(seconds, word.get("format", "{date}"), fallback, viewer)
    return pieces.link(word["url"], shown, viewer) if word.get("url") else shown


_WORDS: dict[str, Callable[[Element, Viewer], Markup]] = {
    "text": lambda word, _: escape(word.get("text", "")),
    "link": _link,
    "emoji": _emoji,
    "user": lambda word, viewer: pieces.person(word.get("user_id", ""), viewer),
    "channel": lambda word, viewer: pieces.channel(word.get("channel_id", ""), viewer),
    "usergroup": lambda word, _: pieces.broadcast(word.get("usergroup_id", "")),
    "broadcast": lambda word, _: pieces.broadcast(word.get("range", "here")),
    "date": _date,
    "color": lambda word, _: Markup("<code>{}</code>").format(word.get("value", "")),
}
