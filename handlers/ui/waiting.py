"""Waiting: what the people see who wait for an answer."""

from handlers.locale import Words
from handlers.ui.blocks import Block, Message, actions, button, context, message, section, sections
from handlers.ui.flags import caveat, flag_button
from handlers.ui.owed import APART, DETAILS, asker_buttons, question_of, quoted, verdict_buttons
from handlers.ui.terms import bold, quote
from handlers.ui.text import moment, passages, person, plain
from knowledge.escalation import Escalation, Status
from knowledge.question import Question

ANSWER_BLOCKS = 40


def asked(_: Words, escalation: Escalation, *, reader: str | None = None) -> Message:
    """Who was asked, and by when. Only the person who asked first can cancel (`reader`)."""
    return message(asked_blocks(_, escalation, reader or escalation.asker))


def asked_blocks(
    _: Words, escalation: Escalation, reader: str, question: Question | None = None
) -> list[Block | None]:
    """The same, as part of another message; `question` is the one that the reader asked."""
    mine = reader == escalation.asker
    return [
        section(_who(_, escalation)),
        *([asker_buttons(_, escalation)] if mine else joined(_, escalation, question)),
    ]


def joined(_: Words, escalation: Escalation, question: Question | None) -> list[Block | None]:
    """To somebody who asked what was asked already: what that was, and a way out."""
    told = _("Somebody has asked this already: you will get the answer too.")
    if question is None or not escalation.is_live:
        return [section(told)]
    value = f"{escalation.id}:{question.id}"
    return [
        section(f"{told}\n{quote(plain(escalation.text))}"),
        actions(button(_("Not the same question"), APART, value)),
    ]


def status(
    _: Words,
    escalation: Escalation,
    *,
    asker_may_cancel: bool,
    late: str | None = None,
    question: Question | None = None,
) -> Message:
    """Who has the question, since when, until when; in the end what became of it.

    `late`: it was not answered in time, and has `moved` on or the `lead` was told; `question` is
    what a reader asked who joined.
    """
    told = {
        "moved": _("The question has moved on to somebody else."),
        "lead": _("*The time is over, and there is no answer yet.* The lead has been told."),
    }
    news = told.get(late or "") if escalation.is_live else None
    return message(
        section(news) if news else None,
        section(_who(_, escalation)),
        question_of(escalation) if question is None else joined(_, escalation, question),
        context(*_facts(_, escalation)),
        asker_buttons(_, escalation) if asker_may_cancel else None,
    )


def left(_: Words, escalation: Escalation) -> Message:
    """To somebody who waited, and does no longer."""
    return message(
        section(_("You no longer wait for the answer to this question.")), question_of(escalation)
    )


def details_wanted(_: Words, escalation: Escalation, nudge: int) -> Message:
    """The asker is asked for more, for the first time or again."""
    told = {"person": person(escalation.assignee)}
    text = _("{person} needs more from you to answer:", **told)
    if nudge:
        text = _("{person} still waits for your reply, and so does your answer:", **told)
    return message(
        section(text),
        quoted(escalation.wanted or ""),
        section(_("Your question was:") + "\n" + quote(plain(escalation.text))),
        actions(button(_("Add details"), DETAILS, escalation.id, style="primary")),
    )


def details_sent(_: Words, escalation: Escalation) -> Message:
    """In place of what its asker was asked for."""
    return message(
        section(_("No more details are needed for this question.")),
        section(quote(plain(escalation.text))),
    )


def answer(
    _: Words,
    escalation: Escalation,
    person_: str,
    *,
    in_channel: bool,
    is_published: bool = False,
    doubted: bool = False,
) -> Message:
    """The answer, in full, to somebody who waits for it; its asker says whether it settled it.

    `is_published`: it is an entry that everybody finds, and can say is wrong; `doubted`: somebody
    does.
    """
    told = {"assignee": person(escalation.assignee), "asker": person(person_)}
    if in_channel:
        text = _("{asker}, {assignee} has answered your question:", **told)
    else:
        text = _("{assignee} has answered your question:", **told)
    mine = escalation.asker == person_
    return message(
        section(f"{text}\n{bold(escalation.text)}"),
        sections(passages(escalation.answer or ""))[:ANSWER_BLOCKS],
        context(caveat(_, doubted=doubted)),
        context(_after(_, escalation, mine=mine)),
        verdict_buttons(_, escalation) if mine else None,
        actions(flag_button(_, escalation.entry_id or 0)) if is_published else None,
    )


def reopened(_: Words, escalation: Escalation, given: str) -> Message:
    """An answer that did not settle it, and who has the question again."""
    told = _("You said that this answer did not settle it.")
    return message(
        section(bold(escalation.text)),
        sections(passages(given))[:ANSWER_BLOCKS],
        section(f"{told} {_who(_, escalation)}"),
    )


def _after(_: Words, escalation: Escalation, *, mine: bool) -> str:
    told = {"assignee": person(escalation.assignee)}
    if escalation.status is Status.CLOSED:
        return _("Solved. {assignee} has been thanked.", **told)
    if mine:
        return _("Does it settle your question? “Not solved” brings it back to {assignee}.", **told)
    return _("Not enough? Ask again with `/kb`, or write to {assignee}.", **told)


def _facts(_: Words, escalation: Escalation) -> list[str]:
    urgent = (
        _("urgent since {moment}", moment=moment(escalation.urgent_at, _))
        if (escalation.urgent_at)
        else ""
    )
    number = _("No. {number}", number=f"E{escalation.id}")
    return [number, _("asked {moment}", moment=moment(escalation.opened_at, _)), urgent]


def _who(_: Words, escalation: Escalation) -> str:
    told = {
        "person": person(escalation.assignee),
        "due": moment(escalation.due_at, _),
        "take": moment(escalation.acknowledge_due_at, _),
    }
    since = moment(escalation.acknowledged_at or escalation.asked_at, _)
    match escalation.status:
        case Status.OPEN if escalation.is_exhausted:
            return _("Nobody I could ask has answered yet. The lead sees to it, every day.")
        case Status.OPEN:
            return _(
                "I have asked {person}, who takes it on by {take} and answers by {due}. "
                "I'll bring you the answer.",
                **told,
            )
        case Status.ACKNOWLEDGED:
            return _(
                "{person} has been on it since {since} and answers by {due}.", since=since, **told
            )
        case Status.PAUSED:
            return _("*{person} needs more details from you.* Until then the clock waits.", **told)
        case Status.ANSWERED:
            return _("{person} has answered; you have the answer in a message of mine.", **told)
    if escalation.answer:
        return _("Solved: {person} has answered.", **told)
    return _("Cancelled: nobody is working on it any more.")
