"""Wordings: who has the last word on what an entry answers, and what is never kept."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.search.documents import LEARNED
from knowledge.wording import Kind, Lessons, Voice, Wording, is_teachable, lessons, majority
from tests.factories import ANA, MARIA, NOW, PAUL, an_entry

YES, NO = Kind.CONFIRMED, Kind.REFUSED
ENTRY = an_entry(id=1, title="Comment obtenir un remboursement ?", wordings=["Être remboursé"])


def a_wording(
    *said: tuple[str, Kind], text: str = "je veux mes sous", first: int = 1, **facts: object
) -> Wording:
    """A text and who said what of it, oldest first."""
    numbers = count(first)
    voices = [
        Voice(id=number, person=person, kind=kind, audience=None, at=NOW + timedelta(days=number))
        for (person, kind), number in zip(said, numbers, strict=False)
    ]
    about = {"entry": ENTRY, "sense": text, "text": text, "voices": voices} | facts
    return Wording(**about)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ([], None),
        ([(ANA, YES)], YES),
        ([(ANA, NO)], NO),
        ([(ANA, NO), (PAUL, YES)], YES),
        ([(ANA, NO), (PAUL, YES), (MARIA, NO)], NO),
        ([(ANA, YES), (ANA, NO)], NO),
        ([(PAUL, NO), (ANA, NO), (ANA, YES)], YES),
        ([(ANA, YES)] * 5 + [(PAUL, NO), (MARIA, NO)], NO),
    ],
)
def test_the_majority_decides_each_person_having_one_voice(
    said: Sequence[tuple[str, Kind]], kind: Kind | None
) -> None:
    assert a_wording(*said).standing is kind


@given(st.lists(st.sampled_from(Kind)))
def test_a_refusal_is_outweighed_by_one_confirmation(kinds: list[Kind]) -> None:
    confirmed, refused = kinds.count(YES), kinds.count(NO)

    assert (majority(kinds) is YES) == (confirmed > 0 and confirmed >= refused)
    assert (majority(kinds) is NO) == (refused > confirmed)


def test_what_is_taken_out_teaches_nothing_and_keeps_its_voices() -> None:
    wording = a_wording((ANA, YES), removed_at=NOW, removed_by=MARIA)

    assert (wording.standing, wording.kind) == (None, YES)


def test_what_the_entry_says_itself_is_not_put_to_the_vote() -> None:
    for own in ("comment obtenir un remboursement", "etre rembourse"):
        wording = a_wording((ANA, NO), text=own)
        assert wording.standing is None
        assert lessons(ENTRY, {own: wording.voices}) == Lessons()


def test_what_a_private_channel_said_counts_for_its_own_entries_only() -> None:
    wording = a_wording((ANA, YES))
    wording.voices[0].audience = "G0LEGAL"
    assert wording.standing is None

    wording.entry = an_entry(audience="G0LEGAL")
    assert wording.standing is YES


def test_the_latest_are_kept_of_each_kind() -> None:
    many = {
        f"{kind} {number}": a_wording((ANA, kind), first=number + 1).voices
        for number in reversed(range(LEARNED + 5))
        for kind in Kind
    }

    taught = lessons(ENTRY, many)

    assert taught.learned == tuple(f"confirmed {number}" for number in range(5, LEARNED + 5))
    assert taught.refused == tuple(f"refused {number}" for number in range(5, LEARNED + 5))


@pytest.mark.parametrize(
    "text",
    [
        "comment être remboursé de la commande 4711 ?",
        "can I return 2 kettles in 30 days, under 100 € ?",
        "livrez-vous à 75011 Paris",
        "x" * 300,
    ],
)
def test_questions_teach(text: str) -> None:
    assert is_teachable(text)


@pytest.mark.parametrize(
    "text",
    [
        "where is the parcel of jo@example.org",
        "que répondre à @Maria Costa ?",
        "la cliente du 06 12 34 56 78 rappelle",
        "rappeler le 06.12.34.56.78",
        "call +33 (0)6 12-34-56-78",
        "commande 20260112",
        "n° 123456",
        "see https://orlune.example/profile",
        "x" * 301,
    ],
)
def test_personal_data_and_stories_do_not(text: str) -> None:
    assert not is_teachable(text)
