"""Escalations: what assignee and lead see of a question that is owed an answer."""

from handlers.locale import Words
from handlers.ui.answering import (
    ANSWER_MODAL,
    DETAILS_MODAL,
    answer_modal,
    details_modal,
    written,
)
from handlers.ui.blocks import Block, Message, context, message, section
from handlers.ui.owed import (
    ANSWER,
    CANCEL,
    DETAILS,
    TAKE,
    assignee_buttons,
    question_of,
    quoted,
)
from handlers.ui.terms import quote, topic_name
from handlers.ui.text import escape, excerpt, moment, person, plain
from handlers.ui.waiting import answer, asked, left, status
from knowledge.charter import EMPTY, Charter
from knowledge.escalation import Escalation, Status
from knowledge.handovers import Cause

__all__ = [
    "ANSWER",
    "ANSWER_MODAL",
    "CANCEL",
    "DETAILS",
    "DETAILS_MODAL",
    "TAKE",
    "answer",
    "answer_modal",
    "asked",
    "cancelled",
    "details",
    "details_modal",
    "left",
    "overdue",
    "passed_on",
    "reminder",
    "request",
    "status",
    "written",
]

ANSWER_SHOWN = 1000
LATE = 0.75


def request(
    _: Words, escalation: Escalation, *, charter: Charter = EMPTY, assignee: str
) -> Message:
    """What `assignee` was sent, as things stand now."""
    mine = assignee == escalation.assignee
    return message(
        section(_headline(_, escalation, mine=mine)),
        question_of(escalation),
        _answer_given(escalation),
        context(*_facts(_, escalation, charter, mine=mine)),
        assignee_buttons(_, escalation) if mine else None,
    )


def reminder(_: Words, escalation: Escalation, part: float) -> Message:
    """The assignee is reminded when `part` (0 to 1) of the time to answer has passed."""
    told = {"asker": person(escalation.asker), "due": moment(escalation.due_at, _)}
    if part >= 1:
        text = _("*The time to answer is over*, and {asker} is still waiting.", **told)
    elif part > LATE:
        text = _("*Not much time is left*: {asker} expects your answer by {due}.", **told)
    else:
        text = _("*A reminder*: {asker} expects your answer by {due}.", **told)
    return message(section(text), question_of(escalation), assignee_buttons(_, escalation))


def passed_on(_: Words, escalation: Escalation, cause: Cause) -> Message:
    """The person who was asked before is released."""
    told = {"person": person(escalation.assignee)}
    match cause:
        case Cause.NOT_ACKNOWLEDGED:
            text = _("You hadn't taken this question on in time: {person} has it now.", **told)
        case Cause.NOT_ANSWERED:
            text = _("This question had no answer in time: {person} has it now.", **told)
        case Cause.UNREACHABLE:
            text = _("I couldn't reach you about this question: {person} has it now.", **told)
    rest = _("You need do nothing more. If you know the answer, tell them.")
    return message(section(f"{text} {rest}"), question_of(escalation))


def details(_: Words, escalation: Escalation, number: int) -> Message:
    """The assignee gets the asker's addition of that number, from 1."""
    return message(
        section(_("{asker} adds to their question:", asker=person(escalation.asker))),
        section(quote(plain(escalation.text))),
        [quoted(detail) for detail in escalation.details[number - 1 : number]],
        assignee_buttons(_, escalation),
    )


def cancelled(_: Words, escalation: Escalation) -> Message:
    """The assignee is released: the asker no longer needs it."""
    text = _(
        "{asker} no longer needs an answer to this. You need do nothing more, thank you.",
        asker=person(escalation.asker),
    )
    return message(section(text), question_of(escalation))


def overdue(_: Words, escalation: Escalation, cause: Cause, former: str) -> Message:
    """The lead learns that a deadline has passed, and who has the question now."""
    told = {"former": person(former), "asker": person(escalation.asker)}
    match cause:
        case Cause.NOT_ACKNOWLEDGED:
            text = _("{former} did not take on a question by {asker} in time.", **told)
        case Cause.NOT_ANSWERED:
            text = _("{former} did not answer a question by {asker} in time.", **told)
        case Cause.UNREACHABLE:
            text = _("I can't reach {former} about a question by {asker}.", **told)
    return message(
        section(f":warning: {text}\n{_whose(_, escalation, former)}"), question_of(escalation)
    )


def _headline(_: Words, escalation: Escalation, *, mine: bool) -> str:
    told = {"asker": person(escalation.asker), "person": person(escalation.assignee)}
    match escalation.status, mine:
        case Status.CLOSED, _mine:
            return _("{asker} no longer needs an answer to this question.", **told)
        case Status.ANSWERED, True:
            return _("You have answered {asker}'s question. Thank you!", **told)
        case Status.ANSWERED, False:
            return _("{person} has answered {asker}'s question.", **told)
        case Status.ACKNOWLEDGED, True:
            return _("You have taken on {asker}'s question.", **told)
        case Status.OPEN, True:
            return _("{asker} has a question, and you are the right person to ask:", **told)
        case _other:
            return _("{asker}'s question has moved on to {person}.", **told)


def _facts(_: Words, escalation: Escalation, charter: Charter, *, mine: bool) -> list[str]:
    facts = [escape(topic_name(_, charter, escalation.topic))]
    if mine and escalation.status is Status.OPEN:
        take = moment(escalation.acknowledge_due_at, _)
        facts.append(_("take it on by {moment}", moment=take))
    if mine and escalation.is_live:
        facts.append(_("answer by *{moment}*", moment=moment(escalation.due_at, _)))
    if escalation.answered_at:
        facts.append(_("answered {moment}", moment=moment(escalation.answered_at, _)))
    return facts


def _answer_given(escalation: Escalation) -> Block | None:
    return section(excerpt(escalation.answer, ANSWER_SHOWN)) if escalation.answer else None


def _whose(_: Words, escalation: Escalation, former: str) -> str:
    told = {"person": person(escalation.assignee), "due": moment(escalation.due_at, _)}
    if not escalation.is_live:
        return _("It has been dealt with since.")
    if escalation.assignee == former:
        return _("*Nobody is left to ask*: it stays with {person}. Please see to it.", **told)
    return _("{person} has it now and answers by {due}.", **told)
