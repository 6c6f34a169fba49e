"""Finding: what is found in a text, and what surrounds numbers that are nobody's."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from knowledge.personal.masking import keep_ends, masked_address

Span = tuple[int, int]
"""Where something begins in a text, and where it ends."""

Finder = Callable[[str], Iterator[Span]]

GAP = "[ \\u00a0\\u202f.\\-]?"
"""What people put between the groups of a number."""

URL = re.compile(r"(?:https?://|www\.)[^\s<>()]+")
REFERENCE = re.compile(
    r"(?:commandes?|orders?|r[ée]f(?:[ée]rence|erence)?|factures?|invoices?|colis|parcel|suivi|"
    r"tracking|tickets?|dossiers?|s[ée]rie|serial|siret|siren|ean|sku|isbn|article|item|version|firmware|pages?)"
    r"[\s.:#*_-]*(?:n[°ºo]\.?|num[ée]ro|number|no\.?|nr\.?|id|is|est)?[\s.:#*_-]*$|#\s?$",
    re.IGNORECASE,
)
"""Words after which a number is the number of a thing."""


class Kind(StrEnum):
    """What sort of personal data it is."""

    PHONE = "phone"
    IBAN = "iban"
    CARD = "card"
    EMAIL = "email"
    SECRET = "secret"
    SOCIAL_SECURITY = "social_security"


KEPT = {
    Kind.PHONE: (0, 2),
    Kind.IBAN: (2, 3),
    Kind.CARD: (0, 4),
    Kind.SECRET: (0, 0),
    Kind.SOCIAL_SECURITY: (1, 0),
}
"""How many letters and digits of each stay at its beginning and end: enough to tell two apart."""


@dataclass(frozen=True)
class Found:
    """Personal data in a text: its kind, the very characters, and where they stand."""

    kind: Kind
    text: str
    start: int
    end: int

    @property
    def masked(self) -> str:
        """What may be shown in its place; of the same form, and of no use to anybody."""
        if self.kind is Kind.EMAIL:
            return masked_address(self.text)
        return keep_ends(self.text, *KEPT[self.kind])


def numbers(text: str, form: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """What has this form and is no part of an address, nor named as the number of a thing."""
    links = [match.span() for match in URL.finditer(text)]
    for match in form.finditer(text):
        is_linked = any(start <= match.start() < end for start, end in links)
        if not is_linked and not REFERENCE.search(text[max(0, match.start() - 40) : match.start()]):
            yield match


def digits_of(text: str) -> str:
    """The digits of a number, without what stands between them."""
    return "".join(filter(str.isdecimal, text))
