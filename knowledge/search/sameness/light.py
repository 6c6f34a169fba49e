"""Light words: said in any question, so that having them in common, or not, tells next to nothing.

Beside the words of `hollow.COMMON`, which have no meaning of their own at all.
"""

from knowledge.search.analysis import words
from knowledge.search.hollow import COMMON

ACTORS = frozenset(
    words(
        """
        client cliente clients clientes internaute internautes utilisateur utilisateurs
        customer customers follower followers subscriber subscribers user users
        """
    )
)
"""Whom a question is passed on for: "A customer asks how to …". They count for who does what."""

LIGHT = ACTORS | frozenset(
    words(
        """
        actuellement aide aider aimerais aimerait alors besoin bien cas chose choses d deja
        demande demandent demander depuis donc droit encore etaient etait ete eu
        exactement gens jusqu moyen obtenir personne personnes peuvent possibilite pourrait pourriez
        pouvez pouvons puisque quelqu quelque quelqun question questions sais sait savez savoir
        sera seront souhaite souhaiterais stp svp toujours tres veut veux voudrais vraiment
        actually allowed already also anybody anyone anything appreciate ask asked asking asks
        being case currently exactly get gets getting going got help know knows let like ll may
        might must need needs obtain people please pls plz possibility possible really s
        shall since somebody someone something still thank thing things until ve very want
        wants way ways wonder wondering wonders
        """
    )
)

ANYWHERE = frozenset(words("seulement uniquement only just"))
"""These stand before or behind what they are about."""


def is_light(word: str) -> bool:
    return word in COMMON or word in LIGHT or (len(word) == 1 and not word.isdigit())


def order_counts(word: str) -> bool:
    """Whether it matters where the word stands."""
    return word in ACTORS or not (is_light(word) or word in ANYWHERE)
