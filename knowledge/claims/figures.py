"""Figures: the amounts, dates, times, durations and other numbers that a text names."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from knowledge.claims import moments, money, quantities
from knowledge.claims.claim import Claim, Sort, Value
from knowledge.claims.numbers import FIGURE, NUMBER, number
from knowledge.search.unfold import Span, Unfolded

Reader = Callable[[str], Iterator[tuple[Sort, Value, Span]]]

LINK = re.compile(r"\w+://\S+|\bwww\.\S+")
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?<![\w.,])\+?\(?\d(?:[\s.()/-]{0,2}\d){8,14}(?![\w])")
CODE = re.compile(r"\b(?=\w*\d)(?=\w*[a-z])[a-z][\w-]*|\b\w+-\d+\b|#\d+|\bn[°o]\s?\d+")
BARE = re.compile(rf"(?<![\w.,/-])(?:{FIGURE})(?![\w/]|[.,]\d)|{NUMBER}(?= [a-z]{{3}})")


def figures(text: str) -> list[Claim]:
    """Every figure of a text, each read once, in the order they stand."""
    unfolded = Unfolded(text)
    left, found = _blanked(unfolded.folded, LINK), []
    for reader in READERS:
        for sort, value, (start, end) in [*reader(left)]:
            if left[start:end].strip() and (span := unfolded.span(start, end)):
                found.append(Claim(sort, value, span))
                left = left[:start] + " " * (end - start) + left[end:]
    return sorted(found, key=lambda claim: claim.span)


def names_money(text: str) -> bool:
    """Whether it names an amount of money that somebody gives or takes."""
    return any(claim.sort is Sort.AMOUNT and claim.value[0] for claim in figures(text))


def shifted(claim: Claim, places: int) -> Claim:
    """The claim where its text begins so many places later."""
    return replace(claim, span=(claim.span[0] + places, claim.span[1] + places))


def _blanked(folded: str, pattern: re.Pattern[str]) -> str:
    return pattern.sub(lambda found: " " * len(found[0]), folded)


def _contacts(folded: str) -> Iterator[tuple[Sort, Value, Span]]:
    for found in ADDRESS.finditer(folded):
        yield Sort.CONTACT, ("@", found[0].rstrip(".-")), found.span()
    for found in PHONE.finditer(folded):
        digits = re.sub(r"\D", "", found[0])
        yield Sort.CONTACT, ("+", digits[-9:]), found.span()


def _percents(folded: str) -> Iterator[tuple[Sort, Value, Span]]:
    for found in re.finditer(rf"({NUMBER}) ?(?:%|pour ?cent\b|per ?cent\b)", folded):
        yield Sort.PERCENT, (number(found[1]),), found.span()


def _numbers(folded: str) -> Iterator[tuple[Sort, Value, Span]]:
    for found in BARE.finditer(_blanked(folded, CODE)):
        yield Sort.NUMBER, (number(found[0]),), found.span()


READERS: tuple[Reader, ...] = (
    _contacts,
    moments.dates,
    _percents,
    money.amounts,
    moments.times,
    quantities.durations,
    quantities.quantities,
    _numbers,
)
"""In this order: what one has read, the next does not see."""
