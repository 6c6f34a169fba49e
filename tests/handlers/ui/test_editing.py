"""What is shown in a window comes back as it was, unless somebody changes it."""

import json
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from handlers.locale import words
from handlers.ui.editing import Edited, add_modal, edit_modal, edited, fits
from handlers.ui.escalations import answer_modal, written
from handlers.ui.inputs import ACTION
from knowledge.entry import Genre
from tests.factories import a_charter, an_entry
from tests.handlers.ui.gallery import an_escalation

_ = words("fr")
LINES = st.lists(st.text(st.sampled_from("ab é\n&🧑"), max_size=900), max_size=20).map("\n".join)


def submitted(view: dict[str, Any], **written: str | None) -> dict[str, Any]:
    """The view as Slack sends it when its button is pressed; `written` changes fields by label."""
    values = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            value = written.get(block["label"]["text"], block["element"].get("initial_value"))
            values[block["block_id"]] = {ACTION: _value(block["element"], value)}
    return {**view, "state": {"values": values}}


def _value(element: dict[str, Any], written: str | None) -> dict[str, Any]:
    if element["type"] == "static_select":
        return {"type": "static_select", "selected_option": element["initial_option"]}
    return {"type": "plain_text_input", "value": written}


@given(LINES)
def test_an_answer_of_any_length_comes_back_whole(body: str) -> None:
    entry = an_entry(id=3, body=body, kind=Genre.PROCEDURE, wordings=("un", "deux"))

    assert edited(submitted(edit_modal(_, entry, a_charter()))) == Edited(
        entry.title, body, Genre.PROCEDURE, "refunds", ("un", "deux")
    )


def test_twenty_thousand_characters_come_back_whole() -> None:
    body = "".join(f"{n}. Une étape, puis une autre.\n\n" for n in range(700)).strip()

    view = submitted(edit_modal(_, an_entry(id=3, body=body), a_charter()))

    assert len(body) > 20_000
    assert edited(view).body == body


def test_many_wordings_come_back_whole() -> None:
    wordings = tuple(f"Comment faire la chose numéro {n} ?" for n in range(300))

    view = submitted(edit_modal(_, an_entry(id=3, wordings=wordings), a_charter()))

    assert edited(view).wordings == wordings


def test_a_window_remembers_the_entry_and_its_revision() -> None:
    view = edit_modal(_, an_entry(id=3, revision=4), a_charter())

    assert view["private_metadata"] == '{"entry": 3, "revision": 4}'


def test_an_answer_can_go_on_in_a_second_field() -> None:
    view = add_modal(_, a_charter(), question="Q ?", answer="Début.", metadata="{}")

    said = edited(submitted(view, **{"La réponse, suite": "Fin."}))

    assert said == Edited("Q ?", "Début.\n\nFin.", Genre.FAQ, None, ())
    assert view["private_metadata"] == "{}"


def test_an_emptied_field_leaves_no_gap() -> None:
    view = add_modal(_, a_charter(), answer="Début.")

    said = edited(submitted(view, **{"La réponse": None, "La réponse, suite": "Fin."}))

    assert said.body == "Fin."
    assert said.title == ""


def test_a_topic_that_the_charter_has_lost_is_kept() -> None:
    view = edit_modal(_, an_entry(id=3, topic="parrainage"), a_charter())

    assert edited(submitted(view)).topic == "parrainage"


@pytest.mark.parametrize("topic", [None, "safety"])
def test_a_topic_is_named_in_the_readers_language(topic: str | None) -> None:
    view = edit_modal(_, an_entry(id=3, topic=topic), a_charter())
    chosen = next(b for b in view["blocks"] if b.get("block_id") == "topic")["element"]

    assert [option["text"]["text"] for option in chosen["options"]] == [
        "Aucun sujet",
        "Remboursements",
        "Sécurité des produits",
        "Contentieux",
    ]
    assert edited(submitted(view)).topic == topic


def test_an_answer_to_an_escalation_is_read_back() -> None:
    view = answer_modal(_, an_escalation())

    said = {"Votre réponse": "Sous *14* jours.", "Suite": "Par carte."}

    assert written(submitted(view, **said)) == "Sous *14* jours.\n\nPar carte."
    assert written(submitted(view)) == ""
    assert view["private_metadata"] == '{"escalation": 5}'


def test_a_window_holds_a_whole_message_and_says_where_it_does_not() -> None:
    assert fits("mot " * 10_000, "\n".join(["other words"] * 20))
    assert not fits("é" * 40_000)
    assert not fits(*["mot " * 10_000] * 7)


@given(st.text("aé🧑\n", max_size=200), st.integers(1, 600))
def test_what_fits_is_shown_whole(text: str, times: int) -> None:
    body = (text * times)[:120_000]
    assume(body.strip() and fits(body))

    view = edit_modal(_, an_entry(id=3, body=body), a_charter())

    assert edited(submitted(view)).body == body
    assert len(json.dumps(view)) <= 250_000
