"""Filters: what is read out of a question, and what is left in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.filters import Filters, UnknownFilter, Wish, read
from tests.factories import a_charter

CHARTER = a_charter()


@pytest.mark.parametrize(
    ("typed", "text", "filters"),
    [
        ("topic:refunds comment", "comment", {"topic": "refunds"}),
        ("comment sujet:Remboursements", "comment", {"topic": "refunds"}),
        ("thème:REMBOURSEMENTS comment", "comment", {"topic": "refunds"}),
        ("the\u0300me:securite comment", "comment", {"topic": "safety"}),
        ('topic:"product safety" how', "how", {"topic": "safety"}),
        ("sujet : « Sécurité des produits » comment", "comment", {"topic": "safety"}),
        ("topic: Product safety how", "how", {"topic": "safety"}),
        ("topic:product safety? how", "how", {"topic": "safety"}),
        ("topic:refu, how", "how", {"topic": "refunds"}),
        ("topic:produits how", "how", {"topic": "safety"}),
        ("kind:procedure how", "how", {"kind": "procedure"}),
        ("type:procédure how", "how", {"kind": "procedure"}),
        ("genre:bonne pratique how", "how", {"kind": "best_practice"}),
        ("kind:best_practice how", "how", {"kind": "best_practice"}),
        ("lang:fr how", "how", {"lang": "fr"}),
        ("langue:anglais how", "how", {"lang": "en"}),
        ("language:Français how", "how", {"lang": "fr"}),
        (
            "how topic:refunds topic:litigation lang:en",
            "how",
            {"topic": "litigation", "lang": "en"},
        ),
        ("lang:fr", "", {"lang": "fr"}),
    ],
)
def test_filters_are_taken_out_of_the_question(
    typed: str, text: str, filters: dict[str, str]
) -> None:
    assert read(typed, CHARTER) == Wish(text, Filters(**filters))


@pytest.mark.parametrize(
    "typed",
    [
        "note: the parcel is late",
        "https://orlune.example/?topic:refunds",
        "see https://orlune.example/lang:fr",
        "what does Content-Type:text mean",
        "erreur de type: inconnu",
        "which topic : mine or yours",
        "the lang: attribute",
        '{"lang":"fr"}',
        "what is a topic:",
        "",
    ],
)
def test_what_is_no_filter_stays_in_the_question(typed: str) -> None:
    assert read(typed, CHARTER) == Wish(typed)


def test_an_unknown_topic_is_refused_with_the_nearest_first() -> None:
    with pytest.raises(UnknownFilter, match=r"“refnds”\. You can choose: Refunds, "):
        read("topic:refnds how", CHARTER)
    with pytest.raises(UnknownFilter, match="Contentieux, "):
        read("sujet:contensieux comment", CHARTER, language="fr")


def test_what_several_things_are_called_is_no_choice() -> None:
    with pytest.raises(UnknownFilter, match="Crisis case"):
        read("kind:guidebook", CHARTER)
    with pytest.raises(UnknownFilter):
        read("kind:e", CHARTER)


PIECES = ["topic:", "topic:refunds", "kind :", "kind:faq", "lang:fr", "«", '"', "sujet", "?", " "]


@given(st.text() | st.lists(st.sampled_from(PIECES)).map(" ".join))
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    try:
        wish = read(typed, CHARTER)
    except UnknownFilter:
        return
    assert len(wish.text) <= len(typed)
    assert wish.filters or wish.text == typed.strip()
