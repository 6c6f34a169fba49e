"""FAQ pages: web pages that were saved as HTML files.

Questions are looked for where pages mark them, the surest way first: schema.org's FAQPage as
JSON-LD, then as microdata; `<details>`; `<dl>`; headings with text below. Source:
https://schema.org/FAQPage, https://developers.google.com/search/docs/appearance/structured-data/faqpage
"""

from collections.abc import Iterator, Sequence

from selectolax.lexbor import LexborHTMLParser

from knowledge.exchange.decoding import decode
from knowledge.exchange.faults import Fault, Skipped, Unreadable
from knowledge.exchange.html import attribute, document, inner_text, markdown_of, whole_page
from knowledge.exchange.rows import Raw, derived_key
from knowledge.exchange.systems import marked
from knowledge.exchange.systems.articles import article, language
from knowledge.exchange.systems.marked import Asked
from knowledge.exchange.trees import Tree

ENDINGS = (".html", ".htm", ".xhtml")
AROUND = "nav, header, footer, aside, form, [role=navigation]"
"""What stands around the text of a page on every page of a site."""


def recognises(tree: Tree) -> bool:
    """Whether it holds pages, of whatever kind."""
    return bool(tree.names(*ENDINGS))


def read(trees: Sequence[Tree]) -> Iterator[Raw | Fault | Skipped]:
    """Give each question of each page."""
    for tree in trees:
        for name in tree.names(*ENDINGS):
            try:
                yield from _page(tree, name)
            except Unreadable as unreadable:
                yield Fault(tree.place(name, unreadable.line), unreadable.reason)


def _page(tree: Tree, name: str) -> Iterator[Raw | Skipped]:
    page = document(whole_page(decode(tree.read(name))))
    base = _address(page)
    lang = language(attribute(page.root, "lang")) if page.root is not None else None
    section = inner_text(page.css_first("title"))
    found = _questions(page)
    if not found:
        yield Skipped(tree.place(name), "no question is marked in this page, and no heading is one")
    for one in found:
        body, lost = markdown_of(*one.parts, base=base)
        where = f"{base or ''}#{one.anchor}" if base and one.anchor else base
        yield article(
            tree.place(name, item=f"“{one.title}”"),
            key=where if where and one.anchor else derived_key(lang, f"{base or name} {one.title}"),
            title=one.title,
            body=body,
            lost=lost,
            lang=lang,
            source_url=where,
            category=base or name,
            section=section,
        )


def _questions(page: LexborHTMLParser) -> list[Asked]:
    """What the surest way finds that finds anything."""
    if found := marked.linked_data(page):
        return found
    for node in page.css(AROUND):
        node.decompose()
    found_by = (look(page) for look in (marked.microdata, marked.details, marked.terms))
    return next((found for found in found_by if found), None) or marked.headings(page)


def _address(page: LexborHTMLParser) -> str | None:
    """Where it was, as the page itself says."""
    for selector, name in (("link[rel=canonical]", "href"), ("meta[property='og:url']", "content")):
        node = page.css_first(selector)
        said = attribute(node, name) if node is not None else ""
        if said.startswith(("https://", "http://")):
            return said
    return None
