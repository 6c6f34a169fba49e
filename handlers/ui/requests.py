"""Requests: what the person who is asked sees of a question, from first to last."""

from handlers.locale import Words
from handlers.ui.blocks import Block, Blocks, Message, context, message, section, sections
from handlers.ui.owed import assignee_buttons, question_of, quoted
from handlers.ui.terms import bold, quote, topic_name
from handlers.ui.text import escape, excerpt, moment, passages, person, plain
from knowledge.charter import EMPTY, Charter
from knowledge.entry import Entry
from knowledge.escalation import Escalation, Status
from knowledge.handovers import Cause, Handover

ANSWER_SHOWN = 1000
LATE = 0.75
ENTRY_BLOCKS = 20


def request(
    _: Words,
    escalation: Escalation,
    *,
    charter: Charter = EMPTY,
    assignee: str,
    proposed: Entry | None = None,
    handover: Handover | None = None,
) -> Message:
    """What `assignee` was sent, as things stand now.

    `proposed` is the entry that they are to confirm; `handover` how it came to them.
    """
    mine = assignee == escalation.assignee
    return message(
        section(_headline(_, escalation, mine=mine)),
        question_of(escalation),
        _proposed(_, proposed) if mine and escalation.is_live else None,
        section(_reason(_, handover)) if handover and handover.reason else None,
        _answer_given(escalation),
        context(*_facts(_, escalation, charter, mine=mine)),
        assignee_buttons(_, escalation) if mine else None,
    )


def reminder(_: Words, escalation: Escalation, part: float) -> Message:
    """The assignee is reminded when `part` (0 to 1) of the time to answer has passed."""
    told = {"asker": person(escalation.asker), "due": moment(escalation.due_at, _)}
    if part >= 1:
        text = _("*The time is over*, and {asker} is still waiting for your answer.", **told)
    elif part > LATE:
        text = _("*Not much time is left*: {asker} expects your answer by {due}.", **told)
    else:
        text = _("*A reminder*: {asker} expects your answer by {due}.", **told)
    return message(section(text), question_of(escalation), assignee_buttons(_, escalation))


def details(_: Words, escalation: Escalation, number: int) -> Message:
    """The assignee gets the asker's addition of that number, from 1."""
    return message(
        section(_("{asker} adds to their question:", asker=person(escalation.asker))),
        section(quote(plain(escalation.text))),
        [quoted(detail) for detail in escalation.details[number - 1 : number]],
        assignee_buttons(_, escalation),
    )


def urgent(_: Words, escalation: Escalation, charter: Charter) -> Message:
    """The assignee hears that it cannot wait, and why."""
    told = {"asker": person(escalation.asker), "due": moment(escalation.due_at, _)}
    return message(
        section(_(":rotating_light: *Urgent*: {asker} needs your answer by {due}.", **told)),
        quoted(escalation.urgency or ""),
        question_of(escalation),
        context(*_facts(_, escalation, charter, mine=True)),
        assignee_buttons(_, escalation),
    )


def no_details(_: Words, escalation: Escalation) -> Message:
    """The asker has not said more; the clock runs again."""
    told = {"asker": person(escalation.asker), "due": moment(escalation.due_at, _)}
    text = _(
        "{asker} has sent no details. Please answer with what there is, by {due}, or decline.",
        **told,
    )
    return message(section(text), question_of(escalation), assignee_buttons(_, escalation))


def solved(_: Words, escalation: Escalation) -> Message:
    """The assignee is thanked."""
    text = _("Your answer solved {asker}'s question. Thank you!", asker=person(escalation.asker))
    return message(section(f"{text}\n{bold(escalation.text)}"))


def not_solved(_: Words, escalation: Escalation) -> Message:
    """The assignee owes it again; the last detail says what is missing."""
    told = {"asker": person(escalation.asker), "due": moment(escalation.due_at, _)}
    text = _("*Not solved yet*: {asker} needs more than your answer, by {due}.", **told)
    return message(section(text), question_of(escalation), assignee_buttons(_, escalation))


def _proposed(_: Words, entry: Entry | None) -> Blocks:
    """The entry that is to be confirmed, all of it."""
    if entry is None:
        return None
    told = _("This entry seems to answer it. Is it right?")
    number = _("No. {number}", number=entry.id)
    return [
        section(f"{told}\n{bold(entry.title)}"),
        sections(passages(entry.body))[:ENTRY_BLOCKS],
        context(number),
    ]


def _reason(_: Words, handover: Handover) -> str:
    told = {"person": person(handover.former)}
    match handover.cause:
        case Cause.DECLINED:
            text = _("{person} says that it is not for them:", **told)
        case _other:
            text = _("It was handed over from {person}:", **told)
    return f"{text}\n{quote(handover.reason or '')}"


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
        case Status.PAUSED, True:
            return _(
                "You have asked {asker} for details; until they reply the clock waits.", **told
            )
        case Status.OPEN, True if escalation.proposed_id is not None:
            return _(
                "{asker} has found an answer, and you are the right person to confirm it:", **told
            )
        case Status.OPEN, True:
            return _("{asker} has a question, and you are the right person to ask:", **told)
        case _other:
            return _("{asker}'s question has moved on to {person}.", **told)


def _facts(_: Words, escalation: Escalation, charter: Charter, *, mine: bool) -> list[str]:
    facts = [f"E{escalation.id}", escape(topic_name(_, charter, escalation.topic))]
    if mine and escalation.instead_of:
        facts.append(_("you stand in for {person}", person=person(escalation.instead_of)))
    if escalation.is_urgent and escalation.is_live:
        facts.append(_("*urgent*"))
    if mine and escalation.status is Status.OPEN:
        take = moment(escalation.acknowledge_due_at, _)
        facts.append(_("take it on by {moment}", moment=take))
    if mine and escalation.is_live and escalation.status is not Status.PAUSED:
        facts.append(_("answer by *{moment}*", moment=moment(escalation.due_at, _)))
    if escalation.answered_at:
        facts.append(_("answered {moment}", moment=moment(escalation.answered_at, _)))
    return facts


def _answer_given(escalation: Escalation) -> Block | None:
    return section(excerpt(escalation.answer, ANSWER_SHOWN)) if escalation.answer else None
