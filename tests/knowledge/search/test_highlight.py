"""Highlight: what matched is marked where it was written, and nothing else is."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.search import analysis
from knowledge.search.highlight import sought
from knowledge.search.unfold import Unfolded

SIGNS = [*"aàeéilnors'’-_*:@. \n0½", "œ", "ﬁ", "ß", "\u0301", "\u00ad", "\u200d", "👍🏽", "ĳ", "№"]
TEXTS = st.lists(st.sampled_from(SIGNS) | st.characters(), max_size=60).map("".join)
WORDS = ["", "les colis", "cœur ﬁn", "remboursés"]


def marked(question: str, text: str) -> str:
    """The text with what matches in brackets."""
    for start, end in reversed(sought(question, [text]).spans(text)):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("REMBOURSEMENT", "Le [remboursement], sans délai"),
        ("un délai", "Le remboursement, sans [délai]"),
        ("coment etre rembourser", "Comment être [remboursé] ?"),
        ("rembousement comande", "le [remboursement] des [commandes]"),
        ("rembourcement", "Nous [remboursons] et [remboursez] le [remboursement]"),
        ("infos ou information", "[Informer] le client"),
        ("colis", "un [colis], un [coli]"),
        ("order", "all [orders] [ordered], no ordinary one"),
        ("internet transport", "international transfert"),
        ("commande", "comment"),
        ("lecole", "l’[école]"),
        ("l'ecole", "à l'[école], l' étude"),
        ("coeur", "le [cœur], le [coe\u0301ur], les [cœurs] ½"),
        ("rembourser", "[rembour\u00adser]"),
        ("4711", "[4711], 47110, 4712"),
        ("date", "les [dates], data"),
        ("poste", "la [poste], la porte"),
        ("c'est pour vous", "[C]'[est] [pour] [vous] et eux"),
        ("où est mon colis", "où est mon [colis]"),
        ("كيف أسترد أموالي", "[أسترد] المال"),
        ("?!", "rien ?!"),
        ("", "rien"),
    ],
)
def test_what_matches_is_marked(question: str, shown: str) -> None:
    assert marked(question, re.sub(r"[\[\]]", "", shown)) == shown


def test_a_word_that_is_there_is_no_typo_of_another() -> None:
    title, body = "La poste", "Devant la porte."

    assert sought("poste", [title, body]).spans(body) == []
    assert sought("poste", [body]).spans(body) == [(10, 15)]


@given(TEXTS, st.sampled_from(WORDS))
def test_spans_are_whole_words_in_order(text: str, word: str) -> None:
    text = f"{text} {word} {text}"
    found = sought(f"{text[:20]} colis coeur fin rembourser", [text])

    before = 0
    for start, end in found.spans(text):
        assert before <= start < end <= len(text)
        assert analysis.fold(text[start:end]) in found.matches
        edges = analysis.fold(text[:start])[-1:] + analysis.fold(text[end:])[:1]
        assert not re.search(r"[^\W_]", edges)
        before = end


@given(TEXTS)
def test_every_word_is_found_where_it_was_written(text: str) -> None:
    unfolded = Unfolded(text)

    assert unfolded.folded == analysis.fold(text)
    for place in range(len(text)):
        end = len(analysis.fold(text[: place + 1]))
        start = end - len(analysis.fold(text[place]))
        span = unfolded.span(start, end)
        assert start == end or (span and text[place] in text[slice(*span)])
