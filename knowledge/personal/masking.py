"""Masking: what stands in the place of personal data, and texts in which it does."""

import re
from collections.abc import Mapping

SIGN = "\N{BULLET}"
LONGEST = 24
"""Signs that stand for a secret, however long it was."""

DEAD_LINK = re.compile(rf"\[([^\]\[]*)\]\((?:mailto:|tel:)?[^()\s]*{SIGN}[^()\s]*\)")
DEAD_AUTOLINK = re.compile(rf"<(?:mailto:|tel:)?([^<>\s]*{SIGN}[^<>\s]*)>")


def keep_ends(text: str, first: int, last: int) -> str:
    """The text with all its letters and digits masked but so many at each end."""
    places = [place for place, sign in enumerate(text) if sign.isalnum()]
    masked = {*places[first : len(places) - last]}
    told = "".join(SIGN if place in masked else sign for place, sign in enumerate(text))
    return " ".join(told.split())[:LONGEST] if len(told) > LONGEST * 2 else told


def masked_address(address: str) -> str:
    """An e-mail address: the first letter, and where it is."""
    name, _, place = address.partition("@")
    return f"{name[:1]}{SIGN * 3}@{keep_ends(place.rpartition('.')[0], 1, 0)}.{SIGN * 2}"


def hidden(text: str, masks: Mapping[str, str]) -> str:
    """A text (Markdown) with other characters in the place of those that are to be hidden.

    `masks` says what stands for what. A link to something that is hidden becomes plain words.
    """
    for secret in sorted(masks, key=len, reverse=True):
        text = text.replace(secret, masks[secret])
    if not masks:
        return text
    return DEAD_AUTOLINK.sub(r"\1", DEAD_LINK.sub(r"\1", text))
