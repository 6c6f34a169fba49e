"""Blocks: what Slack's messages and views are built of, each within what Slack allows."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from handlers.ui.text.measure import cut, cut_mrkdwn, length, tidy

Block = dict[str, Any]
Blocks = Block | None | Iterable["Blocks"]
"""Builders give blocks, lists of them, or None for nothing to see."""

IN_MESSAGE = 50
IN_VIEW = 100
SECTION = 3000
FIELD = 2000
FIELDS = 10
HEADER = 150
CONTEXT = 10
BUTTONS = 25
BUTTON = 75
VALUE = 2000
OPTIONS = 100
OPTION = 75
TITLE = 24
LABEL = 2000
HINT = 2000
PLACEHOLDER = 150
METADATA = 3000
FALLBACK = 3900
"""Slack refuses to change a message whose text is longer than 4,000 characters."""


@dataclass(frozen=True)
class Message:
    """Blocks, and all they say as text for notifications and screen readers."""

    text: str
    blocks: list[Block]

    def payload(self) -> dict[str, Any]:
        """What Slack's methods for messages take. Nothing in it is followed to make a preview."""
        return {
            "text": self.text,
            **({"blocks": self.blocks} if self.blocks else {}),
            "unfurl_links": False,
            "unfurl_media": False,
        }

    def content(self) -> dict[str, Any]:
        """What changes a message that was posted."""
        return {"text": self.text, "blocks": self.blocks}

    def replacing(self) -> dict[str, Any]:
        """The answer to a button that takes the place of the message it stood under."""
        return {**self.payload(), "replace_original": True}

    def in_channel(self) -> dict[str, Any]:
        """The answer to a button that everybody in the channel sees."""
        return {**self.payload(), "response_type": "in_channel", "replace_original": False}

    def ephemeral(self) -> dict[str, Any]:
        """The answer to a command or a button that only the person who acted sees."""
        return {**self.payload(), "response_type": "ephemeral", "replace_original": False}


def message(*content: Blocks) -> Message:
    """A message of these blocks; their words are its text."""
    blocks = list(_flat(content))[:IN_MESSAGE]
    told = "\n".join(filter(None, map(_told, blocks)))
    return Message(cut_mrkdwn(told, FALLBACK), blocks)


def section(markup: str, *, accessory: Block | None = None) -> Block:
    """A paragraph in Slack's markup, in which Slack finds no links or mentions of its own."""
    block: Block = {"type": "section", "text": _mrkdwn(cut_mrkdwn(markup, SECTION))}
    return {**block, "accessory": accessory} if accessory else block


def sections(passages: Iterable[str]) -> list[Block]:
    """A paragraph for each passage of a long text, all of it shown."""
    return [{**section(passage), "expand": True} for passage in passages]


def columns(*markups: str) -> Block:
    """Paragraphs beside each other, two in a row."""
    fields = [_mrkdwn(cut_mrkdwn(markup, FIELD)) for markup in markups]
    return {"type": "section", "fields": fields[:FIELDS]}


def header(text: str) -> Block:
    """A line in large letters."""
    return {"type": "header", "text": plain_text(text, HEADER)}


def context(*markups: str) -> Block | None:
    """A line in small letters; its parts stand apart."""
    elements = [_mrkdwn(cut_mrkdwn(markup, SECTION)) for markup in markups if markup]
    return {"type": "context", "elements": elements[:CONTEXT]} if elements else None


def divider() -> Block:
    """A line across."""
    return {"type": "divider"}


def actions(*buttons: Block | None) -> Block | None:
    """Buttons beside each other."""
    elements = [button for button in buttons if button][:BUTTONS]
    return {"type": "actions", "elements": elements} if elements else None


def button(
    label: str, action: str, value: object, *, style: str = "", confirm: Block | None = None
) -> Block:
    """A button; `style` is primary or danger."""
    made = {"type": "button", "text": plain_text(label, BUTTON), "action_id": action}
    made["value"] = cut(str(value), VALUE)
    return made | ({"style": style} if style else {}) | ({"confirm": confirm} if confirm else {})


def confirm(title: str, text: str, yes: str, no: str) -> Block:
    """The question put before a button does what cannot be undone."""
    return {
        "title": plain_text(title, 100),
        "text": plain_text(text, 300),
        "confirm": plain_text(yes, 30),
        "deny": plain_text(no, 30),
    }


def modal(
    callback: str,
    title: str,
    *content: Blocks,
    close: str,
    submit: str = "",
    metadata: str = "",
) -> dict[str, Any]:
    """A window over the conversation; `metadata` comes back with what was written."""
    if length(metadata) > METADATA:
        raise ValueError(f"{length(metadata)} characters of metadata; Slack takes {METADATA}")
    view = {
        "type": "modal",
        "callback_id": callback,
        "title": plain_text(title, TITLE),
        "close": plain_text(close, TITLE),
        "blocks": list(_flat(content))[:IN_VIEW],
        "private_metadata": metadata,
    }
    return {**view, "submit": plain_text(submit, TITLE)} if submit else view


def home(*content: Blocks) -> dict[str, Any]:
    """A person's home page."""
    return {"type": "home", "blocks": list(_flat(content))[:IN_VIEW]}


def plain_text(text: str, limit: int) -> Block:
    """Words without markup, within `limit`."""
    return {"type": "plain_text", "text": cut(tidy(text).strip() or "…", limit), "emoji": True}


def remembered(view: Mapping[str, Any]) -> dict[str, Any]:
    """The facts a view was opened with."""
    facts = json.loads(view.get("private_metadata") or "{}")
    return facts if isinstance(facts, dict) else {}


def _flat(content: Iterable[Blocks]) -> Iterator[Block]:
    for part in content:
        if isinstance(part, dict):
            yield part
        elif part is not None:
            yield from _flat(part)


def _mrkdwn(markup: str) -> Block:
    return {"type": "mrkdwn", "text": markup or " ", "verbatim": True}


def _told(block: Block) -> str:
    """The words of a block."""
    if block["type"] == "context":
        return " · ".join(element["text"] for element in block["elements"])
    if "fields" in block:
        return "\n".join(field["text"] for field in block["fields"])
    return str(block["text"]["text"]) if "text" in block else ""
