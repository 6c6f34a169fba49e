"""Guru: cards, as its Card Manager exports them (CSV) or its API gives them (JSON).

The names of the columns differ between the two and over the years; they are known by their sense.
Source: https://developer.getguru.com/reference, https://help.getguru.com (Card Manager).
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from knowledge.exchange import csv
from knowledge.exchange.decoding import decode
from knowledge.exchange.faults import Fault, Place, Skipped, Unreadable
from knowledge.exchange.html import markdown_of, parse
from knowledge.exchange.rows import Raw
from knowledge.exchange.systems.articles import article, checked, json_of, language, text, texts
from knowledge.exchange.trees import Tree

COLUMNS = {
    "id": ("id", "cardid", "gurucardid", "carduuid", "uuid", "slug"),
    "title": ("preferredphrase", "title", "cardtitle", "headline", "cardname"),
    "content": ("content", "cardcontent", "cardcontents", "contents", "body"),
    "url": ("url", "link", "cardlink", "cardurl", "guruurl", "gurulink"),
    "collection": ("collection", "collectionname", "collections"),
    "boards": ("boards", "board", "folders", "folder", "boardtitles"),
    "tags": ("tags", "cardtags"),
    "trust": ("verificationstate", "verificationstatus", "truststate", "truststatus"),
    "owner": ("verifier", "cardverifier", "verifiers", "verifieremail", "owner", "cardowner"),
    "language": ("language", "lang"),
}
TELLING = ("collection", "boards", "trust")
"""A table with one of these beside title and content is one of cards."""

OWNERS = 2_000
"""Characters in which an owner is looked for."""

_HTML = re.compile(
    r"</?(?:p|div|br|ul|ol|li|h[1-6]|table|span|a|b|i|strong|em|pre|blockquote)\b[^<>]*>", re.I
)
_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")


def recognises(tree: Tree) -> bool:
    """Whether one of its files is one of cards."""
    if any('"preferredPhrase"' in tree.head(name) for name in tree.names(".json")):
        return True
    return any(_is_of_cards(tree.head(name)) for name in tree.names(".csv", ".tsv"))


def read(trees: Sequence[Tree]) -> Iterator[Raw | Fault | Skipped]:
    """Give each card."""
    for tree in trees:
        for name in tree.names(".json", ".csv", ".tsv"):
            try:
                cards = _cards(tree, name)
            except Unreadable as unreadable:
                yield Fault(tree.place(name, unreadable.line), unreadable.reason)
                continue
            yield from (_card(place, card) for place, card in cards)


def _is_of_cards(head: str) -> bool:
    names = {_known(name) for name in csv.columns(head.partition("\n")[0].removeprefix("\ufeff"))}
    return {"title", "content"} <= names and bool(names.intersection(TELLING))


def _known(name: str) -> str:
    plain = re.sub(r"[^a-z]", "", name.lower())
    return next((known for known, names in COLUMNS.items() if plain in names), plain)


def _cards(tree: Tree, name: str) -> list[tuple[Place, dict[str, Any]]]:
    data = tree.read(name)
    if name.lower().endswith(".json"):
        answer = json_of(data)
        cards = answer.get("cards", answer.get("results")) if isinstance(answer, dict) else answer
        if not isinstance(cards, list):
            raise Unreadable("no list of cards")
        return [(tree.place(name), card) for card in cards if isinstance(card, dict)]
    lines = csv.lines(decode(data))
    header = next(lines, (1, []))[1]
    cards = []
    for line, cells in lines:
        csv.check_whole(header, cells, line)
        cards.append((tree.place(name, line), dict(zip(header, cells, strict=False))))
    return cards


def _card(place: Place, fields: dict[str, Any]) -> Raw | Skipped:
    card: dict[str, Any] = {}
    for name, value in fields.items():
        card.setdefault(_known(str(name)), value)
    title, content = text(card, "title"), text(card, "content")
    number = text(card, "id") or text(card, "url").rstrip("/").rpartition("/")[2]
    if number and not place.line:
        place = Place(place.file, 0, f"card {number}")
    body, lost = markdown_of(parse(content)) if _HTML.search(content) else checked(content)
    boards = texts(card.get("boards"))
    return article(
        place,
        key=number or title,
        title=title,
        body=body,
        lost=lost,
        lang=language(card.get("language")),
        source_url=text(card, "url"),
        tags=texts(card.get("tags")),
        category=_named(card.get("collection")),
        section=boards[0] if boards else None,
        verification=text(card, "trust").replace("_", " ").lower(),
        owner=_email(card.get("owner")),
    )


def _named(value: object) -> str:
    return value.strip() if isinstance(value, str) else text(value, "name", "title")


def _email(value: object) -> str | None:
    """The first address in what names a person, or several."""
    found = _EMAIL.search(str(value or "")[:OWNERS])
    return found[0] if found else None
