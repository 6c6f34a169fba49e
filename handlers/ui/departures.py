"""Departures: what those in charge see of somebody who leaves, and the choice of who follows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from handlers.locale import Words
from handlers.ui.blocks import (
    IN_VIEW,
    Block,
    Blocks,
    Message,
    actions,
    button,
    confirm,
    context,
    divider,
    message,
    modal,
    section,
)
from handlers.ui.inputs import person_input, person_of
from handlers.ui.terms import process_name, topic_name
from handlers.ui.text import day, escape, person, summary
from knowledge.charter import Charter
from knowledge.departure import Departure
from knowledge.duties import Duty, Sheet
from knowledge.farewell import Asked, Sole

HAND_OVER = "departure_hand_over"
CHOOSE = "departure_choose"
STAY = "departure_stay"
CHOSEN = "departure_chosen"

TOPICS = 25
"""Topics that a message shows; the window of successors has them all."""

ASKED = 5
"""Questions of one topic that a message shows."""

QUESTION = 200
"""Characters of a question."""

REST = "rest"
TOPIC = "topic:"


@dataclass(frozen=True)
class Seen:
    """A departure as one reader sees it: what they may not see is left out."""

    departure: Departure
    sheet: Sheet
    charter: Charter
    soles: tuple[Sole, ...] = ()


def sheet(_: Words, seen: Seen) -> Message:
    """What somebody did, and who could do it instead."""
    if not seen.departure.is_open:
        return message(section(_over(_, seen.departure)))
    duties = seen.sheet.duties
    return message(
        section(_headline(_, seen.departure)),
        [section(_duty(_, seen.charter, duty)) for duty in duties[:TOPICS]],
        section(_elsewhere(_, seen)) if _has_more(seen.sheet) else None,
        context(_more_topics(_, len(duties) - TOPICS)) if len(duties) > TOPICS else None,
        _farewell(_, seen),
        _buttons(_, seen),
    )


def announced(_: Words, departure: Departure, told: tuple[str, ...]) -> Message:
    """Somebody has said of themselves that they leave."""
    who = ", ".join(map(person, told))
    text = _(
        "Noted: you leave on {day}. {people} sees to it that others take over what you do.",
        day=day(departure.leaves_at, _) if departure.leaves_at else "",
        people=who,
    )
    return message(section(text), actions(_stay(_, departure)))


def how(_: Words) -> Message:
    """`/kb leaving`, with nothing behind it or nothing that can be read."""
    return message(
        section(
            _(
                "Say who leaves, and when:\n"
                "> `/kb leaving @Inès on 30 june`\n"
                "Write `me` for yourself."
            )
        )
    )


def choice(_: Words, seen: Seen) -> dict[str, Any]:
    """The window in which successors are chosen, filled in with who is proposed."""
    topics = [duty for duty in seen.sheet.duties if duty.topic]
    fields = [
        person_input(
            f"{TOPIC}{duty.topic}",
            topic_name(_, seen.charter, duty.topic),
            chosen=duty.successor or "",
            hint=_("Nobody else named there may answer it.") if duty.is_alone else "",
        )
        for duty in topics[: IN_VIEW - 2]
    ]
    return modal(
        CHOSEN,
        _("Who takes over"),
        fields,
        person_input(
            REST,
            _("Everything else"),
            chosen=seen.sheet.rest or "",
            hint=_("What belongs to no topic: the fallback, processes, standing in for others."),
        ),
        close=_("Close"),
        submit=_("Hand over"),
        metadata=str(seen.departure.id),
    )


def chosen(view: Mapping[str, Any]) -> tuple[dict[str, str], str]:
    """Who was chosen, by topic, and for the rest."""
    names = [name for name in view["state"]["values"] if name.startswith(TOPIC)]
    return {name.removeprefix(TOPIC): person_of(view, name) for name in names}, person_of(
        view, REST
    )


def done(_: Words, departure: Departure) -> dict[str, Any]:
    """The same window, once it is done."""
    return modal(CHOSEN, _("Who takes over"), section(_over(_, departure)), close=_("Close"))


def _headline(_: Words, departure: Departure) -> str:
    who = person(departure.person)
    told = who
    if departure.has_left:
        told = _(":wave: {person} has left.", person=who)
    elif departure.leaves_at:
        told = _(":wave: {person} leaves on {day}.", person=who, day=day(departure.leaves_at, _))
    return told + "\n" + _("What the team relies on them for, and who could do it instead:")


def _over(_: Words, departure: Departure) -> str:
    who = person(departure.person)
    if departure.cancelled_at:
        return _("{person} stays: nothing is handed over.", person=who)
    by = departure.settled_by or ""
    if person(by).startswith("<@"):
        return _(
            ":white_check_mark: What {person} did is handed over, by {by}.",
            person=who,
            by=person(by),
        )
    return _(":white_check_mark: What {person} did is handed over.", person=who)


def _duty(_: Words, charter: Charter, duty: Duty) -> str:
    """One topic: who follows, and what there is to do."""
    name = escape(topic_name(_, charter, duty.topic)) or _("Without a topic")
    heir = person(duty.successor) if duty.successor else _("nobody has the autonomy for it")
    return f"*{name}* → {heir}\n" + " · ".join(_held(_, duty))


def _held(_: Words, duty: Duty) -> Iterator[str]:
    for step in duty.steps:
        yield _("step {step}", step=step)
    if duty.reviews:
        yield _("reviews")
    if duty.entries:
        yield _.many("{n} entry", "{n} entries", len(duty.entries))
    if duty.drafts:
        yield _.many("{n} draft", "{n} drafts", len(duty.drafts))
    if duty.escalations:
        numbers = ", ".join(f"E{one.id}" for one in duty.escalations)
        yield _("open: {numbers}", numbers=numbers)
    if duty.is_alone:
        yield _(":warning: nobody else named there may answer it")


def _has_more(seen: Sheet) -> bool:
    return bool(seen.processes or seen.signals or seen.stands_in_for)


def _elsewhere(_: Words, seen: Seen) -> str:
    """What belongs to no topic, and who follows there."""
    heir = person(seen.sheet.rest) if seen.sheet.rest else _("nobody")
    works = (escape(process_name(_, seen.charter, one)) for one in seen.sheet.processes)
    everything = _("Everything else")
    lines = [f"*{everything}* → {heir}"]
    if processes := ", ".join(works):
        lines.append(_("owns what is passed on to: {processes}", processes=processes))
    if seen.sheet.signals:
        lines.append(_.many("{n} signal waits", "{n} signals wait", len(seen.sheet.signals)))
    if seen.sheet.stands_in_for:
        crowd = ", ".join(map(person, seen.sheet.stands_in_for))
        lines.append(_("stands in for: {people}", people=crowd))
    return "\n".join(lines)


def _more_topics(_: Words, number: int) -> str:
    return _.many("… and {n} more topic", "… and {n} more topics", number)


def _farewell(_: Words, seen: Seen) -> list[Blocks]:
    """What to ask them while they are there."""
    if not seen.soles or seen.departure.has_left:
        return []
    told = _("*To ask before they go*: nobody else has answered these lately.")
    return [divider(), section(told), [section(_sole(_, seen.charter, one)) for one in seen.soles]]


def _sole(_: Words, charter: Charter, sole: Sole) -> str:
    name = escape(topic_name(_, charter, sole.topic)) or _("Without a topic")
    shown = sole.asked[:ASKED]
    more = len(sole.asked) - len(shown) + sole.more
    lines = [f"*{name}*", *(_asked(_, one) for one in shown)]
    if more:
        lines.append(_.many("… and {n} more", "… and {n} more", more))
    return "\n".join(lines)


def _asked(_: Words, asked: Asked) -> str:
    told = f"• {escape(summary(asked.text, QUESTION))} (E{asked.escalation})"
    missing = "" if asked.is_kept else _("no entry holds the answer")
    return " · ".join(filter(None, (told, missing)))


def _buttons(_: Words, seen: Seen) -> Block | None:
    one = seen.departure
    sure = confirm(
        _("Hand everything over?"),
        _("The charter names them no more, and everybody concerned is told."),
        _("Hand over"),
        _("Go back"),
    )
    can_be_at_once = all(duty.successor for duty in seen.sheet.duties)
    return actions(
        button(_("Hand over as proposed"), HAND_OVER, one.id, style="primary", confirm=sure)
        if can_be_at_once
        else None,
        button(_("Choose who takes over"), CHOOSE, one.id),
        None if one.has_left else _stay(_, one),
    )


def _stay(_: Words, departure: Departure) -> Block:
    return button(_("They stay after all"), STAY, departure.id)
