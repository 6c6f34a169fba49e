"""Accounts: IBAN (ISO 13616, check by ISO 7064) and payment cards (Luhn, ISO/IEC 7812)."""

import re
from collections.abc import Iterator

from knowledge.personal.finding import Span, digits_of, numbers

BEGINNING = re.compile(r"(?<![\w•])(?=[A-Z]{2}\d{2})|(?<![\w•])(?=[a-z]{2}\d{2}\s?\d)")
LENGTHS = (
    "AD24 AE23 AL28 AT20 BA20 BE16 BG22 BR29 CH21 CY28 CZ24 DE22 DK18 EE20 EG29 ES24 FI18 FO18 "
    "FR27 GB22 GE22 GI23 GL18 GR27 HR21 HU28 IE22 IL23 IS26 IT27 JO30 KW30 LB28 LI21 LT20 LU20 "
    "LV21 MA28 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PL28 PT25 QA29 RO24 RS22 SA24 SE24 "
    "SI19 SK24 SM27 TN24 TR26 UA29 VA22 XK20"
)
"""Countries and how long their IBANs are (SWIFT's registry of IBANs)."""
LENGTH = {word[:2]: int(word[2:]) for word in LENGTHS.split()}
SEPARATORS = " \u00a0\u202f-"

GROUPED = r"\d{4}([ \u00a0\-]?)\d{4}\1\d{4}\1\d{4}"
AMEX = r"3[47]\d{2}([ \u00a0\-]?)\d{6}\2\d{5}"
DINERS = r"3[068]\d{2}[ \u00a0\-]\d{6}[ \u00a0\-]\d{4}"
CARD = re.compile(rf"(?<![\w+•])(?<!\d[.,\-])(?:{GROUPED}|{AMEX}|{DINERS})(?![\w•])(?![.,\-]\d)")
ISSUER = re.compile(
    r"4|5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720|3[47]|3[068]|352[89]|35[3-8]|6011|64[4-9]|65|62"
)
"""Visa, Mastercard, American Express, Diners Club, JCB, Discover, UnionPay."""


def find_ibans(text: str) -> Iterator[Span]:
    """Where IBANs stand: as long as their country has them, and with the right check digits."""
    for match in BEGINNING.finditer(text):
        start = match.start()
        length = LENGTH.get(text[start : start + 2].upper())
        end = length and _end(text, start, length)
        if end and not text[end : end + 1].isalnum() and _is_iban(text[start:end]):
            yield start, end


def find_cards(text: str) -> Iterator[Span]:
    """Where numbers of payment cards stand: of a known issuer, and with the right check digit."""
    for match in numbers(text, CARD):
        digits = digits_of(match[0])
        if ISSUER.match(digits) and len({*digits}) > 1 and is_luhn(digits):
            yield match.span()


def is_luhn(digits: str) -> bool:
    """Whether the last digit is the one that the others make."""
    doubled = [int(digit) * 2 for digit in reversed(digits)]
    total = sum(
        double // 2 if place % 2 == 0 else double - 9 * (double > 9)
        for place, double in enumerate(doubled)
    )
    return total % 10 == 0


def _end(text: str, start: int, length: int) -> int | None:
    """Where so many letters and digits end, with at most one space or dash between two."""
    place, seen = start, 0
    while seen < length and place < len(text):
        if text[place].isascii() and text[place].isalnum():
            seen += 1
        elif text[place] not in SEPARATORS or text[place - 1] in SEPARATORS:
            return None
        place += 1
    return place if seen == length else None


def _is_iban(text: str) -> bool:
    signs = "".join(filter(str.isalnum, text)).upper()
    turned = signs[4:] + signs[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1
