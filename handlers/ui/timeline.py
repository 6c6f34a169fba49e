"""Timeline: everything that happened to an escalation; and who was asked how often."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from handlers.locale import Words
from handlers.ui.blocks import Block, Message, context, message, section
from handlers.ui.owed import lead_buttons, question_read
from handlers.ui.terms import topic_name
from handlers.ui.text import cut, escape, moment, person, plain
from knowledge.charter import EMPTY, Charter
from knowledge.escalation import Escalation, Status
from knowledge.fairness import Share
from knowledge.timeline import CLOCK, Deed, TimelineEvent

SAID = 300
"""Characters of what somebody said that are shown in one line."""
LINES = 8
"""Events in one paragraph: they fit into a section, however long they are."""
PARAGRAPHS = 40

Facts = dict[str, Any]


def timeline(
    _: Words,
    escalation: Escalation,
    events: Sequence[TimelineEvent],
    *,
    charter: Charter = EMPTY,
    for_lead: bool = False,
    reads: bool = True,
) -> Message:
    """The question, how it stands, and all that happened, oldest first; a lead can pass it on.

    `reads`: whether their reader may read what was asked and said.
    """
    lines = [line(_, event, reads=reads) for event in events]
    parts = [lines[at : at + LINES] for at in range(0, len(lines), LINES)]
    topic = escape(topic_name(_, charter, escalation.topic))
    return message(
        section(f"*E{escalation.id}* · {state(_, escalation)}"),
        question_read(_, escalation, reads=reads)[:1],
        context(topic, _("asked by {asker}", asker=person(escalation.asker))),
        [section("\n".join(part)) for part in parts[:PARAGRAPHS]],
        _rest(_, len(lines) - PARAGRAPHS * LINES),
        lead_buttons(_, escalation, in_story=True) if for_lead else None,
    )


def state(_: Words, escalation: Escalation) -> str:
    """How an escalation stands, in one line."""
    told = {"person": person(escalation.assignee), "due": moment(escalation.due_at, _)}
    match escalation.status:
        case Status.OPEN if escalation.is_exhausted:
            return _("*nobody's*: the lead sees to it")
        case Status.OPEN:
            return _("with {person}, not taken yet; answer due {due}", **told)
        case Status.ACKNOWLEDGED:
            return _("taken by {person}; answer due {due}", **told)
        case Status.PAUSED:
            return _("{person} waits for details; the clock stands still", **told)
        case Status.ANSWERED:
            return _("answered by {person}", **told)
        case Status.CLOSED:
            return _("solved") if escalation.answer else _("cancelled")
    return _("what only a newer Relais can say")


def line(_: Words, event: TimelineEvent, *, reads: bool = True) -> str:
    """One thing that happened: when, who, what, and in what words."""
    by = _("Relais") if event.by == CLOCK else person(event.by)
    facts = {"by": by, "person": person(event.person or ""), **event.facts}
    deed = DEEDS.get(event.deed, _unknown)
    told = f"{moment(event.at, _)} · {deed(_, facts)}"
    if event.text and reads:
        told += f" – _{escape(cut(plain(event.text), SAID))}_"
    return told


def fairness(_: Words, shares: Sequence[Share], since: datetime) -> list[Block | None]:
    """Who was asked how often since then, and what they did."""
    told = [_share(_, share) for share in shares if share.asked or share.cap]
    title = _("*Who was asked this week*")
    if not told:
        return [section(title), context(_("Nobody has been asked yet."))]
    rest = len(told) - PARAGRAPHS
    return [
        section("\n".join([title, *told[:PARAGRAPHS]])),
        context(_("since {moment}", moment=moment(since, _)), _more(_, rest)),
    ]


def _share(_: Words, share: Share) -> str:
    told = [
        _.many("asked once", "asked {n} times", share.asked) if share.asked else _("not asked"),
        _.many("{n} answer", "{n} answers", share.answered) if share.answered else "",
        _.many("{n} passed on", "{n} passed on", share.passed) if share.passed else "",
        _.many("{n} late", "{n} late", share.late) if share.late else "",
        _("at most {n} a week", n=share.cap) if share.cap else "",
    ]
    return f"• {person(share.person)} · {', '.join(filter(None, told))}"


def _rest(_: Words, count: int) -> Block | None:
    return context(_more(_, count)) if count > 0 else None


def _more(_: Words, count: int) -> str:
    return _.many("… and {n} more", "… and {n} more", count) if count > 0 else ""


def _asked(_: Words, facts: Facts) -> str:
    if facts.get("instead_of"):
        told = facts | {"instead_of": person(facts["instead_of"])}
        return _("{person} is asked, in the stead of {instead_of} (step {step})", **told)
    return _("{person} is asked (step {step})", **facts)


def _answered(_: Words, facts: Facts) -> str:
    match facts.get("how"):
        case "entry":
            return _("{by} answers with entry No. {entry}", **facts)
        case "confirmed":
            return _("{by} confirms entry No. {entry}", **facts)
        case "changed":
            return _("{by} confirms entry No. {entry} with a change", **facts)
    return _("{by} answers; it becomes entry No. {entry}", **facts)


def _overdue(_: Words, facts: Facts) -> str:
    if facts.get("cause") == "not_acknowledged":
        return _("{person} has not taken it in time", **facts)
    return _("{person} has not answered in time", **facts)


def _unknown(_: Words, __: Facts) -> str:
    """While releases run side by side, the newer one may have done something new."""
    return _("what only a newer Relais can say")


DEEDS: dict[Deed, Callable[[Words, Facts], str]] = {
    Deed.OPENED: lambda _, facts: _("{by} asks", **facts),
    Deed.JOINED: lambda _, facts: _("{person} asks the same, and waits too", **facts),
    Deed.LEFT: lambda _, facts: _("{person} waits no longer", **facts),
    Deed.ASKED: _asked,
    Deed.ACKNOWLEDGED: lambda _, facts: _("{person} takes it", **facts),
    Deed.DETAILS_WANTED: lambda _, facts: _("{by} asks {person} for details", **facts),
    Deed.DETAILED: lambda _, facts: _("{by} adds", **facts),
    Deed.RESUMED: lambda _, facts: _("no details came; the clock runs again", **facts),
    Deed.URGENT: lambda _, facts: _("{by} calls it urgent", **facts),
    Deed.HANDED_OVER: lambda _, facts: _("{by} hands it over", **facts),
    Deed.DECLINED: lambda _, facts: _("{by} declines", **facts),
    Deed.OVERDUE: _overdue,
    Deed.UNREACHABLE: lambda _, facts: _("{person} can't be reached", **facts),
    Deed.AWAY: lambda _, facts: _("{person} is away", **facts),
    Deed.EXHAUSTED: lambda _, facts: _("nobody is left to ask", **facts),
    Deed.LEAD_TOLD: lambda _, facts: _("the lead is told ({times})", **facts),
    Deed.CLAIMED: lambda _, facts: _("{by} makes it theirs", **facts),
    Deed.ANSWERED: _answered,
    Deed.REFUSED: lambda _, facts: _("{by}: entry No. {entry} is not the answer", **facts),
    Deed.SOLVED: lambda _, facts: _("{by}: solved", **facts),
    Deed.NOT_SOLVED: lambda _, facts: _("{by}: not solved", **facts),
    Deed.CANCELLED: lambda _, facts: _("{by} needs it no longer", **facts),
    Deed.RULES_CHANGED: lambda _, facts: _("the charter has changed, and its deadlines", **facts),
    Deed.UNDELIVERED: lambda _, facts: _("a message did not reach {person}", **facts),
}
