"""Signals: what the owner of one sees, and those who passed it on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.locale import Words
from handlers.ui.answers import ACTED_ON, NOT_NOW, PASS_TO, RECEIVED, owner_buttons
from handlers.ui.blocks import Block, Message, actions, button, context, message, section
from handlers.ui.owed import quoted
from handlers.ui.terms import process_name, topic_name
from handlers.ui.text import cut, escape, moment, person
from handlers.ui.text.escaping import channel, link
from knowledge.charter import EMPTY, Charter
from knowledge.overdue import Cause
from knowledge.signal import Signal, Status, Supporter

__all__ = [
    "ACTED_ON",
    "NOT_NOW",
    "PASS_TO",
    "RECEIVED",
    "TAKE_BACK",
    "Shown",
    "left",
    "moved",
    "news",
    "overdue",
    "passed_on",
    "reminder",
    "state",
]

TAKE_BACK = "signal_take_back"
SHOWN = 2000
"""Characters of what was said."""
NOTES = 5


@dataclass(frozen=True)
class Shown:
    """A signal as its reader may see it: `reads` says whether they may read its words."""

    signal: Signal
    supporters: Sequence[Supporter] = ()
    charter: Charter = EMPTY
    reads: bool = True


def passed_on(_: Words, shown: Shown, owner: str) -> Message:
    """What `owner` was sent, as things stand now."""
    signal = shown.signal
    mine = owner == signal.owner
    return message(
        section(_headline(_, shown, mine=mine)),
        _reason(_, signal),
        _words(_, shown),
        _notes(shown),
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
    return message(section(text), _words(_, shown), owner_buttons(_, shown.signal))


def moved(_: Words, shown: Shown, cause: Cause) -> Message:
    """The person who had it before is released."""
    told = {"owner": person(shown.signal.owner)}
    match cause:
        case Cause.LATE:
            text = _("You hadn't said in time what becomes of this: {owner} has it now.", **told)
        case Cause.UNREACHABLE:
            text = _("I couldn't reach you about this: {owner} has it now.", **told)
    rest = _("You need do nothing more.")
    return message(section(f"{text} {rest}"), _words(_, shown))


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
        _words(_, shown),
        _notes(shown),
        context(*_facts(_, shown, mine=True)),
        owner_buttons(_, signal) if signal.is_live else None,
    )


def state(_: Words, shown: Shown, *, now: datetime) -> Message:
    """How it stands, for somebody who passes it on: one message, kept up to date."""
    signal = shown.signal
    back = button(_("Take back"), TAKE_BACK, signal.id)
    return message(
        section(_standing(_, signal, now)),
        _reason(_, signal),
        _words(_, shown),
        context(*_source(_, shown)),
        actions(back) if signal.status is Status.PASSED_ON else None,
    )


def left(_: Words, shown: Shown) -> Message:
    """To somebody who has taken it back."""
    return message(section(_("You have taken this back.")), _words(_, shown))


def news(_: Words, shown: Shown, said: str) -> Message:
    """What the owner says, to somebody who passed it on; or that it takes longer."""
    told = {"owner": person(shown.signal.owner), "due": moment(shown.signal.due_at, _)}
    match said:
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
    return message(section(text), _reason(_, shown.signal), _words(_, shown))


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


def _words(_: Words, shown: Shown) -> list[Block]:
    if not shown.reads:
        hidden = _(
            "It was said in a private conversation: its words stay with those who are in it."
        )
        return [section(f"_{hidden}_")]
    return quoted(cut(shown.signal.text, SHOWN))


def _notes(shown: Shown) -> list[Block]:
    """What those who pass it on say about it."""
    noted = [(one.person, one.note) for one in shown.supporters if one.note][:NOTES]
    return [
        block
        for who, note in noted
        for block in [section(f":speech_balloon: {person(who)}"), *quoted(cut(note, SHOWN))]
    ]


def _reason(_: Words, signal: Signal) -> list[Block | None]:
    """Why not now, apart from the words it is about."""
    if signal.status is not Status.NOT_NOW or not signal.reason:
        return []
    return [*quoted(signal.reason), context(_("What was passed on:"))]


def _facts(_: Words, shown: Shown, *, mine: bool) -> list[str]:
    signal, charter = shown.signal, shown.charter
    facts = [
        *_source(_, shown),
        escape(process_name(_, charter, signal.process)),
        escape(topic_name(_, charter, signal.topic)),
    ]
    if mine and signal.is_live:
        due = moment(signal.due_at, _)
        facts.append(_("say by *{moment}* what becomes of it", moment=due))
    return facts


def _source(_: Words, shown: Shown) -> list[str]:
    """Who said it, where; and the message itself."""
    signal = shown.signal
    place = channel(signal.channel or "")
    return [
        _("said by {author}", author=person(signal.author)) if signal.author else "",
        _("in {channel}", channel=place) if place else "",
        link(signal.url, _("where it was written")) if signal.url else "",
    ]
