"""Word diff: both texts can be read from it, and a fault is found again in older texts."""

from hypothesis import given
from hypothesis import strategies as st

from knowledge.word_diff import Piece, Sign, compare, shares_fault, shortened

TEXTS = st.text(alphabet="ab é.,\n", max_size=60)


def said(pieces: list[Piece], *signs: Sign) -> str:
    return "".join(piece.text for piece in pieces if piece.sign in signs)


def test_a_change_of_one_word_is_one_word() -> None:
    assert compare("Within 14 days.", "Within 30 days.") == [
        Piece(Sign.SAME, "Within "),
        Piece(Sign.REMOVED, "14"),
        Piece(Sign.ADDED, "30"),
        Piece(Sign.SAME, " days."),
    ]


def test_where_all_is_said_anew_no_stray_word_is_kept() -> None:
    pieces = compare("You have to call the bank.", "Nobody needs to visit the office today.")
    assert [piece.sign for piece in pieces] == [Sign.REMOVED, Sign.ADDED, Sign.SAME]


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_it(before: str, after: str) -> None:
    pieces = compare(before, after)
    assert said(pieces, Sign.SAME, Sign.REMOVED) == before
    assert said(pieces, Sign.SAME, Sign.ADDED) == after


@given(TEXTS)
def test_the_same_text_has_no_change(text: str) -> None:
    assert {piece.sign for piece in compare(text, text)} <= {Sign.SAME}
    assert not shares_fault(text, text, text)


def test_a_long_text_is_shown_around_its_changes() -> None:
    words = " ".join(f"w{number}" for number in range(100))
    pieces = shortened(compare(f"{words} 14 {words}", f"{words} 30 {words}"), around=2)
    assert "".join(piece.text for piece in pieces) == " … w98 w99 1430 w0 w1 … "


def test_texts_without_a_common_word_are_one_change_however_long() -> None:
    old, new = "a " * 5_000, "b\n" * 5_000
    assert [piece.sign for piece in compare(old, new)] == [Sign.REMOVED, Sign.ADDED]


def test_an_older_text_has_the_fault_that_was_taken_out() -> None:
    before, after = "Refunds take 14 days by card.", "Refunds take 30 days by card."
    assert shares_fault("How long? refunds take 14 days, mostly.", before, after)
    assert not shares_fault("Refunds take 30 days.", before, after)
    assert not shares_fault("Ask the 14 people of the desk.", before, after)


def test_an_older_text_lacks_what_was_put_in() -> None:
    before, after = "Call the customer.", "Never call the customer."
    assert shares_fault("Call the customer, please.", before, after)
    assert not shares_fault("Never call the customer.", before, after)
