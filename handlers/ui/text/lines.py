"""Lines: Markdown read into lines of words with their style, which every rendering starts from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from handlers.ui.text.measure import tidy
from handlers.ui.text.runs import BOLD, Run, broken, runs

BULLETS = ("•", "◦", "▪")
INDENT = "\u2003\u2003"  # Slack swallows plain spaces at the start of a line
RULE = "———"

# Slack knows no indented code, underlined headings or link definitions; nobody means them there.
MARKDOWN = (
    MarkdownIt("commonmark", {"html": False})
    .enable(["table", "strikethrough"])
    .disable(["code", "lheading", "reference", "html_block", "html_inline"])
)


@dataclass(frozen=True)
class Line:
    """One line: its words, what stands before them (indents, a bullet), whether it is quoted."""

    runs: tuple[Run, ...] = ()
    prefix: str = ""
    quoted: bool = False
    is_code: bool = False

    @property
    def text(self) -> str:
        """Its words without any markup."""
        return self.prefix + self.words

    @property
    def words(self) -> str:
        """What stands after the prefix, without any markup."""
        return "".join(run.text for run in self.runs)

    @property
    def is_heading(self) -> bool:
        """Whether it stands alone in bold, as headings do here."""
        bare = not (self.prefix or self.quoted or self.is_code)
        return bare and bool(self.runs) and all(BOLD in run.styles for run in self.runs)

    @property
    def is_item(self) -> bool:
        """Whether an item of a list begins here."""
        return bool(self.prefix.strip())

    @property
    def depth(self) -> int:
        """In how many lists it is."""
        return self.prefix.count(INDENT) + self.is_item

    def sliced(self, start: int, end: int | None = None) -> "Line":
        """The line with these of its words only, as places in `words`."""
        kept, place = [], 0
        for run in self.runs:
            stop = None if end is None else max(end - place, 0)
            kept.append(replace(run, text=run.text[max(start - place, 0) : stop]))
            place += len(run.text)
        return replace(self, runs=tuple(run for run in kept if run.text))


@lru_cache(maxsize=64)
def lines(markdown: str) -> tuple[Line, ...]:
    """Read Markdown; there is an empty line where the source has one."""
    reader = _Reader()
    for token in MARKDOWN.parse(tidy(markdown)):
        reader.read(token)
    return tuple(reader.out)


@dataclass
class _Reader:
    """The lines so far, and where we are in the document."""

    out: list[Line] = field(default_factory=list)
    end: int = 0
    lists: int = 0
    quotes: int = 0
    bullets: list[str] = field(default_factory=list)  # of items whose words are still to come
    styles: tuple[str, ...] = ()
    table: list[list[str]] | None = None
    opened: Token | None = None

    def read(self, token: Token) -> None:
        """Take one block of the document."""
        match token.type:
            case "inline" if self.table is None:
                self._text([Line(tuple(run)) for run in broken(runs(token, self.styles))], token)
            case "fence":
                self._text(_code(token.content.removesuffix("\n").split("\n")), token)
            case "hr":
                self._text([Line((Run(RULE),))], token)
            case "heading_open" | "heading_close":
                self.styles = (BOLD,) if token.nesting > 0 else ()
            case "blockquote_open" | "blockquote_close":
                self.quotes += token.nesting
            case _:
                self._list(token)
                self._table(token)

    def _list(self, token: Token) -> None:
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                self.lists += 1
            case "bullet_list_close" | "ordered_list_close":
                self.lists -= 1
            case "list_item_open":
                sign = BULLETS[min(self.lists, len(BULLETS)) - 1]
                self.bullets.append(f"{token.info}{token.markup}" if token.info else sign)
            case "list_item_close" if self.bullets:
                self._text([Line()], token)

    def _table(self, token: Token) -> None:
        match token.type:
            case "table_open":
                self.table, self.opened = [], token
            case "tr_open" if self.table is not None:
                self.table.append([])
            case "inline" if self.table:
                cell = "".join(run.text for run in runs(token))
                self.table[-1].append(cell.replace("\n", " "))
            case "table_close" if self.table and self.opened:
                rows, self.table = self.table, None
                self._text(_code(_columns(rows)), self.opened)

    def _text(self, some: Iterable[Line], token: Token) -> None:
        """Add the lines of one block, after a gap if there is one in the source."""
        start, end = token.map or (self.end, self.end)
        if self.out and start > self.end:
            self.out.append(Line(quoted=self.quotes > 0 and self.out[-1].quoted))
        self.end = end
        for line in some:
            prefix = "" if line.is_code else self._prefix()
            self.out.append(replace(line, prefix=prefix, quoted=self.quotes > 0))

    def _prefix(self) -> str:
        """Indents and a bullet; further lines of an item stand under its first word."""
        bullets, self.bullets = self.bullets, []
        indent = INDENT * (self.lists - max(len(bullets), 1))
        if not self.lists:
            return ""
        return indent + (" ".join([*bullets, ""]) if bullets else INDENT)


def _code(content: Iterable[str]) -> list[Line]:
    return [Line((Run(line),), is_code=True) for line in content]


def _columns(table: Sequence[Sequence[str]]) -> list[str]:
    """A table as text, its columns one below the other."""
    widths = [max(map(len, column)) for column in zip(*table, strict=False)]
    rows = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=False)).rstrip()
        for row in table
    ]
    return [rows[0], "  ".join("-" * width for width in widths), *rows[1:]]
