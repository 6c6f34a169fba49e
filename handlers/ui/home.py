"""Home: a person's page in Slack, drawn anew each time it is opened."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from handlers.locale import Words
from handlers.ui.blocks import actions, button, context, divider, header, section
from handlers.ui.blocks import home as page
from handlers.ui.learned import week
from handlers.ui.lists import Desk, everything
from handlers.ui.overview import NOTHING, Overview, on_home
from handlers.ui.synonyms import OPEN
from handlers.ui.text import moment
from knowledge.charter import Charter
from knowledge.entry import Entry
from knowledge.escalation import Escalation
from knowledge.people import Member
from knowledge.wording import Wording

LONGEST = 8
"""The longest list of which four fit into a view's 100 blocks, beside the signals."""


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
    signals: Overview = NOTHING,
) -> dict[str, Any]:
    """What waits for this person, what they wait for, what their answers became.

    `learned`: what entries have learned this week, for those who lead; `keeps_jargon`: whether they
    may change the synonyms, too; `signals`: those that wait for them, and how many there are.
    """
    desk = Desk(me.id, owed, drafts, awaited, written, charter)
    lists = everything(_, desk, longest=LONGEST)
    return page(
        header(_("Hello {name}", name=me.name)),
        section(_summary(_, owed, drafts, signals, now)),
        actions(button(_("Jargon"), OPEN, "home")) if keeps_jargon else None,
        [[divider(), one] for one in lists],
        on_home(_, signals),
        [divider(), week(_, learned)] if learned is not None else None,
        divider(),
        context(
            _("Type `/kb` and your question anywhere; `/kb help` shows the rest."),
            _("drawn {moment}", moment=moment(now, _)),
        ),
    )


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
