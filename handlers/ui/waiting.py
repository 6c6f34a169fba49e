"""Waiting: what the people see who wait for an answer."""

from handlers.locale import Words
from handlers.ui.blocks import Block, Message, context, message, section, sections
from handlers.ui.owed import asker_buttons, question_of
from handlers.ui.terms import bold
from handlers.ui.text import moment, passages, person
from knowledge.escalation import Escalation, Status

ANSWER_BLOCKS = 40


def asked(_: Words, escalation: Escalation, *, reader: str | None = None) -> Message:
    """Who was asked, and by when. Only the person who asked first can cancel (`reader`)."""
    return message(asked_blocks(_, escalation, reader or escalation.asker))


def asked_blocks(_: Words, escalation: Escalation, reader: str) -> list[Block | None]:
    """The same, as part of another message."""
    mine = reader == escalation.asker
    joined = _("Somebody has asked this already: you will get the answer too.")
    return [
        section(_who(_, escalation) + ("" if mine else f"\n{joined}")),
        asker_buttons(_, escalation) if mine else None,
    ]


def status(
    _: Words, escalation: Escalation, *, asker_may_cancel: bool, late: str | None = None
) -> Message:
    """Who has the question, since when, until when; in the end what became of it.

    `late`: it was not answered in time, and has `moved` on or the `lead` was told.
    """
    told = {
        "moved": _("The question has moved on to somebody else."),
        "lead": _("*The time is over, and there is no answer yet.* The lead has been told."),
    }
    news = told.get(late or "") if escalation.is_live else None
    return message(
        section(news) if news else None,
        section(_who(_, escalation)),
        question_of(escalation),
        context(_("asked {moment}", moment=moment(escalation.opened_at, _))),
        asker_buttons(_, escalation) if asker_may_cancel else None,
    )


def left(_: Words, escalation: Escalation) -> Message:
    """To somebody who waited, and does no longer."""
    return message(
        section(_("You no longer wait for the answer to this question.")), question_of(escalation)
    )


def answer(_: Words, escalation: Escalation, person_: str, *, in_channel: bool) -> Message:
    """The answer, in full, to somebody who waits for it."""
    told = {"assignee": person(escalation.assignee), "asker": person(person_)}
    if in_channel:
        text = _("{asker}, {assignee} has answered your question:", **told)
    else:
        text = _("{assignee} has answered your question:", **told)
    return message(
        section(f"{text}\n{bold(escalation.text)}"),
        sections(passages(escalation.answer or ""))[:ANSWER_BLOCKS],
        context(_("Not enough? Ask again with `/kb`, or write to {assignee}.", **told)),
    )


def _who(_: Words, escalation: Escalation) -> str:
    told = {
        "person": person(escalation.assignee),
        "due": moment(escalation.due_at, _),
        "take": moment(escalation.acknowledge_due_at, _),
    }
    match escalation.status:
        case Status.OPEN:
            return _(
                "I have asked {person}, who takes it on by {take} and answers by {due}. "
                "I'll bring you the answer.",
                **told,
            )
        case Status.ACKNOWLEDGED:
            since = moment(escalation.acknowledged_at or escalation.asked_at, _)
            return _(
                "{person} has been on it since {since} and answers by {due}.", since=since, **told
            )
        case Status.ANSWERED:
            return _("{person} has answered; you have the answer in a message of mine.", **told)
        case Status.CLOSED:
            return _("Cancelled: nobody is working on it any more.")
