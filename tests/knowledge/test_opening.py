"""Openings: what begins a thread is a question, unless it plainly asks nothing."""

import pytest

from knowledge.opening import asks


@pytest.mark.parametrize(
    "text",
    [
        "Une cliente demande si elle peut faire graver un prénom sur sa théière, on propose ça ?",
        "la cliente a renvoyé son colis il y a 10 jours, toujours pas de remboursement",
        "comment être remboursé",
        "abandon de poste et chomage",
        "my refund has not arrived",
        "Bonjour à tous, quelqu’un sait comment rembourser un colis perdu",
        "Hi all, the label printer doesn't work",
        "Rappel : qui peut publier pendant la crise ?",
        "Info : le suivi de colis ne marche plus, que dire aux clients ?",
        "reminder emails are not sent",
        "annonces sponsorisées refusées",
        "https://example.org/p1 is this still true",
    ],
)
def test_what_asks_something(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        ":tada:",
        "https://example.org/p1",
        "Bonjour à tous !",
        "Hello everyone",
        "Merci beaucoup",
        "Bonjour à tous ! Relais est là : `/kb` suivi de votre message.",
        "Rappel : réunion d’équipe jeudi à 15 h",
        "Petit rappel : les congés sont à poser avant vendredi",
        "Pour info, la boutique de Lyon ferme samedi",
        "Reminder: the fair opens at noon.",
        "Heads up, the new labels are here",
        "FYI the warehouse is closed on Monday",
        "<!channel> la boutique de Lyon ferme samedi",
    ],
)
def test_what_asks_nothing(text: str) -> None:
    assert not asks(text)
