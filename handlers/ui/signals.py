"""Signals: what the owner of one sees, who had it before, and the leads."""

from handlers.locale import Words
from handlers.ui import said
from handlers.ui.blocks import Message, context, message, section
from handlers.ui.owners import owner_buttons
from handlers.ui.said import Shown
from handlers.ui.terms import process_name, topic_name
from handlers.ui.text import escape, moment, person
from knowledge.overdue import Cause
from knowledge.signal import Status


def passed_on(_: Words, shown: Shown, owner: str) -> Message:
    """What `owner` was sent, as things stand now."""
    signal = shown.signal
    mine = owner == signal.owner
    return message(
        section(_headline(_, shown, mine=mine)),
        said.reason(_, signal),
        said.words(_, shown),
        said.notes(shown),
        context(*_facts(_, shown, mine=mine)),
        owner_buttons(_, signal) if mine else None,
    )


def reminder(_: Words, shown: Shown, part: float) -> Message:
    """The owner is reminded when `part` (0 to 1) of their time has passed."""
    due = moment(shown.signal.due_at, _)
    if part >= 1:
        text = _("*The time is over*, and nobody knows yet what becomes of this:")
    else:
        text = _("*A reminder*: please say by {due} what becomes of this:", due=due)
    return message(section(text), said.words(_, shown), owner_buttons(_, shown.signal))


def moved(_: Words, shown: Shown, cause: Cause) -> Message:
    """The person who had it before is released."""
    told = {"owner": person(shown.signal.owner)}
    match cause:
        case Cause.LATE:
            text = _("You hadn't said in time what becomes of this: {owner} has it now.", **told)
        case Cause.UNREACHABLE:
            text = _("I couldn't reach you about this: {owner} has it now.", **told)
    rest = _("You need do nothing more.")
    return message(section(f"{text} {rest}"), said.words(_, shown))


def overdue(_: Words, shown: Shown, cause: Cause) -> Message:
    """The leads learn that nobody says what becomes of it; each of them may."""
    signal = shown.signal
    told = {"owner": person(signal.owner), "by": person(signal.by)}
    match cause:
        case Cause.LATE:
            text = _("{owner} has not said in time what becomes of what {by} passed on.", **told)
        case Cause.UNREACHABLE:
            text = _("I can't reach {owner} about something that {by} passed on.", **told)
    if signal.is_live:
        rest = _("*Nobody else is named for it.* Please see to it: your word counts, too.")
    else:
        rest = _("This is settled in the meantime.")
    return message(
        section(f":warning: {text}\n{rest}"),
        said.words(_, shown),
        said.notes(shown),
        context(*_facts(_, shown, mine=True)),
        owner_buttons(_, signal) if signal.is_live else None,
    )


def _headline(_: Words, shown: Shown, *, mine: bool) -> str:
    signal, count = shown.signal, len(shown.supporters)
    told = {"by": person(signal.by), "owner": person(signal.owner)}
    match signal.status, mine:
        case Status.WITHDRAWN, _mine:
            return _("{by} has taken this back. You need do nothing more.", **told)
        case Status.PASSED_ON, True:
            return _.many(
                ":bulb: {by} passes this on to you:",
                ":bulb: {by} and others, {n} people in all, pass this on to you:",
                max(count, 1),
                **told,
            )
        case Status.RECEIVED, True:
            return _("You have received this. What becomes of it is still open:")
        case Status.ACTED_ON, True:
            return _(":white_check_mark: You have acted on this. Thank you!")
        case Status.NOT_NOW, True:
            return _("You have said *not now*, and why:")
        case Status.ACTED_ON, False:
            return _(":white_check_mark: {owner} has acted on this.", **told)
        case Status.NOT_NOW, False:
            return _("{owner} has said *not now*, because", **told)
        case _other:
            return _("{owner} has this now:", **told)


def _facts(_: Words, shown: Shown, *, mine: bool) -> list[str]:
    signal, charter = shown.signal, shown.charter
    facts = [
        *said.source(_, shown),
        escape(process_name(_, charter, signal.process)),
        escape(topic_name(_, charter, signal.topic)),
    ]
    if mine and signal.is_live:
        due = moment(signal.due_at, _)
        facts.append(_("say by *{moment}* what becomes of it", moment=due))
    return facts
