"""Home: a person's page in Slack, drawn anew each time it is opened."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from handlers.locale import Words
from handlers.ui.absences import line, open_button
from handlers.ui.blocks import Blocks, actions, button, context, divider, header, section
from handlers.ui.blocks import home as page
from handlers.ui.charter import READ
from handlers.ui.charter_editing import buttons
from handlers.ui.learned import week as taught
from handlers.ui.lists import Desk, everything, unowned_row
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
LONGEST = 9
"""The longest list of which four fit into a view's 100 blocks."""


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
    learned: Sequence[Wording] | None = None,
    keeps_jargon: bool = False,
    unowned: Sequence[Escalation] = (),
    shares: Sequence[Share] | None = None,
    week: datetime | None = None,
    presence: Presence = THERE,
    leads: bool = False,
) -> dict[str, Any]:
    """What waits for this person, what they wait for, what their answers became.

    `learned`: what entries have learned this week, for those who lead; `keeps_jargon`: whether they
    may change the synonyms, too; `unowned` are the questions that nobody is left for, `shares` who
    was asked how often since `week` began; `presence`: whether they are away, and who stands in;
    `leads`: whether they may change the charter.
    """
    desk = Desk(me.id, owed, drafts, awaited, written, charter)
    lists = everything(_, desk, longest=LONGEST)
    return page(
        header(_("Hello {name}", name=me.name)),
        section(_summary(_, owed, drafts, now)),
        line(_, presence, zone=me.zone, now=now),
        actions(
            open_button(_, presence),
            button(_("Jargon"), OPEN, "home") if keeps_jargon else None,
            *([button(_("The charter"), READ, 0), *buttons(_)] if leads else ()),
        ),
        _unowned(_, unowned),
        [[divider(), one] for one in lists],
        [divider(), fairness(_, shares[:ASKED], week)] if shares is not None and week else None,
        [divider(), taught(_, learned)] if learned is not None else None,
        divider(),
        context(
            _("Type `/kb` and your question anywhere; `/kb help` shows the rest."),
            _("drawn {moment}", moment=moment(now, _)),
        ),
    )


def _unowned(_: Words, unowned: Sequence[Escalation]) -> list[Blocks]:
    """What waits for a lead to make it theirs."""
    if not unowned:
        return []
    title = _.many("*{n} question is nobody's.*", "*{n} questions are nobody's.*", len(unowned))
    rows = [unowned_row(_, one) for one in unowned[:UNOWNED]]
    return [divider(), section(f":warning: {title}"), rows]


def _summary(_: Words, owed: Sequence[Escalation], drafts: Sequence[Entry], now: datetime) -> str:
    late = sum(one.due_at <= now for one in owed)
    told = [
        _.many("{n} question waits for you.", "{n} questions wait for you.", len(owed))
        if owed
        else "",
        _.many("*{n} is late.*", "*{n} are late.*", late) if late else "",
        _.many("{n} draft to review.", "{n} drafts to review.", len(drafts)) if drafts else "",
    ]
    return " ".join(filter(None, told)) or _("Nothing waits for you: all is in order.")
