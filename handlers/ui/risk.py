"""Risk: why a draft takes more care than others, in words."""

from handlers.locale import Words
from handlers.ui.blocks import Block, section
from handlers.ui.terms import topic_name
from handlers.ui.text import escape
from knowledge.charter import Charter, Risk
from knowledge.entry import Entry
from knowledge.risk import Care, Cause, care


def second_pair(_: Words, entry: Entry, charter: Charter) -> Block | None:
    """Where who wrote it or kept it can't publish it: that, and why."""
    taken = care(charter, entry)
    if taken.risk is not Risk.HIGH:
        return None
    told = _(
        ":eyes: *This takes a second pair of eyes*: {reason}. "
        "Who wrote it or kept it can't publish it.",
        reason=reason(_, taken, topic_name(_, charter, entry.topic)),
    )
    return section(told)


def reason(_: Words, taken: Care, topic: str) -> str:
    """The first of the causes."""
    return {
        Cause.TEAM: _("the charter says so for every answer"),
        Cause.TOPIC: _("the charter says so for *{topic}*", topic=escape(topic)),
        Cause.AMOUNTS: _("it names an amount of money"),
        Cause.CRISIS: _("*{topic}* is in crisis", topic=escape(topic)),
        Cause.CRISIS_CASE: _("it tells of a crisis"),
        Cause.SILENT: _("nobody answers on *{topic}* in public", topic=escape(topic)),
    }[taken.causes[0]]
