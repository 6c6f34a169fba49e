"""Sense: what makes two texts the same, letter by letter."""

import unicodedata
from hashlib import sha256

SENSE_LIMIT = 200
"""Characters that a column keeps of it."""


def sense(text: str) -> str:
    """What makes two questions the same: their letters and digits, whatever case and accents.

    A digest stands for what is longer than its column.
    """
    folded = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(c for c in folded if c.isalnum() or c.isspace())
    same = " ".join(letters.split())
    return same if len(same) <= SENSE_LIMIT else sha256(same.encode()).hexdigest()
