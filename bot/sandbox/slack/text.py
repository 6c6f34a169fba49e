"""Text: what a person types, as Slack's client sends it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .workspace import Json, Workspace

BROADCASTS = ("here", "channel", "everyone")
TYPED = re.compile(
    r"<(?P<kept>[@#][A-Z0-9_]+)(?:\|[^<>]*)?>"
    r"|(?P<url>https?://[^\s<>]+[^\s<>.,;:!?)\]»])"
    r"|(?<![\w@.])@(?P<handle>[\w][\w.-]*)"
    r"|(?<![\w#&])#(?P<room>[\w][\w-]*)"
)
SENT = re.compile(
    r"<(?P<special>[@#!]?[^<>]+)>|:(?P<emoji>(?!\d+:)[a-z0-9_+'-]+(?:::skin-tone-\d)?):"
)


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def sent(typed: str, workspace: Workspace, *, labels: bool = False) -> str:
    """Escape what was typed; keep mentions, name people by id, wrap addresses.

    `labels` adds the names as slash commands have them: `<@U1|ana>`, `<#C1|general>`.
    """
    parts, end = [], 0
    for match in TYPED.finditer(typed):
        parts += [escape(typed[end : match.start()]), _special(match, workspace, labels)]
        end = match.end()
    return "".join([*parts, escape(typed[end:])])


def mentions(text: str, user: str) -> bool:
    return f"<@{user}>" in text or f"<@{user}|" in text


def rich_text(text: str, block_id: str) -> list[Json]:
    """The `rich_text` block that a client sends beside the text."""
    elements = list(_elements(text))
    if not elements:
        return []
    section = {"type": "rich_text_section", "elements": elements}
    return [{"type": "rich_text", "block_id": block_id, "elements": [section]}]


def _special(match: re.Match[str], workspace: Workspace, labels: bool) -> str:
    known: dict[str, str] = {}
    known |= {"@" + u.id: u.name for u in workspace.users.values()}
    known |= {"#" + c.id: c.name for c in workspace.channels.values() if c.name}
    if url := match["url"]:
        return f"<{escape(url)}>"
    if handle := match["handle"]:
        if handle in BROADCASTS:
            return f"<!{handle}>"
        key = next((k for k, name in known.items() if k[0] == "@" and name == handle), None)
    elif room := match["room"]:
        key = next((k for k, name in known.items() if k[0] == "#" and name == room), None)
    else:
        key = match["kept"] if match["kept"] in known else None
    if key is None:
        return escape(match[0])
    label = f"|{known[key]}" if labels or key[0] == "#" else ""
    return f"<{key}{label}>"


def _elements(text: str) -> Iterator[Json]:
    end = 0
    for match in SENT.finditer(text):
        if before := text[end : match.start()]:
            yield {"type": "text", "text": unescape(before)}
        yield _element(match)
        end = match.end()
    if rest := text[end:]:
        yield {"type": "text", "text": unescape(rest)}


def _element(match: re.Match[str]) -> Json:
    if emoji := match["emoji"]:
        return {"type": "emoji", "name": emoji}
    name, _, label = match["special"].partition("|")
    match name[0]:
        case "@":
            return {"type": "user", "user_id": name[1:]}
        case "#":
            return {"type": "channel", "channel_id": name[1:]}
        case "!":
            return {"type": "broadcast", "range": name[1:]}
    link = {"type": "link", "url": unescape(name)}
    return link | ({"text": unescape(label)} if label else {})
