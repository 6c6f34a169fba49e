"""Kind: what sort of answer a question wants, so that *when* is not taken for *why*."""

import re
from collections.abc import Sequence
from enum import StrEnum

from knowledge.search.analysis import words
from knowledge.search.sameness.light import ACTORS, is_light
from knowledge.search.sameness.spoken import PAUSE


class Kind(StrEnum):
    """What is asked for."""

    WHY = "why"
    WHEN = "when"  # or how long
    HOW_MUCH = "how much"  # or how many
    WHO = "who"
    WHERE = "where"  # it is
    WHERE_TO = "where to"  # find or do it: much like how
    HOW = "how"
    WHAT = "what"
    WHETHER = "whether"  # yes or no
    OPEN = "open"  # it does not say


EXACT = frozenset({Kind.WHY, Kind.WHEN, Kind.HOW_MUCH, Kind.WHO})
"""An answer to one of these answers nothing else."""

APART = (
    {Kind.HOW, Kind.WHETHER},
    {Kind.HOW, Kind.WHERE},
    {Kind.WHERE, Kind.WHETHER},
    {Kind.WHERE_TO, Kind.WHETHER},
)

NEAR = r"\b(?:what|which|quel|quelle|quels|quelles)(?: \w+){0,3} "
SURE = (
    (Kind.WHY, re.compile(rf"\b(?:why|pourquoi|how come)\b|{NEAR}(?:reason|raison)")),
    (
        Kind.WHEN,
        re.compile(
            rf"{NEAR}(?:time|date|day|heure|jour|delais?|duree|deadline|moment)\b"
            r"|\bhow (?:long|soon)\b|\bcombien de (?:temps|jours|semaines|mois)\b"
            r"|\b(?:sous|dans) combien\b"
        ),
    ),
    (
        Kind.HOW_MUCH,
        re.compile(
            r"\bhow (?:much|many)\b|\bcombien\b|\bnombre de\b|\bnumber of\b|"
            rf"{NEAR}(?:price|prix|tarifs?|costs?|montant|fees|frais)\b"
        ),
    ),
)
"""Wherever this stands, it says what is asked for. The first that fits counts."""

ASKS = {
    "quand": Kind.WHEN,
    "qd": Kind.WHEN,
    "when": Kind.WHEN,
    "where": Kind.WHERE,
    "qui": Kind.WHO,
    "who": Kind.WHO,
    "whom": Kind.WHO,
    "comment": Kind.HOW,
    "how": Kind.HOW,
    **dict.fromkeys(words("what which que quoi quel quelle quels quelles"), Kind.WHAT),
}
"""Where a question or a part of it begins or ends; elsewhere they join ("le client qui …")."""

BEFORE_OU = frozenset({"c", "d", "est", "par", PAUSE})
IS = frozenset({"are", "en", "est", "is", "s", "se", "sont", "was", "were", PAUSE})
ENDS = {*ASKS, "ou"}
ASKED = frozenset(
    words(
        """
        demande demandent demander sais sait savez savoir
        ask asking asks know knows wonder wondering wonders
        """
    )
)
"""After these a question begins anew: "A customer asks how …"."""

COMMENTING = frozenset(words("can i may people the they this to we you"))
"""Before « comment », these are English."""

LEADING = frozenset(words("a by de depuis est for par pour since to until vers"))
OPENERS = frozenset(
    words(
        """
        faut peut peux pouvez puis
        am are can could did do does has have is may must shall should was were will would
        """
    )
)
INVERTED = re.compile(
    r"\b(?:a|ont|est|sont|va|vont|peut|peux|puis|pouvez|doit|dois|doivent|faut) (?:t )?"
    r"(?:il|ils|elle|elles|on|je|tu|vous)\b"
)

SAYS = {
    Kind.WHEN: "combien date delai duree dure heure jours last long moment quand quelle soon take "
    "takes temps time took when",
    Kind.HOW_MUCH: "combien cost costs cout coute couter how many montant much nombre number price "
    "prix tarif",
    Kind.WHY: "raison reason",
    Kind.WHERE: "find trouve trouver",
    Kind.WHERE_TO: "find trouve trouver",
}
WORDS = {kind: frozenset(words(SAYS.get(kind, ""))) for kind in Kind}
"""The words that say no more than what kind of question it is."""


def compatible(one: Kind, other: Kind) -> bool:
    """Whether an answer of one kind may do for the other."""
    if one is other:
        return True
    return not (one in EXACT or other in EXACT or {one, other} in APART)


def kind_of(said: Sequence[str]) -> Kind:
    """What is asked for, from the words of a question and its pauses."""
    line = " ".join(said)
    sure = (kind for kind, pattern in SURE if pattern.search(line))
    return next(sure, None) or _asked(_trimmed(said)) or _closed(said, line)


def _trimmed(said: Sequence[str]) -> Sequence[str]:
    end = len(said)
    while end and said[end - 1] not in ENDS and (said[end - 1] == PAUSE or is_light(said[end - 1])):
        end -= 1
    return said[:end] if end else said


def _asked(said: Sequence[str]) -> Kind | None:
    found = [_at(said, place) for place in range(len(said)) if _stands_free(said, place)]
    asked = [kind for kind in found if kind]
    if Kind.HOW in asked:
        return Kind.HOW
    return asked[0] if asked else None


def _at(said: Sequence[str], place: int) -> Kind | None:
    """What the word asks for. « Où » has lost its accent, and is "or" in most other places."""
    kind, after = ASKS.get(said[place]), [*said[place + 1 : place + 2], PAUSE][0]
    before = [PAUSE, *said[:place]][-1]
    if said[place] == "comment" and before in COMMENTING:
        return None
    if said[place] == "ou":
        kind = Kind.WHERE if before in BEFORE_OU or after in IS else None
    if kind is Kind.WHERE and after not in IS:
        return Kind.WHERE_TO
    return kind


def _stands_free(said: Sequence[str], place: int) -> bool:
    """Whether nothing of weight stands before it in its part of the sentence, or nothing after."""
    if place + 1 == len(said) or said[place + 1] == PAUSE:
        return True
    start = place - 1 if place and said[place - 1] in LEADING else place
    if start and (said[start - 1] == PAUSE or said[start - 1] in ASKED):
        return True
    return all(is_light(word) and word not in ACTORS for word in said[:start] if word != PAUSE)


def _closed(said: Sequence[str], line: str) -> Kind:
    opener = next((word for word in said if word != PAUSE), "")
    return Kind.WHETHER if opener in OPENERS or INVERTED.search(line) else Kind.OPEN
