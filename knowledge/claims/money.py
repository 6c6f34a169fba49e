"""Money: amounts with their currency, and what is free."""

import re
from collections.abc import Iterator

from knowledge.claims.claim import Sort, Value
from knowledge.claims.numbers import FIGURE, NUMBER, number
from knowledge.search.unfold import Span

CURRENCIES = {
    name: code
    for code, names in {
        "EUR": "€ eur euro euros",
        "USD": "$ usd dollar dollars",
        "GBP": "£ gbp pound pounds",
        "CHF": "chf franc francs",
        "CAD": "cad",
        "cent": "centime centimes cent cents",
    }.items()
    for name in names.split()
}
SIGN = "[€$£]"
NAME = "|".join(sorted((name for name in CURRENCIES if name.isalpha()), key=len, reverse=True))
BEFORE = re.compile(rf"(?P<unit>{SIGN}|\b(?:eur|usd|gbp|chf|cad)\b) ?(?P<count>{FIGURE})")
SPLIT = re.compile(r"(?P<count>\d+) ?(?P<unit>[€£]|euros?\b|eur\b) ?(?P<more>\d{2})(?!\d)")
AFTER = re.compile(rf"(?P<count>{NUMBER}) ?(?P<unit>{SIGN}|(?:{NAME})\b)")
FREE = re.compile(
    r"\b(?:gratuit(?:e|s|es|ement)?|offerte?s?|sans frais|free(?! to\b)|free of charge"
    r"|at no (?:extra )?(?:cost|charge)|complimentary)\b"
)
NOT_FREE = re.compile(r"\b(?:feel|toll|tax|hands|duty|risk|sugar)[ -]$")


def amounts(folded: str) -> Iterator[tuple[Sort, Value, Span]]:
    """Each amount, as a number and a currency; what is free costs nothing in any."""
    taken: list[Span] = []
    for pattern in (SPLIT, BEFORE, AFTER):
        for found in pattern.finditer(folded):
            if all(found.end() <= start or end <= found.start() for start, end in taken):
                taken.append(found.span())
                yield Sort.AMOUNT, _value(found), found.span()
    for found in FREE.finditer(folded):
        if not NOT_FREE.search(folded[: found.start()]):
            yield Sort.AMOUNT, (0.0, None), found.span()


def _value(found: re.Match[str]) -> Value:
    count = number(found["count"])
    if more := found.groupdict().get("more"):
        count += int(more) / 100
    code = CURRENCIES[found["unit"]]
    return (count / 100, None) if code == "cent" else (count, code)
