"""Tidings: what those see who passed a signal on: how it stands, and each word about it."""

from datetime import datetime

from handlers.locale import Words
from handlers.ui import said
from handlers.ui.blocks import Message, actions, button, context, message, section
from handlers.ui.said import Shown
from handlers.ui.text import moment, person
from knowledge.overdue import Cause
from knowledge.signal import Signal, Status

TAKE_BACK = "signal_take_back"


def state(_: Words, shown: Shown, *, now: datetime) -> Message:
    """How it stands, for somebody who passes it on: one message, kept up to date."""
    signal = shown.signal
    back = button(_("Take back"), TAKE_BACK, signal.id)
    return message(
        section(_standing(_, signal, now)),
        said.reason(_, signal),
        said.words(_, shown),
        context(*said.source(_, shown)),
        actions(back) if signal.status is Status.PASSED_ON else None,
    )


def left(_: Words, shown: Shown) -> Message:
    """To somebody who has taken it back."""
    return message(section(_("You have taken this back.")), said.words(_, shown))


def news(_: Words, shown: Shown, what: str) -> Message:
    """What the owner says, to somebody who passed it on; or that it takes longer."""
    told = {"owner": person(shown.signal.owner), "due": moment(shown.signal.due_at, _)}
    match what:
        case Status.RECEIVED:
            text = _(
                "{owner} has received what you passed on, and says by {due} what becomes of it.",
                **told,
            )
        case Status.ACTED_ON:
            text = _(":tada: {owner} has acted on what you passed on. Thank you!", **told)
        case Status.NOT_NOW:
            text = _("{owner} has read what you passed on, and says: not now, because", **told)
        case Cause.UNREACHABLE:
            text = _(
                "I can't reach {owner} about what you passed on. "
                "The leads know, and will hear of it again until somebody answers.",
                **told,
            )
        case _late:
            text = _(
                "Nobody has said in time what becomes of what you passed on. "
                "The leads know, and will hear of it again until somebody answers."
            )
    return message(section(text), said.reason(_, shown.signal), said.words(_, shown))


def _standing(_: Words, signal: Signal, now: datetime) -> str:
    told = {"owner": person(signal.owner), "due": moment(signal.due_at, _)}
    match signal.status:
        case Status.ACTED_ON:
            return _(":white_check_mark: {owner} has acted on this.", **told)
        case Status.NOT_NOW:
            return _("{owner} has said *not now*, because", **told)
        case _live if signal.due_at <= now:
            return _("*The time is over*, and {owner} has not said what becomes of this.", **told)
        case Status.RECEIVED:
            return _("{owner} has received this, and says by {due} what becomes of it.", **told)
        case _other:
            return _(
                "I have passed this on to {owner}, who says by {due} what becomes of it. "
                "I'll tell you.",
                **told,
            )
