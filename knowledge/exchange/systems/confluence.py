"""Confluence: a space exported as HTML, a zip or a folder with `index.html`.

Each page is a file whose name ends in the page's number. Source: Atlassian's *Export content to
Word, PDF, HTML and XML*, https://support.atlassian.com/confluence-cloud/docs/
"""

import re
from collections.abc import Iterator, Sequence

from knowledge.exchange.decoding import decode
from knowledge.exchange.faults import Fault, Skipped, Unreadable
from knowledge.exchange.html import document, inner_text, markdown_of, whole_page
from knowledge.exchange.rows import Raw
from knowledge.exchange.systems.articles import article
from knowledge.exchange.trees import Tree

BODY = "#main-content"
SIGNS = ('id="main-content"', 'id="title-text"', 'id="title-heading"')

_NUMBER = re.compile(r"(?:^|[_/])(\d+)\.html?$")


def recognises(tree: Tree) -> bool:
    """Whether one of its pages looks like one of Confluence's."""
    pages = tree.names(".html", ".htm")[:50]
    return any(sum(sign in tree.head(name) for sign in SIGNS) > 1 for name in pages)


def read(trees: Sequence[Tree]) -> Iterator[Raw | Fault | Skipped]:
    """Give each page."""
    for tree in trees:
        for name in tree.names(".html", ".htm"):
            try:
                yield _page(tree, name)
            except Unreadable as unreadable:
                yield Fault(tree.place(name, unreadable.line), unreadable.reason)


def _page(tree: Tree, name: str) -> Raw | Skipped:
    page = document(whole_page(decode(tree.read(name))))
    body = page.css_first(BODY)
    if body is None:
        return Skipped(tree.place(name), "it is the list of pages")
    crumbs = [inner_text(one) for one in page.css("#breadcrumbs li")]
    space, title = _titled(inner_text(page.css_first("#title-text")), crumbs)
    number = _NUMBER.search(name)
    for part in body.css(".toc-macro, .plugin_pagetree, .hidden"):
        part.decompose()
    markdown, lost = markdown_of(body)
    labels = [inner_text(one) for one in page.css("#labels-section a, .label-list a, .labels a")]
    return article(
        tree.place(name),
        key=number[1] if number else name,
        title=title,
        body=markdown,
        lost=lost,
        tags=labels,
        category=space,
        section=crumbs[-1] if len(crumbs) > 1 else None,
    )


def _titled(heading: str, crumbs: list[str]) -> tuple[str, str]:
    """The space and the title, which the heading has on one line, as *Space : Title*."""
    space, colon, title = heading.partition(" : ")
    if colon and (not crumbs or crumbs[0] == space):
        return space, title
    return (crumbs[0] if crumbs else ""), heading
