"""Courtesy: what people say to somebody that asks nothing: thanks, a greeting, a nod."""

from enum import StrEnum

from knowledge.search.analysis import words


class Courtesy(StrEnum):
    """What is said to us that is no question."""

    THANKS = "thanks"
    GREETING = "greeting"
    NOD = "nod"  # ok, cc, for your information


THANKS = frozenset(words("merci mercis thanks thank thx ty cheers bravo"))
GREETINGS = frozenset(words("bonjour bonsoir salut coucou hello hi hey morning evening bye"))
NODS = frozenset(
    words(
        """
        cc fyi info infos ok okay oui yes non no top super parfait perfect genial great nice cool
        bien vu noted note entendu accord compris recu done
        """
    )
)
BESIDE = frozenset(
    words(
        """
        a à au aux beaucoup bot bonne bon d de des encore et fin good grand hâte journée l la le les
        mille much pour relais so soirée soir tout tous tous toute toutes tout ton très vous votre
        aide again all and day everyone everybody for evening help here ici équipe team job lot
        much of one soon that the there this to very week weekend you your à bientôt semaine
        """
    )
)
"""What may stand beside them without making them a question."""


def courtesy(text: str) -> Courtesy | None:
    """What is said, if every word of it is courtesy; None where there may be a question."""
    said = set(words(text))
    if "?" in text or not said <= THANKS | GREETINGS | NODS | BESIDE:
        return None
    for meant, those in (
        (Courtesy.THANKS, THANKS),
        (Courtesy.GREETING, GREETINGS),
        (Courtesy.NOD, NODS),
    ):
        if said & those:
            return meant
    return None
