"""Diffs: what is shown as gone and new is all that differs, and nothing is lost."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from knowledge.diff import Mark, Piece, diff

WORDS = st.lists(
    st.sampled_from(["sous", "14", "30", "jours", "ouvrés", ",", ".", " ", "\n", "l'argent", "é"]),
    max_size=40,
).map("".join)
TEXTS = st.one_of(WORDS, st.text(max_size=80))


def texts(pieces: tuple[Piece, ...], *marks: Mark) -> str:
    return "".join(piece.text for piece in pieces if piece.mark in marks)


def shown(before: str, after: str) -> list[tuple[str, str]]:
    return [(str(piece.mark), piece.text) for piece in diff(before, after)]


@given(TEXTS, TEXTS)
def test_both_texts_are_in_the_pieces(before: str, after: str) -> None:
    pieces = diff(before, after)

    assert texts(pieces, Mark.KEPT, Mark.GONE) == before
    assert texts(pieces, Mark.KEPT, Mark.NEW) == after
    assert all(piece.text for piece in pieces)


@given(TEXTS, TEXTS)
def test_between_two_kept_pieces_is_at_most_one_gone_and_then_one_new(
    before: str, after: str
) -> None:
    marks = [piece.mark for piece in diff(before, after)]

    for one, next_ in pairwise(marks):
        assert (one, next_) != (Mark.NEW, Mark.GONE)
        assert one is not next_


@given(TEXTS)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert {piece.mark for piece in diff(text, text)} <= {Mark.KEPT}


def test_a_number_that_changes_is_one_word() -> None:
    assert shown("Sous 14 jours, par virement.", "Sous 30 jours, par virement.") == [
        ("kept", "Sous "),
        ("gone", "14"),
        ("new", "30"),
        ("kept", " jours, par virement."),
    ]


def test_an_amount_and_an_hour_are_one_word() -> None:
    assert ("gone", "12,50") in shown("Pour 12,50 €", "Pour 12,90 €")
    assert ("new", "18:30") in shown("à 18:00", "à 18:30")


def test_two_words_beside_each_other_change_together() -> None:
    assert shown("la grande maison", "la petite porte") == [
        ("kept", "la "),
        ("gone", "grande maison"),
        ("new", "petite porte"),
    ]


def test_lines_that_come_and_go_leave_the_others_alone() -> None:
    pieces = diff("un\ndeux\ntrois", "un\ntrois\nquatre")

    assert texts(pieces, Mark.GONE).strip() == "deux"
    assert texts(pieces, Mark.NEW).strip() == "quatre"


def test_forty_thousand_characters_take_no_time() -> None:
    before = "Une phrase assez longue pour être comparée, puis une autre. " * 680
    after = before.replace("comparée", "mesurée")

    assert texts(diff(before, after), Mark.KEPT, Mark.NEW) == after
