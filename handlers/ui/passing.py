"""Passing: what people hear when an escalation moves from one to another, and what leads hear."""

from handlers.locale import Words
from handlers.ui.blocks import Block, Message, message, section
from handlers.ui.owed import lead_buttons, question_of, question_read, quoted
from handlers.ui.text import moment, person
from knowledge.escalation import Escalation
from knowledge.handovers import Cause
from knowledge.trouble import Trouble


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
        case Cause.AWAY:
            text = _("You are away, so {person} has this question now.", **told)
        case Cause.NEW_RULES:
            text = _("The charter has changed: {person} has this question now.", **told)
        case _other:
            text = _("{person} has this question now.", **told)
    rest = _("You need do nothing more. If you know the answer, tell them.")
    return message(section(f"{text} {rest}"), question_of(escalation))


def cancelled(_: Words, escalation: Escalation) -> Message:
    """The assignee is released: the asker no longer needs it."""
    text = _(
        "{asker} no longer needs an answer to this. You need do nothing more, thank you.",
        asker=person(escalation.asker),
    )
    return message(section(text), question_of(escalation))


def overdue(
    _: Words,
    escalation: Escalation,
    cause: Cause,
    former: str,
    times: int = 0,
    *,
    reads: bool = True,
) -> Message:
    """The lead learns that a deadline has passed, for the so many-th time, and who has it now.

    `reads`: whether they may read what was asked.
    """
    told = {"former": person(former), "asker": person(escalation.asker)}
    match cause:
        case Cause.NOT_ACKNOWLEDGED:
            text = _("{former} did not take on a question by {asker} in time.", **told)
        case Cause.NOT_ANSWERED:
            text = _("{former} did not answer a question by {asker} in time.", **told)
        case Cause.UNREACHABLE:
            text = _("I can't reach {former} about a question by {asker}.", **told)
        case Cause.AWAY:
            text = _("Everybody who may answer a question by {asker} is away.", **told)
        case _other:
            text = _("A question by {asker} has nobody left to answer it.", **told)
    if times:
        text = _.many(
            "*Still nobody's*, after {n} reminder: a question by {asker}.",
            "*Still nobody's*, after {n} reminders: a question by {asker}.",
            times,
            **told,
        )
    return message(
        section(f":warning: {text}\n{_whose(_, escalation)}"),
        _urgency(_, escalation) if reads else None,
        question_read(_, escalation, reads=reads),
        lead_buttons(_, escalation),
    )


def _urgency(_: Words, escalation: Escalation) -> list[Block]:
    """That it cannot wait, and why, as long as it waits."""
    if not escalation.is_urgent or not escalation.is_live:
        return []
    told = _(":rotating_light: *Urgent*: {asker} says why:", asker=person(escalation.asker))
    return [section(told), *quoted(escalation.urgency or "")]


def stood_in(_: Words, escalation: Escalation, substitute: str) -> Message:
    """Who is away learns that their substitute was asked."""
    told = {"person": person(substitute), "asker": person(escalation.asker)}
    text = _("While you are away, {person} was asked this by {asker} in your stead.", **told)
    return message(section(text), question_of(escalation))


def undelivered(
    _: Words, escalation: Escalation, to: str, trouble: Trouble, *, reads: bool = True
) -> Message:
    """The lead learns that somebody could not be told something, and why."""
    told = {"person": _addressee(to), "why": _why(_, trouble)}
    text = _(":warning: I could not reach {person} about this question: {why}.", **told)
    asked = question_read(_, escalation, reads=reads)
    return message(section(text), asked, lead_buttons(_, escalation))


def _addressee(to: str) -> str:
    return f"<#{to}>" if to.startswith(("C", "G")) else person(to)


def _why(_: Words, trouble: Trouble) -> str:
    return {
        Trouble.GONE: _("their account is closed, or not to be found"),
        Trouble.NOT_MEMBER: _("I am not in that conversation"),
        Trouble.NO_CHANNEL: _("the conversation is archived or no longer there"),
        Trouble.NOT_LET: _("nobody may write there, or not to us"),
        Trouble.NO_SCOPE: _("the app lacks a permission"),
        Trouble.WITHHELD: _("what it is about is not for those who would read it there"),
        Trouble.REFUSED: _("Slack refuses the message"),
    }[trouble]


def _whose(_: Words, escalation: Escalation) -> str:
    told = {"person": person(escalation.assignee), "due": moment(escalation.due_at, _)}
    if not escalation.is_live:
        return _("It has been dealt with since.")
    if escalation.is_exhausted:
        return _("*Nobody is left to ask*: it stays with {person}. Please see to it.", **told)
    return _("{person} has it now and answers by {due}.", **told)
