"""Owed: the parts that messages about an escalation share, and their buttons."""

from handlers.locale import Words
from handlers.ui.blocks import Block, actions, button, confirm, section, sections
from handlers.ui.terms import as_quote, quote
from handlers.ui.text import passages, plain
from knowledge.escalation import Escalation, Status

TAKE = "escalation_take"
ANSWER = "escalation_answer"
HAND_OVER = "escalation_hand_over"
ASK_BACK = "escalation_ask_back"
DECLINE = "escalation_decline"
POINT = "escalation_point"
CONFIRM = "escalation_confirm"
CHANGE = "escalation_change"
REFUSE = "escalation_refuse"
CANCEL = "escalation_cancel"
DETAILS = "escalation_details"
HURRY = "escalation_hurry"
SOLVED = "escalation_solved"
NOT_SOLVED = "escalation_not_solved"
APART = "escalation_apart"
TIMELINE = "escalation_timeline"


def question_of(escalation: Escalation) -> list[Block]:
    """The question, and what its asker added."""
    added = [block for detail in escalation.details for block in quoted(detail)]
    return [section(quote(plain(escalation.text))), *added]


def question_read(_: Words, escalation: Escalation, *, reads: bool) -> list[Block]:
    """The same, to somebody who may not read what a private channel asks (`reads`) without it."""
    if reads:
        return question_of(escalation)
    hidden = _("It was asked in a private channel: its words stay with those who are in it.")
    return [section(f"_{hidden}_")]


def quoted(markdown: str) -> list[Block]:
    """A long text as a quotation, all of it."""
    return sections(passages(as_quote(markdown)))


def assignee_buttons(_: Words, escalation: Escalation) -> Block | None:
    """What the person who is asked can do now."""
    if not escalation.is_live:
        return None
    if escalation.proposed_id is not None:
        return actions(*_confirming(_, escalation), *_passing(_, escalation))
    is_open = escalation.status is Status.OPEN
    take = button(_("I'll take it"), TAKE, escalation.id, style="primary")
    answer = button(_("Answer"), ANSWER, escalation.id, style="" if is_open else "primary")
    point = button(_("Point to an entry…"), POINT, escalation.id)
    return actions(take if is_open else None, answer, point, *_passing(_, escalation))


def _confirming(_: Words, escalation: Escalation) -> list[Block | None]:
    is_open = escalation.status is Status.OPEN
    return [
        button(_("Yes"), CONFIRM, escalation.id, style="primary"),
        button(_("Yes, with a change…"), CHANGE, escalation.id),
        button(_("No"), REFUSE, escalation.id),
        button(_("I'll take it"), TAKE, escalation.id) if is_open else None,
    ]


def _passing(_: Words, escalation: Escalation) -> list[Block | None]:
    is_paused = escalation.status is Status.PAUSED
    ask = button(_("Ask for details…"), ASK_BACK, escalation.id)
    return [
        None if is_paused else ask,
        button(_("Hand over…"), HAND_OVER, escalation.id),
        button(_("Decline…"), DECLINE, escalation.id),
    ]


def asker_buttons(_: Words, escalation: Escalation) -> Block | None:
    """What the person who asked can do while an answer is owed."""
    if not escalation.is_live:
        return None
    sure = confirm(
        _("No answer needed any more?"),
        _("The person I asked will be told that they need do nothing more."),
        _("I don't need it"),
        _("Keep waiting"),
    )
    hurry = button(_("It's urgent…"), HURRY, escalation.id)
    return actions(
        button(_("Add details"), DETAILS, escalation.id),
        None if escalation.is_urgent else hurry,
        button(_("Cancel"), CANCEL, escalation.id, confirm=sure),
    )


def verdict_buttons(_: Words, escalation: Escalation) -> Block | None:
    """What the person who asked says of the answer."""
    if escalation.status is not Status.ANSWERED:
        return None
    return actions(
        button(_("Solved"), SOLVED, escalation.id, style="primary"),
        button(_("Not solved…"), NOT_SOLVED, escalation.id),
    )


def lead_buttons(_: Words, escalation: Escalation, *, in_story: bool = False) -> Block | None:
    """What a lead can do with a question: see its story, and in it pass it on.

    What is nobody's they can make theirs, or somebody's, wherever they read of it.
    """
    is_nobodys = escalation.is_exhausted and escalation.is_live
    take = button(_("I'll take it"), TAKE, escalation.id, style="primary")
    hand_over = button(_("Hand over…"), HAND_OVER, escalation.id)
    return actions(
        take if is_nobodys else None,
        hand_over if is_nobodys or (in_story and escalation.is_live) else None,
        None if in_story else button(_("Timeline"), TIMELINE, escalation.id),
    )
