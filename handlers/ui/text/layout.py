"""Layout: the blocks of a message, most of them of apps, as Markdown."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from handlers.ui.text.document import Document
from handlers.ui.text.inline import inline
from handlers.ui.text.measure import tidy
from handlers.ui.text.rich import from_rich_text, words
from handlers.ui.text.runs import BOLD, Run
from handlers.ui.text.slack import from_slack
from handlers.ui.text.tokens import MENTION

Json = Mapping[str, Any]
Names = Mapping[str, str]


def from_blocks(blocks: Iterable[Json], names: Names) -> str:
    """What the blocks say, one after the other; buttons and fields say nothing."""
    said = [
        _WRITTEN[str(one.get("type"))](one, names) for one in blocks if one.get("type") in _WRITTEN
    ]
    return "\n\n".join(part for part in said if part.strip())


def linked(label: object, url: object, *, before: str = "") -> str:
    """A link on a line of its own; its label alone where it leads nowhere."""
    run = Run(" ".join(tidy(str(label or url or "")).split()), url=str(url) if url else None)
    return inline([Run(before), run]) if run.text else ""


def plainly(text: str, *styles: str) -> str:
    """Words that mean themselves, line by line."""
    document = Document()
    document.text([Run(line, styles)] for line in tidy(text).split("\n"))
    return document.markdown


def _object(given: Any, names: Names) -> str:
    """A text object: plain, or in Slack's markup."""
    if not isinstance(given, Mapping):
        return ""
    text = str(given.get("text") or "")
    return from_slack(text, names=names) if given.get("type") == "mrkdwn" else plainly(text)


def _section(block: Json, names: Names) -> str:
    objects = [block.get("text"), *(block.get("fields") or ())]
    return "\n\n".join(filter(None, (_object(one, names) for one in objects)))


def _context(block: Json, names: Names) -> str:
    objects = [one for one in block.get("elements") or () if one.get("type") != "image"]
    return "\n\n".join(filter(None, (_object(one, names) for one in objects)))


def _header(block: Json, _names: Names) -> str:
    return plainly(str((block.get("text") or {}).get("text") or ""), BOLD)


def _markdown(block: Json, names: Names) -> str:
    named = MENTION.sub(
        lambda found: f"@{names.get(found[1], found[1])}", str(block.get("text") or "")
    )
    return tidy(named)


def _picture(block: Json, _names: Names) -> str:
    title = (block.get("title") or {}).get("text") or block.get("alt_text")
    stored = block.get("slack_file") or {}
    return linked(title, block.get("image_url") or stored.get("url"))


def _video(block: Json, _names: Names) -> str:
    title = (block.get("title") or {}).get("text")
    return linked(title, block.get("title_url") or block.get("video_url"))


def _table(block: Json, names: Names) -> str:
    """Its cells as words, the first row at its head."""
    rows = [[_cell(cell, names) for cell in row] for row in block.get("rows") or () if row]
    if not rows:
        return ""
    border = ["---"] * len(rows[0])
    return "\n".join(f"| {' | '.join(row)} |" for row in [rows[0], border, *rows[1:]])


def _cell(cell: Json, names: Names) -> str:
    said = " ".join(_leaves(cell, names)) if cell.get("type") == "rich_text" else cell.get("text")
    return inline([Run(" ".join(tidy(str(said or "")).split()))]).replace("|", r"\|")


def _leaves(element: Json, names: Names) -> Iterator[str]:
    """The words of a tree of rich text, a section at a time."""
    inside = element.get("elements") or ()
    if any("elements" in one for one in inside):
        for one in inside:
            yield from _leaves(one, names)
    else:
        yield "".join(words(leaf, names) for leaf in inside)


_WRITTEN: Mapping[str, Callable[[Json, Names], str]] = {
    "rich_text": from_rich_text,
    "section": _section,
    "context": _context,
    "header": _header,
    "markdown": _markdown,
    "image": _picture,
    "video": _video,
    "table": _table,
}
