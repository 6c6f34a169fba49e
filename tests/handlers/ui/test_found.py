"""Found: a reply shows why it was found, and where the answer says what was asked."""

import pytest

from handlers.locale import words
from handlers.ui import questions
from handlers.ui.blocks import Message
from knowledge.entry import Entry
from knowledge.routing import Verdict
from tests.factories import NOW, an_entry
from tests.handlers.ui.gallery import a_question, an_outcome

LONG = (
    "Le client a 14 jours. " + "Une phrase ordinaire, qui ne dit rien de plus. " * 40 + "\n\n"
    "## Virement\n\nCompter cinq jours ouvrés.\n\n" + "Et encore une phrase sans intérêt. " * 40
)


def reply(question: str, entry: Entry, verdict: Verdict = Verdict.ANSWER) -> Message:
    asked = an_outcome(verdict, question=a_question(text=question), entries=(entry,))
    return questions.outcome(words("fr"), asked, now=NOW)


@pytest.mark.parametrize("verdict", [Verdict.ANSWER, Verdict.CONFIRM, Verdict.NEAR_MISSES])
def test_the_passage_that_was_asked_for_is_shown(verdict: Verdict) -> None:
    shown = reply("remboursé par virment ?", an_entry(id=12, body=LONG), verdict)

    assert "*Comment obtenir un remboursement ?*\n… *Virement*\n\nCompter cinq jours" in shown.text
    assert shown.text.count("Une phrase ordinaire") == 0


def test_what_is_cut_says_so() -> None:
    cut = "*Extrait*\u00a0: «\u00a0Lire en entier\u00a0» montre le reste"

    assert cut in reply("par virement", an_entry(id=12, body=LONG)).text
    assert cut not in reply("par virement", an_entry(id=12)).text


def test_another_wording_is_shown_if_it_says_more_of_what_was_asked() -> None:
    entry = an_entry(id=12, wordings=("Être remboursé", "Quand revient mon argent ?"))
    told = "\nSe demande aussi ainsi\u00a0: Quand *revient* mon *argent* ?\n"

    assert told in reply("mon argent revient quand", entry).text
    assert told in reply("mon argent revient quand", entry, Verdict.NEAR_MISSES).text
    assert "aussi ainsi" not in reply("être remboursé", entry).text
