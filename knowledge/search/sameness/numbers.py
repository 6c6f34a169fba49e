"""Numbers: amounts, dates, versions, order numbers of a question, however they are written."""

import re

from knowledge.search.analysis import fold

SPELT = {
    word: str(number)
    for number, words in {
        1: "first premier premiere",
        2: "deux deuxieme two second seconde",
        3: "trois troisieme three third",
        4: "quatre four",
        5: "cinq five",
        6: "six",
        7: "sept seven",
        8: "huit eight",
        9: "nine",
        10: "dix ten",
        11: "onze eleven",
        12: "douze twelve",
        13: "treize thirteen",
        14: "quatorze fourteen",
        15: "quinze fifteen",
        20: "vingt twenty",
        30: "trente thirty",
        40: "quarante forty",
        50: "cinquante fifty",
        60: "soixante sixty",
        100: "hundred",
        1000: "mille thousand",
    }.items()
    for word in words.split()
}
"""Without "un", "one", "neuf" and "cent", which mean something else as often."""

WORD = re.compile(r"[^\W\d_]+")
GAP = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
FIGURE = re.compile(r"(?<![^\W_])\d+(?:[.,:/h-]\d+)*")
SIGN = re.compile(r"[,:/h-]")


def numbers(text: str) -> frozenset[str]:
    """12, "douze" and "012" are one; so are 18h12 and 18:12, 19,99 and 19.99, 10 000 and 10000."""
    digits = WORD.sub(lambda word: SPELT.get(word[0], word[0]), fold(text))
    found = FIGURE.findall(GAP.sub("", digits))
    return frozenset(SIGN.sub(".", figure.lstrip("0") or "0") for figure in found)
