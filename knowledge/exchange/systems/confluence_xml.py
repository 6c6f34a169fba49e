"""Confluence: a space exported as XML, a zip or a folder with `entities.xml`.

A flat list of objects, the properties of each by name. A page's text is in an object of its own;
older versions of it, drafts and what is in the bin are objects like it. Restricted pages have a
set of permissions to view them. What such a file looks like:
https://confluence.atlassian.com/doc/site-backup-and-restore-163578.html
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from knowledge.exchange.faults import Fault, Place, Skipped, Unreadable
from knowledge.exchange.html import markdown_of, parse
from knowledge.exchange.rows import Raw
from knowledge.exchange.systems.articles import article
from knowledge.exchange.systems.hibernate import Thing, things
from knowledge.exchange.systems.storage import TAGS, as_html
from knowledge.exchange.trees import Tree

FILE = "entities.xml"
CLASSES = ("Page", "BlogPost", "BodyContent", "Space", "Label", "Labelling", "ContentPermission",
           "ContentPermissionSet")  # fmt: skip


@dataclass
class Pages:
    """The objects of an export that matter, by class and number."""

    by_class: dict[str, dict[str, Thing]] = field(default_factory=dict)

    def of(self, name: str) -> list[Thing]:
        """All of one class."""
        return [*self.by_class.get(name, {}).values()]

    def one(self, name: str, number: str) -> Thing:
        """The one of that number, an empty one where there is none."""
        return self.by_class.get(name, {}).get(number) or Thing(name)


def recognises(tree: Tree) -> bool:
    """Whether it has that file."""
    return bool(_files(tree))


def read(trees: Sequence[Tree]) -> Iterator[Raw | Fault | Skipped]:
    """Give each page and blog post as it is today."""
    for tree in trees:
        for name in _files(tree):
            try:
                yield from _articles(tree.place(name), _pages(tree.read(name)))
            except Unreadable as unreadable:
                yield Fault(tree.place(name, unreadable.line), unreadable.reason)


def _files(tree: Tree) -> list[str]:
    names = tree.names(".xml")
    return [one for one in names if one.rpartition("/")[2] == FILE] or [
        one for one in names if "<hibernate-generic" in tree.head(one)
    ]


def _pages(data: bytes) -> Pages:
    pages = Pages()
    for thing in things(data, CLASSES):
        pages.by_class.setdefault(thing.kind, {})[thing.id] = thing
    return pages


def _articles(place: Place, pages: Pages) -> Iterator[Raw | Skipped]:
    bodies = {
        one.links.get("content", ""): one.texts.get("body", "") for one in pages.of("BodyContent")
    }
    labels: dict[str, list[str]] = {}
    for one in pages.of("Labelling"):
        name = pages.one("Label", one.links.get("label", "")).texts.get("name", "")
        labels.setdefault(one.links.get("content", ""), []).append(name)
    restricted = _restricted(pages)
    for page in pages.of("Page") + pages.of("BlogPost"):
        if not _is_current(page):
            continue
        space = pages.one("Space", page.links.get("space", ""))
        parent = pages.one("Page", page.links.get("parent", ""))
        body, lost = markdown_of(parse(as_html(bodies.get(page.id, ""))), tags=TAGS)
        yield article(
            Place(place.file, 0, f"page {page.id}"),
            key=page.id,
            title=page.texts.get("title", ""),
            body=body,
            lost=lost,
            is_restricted=page.id in restricted,
            tags=[name for name in labels.get(page.id, []) if name],
            category=space.texts.get("name"),
            section=parent.texts.get("title"),
        )


def _is_current(page: Thing) -> bool:
    """Whether it is a page as people see it: no former version, no draft, nothing from the bin."""
    return (
        not page.links.get("originalVersion")
        and page.texts.get("contentStatus", "current") == "current"
    )


def _restricted(pages: Pages) -> set[str]:
    """The pages that not everybody in the space may view."""
    sets = {one.id: one for one in pages.of("ContentPermissionSet")}
    asked = {one.links.get("owningSet", "") for one in pages.of("ContentPermission")
             if one.texts.get("type") == "View"}  # fmt: skip
    asked |= {number for number, one in sets.items() if one.texts.get("type") == "View"}
    return {sets[number].links.get("owningContent", "") for number in asked if number in sets}
