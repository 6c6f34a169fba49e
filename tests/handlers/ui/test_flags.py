"""Flags and recalls, as their readers see them: what may be pressed, and what stays hidden."""

from typing import Any

import pytest

from handlers.locale import words
from handlers.ui import flags, keepers, recalls
from handlers.ui.blocks import Message, message
from handlers.ui.flag_settling import Shown
from handlers.ui.flags import Settled
from handlers.ui.recalls import Told
from handlers.ui.word_diff import diff
from knowledge.flag import Doubt, Remark, Status
from knowledge.recall import Recall, Text
from tests.factories import ANA, MARIA, NINA, NOW, PAUL, a_flag, an_entry

_ = words("en")
SECRET = "The codeword is pomegranate."
ENTRY = an_entry(id=1, title=SECRET, body=SECRET, audience="G1", owner=MARIA)
ASKED = {"Correct it…", "Correct and tell everybody…", "Archive", "Hand over"}


def a_remark(person: str | None, doubt: Doubt = Doubt.WRONG) -> Remark:
    return Remark(person=person, doubt=doubt, text=SECRET if person else "", at=NOW)


def pressable(shown: Message) -> set[str]:
    rows = [block["elements"] for block in shown.blocks if block["type"] == "actions"]
    return {button["text"]["text"] for row in rows for button in row}


def test_its_owner_can_correct_defend_archive_and_hand_over() -> None:
    shown = Shown(a_flag(), ENTRY, [a_remark(ANA)])
    assert pressable(keepers.asked(_, shown, MARIA)) == ASKED | {"It is right…"}
    assert pressable(keepers.asked(_, shown, PAUL)) == set()


def test_of_a_changed_source_they_take_over_or_keep_ours() -> None:
    by_nobody = [a_remark(None, Doubt.SOURCE_EDITED)]
    changed = Shown(a_flag(), ENTRY, by_nobody, follows="The codeword is quince.")
    assert pressable(keepers.asked(_, changed, MARIA)) == ASKED | {"Take over", "Keep ours"}
    apart = Shown(a_flag(), ENTRY, by_nobody, follows=None)
    assert pressable(keepers.asked(_, apart, MARIA)) == ASKED | {"Keep ours"}


@pytest.mark.parametrize("status", list(Status)[1:])
def test_what_is_settled_can_be_pressed_no_more(status: Status) -> None:
    done = Shown(a_flag(status=status, settled_by=NINA), ENTRY, [a_remark(ANA)])
    assert pressable(keepers.asked(_, done, MARIA)) == set()


def test_who_may_not_read_the_entry_reads_nothing_of_it() -> None:
    settled = a_flag(status=Status.UPHELD, settled_by=NINA, reason=SECRET)
    hidden: dict[str, Any] = {"remarks": [a_remark(ANA)], "reads": False, "follows": SECRET}
    recall = Recall(by=NINA, reason=SECRET, is_archived=False)
    for told in (
        keepers.asked(_, Shown(a_flag(), ENTRY, **hidden), MARIA),
        keepers.asked(_, Shown(settled, ENTRY, **hidden), MARIA),
        keepers.reminder(_, Shown(a_flag(), ENTRY, **hidden)),
        flags.news(_, Settled(settled, ENTRY, Text(SECRET, SECRET), reads=False), "upheld"),
        recalls.told(_, Told(recall, ENTRY, Text(SECRET, SECRET), reads=False)),
    ):
        assert "pomegranate" not in str(told)


def test_a_difference_is_struck_out_and_bold() -> None:
    before, after = Text("Quel délai ?", "Sous *14* jours."), Text("Quel délai ?", "Sous 30 jours.")
    shown = message(diff(_, before, after))
    assert shown.text == "Until now:\n> Sous ~14~ jours.\nFrom now on:\n> Sous *30* jours."
    assert diff(_, after, after) == []


def test_another_title_is_part_of_the_difference() -> None:
    before, after = Text("Quel délai ?", "30 jours."), Text("Quels délais ?", "30 jours.")
    assert "~Quel délai~" in message(diff(_, before, after)).text
