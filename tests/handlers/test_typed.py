"""Commands are told from questions, which may begin with any of their words."""

import pytest

from handlers.typed import Command, read


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("away", Command("away")),
        ("Absent", Command("away")),
        ("absente", Command("away")),
        (" away  until monday ", Command("away", "until monday")),
        ("absente jusqu’à lundi", Command("away", "jusqu’à lundi")),
        ("absent pendant 3 jours", Command("away", "pendant 3 jours")),
        ("away 04/12", Command("away", "04/12")),
        ("away until mondey or so", Command("away", "until mondey or so")),
        ("back", Command("back")),
        ("RETOUR", Command("back")),
        ("show 12", Command("show", "12")),
        ("flag 12", Command("flag", "12")),
        ("corriger #12 le délai", Command("flag", "#12 le délai")),
        ("ask why", Command("ask", "why")),
        ("mine", Command("mine")),
        ("mydata", Command("mydata")),
        ("mesdonnées", Command("mydata")),
        (" Mes  données ", Command("mydata")),
        ("forget me", Command("forget", "me")),
        ("oubliez-moi", Command("forget")),
        ("oubliez moi", Command("forget", "moi")),
    ],
)
def test_commands_are_commands(typed: str, command: Command) -> None:
    assert read(typed) == command


@pytest.mark.parametrize(
    "typed",
    [
        "away from keyboard rules",
        "away match tickets",
        "absent du travail, qui répond ?",
        "absente pour maladie",
        "away until when can a customer return it?",
        "back pain after using the massager",
        "retour d'un colis",
        "absents",
        "flag",
        "flag 12th of July sales",
        "corriger une faute",
        "help me",
        "forget",
        "forget me not, a plant: do we sell it?",
        "mes données sont-elles effacées ?",
        "oubliez",
        "show me",
        "ask",
        "",
    ],
)
def test_questions_are_questions(typed: str) -> None:
    assert read(typed) == Command(None, typed)
