"""Hollow questions: made only of words that every question has.

Rarity shows this by itself among hundreds of entries. Among a few, "comment" alone may look like
the best word of the only entry that begins with it.
"""

from collections.abc import Collection

from knowledge.search.analysis import words

COMMON = frozenset(
    words(
        """
    au aux avec avez avoir ce ces cet cette chez combien comment dans de des dois doit donc dont du
    elle elles en entre es est et etre eux fait faire faut il ils je la le les leur leurs lui ma
    mais me mes mon ne ni nos notre nous on ont ou par pas peut peux pour pourquoi puis qu quand
    que quel quelle quelles quels qui quoi sa sans se ses si son sont sous suis sur ta te tes toi
    ton tu un une va vers vos votre vous bonjour bonsoir merci salut svp
    about am an and any are at be been but by can could did do does for from had has have hello her
    here hi him his how if in into is it its just may me my no not of on or our out please she
    should so some thanks that the their them then there these they this those to us was we were
    what when where which who why will with would yes you your
    """
    )
)

LEFT = 0.3
"""What is left of a hollow question's confidence, so that it never leaves the lowest band …"""

REPEATED = 0.9
"""… unless it repeats a wording: from this cosine on ("Qui sommes-nous ?" is an entry of many)."""


def hollow(question: Collection[str]) -> bool:
    return all(len(word) == 1 or word in COMMON for word in question)


def tempered(confidence: float, cosine: float) -> float:
    """The confidence that a hollow question deserves."""
    return confidence if cosine >= REPEATED else confidence * LEFT
