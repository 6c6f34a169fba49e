"""Feedback: the buttons by which an asker says what they think of an answer, and our thanks."""

from handlers.locale import Words
from handlers.ui.blocks import Block, button, section
from knowledge.question import Feedback, Question

HELPFUL = "question_helpful"
NOT_HELPFUL = "question_not_helpful"
THIS_ONE = "question_this_one"
NONE_OF_THESE = "question_none_of_these"
TAKE_BACK = "question_take_back"


def helpful_buttons(_: Words, question: Question) -> list[Block]:
    """Say whether the answer helped, once: then there is a button to take that back."""
    if question.feedback:
        return []
    return [
        button(_("Helpful"), HELPFUL, question.id),
        button(_("Not helpful"), NOT_HELPFUL, question.id),
    ]


def choose_button(_: Words, question: Question, entry: int) -> Block | None:
    """Say that this near miss is the answer."""
    if question.feedback:
        return None
    return button(_("This one"), THIS_ONE, f"{question.id}:{entry}")


def none_button(_: Words, question: Question) -> Block | None:
    """Say that no near miss is the answer."""
    if question.feedback:
        return None
    return button(_("None of these"), NONE_OF_THESE, question.id)


def said(_: Words, question: Question, *, may_ask: bool = False) -> Block | None:
    """What the asker said, with thanks, and the way back. `may_ask`: who knows can be asked."""
    if question.feedback is None:
        return None
    undo = button(_("Undo"), TAKE_BACK, question.id)
    return section(_thanks(_, question.feedback, may_ask=may_ask), accessory=undo)


def _thanks(_: Words, feedback: Feedback, *, may_ask: bool) -> str:
    match feedback:
        case Feedback.HELPFUL:
            return _("Glad it helped. Thank you for saying so!")
        case Feedback.THIS_ONE:
            return _("You chose this one. Thank you: that helps me to find it.")
        case Feedback.NONE_OF_THESE:
            return _("None of what I found was it: noted, thank you.")
        case Feedback.NOT_HELPFUL if not may_ask:
            return _("Sorry about that, and thank you for saying so.")
    return _("Sorry about that, and thank you for saying so. Shall I ask somebody who knows?")
