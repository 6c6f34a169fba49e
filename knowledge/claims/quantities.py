"""Quantities: how long, how heavy, how much of something."""

import re
from collections.abc import Iterator, Mapping

from knowledge.claims.claim import Sort, Value
from knowledge.claims.numbers import COUNT, NUMBER, number
from knowledge.search.unfold import Span

HOURS = {
    unit: hours
    for hours, units in (
        (1 / 3600, "s sec secs second seconds seconde secondes"),
        (1 / 60, "mn min mins minute minutes"),
        (1, "h hr hrs hour hours heure heures"),
        (24, "d day days j jr jrs jour jours journee journees"),
        (7 * 24, "week weeks semaine semaines"),
        (14 * 24, "fortnight fortnights quinzaine"),
        (30 * 24, "month months mois"),
        (90 * 24, "quarter quarters trimestre trimestres"),
        (180 * 24, "semestre semestres"),
        (360 * 24, "year years yr yrs an ans annee annees"),
    )
    for unit in units.split()
}
"""What a unit of time lasts. A month has thirty days here, and a year twelve of them."""

MONTH = 30 * 24
WORKING = r"(?:working |business |calendar |full |whole |more |further )?"
SPAN = re.compile(
    rf"(?P<count>{COUNT})(?: ?(?:a|et|ou|to|and|or|-|–) ?(?P<more>{NUMBER}))?[ -]?{WORKING}"
    rf"(?P<unit>{'|'.join(sorted(HOURS, key=len, reverse=True))})\b"
    r"(?P<half> et demie?\b| and a half\b)?"
)

SIZES: Mapping[str, Mapping[str, float]] = {
    "volume": {"ml": 0.001, "cl": 0.01, "dl": 0.1, "l litre litres liter liters": 1},
    "weight": {
        "mg": 1e-6,
        "g gr gramme grammes gram grams": 0.001,
        "kg kilo kilos kilogramme kilogrammes": 1,
        "tonne tonnes": 1000,
    },
    "length": {
        "mm": 0.001,
        "cm centimetre centimetres": 0.01,
        "m metre metres meter meters": 1,
        "km kilometre kilometres kilometer kilometers": 1000,
    },
    "power": {"w watt watts": 1, "kw": 1000},
    "warmth": {"°c °": 1},
    "memory": {"ko kb": 1, "mo mb": 1000, "go gb": 1e6},
}
UNITS = {
    unit: (of, size)
    for of, sizes in SIZES.items()
    for units, size in sizes.items()
    for unit in units.split()
}
MEASURE = re.compile(
    rf"(?P<count>{NUMBER}) ?(?P<unit>{'|'.join(sorted(UNITS, key=len, reverse=True))})(?![^\W_])"
)
DIGITS = 9  # of a converted quantity that are compared


def durations(folded: str) -> Iterator[tuple[Sort, Value, Span]]:
    """Each as hours, from and up to, and whether it was said in months or years; "3 to 5 days" is
    one.
    """
    for found in SPAN.finditer(folded):
        unit = HOURS[found["unit"]]
        least = number(found["count"]) + (0.5 if found["half"] else 0)
        most = number(found["more"]) if found["more"] else least
        ends = _rounded(least * unit), _rounded(most * unit)
        yield Sort.DURATION, (*ends, "calendar" if unit >= MONTH else "clock"), found.span()


def quantities(folded: str) -> Iterator[tuple[Sort, Value, Span]]:
    """Each in one unit for all of its kind: 1500 ml is 1.5 l."""
    for found in MEASURE.finditer(folded):
        of, size = UNITS[found["unit"]]
        yield Sort.QUANTITY, (of, _rounded(number(found["count"]) * size)), found.span()


def _rounded(value: float) -> float:
    return float(round(value, DIGITS))
