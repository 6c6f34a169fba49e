"""Statements: an answer taken apart into what it says one thing after the other."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice

from knowledge.claims.alternatives import Side, taken
from knowledge.claims.bare import bare
from knowledge.claims.claim import Claim
from knowledge.claims.figures import LINK, figures, shifted
from knowledge.claims.stance import is_denied
from knowledge.search.sameness.reading import Reading, read
from knowledge.search.thesaurus import general
from knowledge.search.unfold import Span

MOST = 60
"""Statements of one answer that are compared: longer ones are pages, not answers."""
END = re.compile(r"[.!?;]+(?=\s|$)|\n+|,(?=\s)|:(?=\s+[^\W\d])|(?<=\s)[–—](?=\s)")
LABEL = 2  # words before a colon that name what follows rather than say something


@dataclass(frozen=True)
class Statement:
    """A part of a sentence; `span` is where it stands in `text`, the whole answer without markup.

    `claims` are the figures in it, their places those of `text`. `denied`: it says that something
    is not so, or is not allowed.
    """

    text: str
    span: Span
    claims: tuple[Claim, ...]
    denied: bool

    @property
    def said(self) -> str:
        """Its own words."""
        return self.text[self.span[0] : self.span[1]]

    @cached_property
    def reading(self) -> Reading:
        """Its words but for its figures, as questions are read."""
        return self._read([claim.span for claim in self.claims])

    @cached_property
    def taken(self) -> dict[Side, Span]:
        """The sides it takes of alternatives, each with where it says so."""
        return taken(self.said)

    def without(self, lines: Collection[str]) -> Reading:
        """Its words but for its figures, and for what it chooses of these groups."""
        start = self.span[0]
        chosen = [span for side, span in self.taken.items() if side[0] in lines]
        spans = [claim.span for claim in self.claims]
        return self._read([*spans, *((a + start, b + start) for a, b in chosen)])

    def _read(self, spans: Iterable[Span]) -> Reading:
        said, start = self.said, self.span[0]
        for first, last in ((a - start, b - start) for a, b in spans):
            said = said[:first] + " " * (last - first) + said[last:]
        return read(LINK.sub(" ", said), general())


@lru_cache(4096)
def statements(markdown: str) -> tuple[Statement, ...]:
    """The first of an answer, in their order. A figure without words of its own, as in
    "by post: 4 days, 5 €", belongs to what stands before it.
    """
    text = bare(markdown)
    found: list[Statement] = []
    for (start, end), goes_on in islice(_spans(text), MOST):
        said = _statement(text, (start, end))
        if found and goes_on and said.claims and not said.reading.full:
            start = found.pop().span[0]
            said = _statement(text, (start, end))
        found.append(said)
    return tuple(found)


def _spans(text: str) -> Iterator[tuple[Span, bool]]:
    """Where each stands, and whether only a comma stands before it."""
    start, goes_on = 0, False
    for found in END.finditer(text):
        if found[0] == ":" and len(text[start : found.start()].split()) <= LABEL:
            continue
        yield from ((span, goes_on) for span in _trimmed(text, start, found.start()))
        start, goes_on = found.end(), found[0] == ","
    yield from ((span, goes_on) for span in _trimmed(text, start, len(text)))


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    said = text[start:end]
    if said.strip():
        start += len(said) - len(said.lstrip())
        yield start, start + len(said.strip())


def _statement(text: str, span: Span) -> Statement:
    said = text[span[0] : span[1]]
    claims = tuple(shifted(claim, span[0]) for claim in figures(said))
    return Statement(text, span, claims, is_denied(said))
