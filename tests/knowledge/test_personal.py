"""Personal data is found by its form and check digits, and can be hidden without a trace."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import personal
from knowledge.personal import Kind
from tests.evaluation.personal import cases, measure

PHONE, IBAN, MAIL = "06 12 34 56 78", "FR14 2004 1010 0505 0001 3M02 606", "marie@orange.fr"
CARD, NIR, TOKEN = "4970 1012 3456 7893", "2 55 08 14 168 025 38", "xoxb-123456789012-AbCdEfGhIj"
EVERY = {
    Kind.PHONE: PHONE,
    Kind.IBAN: IBAN,
    Kind.EMAIL: MAIL,
    Kind.CARD: CARD,
    Kind.SOCIAL_SECURITY: NIR,
    Kind.SECRET: TOKEN,
}
WORDS = st.lists(
    st.sampled_from([*EVERY.values(), "merci", "Écrivez à", "- ", "**oui**", "\n\n", "le 3 mai"]),
    max_size=12,
).map(" ; ".join)


def masked(text: str) -> str:
    return personal.hidden(text, {one.text: one.masked for one in personal.find(text)})


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_is_found_where_it_stands(kind: Kind) -> None:
    text = f"Voilà : {EVERY[kind]}, merci."

    [found] = personal.find(text)

    assert (found.kind, found.text) == (kind, EVERY[kind])
    assert text[found.start : found.end] == EVERY[kind]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_in_messages_as_people_write_them_nearly_all_is_found_and_nearly_nothing_else(
    language: str,
) -> None:
    score = measure(language)["all"]

    assert score.wanted > 40
    assert len([*cases(language)]) > 70
    assert score.precision > 0.97
    assert score.recall > 0.97


@pytest.mark.parametrize("kind", [Kind.IBAN, Kind.CARD, Kind.SOCIAL_SECURITY])
@given(data=st.data())
def test_a_wrong_digit_makes_it_a_number_of_nobody(kind: Kind, data: st.DataObject) -> None:
    number = EVERY[kind]
    places = [place for place, sign in enumerate(number) if sign.isdigit()]
    place = data.draw(st.sampled_from(places))
    digit = data.draw(st.sampled_from([d for d in "0123456789" if d != number[place]]))

    found = personal.find(number[:place] + digit + number[place + 1 :])

    assert kind not in {one.kind for one in found}


@pytest.mark.parametrize(
    ("number", "is_theirs"),
    [
        ("1 90 12 2A 451 089 30", True),
        ("1 90 12 2B 451 089 30", False),
        ("2 85 07 2b 033 012 82", True),
        ("1 90 12 2A 451 089 31", False),
    ],
)
def test_people_born_in_corsica_have_a_key_too(number: str, is_theirs: bool) -> None:
    assert bool(personal.find(number)) is is_theirs


@given(WORDS)
def test_what_is_found_is_in_order_apart_and_as_written(text: str) -> None:
    last = 0
    for one in personal.find(text):
        assert one.start >= last
        assert text[one.start : one.end] == one.text
        last = one.end


@given(WORDS)
def test_what_is_hidden_is_gone_and_hiding_again_changes_nothing(text: str) -> None:
    once = masked(text)

    assert personal.find(once) == ()
    assert masked(once) == once
    assert not any(secret in once for secret in EVERY.values())


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert masked(masked(text)) == masked(text)


def test_a_mask_tells_two_apart_and_gives_nothing_away() -> None:
    assert [personal.find(text)[0].masked for text in EVERY.values()] == [
        "•• •• •• •• 78",
        "FR•• •••• •••• •••• •••• •••• 606",
        "m•••@o•••••.••",
        "•••• •••• •••• 7893",
        "2 •• •• •• ••• ••• ••",
        "••••-••••••••••••-••••••••••",
    ]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (f"[{MAIL}](mailto:{MAIL})", "m•••@o•••••.••"),
        (f"<mailto:{MAIL}>", "m•••@o•••••.••"),
        ("[appeler](tel:+33612345678)", "appeler"),
        (f"[ici](https://orlune.com) : {PHONE}", "[ici](https://orlune.com) : •• •• •• •• 78"),
    ],
)
def test_no_dead_link_stays_behind(written: str, shown: str) -> None:
    assert masked(written) == shown


def test_the_same_thing_in_several_texts_counts_once() -> None:
    assert [one.text for one in personal.find_all([PHONE, f"{MAIL} {PHONE}"])] == [PHONE, MAIL]


def test_a_long_text_is_read_in_no_time() -> None:
    hostile = "0" * 20_000 + "1-" * 10_000 + "a@" * 10_000 + "FR76" * 5_000 + "a1B" * 10_000

    assert personal.find(hostile) == ()
