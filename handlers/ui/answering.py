"""Answering: the windows in which an escalation is answered, or told more about."""

import json
from collections.abc import Mapping
from typing import Any

from handlers.locale import Words
from handlers.ui.blocks import modal
from handlers.ui.inputs import long_input, long_text_of
from handlers.ui.owed import question_of
from knowledge.escalation import Escalation

ANSWER_MODAL = "escalation_answer"
DETAILS_MODAL = "escalation_details"
WRITTEN = "written"


def answer_modal(_: Words, escalation: Escalation) -> dict[str, Any]:
    """Where the assignee writes the answer."""
    return _modal(
        _,
        escalation,
        (ANSWER_MODAL, _("Answer"), _("Send")),
        _("Your answer"),
        hint=_("It goes to everyone who waits, and becomes a draft in the knowledge base."),
    )


def details_modal(_: Words, escalation: Escalation) -> dict[str, Any]:
    """Where the asker says more."""
    return _modal(
        _,
        escalation,
        (DETAILS_MODAL, _("Add details"), _("Send")),
        _("What helps to answer"),
        hint=_("Such as an order number, a date, what was said before."),
    )


def written(view: Mapping[str, Any]) -> str:
    """What was written in one of these modals."""
    return long_text_of(view, WRITTEN)


def _modal(
    _: Words, escalation: Escalation, names: tuple[str, str, str], label: str, *, hint: str
) -> dict[str, Any]:
    callback, title, submit = names
    return modal(
        callback,
        title,
        question_of(escalation),
        long_input(WRITTEN, lambda _part: label, spare=_("Continued"), hint=hint),
        close=_("Close"),
        submit=submit,
        metadata=json.dumps({"escalation": escalation.id}),
    )
