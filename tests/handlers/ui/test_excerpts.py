"""An excerpt shows what was asked for, marks it, and changes nothing that somebody wrote."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.sandbox.page import mrkdwn
from bot.sandbox.page.viewer import Viewer
from handlers.ui.text import excerpt, is_short, marked_line, to_mrkdwn
from knowledge.search import analysis
from knowledge.search.highlight import sought
from tests.factories import ANA, NOW
from tests.handlers.ui.slack_rules import check_markup, units

READER = Viewer(ANA, "fr", "Europe/Paris", NOW, {}, {})
QUESTION = "le délai du virement 4711"
WORDS = [
    *("virement", "délais", "de", "4711", "l’", "[virement](https://a.fr/virement)", "`délai`"),
    *("**un délai**", "*vire", "*", "_", "~", ":virement:", "@virement", "https://a.fr/virement"),
    *(
        "virement*",
        "_virement_",
        "mon_virement",
        "\n",
        "\n- ",
        "\n\n# ",
        "\n> ",
        "\n```\n",
        "&",
        "<",
    ),
    *(" ", ". Un", ", ", "«", "»", "👍", "e\u0301", "\u00a0"),
]
BODIES = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join) | st.lists(
    st.sampled_from(WORDS), max_size=25
).map("".join)
LONG = f"""\
# Retours

Le client a 14 jours. {"Une phrase qui ne dit rien. " * 12}

## Argent

Selon le moyen de paiement :

- par carte : sous 3 jours ;
- par virement : cinq jours ;
    - le samedi ne compte pas, ni le dimanche ;
- par chèque : sous 15 jours. {"Et voici encore une phrase de plus. " * 9}Il faut son nom.

```
relais rendre --tout
```

Fin, après l'exemple. Et {"la suite. Et " * 20} puis rien."""


def shown(markdown: str, question: str = QUESTION, limit: int = 10_000) -> str:
    return excerpt(markdown, limit, sought(question, [markdown]))


def seen(markup: str) -> str:
    """Slack's markup as a reader sees it, without what has no width."""
    page = re.sub("[\u200a\u200b]", "", mrkdwn.html(markup, READER))
    return re.sub("</?[bis]>", "", page)


@pytest.mark.parametrize(
    ("markdown", "marked"),
    [
        ("Le virement.", "Le *virement*."),
        ("L’virement", "L’\u200b*virement*"),
        ("«virement»", "«\u200b*virement*\u200b»"),
        ("le délai virement, virement-délai", "le *délai virement*, *virement-délai*"),
        ("*le virement part*", "_le_ _*virement*_ _part_"),
        ("*virement!*", "_*virement*_\u200b_!_"),
        ("**le virement part**", "*le virement part*"),
        ("# virement\nvirement", "*virement*\n*virement*"),
        ("`virement` [virement](https://a.fr)", "`virement` <https://a.fr|virement>"),
        ("```\nvirement\n```", "```\nvirement\n```"),
        ("https://a.fr/virement @virement :virement:", None),
        ("mon_virement", "mon_virement"),
        (r"\*: le virement", "*\u200a: le *virement*"),
        (r"\_un virement de plus\_", "_\u200aun *virement* de plus\u200a_"),
        ("3 * 4 virement", "3 * 4 *virement*"),
        ("- virement\n> délai", "• *virement*\n> *délai*"),
        ("vire**ment**", "vire\u200b*ment*"),
    ],
)
def test_what_matches_is_bold(markdown: str, marked: str | None) -> None:
    assert shown(markdown) == (to_mrkdwn(markdown) if marked is None else marked)


@given(BODIES)
@example("__https://a.fr/virement")
def test_marks_are_all_that_is_added(markdown: str) -> None:
    marked, plain = shown(markdown), to_mrkdwn(markdown)

    check_markup(marked)
    assert seen(marked) == seen(plain)


@given(BODIES)
def test_only_what_matches_becomes_bold(markdown: str) -> None:
    markdown = re.sub(r"\*\*|__|#", "", markdown)  # with no bold of its own
    matches = sought(QUESTION, [markdown]).matches

    assert "<b>" not in mrkdwn.html(to_mrkdwn(markdown), READER)
    for bold in re.findall("<b>(.*?)</b>", mrkdwn.html(shown(markdown), READER)):
        assert set(analysis.words(re.sub("<.*?>", "", bold))) <= set(matches)


@given(BODIES, st.integers(30, 200))
def test_an_excerpt_with_marks_is_short(markdown: str, limit: int) -> None:
    text = excerpt(markdown, limit, sought(QUESTION, [markdown]))

    check_markup(text)
    assert units(re.sub("[*_~`\u200a\u200b]", "", text)) <= limit
    assert is_short(markdown, limit) or "…" in text


@given(BODIES)
def test_a_line_of_words_is_words(text: str) -> None:
    line = marked_line(text, 80, sought(QUESTION, [text]))

    check_markup(line)
    assert "\n" not in line
    assert "<code>" not in mrkdwn.html(line, READER)


@pytest.mark.parametrize(
    ("question", "start"),
    [
        ("quatorze", "*Retours*\n\nLe client"),
        ("client", "*Retours*\n\nLe *client*"),
        ("le client à la fin", "*Retours*\n\nLe *client*"),
        ("argent", "… *Argent*\n\nSelon le moyen"),
        ("par cheque", "… *Argent*\nSelon le moyen de paiement :\n…\n• par *chèque*"),
        ("carte", "… *Argent*\nSelon le moyen de paiement :\n• par *carte*"),
        (
            "dimanche",
            "… *Argent*\nSelon le moyen de paiement :\n…\n• par virement : cinq jours ;\n",
        ),
        ("quel nom", "… *Argent*\nSelon le moyen de paiement :\n…\n• … Il faut son *nom*."),
        ("rendre", "… *Argent*\n…\n```\nrelais rendre"),
        ("exemple", "… *Argent*\n… Fin, après l'*exemple*."),
    ],
)
def test_a_long_answer_is_shown_from_its_best_passage(question: str, start: str) -> None:
    assert shown(LONG, question, limit=240).startswith(start)


def test_what_the_title_says_is_not_looked_for_again() -> None:
    question, title = "payer par chèque", "Paiement par chèque"
    found = sought(question, [title, LONG])

    assert excerpt(LONG, 240, found, above=[title]).startswith("*Retours*")
    assert excerpt(LONG, 240, found, above=[]).startswith("… *Argent*")


def test_a_cut_is_made_at_the_end_of_a_sentence() -> None:
    assert excerpt("Une phrase entière. Une autre, entière. Une troisième.", 48) == (
        "Une phrase entière. Une autre, entière. …"
    )


def test_little_text_after_a_passage_is_shown_with_what_stands_before() -> None:
    text = "\n\n".join(f"Un paragraphe numéro {number}." for number in range(10)) + "\n\nLa fin."

    assert shown(text, "fin", limit=80) == (
        "… Un paragraphe numéro 8.\n\nUn paragraphe numéro 9.\n\nLa *fin*."
    )
