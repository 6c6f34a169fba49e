"""Formats: what can be read, by name, and which of them a file, folder or archive is in."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.exchange import own
from knowledge.exchange.faults import Fault, Skipped
from knowledge.exchange.rows import Raw
from knowledge.exchange.systems import confluence, confluence_xml, faq, guru, notion, zendesk
from knowledge.exchange.trees import Tree

Found = Raw | Fault | Skipped


@dataclass(frozen=True)
class Format:
    """One of them. `source` comes before the ids of entries that are another system's."""

    name: str
    recognises: Callable[[Tree], bool]
    read: Callable[[Sequence[Tree]], Iterator[Found]]
    source: str | None = None


_ALL = (
    Format("confluence-xml", confluence_xml.recognises, confluence_xml.read, "confluence"),
    Format("confluence", confluence.recognises, confluence.read, "confluence"),
    Format("notion", notion.recognises, notion.read, "notion"),
    Format("zendesk", zendesk.recognises, zendesk.read, "zendesk"),
    Format("guru", guru.recognises, guru.read, "guru"),
    Format("entries", own.recognises, own.read),
    Format("faq", faq.recognises, faq.read, "faq"),
)
"""In the order in which they are tried: the surest signs first."""

BY_NAME = {one.name: one for one in _ALL}

KNOWN = (
    "exports of Zendesk (.json), Notion and Confluence (.zip, or the folder), Guru (.csv, .json), "
    "FAQ pages (.html), JSONL, CSV and Markdown"
)


def recognised(tree: Tree) -> Format | None:
    """The format that it is in, as far as that can be seen."""
    return next((one for one in _ALL if one.recognises(tree)), None)
