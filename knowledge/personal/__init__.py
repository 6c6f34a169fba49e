"""Personal data: telephone numbers, accounts, addresses and secrets in what people write.

Pure. What stands for a company (a service number, `contact@…`) is nobody's, and is left alone.
"""

from collections.abc import Collection, Iterator, Sequence

from knowledge.personal import accounts, addresses, phones, secrets, social_security
from knowledge.personal.finding import Finder, Found, Kind
from knowledge.personal.masking import hidden, keep_ends

__all__ = ["Found", "Kind", "find", "find_all", "hidden", "masked"]

FINDERS: Sequence[tuple[Kind, Finder]] = (
    (Kind.SECRET, secrets.find),
    (Kind.EMAIL, addresses.find),
    (Kind.IBAN, accounts.find_ibans),
    (Kind.SOCIAL_SECURITY, social_security.find),
    (Kind.CARD, accounts.find_cards),
    (Kind.PHONE, phones.find),
)
"""The surest first: what one has found is not looked at by those after it."""


def find(text: str) -> tuple[Found, ...]:
    """What there is in a text (Markdown or plain), in the order it is written, never overlapping.

    Found by form, check digits and the words before it: a guess, which misses names and postal
    addresses, and may take an unlucky reference number for something else.
    """
    found: list[Found] = []
    for kind, finder in FINDERS:
        free = _blanked(text, found)
        found += (Found(kind, text[start:end], start, end) for start, end in finder(free))
    return tuple(sorted(found, key=lambda one: one.start))


def find_all(texts: Collection[str]) -> tuple[Found, ...]:
    """What there is in several texts; the same thing found again counts once."""
    return tuple({one.text: one for text in texts for one in find(text)}.values())


def masked(text: str) -> str:
    """What may be shown in the place of something that was found, or that somebody marked."""
    found = find(text)
    return found[0].masked if [one.text for one in found] == [text] else keep_ends(text, 0, 0)


def _blanked(text: str, found: Sequence[Found]) -> str:
    """The text without what is known already, as long as before.

    The signs that stand for it are neither words, digits nor spaces: nothing is found across them.
    """
    return "".join(_pieces(text, sorted(found, key=lambda one: one.start)))


def _pieces(text: str, found: Sequence[Found]) -> Iterator[str]:
    last = 0
    for one in found:
        yield text[last : one.start]
        yield "\N{BULLET}" * (one.end - one.start)
        last = one.end
    yield text[last:]
