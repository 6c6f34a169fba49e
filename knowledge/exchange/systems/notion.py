"""Notion: an export as Markdown & CSV or as HTML, a zip (of zips, where it is large) or a folder.

Each page is a file whose name ends in the page's id; the pages below it are in a folder of its
name. A database is a CSV file with a page for each row. Source:
https://www.notion.com/help/export-your-content
"""

import re
from collections.abc import Iterator, Sequence

from knowledge.exchange.decoding import decode
from knowledge.exchange.faults import Fault, Place, Skipped, Unreadable
from knowledge.exchange.html import classes, document, inner_text, markdown_of, whole_page
from knowledge.exchange.rows import Raw
from knowledge.exchange.systems.articles import article, checked
from knowledge.exchange.systems.properties import (
    Properties,
    Tables,
    databases,
    from_lines,
    from_table,
)
from knowledge.exchange.trees import Tree

_ID = re.compile(r"[ _-]([0-9a-f]{32})(?=$|[./]|_all)")
_UUID = re.compile(r'<article[^>]*\bid="([0-9a-f-]{32,36})"')
_ASIDE = re.compile(r"^</?aside>[ \t]*\n?", re.MULTILINE)
_LINK_ALONE = re.compile(
    r"\s*(?:[-*]\s+)?(?:\[(?:[^\[\]]|\\.)*\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*\)\s*)+"
)


def recognises(tree: Tree) -> bool:
    """Whether its files are named and written as Notion's."""
    pages = tree.names(".md", ".csv")
    if any(_ID.search(name) for name in pages):
        return True
    return any('<article id="' in tree.head(name) for name in tree.names(".html")[:50])


def read(trees: Sequence[Tree]) -> Iterator[Raw | Fault | Skipped]:
    """Give each page, and each row of a database that has no page of its own."""
    for tree in trees:
        try:
            tables = databases(tree)
        except Unreadable as unreadable:
            yield Fault(Place(tree.name, unreadable.line), unreadable.reason)
            continue
        for name in tree.names(".md", ".html", ".htm"):
            try:
                yield _page(tree, name, tables)
            except Unreadable as unreadable:
                yield Fault(tree.place(name, unreadable.line), unreadable.reason)
        for place, folder, properties in tables.rest():
            body, lost = checked(properties.answer)
            fields = {**_shelved(f"{folder}/"), **properties.said}
            key, title = properties.key, properties.title
            yield article(place, key=key, title=title, body=body, lost=lost, **fields)


def _page(tree: Tree, name: str, tables: Tables) -> Raw | Skipped:
    if name.lower().endswith(".md"):
        return _from_markdown(tree, name, tables)
    return _from_html(tree, name)


def _from_markdown(tree: Tree, name: str, tables: Tables) -> Raw | Skipped:
    text = decode(tree.read(name)).replace("\r\n", "\n")
    heading, _, rest = text.lstrip("\n").partition("\n")
    title = heading.removeprefix("# ").strip() if heading.startswith("# ") else _title(name)
    body = rest if heading.startswith("# ") else text
    properties = tables.take(name, title) or Properties()
    if properties.names:
        body = from_lines(body, properties)
    if _only_leads_on(body) and not properties.answer:
        return Skipped(tree.place(name), f"“{title}” has no text of its own", _id(name))
    body, lost = checked(_ASIDE.sub("", body).strip() or properties.answer)
    fields = {**_shelved(name), **properties.said}
    return article(tree.place(name), key=_id(name), title=title, body=body, lost=lost, **fields)


def _from_html(tree: Tree, name: str) -> Raw | Skipped:
    page = document(whole_page(decode(tree.read(name))))
    body = page.css_first(".page-body")
    if body is None:
        return Skipped(tree.place(name), "it is a list of pages")
    title = inner_text(page.css_first(".page-title")) or _title(name)
    properties = from_table(page)
    found = _UUID.search(tree.head(name))
    key = found[1].replace("-", "") if found else _id(name)
    for box in body.css(".checkbox"):
        box.replace_with("☑" if "checkbox-on" in classes(box) else "☐")
    text, lost = markdown_of(body)
    text, fields = text or properties.answer, {**_shelved(name), **properties.said}
    return article(tree.place(name), key=key, title=title, body=text, lost=lost, **fields)


def _only_leads_on(body: str) -> bool:
    """Whether a page does nothing but name the pages below it."""
    return not any(line.strip() and not _LINK_ALONE.fullmatch(line) for line in body.split("\n"))


def _id(name: str) -> str:
    """The id in a file's name; the name where there is none."""
    found = _ID.findall(name)
    return found[-1] if found and name.partition(found[-1])[2].count("/") == 0 else name


def _title(name: str) -> str:
    return _ID.sub("", name.rpartition("/")[2]).rpartition(".")[0].strip()


def _shelved(name: str) -> dict[str, str]:
    """The pages above it, the highest first: its category, and its section."""
    folders = [_ID.sub("", part).strip() for part in name.split("/")[:-1]]
    folders = [part for part in folders if part and not part.startswith("Export-")]
    return {"category": folders[0], "section": folders[-1]} if folders else {}
