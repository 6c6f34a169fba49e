"""Telephone numbers: French and international forms, and those of English-speaking countries."""

import re
from collections.abc import Iterator

from knowledge.personal.finding import GAP, Span, digits_of, numbers

BEFORE = r"(?<![\w+•])(?<!\d[.,/:\-])"
AFTER = r"(?![\w•%€$£])(?![.,/:\-]\d)(?!\s?(?:€|EUR\b|euros?\b|%))"
FRENCH = r"0[1-79](?:[ \u00a0\u202f.\-/]{0,2}\d\d){4}"
INTERNATIONAL = rf"\+{GAP}[1-9]\d{{0,2}}(?:{GAP}\(0\))?(?:{GAP}\(?\d{{1,4}}\)?){{2,6}}"
ABROAD = rf"00{GAP}(?:33{GAP}[1-79](?:{GAP}\d\d){{4}}|[1-9]\d{{0,2}}(?:[ .\-]\d{{2,4}}){{3,5}})"
NATIONAL = r"0\d{1,4}(?:[ \-]\d{2,4}){2,4}|07\d{3} \d{6}|02\d \d{8}"
AMERICAN = r"(?:1[ .\-])?(?:\([2-9]\d\d\) ?|[2-9]\d\d[.\-])[2-9]\d\d[ .\-]\d{4}"
NUMBER = re.compile(
    f"{BEFORE}(?:{'|'.join((FRENCH, INTERNATIONAL, ABROAD, NATIONAL, AMERICAN))}){AFTER}"
)
SERVICE = re.compile(r"(?:\+33|0033|0)8|(?:\+?1)?8(?:00|33|44|55|66|77|88)\d{7}$")
"""Numbers of companies' services, which are nobody's: 08… in France, 1-800-… in America."""


def find(text: str) -> Iterator[Span]:
    """Where telephone numbers stand; not those of companies' services."""
    for match in numbers(text, NUMBER):
        digits = digits_of(match[0])
        if 9 <= len(digits) <= 15 and not _is_service(match[0]):
            yield match.span()


def _is_service(number: str) -> bool:
    return bool(SERVICE.match(re.sub(r"[^\d+]", "", number.replace("(0)", ""))))
