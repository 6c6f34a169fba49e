"""Attached: what apps attach to a message, and messages that are passed on in one, as Markdown."""

from collections.abc import Iterator, Mapping
from typing import Any

from handlers.ui.text.layout import from_blocks, linked, plainly
from handlers.ui.text.runs import BOLD
from handlers.ui.text.slack import from_slack

Json = Mapping[str, Any]


def attached(message: Json, names: Mapping[str, str]) -> Iterator[str]:
    """What each attachment says. Previews of links say nothing that the person wrote."""
    for one in message.get("attachments") or ():
        if one.get("is_share"):
            yield _passed_on(one, names)
        elif not one.get("from_url"):
            yield _of_an_app(one, names)


def _passed_on(one: Json, names: Mapping[str, str]) -> str:
    """Somebody's message, quoted."""
    blocks = [
        block
        for part in one.get("message_blocks") or ()
        for block in (part.get("message") or {}).get("blocks") or ()
    ]
    said = from_blocks(blocks, names) or from_slack(str(one.get("text") or ""), names=names)
    where = linked(one.get("author_name") or one.get("from_url"), one.get("from_url"))
    return "\n".join(f"> {line}".rstrip() for line in f"{where}\n\n{said}".strip().split("\n"))


def _of_an_app(one: Json, names: Mapping[str, str]) -> str:
    """An attachment as apps made them before there were blocks, or of blocks."""
    text = from_slack(str(one.get("text") or ""), names=names)
    parts = [
        from_slack(str(one.get("pretext") or ""), names=names),
        linked(one.get("title"), one.get("title_link")) if one.get("title") else "",
        from_blocks(one.get("blocks") or (), names) or text,
        *(_field(field, names) for field in one.get("fields") or ()),
        linked("🖼", one["image_url"]) if one.get("image_url") else "",
    ]
    said = "\n\n".join(part for part in parts if part.strip())
    return said or from_slack(str(one.get("fallback") or ""), names=names)


def _field(field: Json, names: Mapping[str, str]) -> str:
    parts = [
        plainly(str(field.get("title") or ""), BOLD),
        from_slack(str(field.get("value") or ""), names=names),
    ]
    return "\n\n".join(part for part in parts if part)
