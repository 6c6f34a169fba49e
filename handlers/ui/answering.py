"""Answering: the windows in which people write about an escalation."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handlers.locale import Words
from handlers.ui.blocks import Block, Blocks, modal
from handlers.ui.inputs import (
    choice_of,
    long_input,
    long_text_of,
    person_input,
    person_of,
    select,
    text_input,
    text_of,
)
from handlers.ui.owed import question_read
from handlers.ui.text import summary
from knowledge.entry import Entry
from knowledge.escalation import Escalation

ANSWER_MODAL = "escalation_answer"
DETAILS_MODAL = "escalation_details"
CHANGE_MODAL = "escalation_change"
HAND_OVER_MODAL = "escalation_hand_over"
ASK_BACK_MODAL = "escalation_ask_back"
DECLINE_MODAL = "escalation_decline"
POINT_MODAL = "escalation_point"
HURRY_MODAL = "escalation_hurry"
NOT_SOLVED_MODAL = "escalation_not_solved"
WRITTEN = "written"
PERSON = "person"
ENTRY = "entry"
NUMBER = "number"
NONE = "0"
TITLE = 70
"""Characters of an entry's title in a list."""


@dataclass(frozen=True)
class Window:
    """What a window is called, what is sent with it, and what is asked for in it."""

    callback: str
    title: str
    label: str
    hint: str = ""


def answer_modal(_: Words, escalation: Escalation) -> dict[str, Any]:
    """Where the assignee writes the answer."""
    hint = _("It goes to everyone who waits, and into the knowledge base.")
    window = Window(ANSWER_MODAL, _("Answer"), _("Your answer"), hint)
    return _modal(_, escalation, window, _long(_, window))


def change_modal(_: Words, escalation: Escalation, entry: Entry) -> dict[str, Any]:
    """Where the assignee changes the entry that they confirm."""
    hint = _("It goes to everyone who waits, and the entry says it from now on.")
    window = Window(CHANGE_MODAL, _("Yes, with a change"), _("The answer, as it should be"), hint)
    return _modal(_, escalation, window, _long(_, window, entry.body), seen=entry.revision)


def details_modal(_: Words, escalation: Escalation) -> dict[str, Any]:
    """Where the asker says more."""
    hint = _("Such as an order number, a date, what was said before.")
    window = Window(DETAILS_MODAL, _("Add details"), _("What helps to answer"), hint)
    return _modal(_, escalation, window, _long(_, window))


def ask_back_modal(_: Words, escalation: Escalation) -> dict[str, Any]:
    """Where the assignee asks the asker for more."""
    hint = _("It goes to the person who asked. The clock stands still until they reply.")
    window = Window(ASK_BACK_MODAL, _("Ask for details"), _("What do you need to know?"), hint)
    return _modal(_, escalation, window, _short(window))


def decline_modal(_: Words, escalation: Escalation) -> dict[str, Any]:
    """Where the assignee says why it is not for them."""
    hint = _("The next person of the chain is asked, and your reason is kept.")
    window = Window(DECLINE_MODAL, _("Decline"), _("Why is it not for you?"), hint)
    return _modal(_, escalation, window, _short(window))


def hurry_modal(_: Words, escalation: Escalation) -> dict[str, Any]:
    """Where the asker says why it is urgent."""
    hint = _("The person who is asked reads it.")
    window = Window(HURRY_MODAL, _("It's urgent"), _("Why can't it wait?"), hint)
    return _modal(_, escalation, window, _short(window))


def not_solved_modal(_: Words, escalation: Escalation) -> dict[str, Any]:
    """Where the asker says what the answer did not settle."""
    hint = _("It goes back to the person who answered, with the time that was left.")
    window = Window(NOT_SOLVED_MODAL, _("Not solved"), _("What is missing?"), hint)
    return _modal(_, escalation, window, _short(window))


def hand_over_modal(_: Words, escalation: Escalation, *, reads: bool = True) -> dict[str, Any]:
    """Where the assignee, or a lead, chooses who gets it, and says why; `reads` as in owed."""
    hint = _("They read it, and it is kept with the question.")
    window = Window(HAND_OVER_MODAL, _("Hand over"), _("Why?"), hint)
    whom = person_input(PERSON, _("To whom?"))
    return _modal(_, escalation, window, whom, _short(window), reads=reads)


def point_modal(_: Words, escalation: Escalation, near: Sequence[Entry]) -> dict[str, Any]:
    """Where the assignee chooses the entry that answers it: one that comes near, or any."""
    window = Window(POINT_MODAL, _("Point to an entry"), "")
    numbered = [
        (str(entry.id), f"{_('No. {number}', number=entry.id)} · {summary(entry.title, TITLE)}")
        for entry in near
    ]
    options = [*numbered, (NONE, _("Another one, by its number"))]
    return _modal(
        _,
        escalation,
        window,
        select(ENTRY, _("The entry that answers it"), options, options[0][0]),
        text_input(NUMBER, _("Its number"), limit=10, optional=True),
    )


def written(view: Mapping[str, Any]) -> str:
    """What was written in one of these windows."""
    return long_text_of(view, WRITTEN) or text_of(view, WRITTEN)


def chosen_person(view: Mapping[str, Any]) -> str:
    """Who was chosen."""
    return person_of(view, PERSON)


def chosen_entry(view: Mapping[str, Any]) -> int:
    """The number that was written, else the entry that was chosen; 0 where neither is one."""
    number = text_of(view, NUMBER).strip().lstrip("#")
    return int(number or choice_of(view, ENTRY)) if number.isdecimal() or not number else 0


def _long(_: Words, window: Window, source: str = "") -> list[Block]:
    spare = _("Continued")
    label = window.label
    return long_input(WRITTEN, lambda _part: label, source, spare=spare, hint=window.hint)


def _short(window: Window) -> Block:
    return text_input(WRITTEN, window.label, lines=True, hint=window.hint)


def _modal(
    _: Words,
    escalation: Escalation,
    window: Window,
    *fields: Blocks,
    reads: bool = True,
    **facts: Any,
) -> dict[str, Any]:
    return modal(
        window.callback,
        window.title,
        question_read(_, escalation, reads=reads),
        *fields,
        close=_("Close"),
        submit=_("Send"),
        metadata=json.dumps({"escalation": escalation.id, **facts}),
    )
