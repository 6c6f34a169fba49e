"""Charter changes: what a lead has changed, as they and the other leads read it."""

from typing import Any

from handlers.locale import Words
from handlers.ui import charter_lines as lines
from handlers.ui.blocks import Message, actions, button, context, message, modal, section
from handlers.ui.charter import READ
from handlers.ui.terms import level, quote, topic_name
from handlers.ui.text import date_, escape, lasting, moment, person
from knowledge.charter import Charter
from knowledge.charter.changes import (
    Calm,
    Change,
    Crisis,
    Experts,
    Leave,
    Level,
    Return,
    Times,
)
from knowledge.charter.succession import Succession
from knowledge.charters import CharterVersion

UNDO = "charter_undo"
DONE_MODAL = "charter_done"


def told(_: Words, change: Change, charter: Charter) -> str:
    """What is different from now on."""
    match change:
        case Experts() | Times():
            return _step(_, change, charter)
        case Level():
            return _level(_, change, charter)
        case Leave() | Return():
            return _absence(_, change)
        case Crisis():
            said = (change.fr, change.en) if _.language == "fr" else (change.en, change.fr)
            text = _("*{topic}* is in crisis: only this is said.", topic=_topic(_, change, charter))
            return f"{text}\n{quote(next(filter(None, said), ''))}"
        case Succession():
            return _succession(_, change, charter)
        case Calm():
            return _("*{topic}* is no longer in crisis.", topic=_topic(_, change, charter))


def undone(_: Words, number: int) -> str:
    """What is different once a version was undone."""
    return _("Version {number} is undone: what held before it holds again.", number=number)


def done(_: Words, version: CharterVersion, what: str, *, may_undo: bool = False) -> dict[str, Any]:
    """The lead who has changed the charter reads `what` is different."""
    return modal(
        DONE_MODAL,
        _("The charter"),
        section(f":white_check_mark: {what}"),
        context(_("Version {number} of the charter is in force.", number=version.number)),
        actions(button(_("Undo this change"), UNDO, version.id)) if may_undo else None,
        close=_("Close"),
    )


def changed(
    _: Words, version: CharterVersion, what: str, *, why: str, newest: int, may_undo: bool
) -> Message:
    """Another lead reads who has changed what; `newest` is the number of the version in force."""
    who = _(
        "{person} has changed the charter: version {number}, {moment}.",
        person=person(version.applied_by),
        number=version.number,
        moment=moment(version.applied_at, _),
    )
    since = _("Changed again since: version {number} is in force.", number=newest)
    return message(
        section(f"{who}\n{what}"),
        section(_("Why:") + "\n" + quote(why)) if why else None,
        context(since) if newest != version.number else None,
        actions(
            button(_("Undo this change"), UNDO, version.id) if may_undo else None,
            button(_("Read it all"), READ, 0),
        ),
    )


def confirmed(_: Words, version: CharterVersion, what: str) -> Message:
    """The lead who has pressed a button under a message reads `what` is different."""
    number = _("Version {number} of the charter is in force.", number=version.number)
    return message(section(f":white_check_mark: {what}"), context(number))


def _step(_: Words, change: Experts | Times, charter: Charter) -> str:
    where = {"topic": _topic(_, change, charter), "step": change.step + 1}
    if isinstance(change, Experts):
        asked = lines.people(change.who)
        return _("*{topic}*, step {step}: from now on {people}.", people=asked, **where)
    return _(
        "*{topic}*, step {step}: taken on within {acknowledge}, answered within {answer}.",
        acknowledge=lasting(change.acknowledge, _),
        answer=lasting(change.answer, _),
        **where,
    )


def _level(_: Words, change: Level, charter: Charter) -> str:
    has = {"person": person(change.person), "level": level(_, change.level)}
    if change.topic is None:
        return _("{person} is *{level}* wherever no topic says otherwise.", **has)
    return _("{person} is *{level}* on *{topic}*.", topic=_topic(_, change, charter), **has)


def _absence(_: Words, change: Leave | Return) -> str:
    first = {"person": person(change.person), "first": date_(change.from_, _)}
    if isinstance(change, Return):
        return _("{person} is not away from {first} on after all.", **first)
    return _(
        "{person} is away from {first} and back on {back}.", back=date_(change.back, _), **first
    )


def _succession(_: Words, change: Succession, charter: Charter) -> str:
    """Who takes over what; a topic without a name there is in others' hands already."""
    who = person(change.person)
    heirs = [
        (escape(topic_name(_, charter, topic)), heir) for topic, heir in change.successors.items()
    ]
    if change.rest:
        heirs.append((_("Everything else"), change.rest))
    colon = _(":")
    lines = [f"• {what}{colon} {person(heir)}" for what, heir in heirs]
    return "\n".join([_("{person} is named nowhere any more.", person=who), *lines])


def _topic(_: Words, change: Experts | Times | Level | Crisis | Calm, charter: Charter) -> str:
    if change.topic is None:
        return _("Questions without a topic")
    return escape(topic_name(_, charter, change.topic))
