"""Home: a person's page in Slack, drawn anew each time it is opened."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handlers.locale import Words
from handlers.ui.absences import line, open_button
from handlers.ui.blocks import Blocks, actions, button, context, divider, header, section
from handlers.ui.blocks import home as page
from handlers.ui.charter import READ
from handlers.ui.charter_editing import buttons
from handlers.ui.due import home_line
from handlers.ui.flag_overview import NO_FLAGS, FlagsSeen
from handlers.ui.flag_overview import on_home as flags_on_home
from handlers.ui.learned import week
from handlers.ui.lists import Desk, everything, unowned_row
from handlers.ui.overview import NOTHING, Overview, on_home
from handlers.ui.synonyms import OPEN
from handlers.ui.text import moment
from handlers.ui.timeline import fairness
from knowledge.charter import Charter
from knowledge.entry import Entry
from knowledge.escalation import Escalation
from knowledge.fairness import Share
from knowledge.people import Member
from knowledge.presence import THERE, Presence
from knowledge.wording import Wording

UNOWNED = 5
"""How many questions without an owner are shown: the lead hears of each by message, too."""
ASKED = 20
"""How many people are listed with how often they were asked."""
LONGEST = 6
"""The longest list of which four fit into a view's 100 blocks, beside all that a lead sees."""


@dataclass(frozen=True)
class Led:
    """What only those see who lead.

    `unowned` are the questions that nobody is left for, `readable` the numbers of those whose words
    they may read, `shares` who was asked how often since
    `week` began, `learned` what entries have learned this week.
    """

    unowned: Sequence[Escalation]
    shares: Sequence[Share]
    week: datetime
    learned: Sequence[Wording]
    readable: Collection[int] = ()


def home(
    _: Words,
    *,
    me: Member,
    owed: Sequence[Escalation],
    drafts: Sequence[Entry],
    awaited: Sequence[Escalation],
    written: Sequence[Entry],
    charter: Charter,
    now: datetime,
    presence: Presence = THERE,
    signals: Overview = NOTHING,
    due: int = 0,
    flags: FlagsSeen = NO_FLAGS,
    keeps_jargon: bool = False,
    led: Led | None = None,
) -> dict[str, Any]:
    """What waits for this person, what they wait for, what their answers became.

    `presence`: whether they are away, and who stands in; `signals`: those that wait for them, and
    how many there are; `due`: how many entries wait for their word; `keeps_jargon`: whether they
    may change the synonyms; `led`: what leads see.
    """
    desk = Desk(me.id, owed, drafts, awaited, written, charter)
    return page(
        header(_("Hello {name}", name=me.name)),
        section(_summary(_, owed, drafts, signals, now)),
        line(_, presence, zone=me.zone, now=now),
        actions(
            open_button(_, presence),
            button(_("Jargon"), OPEN, "home") if keeps_jargon else None,
            *([button(_("The charter"), READ, 0), *buttons(_)] if led else ()),
        ),
        home_line(_, due),
        _unowned(_, led) if led else None,
        [[divider(), one] for one in everything(_, desk, longest=LONGEST)],
        flags_on_home(_, flags),
        on_home(_, signals),
        _of_the_week(_, led) if led else None,
        divider(),
        context(
            _("Type `/kb` and your question anywhere; `/kb help` shows the rest."),
            _("drawn {moment}", moment=moment(now, _)),
        ),
    )


def _of_the_week(_: Words, led: Led) -> list[Blocks]:
    """Who was asked how often, and what was learned."""
    asked = fairness(_, led.shares[:ASKED], led.week)
    return [divider(), asked, divider(), week(_, led.learned)]


def _unowned(_: Words, led: Led) -> list[Blocks]:
    """What waits for a lead to make it theirs."""
    unowned = led.unowned
    if not unowned:
        return []
    title = _.many("*{n} question is nobody's.*", "*{n} questions are nobody's.*", len(unowned))
    rows = [unowned_row(_, one, reads=one.id in led.readable) for one in unowned[:UNOWNED]]
    return [divider(), section(f":warning: {title}"), rows]


def _summary(
    _: Words,
    owed: Sequence[Escalation],
    drafts: Sequence[Entry],
    signals: Overview,
    now: datetime,
) -> str:
    late, waiting = sum(one.due_at <= now for one in owed), len(signals.owed)
    told = [
        _.many("{n} question waits for you.", "{n} questions wait for you.", len(owed))
        if owed
        else "",
        _.many("*{n} is late.*", "*{n} are late.*", late) if late else "",
        _.many("{n} draft to review.", "{n} drafts to review.", len(drafts)) if drafts else "",
        _.many("{n} signal waits for your word.", "{n} signals wait for your word.", waiting)
        if waiting
        else "",
    ]
    return " ".join(filter(None, told)) or _("Nothing waits for you: all is in order.")
