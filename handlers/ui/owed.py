"""Owed: the parts that messages about an escalation share, and their buttons."""

from handlers.locale import Words
from handlers.ui.blocks import Block, actions, button, confirm, section, sections
from handlers.ui.terms import as_quote, quote
from handlers.ui.text import passages, plain
from knowledge.escalation import Escalation, Status

TAKE = "escalation_take"
ANSWER = "escalation_answer"
CANCEL = "escalation_cancel"
DETAILS = "escalation_details"


def question_of(escalation: Escalation) -> list[Block]:
    """The question, and what its asker added."""
    added = [block for detail in escalation.details for block in quoted(detail)]
    return [section(quote(plain(escalation.text))), *added]


def quoted(markdown: str) -> list[Block]:
    """A long text as a quotation, all of it."""
    return sections(passages(as_quote(markdown)))


def assignee_buttons(_: Words, escalation: Escalation) -> Block | None:
    """What the person who is asked can do now."""
    if not escalation.is_live:
        return None
    is_open = escalation.status is Status.OPEN
    take = button(_("I'll take it"), TAKE, escalation.id, style="primary")
    answer = button(_("Answer"), ANSWER, escalation.id, style="" if is_open else "primary")
    return actions(take if is_open else None, answer)


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
    return actions(
        button(_("Add details"), DETAILS, escalation.id),
        button(_("Cancel"), CANCEL, escalation.id, confirm=sure),
    )
