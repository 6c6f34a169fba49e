"""Numbers: how they are written in both languages, and which number each is."""

import re

from knowledge.search.sameness.numbers import SPELT

ONE = {"un": 1.0, "une": 1.0, "one": 1.0, "a": 1.0, "an": 1.0, "half a": 0.5, "half an": 0.5}
"""Before a unit these are numbers too."""

SPOKEN = {word: float(number) for word, number in SPELT.items()}
SPOKEN |= {"nine": 9.0, "neuf": 9.0, "cent": 100.0, "seize": 16.0, "sixteen": 16.0}
SPOKEN |= {"eighteen": 18.0, "dixhuit": 18.0, "quatrevingts": 80.0, "ninety": 90.0, "eighty": 80.0}
SPOKEN |= {"seventy": 70.0, "dozen": 12.0, "douzaine": 12.0}

FIGURE = r"\d{1,3}(?:[ .,']\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?"
WORDS = "|".join(sorted(SPOKEN, key=len, reverse=True))
NUMBER = rf"(?:{FIGURE}|\b(?:{WORDS})\b)"
COUNT = rf"(?:{FIGURE}|\b(?:half an?|{WORDS}|une?|one|an?)\b)"
"""A number before a unit."""

GROUPED = re.compile(r"(?<=\d)[ .,'](?=\d{3}(?!\d))")


def number(written: str) -> float:
    """1 500,00 and 1,500.00 are one number, so are 4,9 and 4.90, so are twelve and 12."""
    if written in ONE or written in SPOKEN:
        return ONE.get(written) or SPOKEN[written]
    marks = [sign for sign in written if sign in ".,"]
    if len({*marks}) == 2:
        written = written.replace(marks[0], "")
    elif not written.startswith("0"):
        written = GROUPED.sub("", written)
    return float(re.sub(r"[ ']", "", written).replace(",", "."))
