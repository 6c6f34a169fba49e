"""Runs: the words of one block, each stretch with its style and where it leads."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from markdown_it.token import Token

BOLD = "*"
STYLES = {"strong": BOLD, "em": "_", "s": "~"}
CODE = "`"
PICTURE = "🖼"
URL = re.compile(r"(?<![\w/])https?://[^\s<>|\"'`*]*[^\s<>|\"'`*.,;:!?)\]}»…]")


@dataclass(frozen=True)
class Run:
    """Words of one style (Slack's markers, the outer first), and the address they lead to."""

    text: str
    styles: tuple[str, ...] = ()
    url: str | None = None


def runs(block: Token, styles: tuple[str, ...] = ()) -> list[Run]:
    """Read the inside of a block; a line break is a run of its own."""
    found: list[Run] = []
    urls: list[str | None] = [None]
    for token in block.children or ():
        name = token.type.removesuffix("_open").removesuffix("_close")
        if name in STYLES:
            styles = _switched(styles, STYLES[name], opening=token.nesting > 0)
        elif token.type == "link_open":
            urls.append(str(token.attrs.get("href", "")))
        elif token.type == "link_close":
            urls.pop()
        else:
            found.append(_run(token, styles, urls[-1]))
    return [part for run in found for part in _linked(run) if part.text]


def broken(some: Iterable[Run]) -> Iterator[list[Run]]:
    """The runs, line by line."""
    line: list[Run] = []
    for run in some:
        if run.text == "\n":
            yield line
            line = []
        else:
            line.append(run)
    yield line


def _linked(run: Run) -> Iterator[Run]:
    """The run, with an address among its words leading where it says."""
    end = 0
    if not run.url and CODE not in run.styles:
        for found in URL.finditer(run.text):
            yield replace(run, text=run.text[end : found.start()])
            yield replace(run, text=found[0], url=found[0])
            end = found.end()
    yield replace(run, text=run.text[end:])


def _switched(styles: tuple[str, ...], marker: str, *, opening: bool) -> tuple[str, ...]:
    if opening:
        return (*styles, marker)
    last = len(styles) - 1 - styles[::-1].index(marker)
    return styles[:last] + styles[last + 1 :]


def _run(token: Token, styles: tuple[str, ...], url: str | None) -> Run:
    match token.type:
        case "softbreak" | "hardbreak":
            return Run("\n")
        case "code_inline":
            return Run(token.content, (*styles, CODE), url)
        case "image":
            return Run(token.content or PICTURE, styles, url or str(token.attrs.get("src", "")))
        case _:
            return Run(token.content, styles, url)
