"""Signals on the screen: everything fits, and choices are recognised when they come back."""

import pytest

from handlers.locale import words
from handlers.ui import home, overview
from handlers.ui.overview import Overview
from handlers.ui.whom import LEADS, Whom, options, process_of, value_of
from knowledge.fairness import Share
from knowledge.people import Member
from knowledge.tally import Count
from tests.factories import ANA, CHARTER, MARIA, NINA, NOW, PROCESSES, WORKSPACE, a_charter
from tests.handlers.ui.gallery import a_wording, an_escalation, entry_of
from tests.handlers.ui.signal_gallery import saying

EN = words("en")


def test_a_process_is_offered_with_who_has_it_then() -> None:
    owners = {"innovation": MARIA, "support": NINA, None: NINA}
    whom = Whom(a_charter(CHARTER + PROCESSES), owners, {MARIA: "Maria Costa"})

    assert options(EN, whom) == [
        ("process:innovation", "Ideas (Maria Costa)"),
        ("process:support", "support"),
        (LEADS, "None of these: the leads"),
    ]


@pytest.mark.parametrize("process", ["innovation", "leads", "x" * 300])
def test_the_choice_is_recognised(process: str) -> None:
    known = PROCESSES.replace("id: innovation", f"id: {process}")
    charter = a_charter(CHARTER + known)

    assert process_of(charter, value_of(process)) == process
    assert process_of(charter, value_of(None)) is None
    assert process_of(charter, "process:gone") is None


def test_the_fullest_home_is_shown_to_its_last_line() -> None:
    entry, left = entry_of("Peut-on louer ?"), an_escalation(exhausted_at=NOW)
    everything = Overview([saying("Louer ?")] * 40, (), [Count("support", None, 1, 0, 0)] * 9)
    view = home.home(
        EN,
        me=Member(workspace=WORKSPACE, id=ANA, name="Ana", language="en", zone="UTC"),
        owed=[an_escalation()] * 40,
        drafts=[entry] * 40,
        awaited=[an_escalation()] * 40,
        written=[entry] * 40,
        charter=a_charter(),
        now=NOW,
        keeps_jargon=True,
        led=home.Led([left] * 9, [Share(NINA, asked=9)] * 40, NOW, [a_wording(entry, "Louer ?")]),
        signals=everything,
    )

    assert len(view["blocks"]) <= 100
    assert "drawn" in str(view["blocks"][-1])


def test_the_fullest_list_is_shown_to_its_last_line() -> None:
    many = [saying("Louer ?")] * 40
    counts = [Count(f"process {n}", f"topic {n}", 1, 0, 0) for n in range(40)]

    message = overview.listed(EN, Overview(many, many, counts))

    assert len(message.blocks) <= 50
    assert "private conversation" in str(message.blocks[-1])
