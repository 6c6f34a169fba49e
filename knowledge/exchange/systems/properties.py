"""Properties: what the columns of a Notion database say of a page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from knowledge.exchange import csv
from knowledge.exchange.decoding import decode
from knowledge.exchange.faults import Place, Unreadable
from knowledge.exchange.html import inner_text
from knowledge.exchange.rows import short_hash
from knowledge.exchange.systems.articles import language, texts
from knowledge.exchange.trees import Tree

ANSWERS = ("answer", "réponse", "reponse", "content", "contenu", "text", "texte", "body")
TAGS = ("tags", "tag", "labels", "étiquettes", "mots-clés", "keywords", "topics", "thèmes")
CATEGORIES = ("category", "catégorie", "categorie", "topic", "thème", "sujet", "section")
OWNERS = ("owner", "responsable", "verifier", "propriétaire")
LANGUAGES = ("language", "langue", "lang")
STATES = ("status", "statut", "state", "état")
UNFINISHED = (
    "draft",
    "brouillon",
    "in progress",
    "en cours",
    "not started",
    "pas commencé",
    "to do",
)

_ID = re.compile(r"[ _-][0-9a-f]{32}")
_LINE = re.compile(r"([^:\n]{1,60}): (.*)")


@dataclass
class Properties:
    """The columns of one row by name, and the name of the row's page."""

    title: str = ""
    names: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What it is known by where it has no page."""
        return f"row-{short_hash(self.title)}"

    @property
    def answer(self) -> str:
        """The text of a column that is the answer."""
        return self.of(ANSWERS)

    @property
    def said(self) -> dict[str, Any]:
        """What they say of an entry."""
        is_draft = self.of(STATES).lower() in UNFINISHED
        said = {
            "tags": texts(self.of(TAGS)),
            "category": self.of(CATEGORIES),
            "owner": self.of(OWNERS),
            "lang": language(self.of(LANGUAGES)),
            "status": "draft" if is_draft else None,
        }
        return {name: value for name, value in said.items() if value}

    def of(self, names: tuple[str, ...]) -> str:
        """The first of these columns that says something."""
        said = (self.names.get(name, "").strip() for name in names)
        return next((one for one in said if one), "")


@dataclass
class Tables:
    """The rows of all databases; those whose page was found are taken out."""

    rows: dict[tuple[str, str], tuple[Place, Properties]] = field(default_factory=dict)

    def take(self, name: str, title: str) -> Properties | None:
        """What the database says of a page in its folder."""
        folder = plain(name.rpartition("/")[0])
        row = self.rows.pop((folder, title.strip()), None)
        return row[1] if row else None

    def rest(self) -> Iterator[tuple[Place, str, Properties]]:
        """The rows without a page, and the path of their database."""
        yield from ((place, folder, row) for (folder, _), (place, row) in self.rows.items())


def databases(tree: Tree) -> Tables:
    """The rows of its databases; of two files of one database, the one that has all rows."""
    tables = Tables()
    every = tree.names(".csv")
    for name in every:
        if f"{name[:-4]}_all.csv" in every:
            continue
        folder = plain(name[:-4].removesuffix("_all"))
        for place, row in _rows(tree, name):
            tables.rows[folder, row.title] = (place, row)
    return tables


def from_lines(body: str, properties: Properties) -> str:
    """A page without the lines above it that repeat its properties."""
    lines = body.lstrip("\n").split("\n")
    while lines and (found := _LINE.fullmatch(lines[0])) and found[1].lower() in properties.names:
        lines.pop(0)
    return "\n".join(lines)


def from_table(page: LexborHTMLParser) -> Properties:
    """The properties above a page in HTML."""
    names: dict[str, str] = {}
    for row in page.css("table.properties tr"):
        values = [inner_text(one) for one in row.css("td .selected-value")]
        name, value = inner_text(row.css_first("th")), inner_text(row.css_first("td"))
        names[name.lower()] = ", ".join(values) or value
    return Properties(names=names)


def plain(path: str) -> str:
    """A path without the ids in it: Notion leaves them out of some names of folders."""
    return _ID.sub("", path)


def _rows(tree: Tree, name: str) -> Iterator[tuple[Place, Properties]]:
    try:
        lines = csv.lines(decode(tree.read(name)))
        header = [column.strip().lower() for column in next(lines, (1, []))[1]]
        for line, cells in lines:
            csv.check_whole(header, cells, line)
            named = dict(zip(header, cells, strict=False))
            yield tree.place(name, line), Properties(cells[0].strip() if cells else "", named)
    except Unreadable as unreadable:
        raise Unreadable(f"{name}: {unreadable.reason}", unreadable.line) from unreadable
