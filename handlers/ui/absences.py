"""Absences: what people see of their own, the form they say it in, and what substitutes read."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from handlers.locale import Words
from handlers.ui.blocks import Block, Message, actions, button, context, message, modal, section
from handlers.ui.inputs import date_input, date_of
from handlers.ui.text import day_in_words, moment, person
from knowledge.absence import Absence, Source
from knowledge.charter.hours import Away
from knowledge.presence import Presence

OPEN = "absence_open"
BACK = "absence_back"
FORM = "absence"
FIRST, RETURN = "first", "return"


def away(_: Words, presence: Presence, *, zone: str, now: datetime) -> Message:
    """To somebody who has said when they are away: until when, and who is asked instead."""
    return message(
        section("\n".join(_lines(_, presence, zone, now))),
        actions(_end_button(_, presence, now), button(_("Change"), OPEN, "absence")),
    )


def back(_: Words, presence: Presence, *, ended: bool, zone: str, now: datetime) -> Message:
    """To somebody who says that they are there."""
    if ended:
        text = _("*You are back.* I ask you again from now on.")
    else:
        text = _("You were not away. If this was a question, please ask it in a few words more.")
    return message(section("\n".join([text, *_lines(_, presence, zone, now)])))


def line(_: Words, presence: Presence, *, zone: str, now: datetime) -> Block | None:
    """The same on a person's home; nothing where they are just there."""
    lines = _lines(_, presence, zone, now)
    end = _end_button(_, presence, now)
    return section("\n".join(lines), accessory=end) if lines else None


def open_button(_: Words, presence: Presence) -> Block:
    """Opens the form, from a person's home."""
    said = any(one.source is Source.PERSON for one in presence.absences)
    return button(_("Change my absence") if said else _("I'm away"), OPEN, "absence")


def form(_: Words, said: Absence | None, *, zone: str, now: datetime) -> dict[str, Any]:
    """Say from when until when one is away; filled in with what was `said` before."""
    today = _local_day(now, zone)
    first = _local_day(said.from_at, zone) if said else today
    until = _local_day(said.until_at, zone) if said and said.until_at else None
    return modal(
        FORM,
        _("I'm away"),
        date_input(FIRST, _("First day away"), max(first, today)),
        date_input(
            RETURN,
            _("First day back"),
            until if until and until > today else None,
            optional=True,
            hint=_("Leave it empty if you don't know yet."),
        ),
        context(_("For a few hours, type it: `/kb away until 14:00`.")),
        close=_("Cancel"),
        submit=_("Save"),
    )


def written(view: Mapping[str, Any]) -> tuple[date | None, date | None]:
    """The first day away and the first day back, as far as they were chosen."""
    return date_of(view, FIRST), date_of(view, RETURN)


def window(_: Words, told: Message) -> dict[str, Any]:
    """What is said after the form, in its place."""
    return modal("absence_said", _("I'm away"), told.blocks, close=_("Close"))


def stand_in(_: Words, absence: Absence, *, zone: str, now: datetime) -> Message:
    """To the substitute: who is away, and until when."""
    who, first = person(absence.person), _local_day(absence.from_at, zone)
    if absence.is_on(now):
        text = _("*{person} is away.*", person=who)
    else:
        text = _("*{person} will be away from {day}.*", person=who, day=_day(_, first, zone, now))
    until = _until(_, absence.until_at, zone, now)
    told = _("You stand in: I ask you instead, unless somebody nearer is free to answer.")
    return message(section(f"{text} {until}\n{told}"))


def stand_down(_: Words, absence: Absence) -> Message:
    """To the substitute: it has ended early."""
    who = person(absence.person)
    return message(
        section(_("*{person} is back* earlier than planned: you stand in no more.", person=who))
    )


def _lines(_: Words, presence: Presence, zone: str, now: datetime) -> list[str]:
    """What keeps somebody away, source by source, and who is asked instead."""
    shown = [one for one in presence.absences if one.source is not Source.DND or one.is_on(now)]
    lines = [_told(_, one, zone, now) for one in shown]
    if any(one.source is not Source.DND for one in shown):
        lines.append(_instead(_, presence))
    charter = _by_charter(_, presence.planned, zone, now)
    return [*lines, charter] if charter else lines


def _told(_: Words, absence: Absence, zone: str, now: datetime) -> str:
    if absence.source is Source.DND and absence.until_at:
        return _(
            "*Slack holds back your notifications* until {moment}.",
            moment=moment(absence.until_at, _),
        )
    until = _until(_, absence.until_at, zone, now)
    if not absence.is_on(now):
        first = _day(_, _local_day(absence.from_at, zone), zone, now)
        text = _("*You will be away from {day}.*", day=first)
    elif absence.source is Source.STATUS:
        text = _("*You are away*, says your status.")
    else:
        text = _("*You are away.*")
    return f"{text} {until}"


def _instead(_: Words, presence: Presence) -> str:
    if presence.substitute is None:
        return _("Nobody is named to stand in for you: the next of the chain is asked.")
    who = person(presence.substitute)
    if presence.is_substitute_away:
        return _(
            "{person} stands in for you, but is away then, too: "
            "their own substitute is asked, or the next of the chain.",
            person=who,
        )
    return _("{person} stands in for you and is asked instead.", person=who)


def _by_charter(_: Words, planned: Away | None, zone: str, now: datetime) -> str:
    if planned is None:
        return ""
    return _(
        "The charter has you away from {first}; back on {back}. Your lead can change that.",
        first=_day(_, planned.from_, zone, now),
        back=_day(_, planned.back, zone, now),
    )


def _end_button(_: Words, presence: Presence, now: datetime) -> Block | None:
    if presence.is_away(now):
        return button(_("I'm back"), BACK, "absence")
    if presence.absences:
        return button(_("I'm staying"), BACK, "absence")
    return None


def _until(_: Words, until_at: datetime | None, zone: str, now: datetime) -> str:
    """When somebody is back: a day in the words of their own zone, or a moment of a day."""
    if until_at is None:
        return _("Until further notice.")
    if until_at.astimezone(ZoneInfo(zone)).time() == time(0):
        return _("Back on {day}.", day=_day(_, _local_day(until_at, zone), zone, now))
    return _("Back: {moment}.", moment=moment(until_at, _))


def _day(_: Words, of: date, zone: str, now: datetime) -> str:
    return day_in_words(of, _, today=_local_day(now, zone))


def _local_day(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()
