"""Document: lines of runs written down as Markdown, block by block."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum

from handlers.ui.text.escaping import JOINER
from handlers.ui.text.inline import inline
from handlers.ui.text.literal import started
from handlers.ui.text.measure import is_blank, tidy
from handlers.ui.text.runs import Run

FENCE = re.compile(r"`{3,}")
QUOTE = "> "
Runs = Sequence[Run]


class Kind(Enum):
    """What a block is."""

    TEXT = 0
    LIST = 1
    CODE = 2


@dataclass
class Document:
    """The Markdown so far; `columns` are the open lists: how deep, and where their text begins."""

    out: list[str] = field(default_factory=list)
    columns: list[tuple[int, int]] = field(default_factory=list)
    last: tuple[Kind, bool] | None = None

    @property
    def markdown(self) -> str:
        """All of it."""
        return "\n".join(self.out)

    def text(self, some: Iterable[Runs], *, quoted: bool = False) -> None:
        """A paragraph, or several: an empty line parts them."""
        self._add(Kind.TEXT, _written(some), quoted=quoted)

    def code(self, content: str, *, quoted: bool = False) -> None:
        """Code, letter by letter."""
        longest = max((len(found[0]) for found in FENCE.finditer(content)), default=2)
        fence = "`" * (longest + 1)
        self._add(Kind.CODE, [fence, *tidy(content).split("\n"), fence], quoted=quoted)

    def item(self, depth: int, sign: str, some: Iterable[Runs], *, quoted: bool = False) -> None:
        """An item of a list, under the last one of those less deep."""
        if self.last != (Kind.LIST, quoted):
            self.columns.clear()
        is_deeper = bool(self.columns) and self.columns[-1][0] < depth
        while self.columns and self.columns[-1][0] >= depth:
            self.columns.pop()
        column = self.columns[-1][1] if self.columns else 0
        under = column + len(sign) + 1
        self.columns.append((depth, under))
        first, *rest = _written(some) or [JOINER]
        lines = [f"{' ' * column}{sign} {first}"]
        lines += [f"{' ' * under}{line}".rstrip() for line in rest]
        # Right below the words of an item, Markdown begins a numbered list with 1 alone.
        needs_gap = is_deeper and sign[:-1] not in ("", "1")
        self._add(Kind.LIST, lines, quoted=quoted, gap=needs_gap)

    def _add(self, kind: Kind, lines: Sequence[str], *, quoted: bool, gap: bool = False) -> None:
        if not lines:
            return
        goes_on = kind is Kind.LIST and self.last == (kind, quoted) and not gap
        if self.last and not goes_on:
            # One text below another is a quote of its own; a list or code belongs to the one above.
            is_same_quote = quoted and self.last[1] and not kind is self.last[0] is Kind.TEXT
            self.out.append(QUOTE.strip() if is_same_quote else "")
        self.out += [(QUOTE + line).rstrip() if quoted else line for line in lines]
        self.last = (kind, quoted)


def _written(some: Iterable[Runs]) -> list[str]:
    """The lines in Markdown, without the empty ones around them."""
    lines = [started(inline(line)).rstrip() for line in some]
    full = [number for number, line in enumerate(lines) if not is_blank(line)]
    return lines[full[0] : full[-1] + 1] if full else []
