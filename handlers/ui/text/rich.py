"""Rich text: the exact form of a message, as Markdown."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from handlers.ui.text.literal import as_link, literal, started
from handlers.ui.text.measure import tidy

Element = Mapping[str, Any]
MARKERS = (("bold", "**"), ("italic", "*"), ("strike", "~~"))
FENCE = "```"
INDENT = " " * 4


def from_rich_text(block: Element, names: Mapping[str, str]) -> str:
    """Markdown for a rich_text block; mentions become names, as plain words."""
    written, before = "", ""
    for element in block.get("elements") or ():
        kind = element.get("type", "")
        text = _element(element, names)
        # Items of one list can be spread over several elements, one for each depth.
        gap = "\n" if before == kind == "rich_text_list" else "\n\n"
        written += (gap if written else "") + text.strip("\n")
        before = kind
    return written


def _element(element: Element, names: Mapping[str, str]) -> str:
    inside = element.get("elements") or ()
    match element.get("type"):
        case "rich_text_list":
            return _list(element, names)
        case "rich_text_quote":
            return "\n".join(f"> {line}" for line in _section(inside, names).split("\n"))
        case "rich_text_preformatted":
            content = "".join(_words(leaf, names) for leaf in inside)
            return f"{_fence(content)}\n{tidy(content)}\n{_fence(content)}"
        case _:
            return _section(inside, names)


def _list(element: Element, names: Mapping[str, str]) -> str:
    depth, start = int(element.get("indent") or 0), int(element.get("offset") or 0) + 1
    numbered, under = element.get("style") == "ordered", "\n" + INDENT * (depth + 1)
    items = []
    for number, item in enumerate(element.get("elements") or (), start):
        sign = f"{number}." if numbered else "-"
        text = _section(item.get("elements") or (), names).replace("\n", under)
        items.append(f"{INDENT * depth}{sign} {text}")
    return "\n".join(items)


def _section(leaves: Sequence[Element], names: Mapping[str, str]) -> str:
    return started("".join(_leaf(leaf, names) for leaf in leaves))


def _leaf(leaf: Element, names: Mapping[str, str]) -> str:
    style = leaf.get("style") or {}
    words = tidy(_words(leaf, names))
    if leaf.get("type") == "link":
        return _styled([as_link(str(leaf.get("url", "")), words)], style)
    if style.get("code") and words.strip():
        return f"`{words.replace('`', '‵')}`"
    return _styled([literal(line) for line in words.split("\n")], style)


def _styled(lines: Iterable[str], style: Mapping[str, bool]) -> str:
    """Each line in its style; Markdown wants the markers next to the words."""
    markers = "".join(marker for name, marker in MARKERS if style.get(name))
    return "\n".join(_marked(line, markers) for line in lines)


def _marked(line: str, markers: str) -> str:
    inner = line.strip()
    if not inner or not markers:
        return line
    before, after = line.split(inner, 1)
    return f"{before}{markers}{inner}{markers[::-1]}{after}"


def _words(leaf: Element, names: Mapping[str, str]) -> str:
    match leaf.get("type"):
        case "user":
            return f"@{names.get(leaf['user_id'], leaf['user_id'])}"
        case "usergroup":
            return f"@{names.get(leaf['usergroup_id'], leaf['usergroup_id'])}"
        case "channel":
            return f"#{names.get(leaf['channel_id'], leaf['channel_id'])}"
        case "broadcast":
            return f"@{leaf['range']}"
        case "emoji":
            return f":{leaf['name']}:"
        case "date":
            return str(leaf.get("fallback") or "")
        case _:
            return str(leaf.get("text") or leaf.get("url") or "")


def _fence(content: str) -> str:
    return FENCE if FENCE not in content else "`" * 8
