"""Plans: the open questions that a change of the charter touches, one line each."""

from handlers.locale import Words
from handlers.ui.text import escape, person
from knowledge.touched import Effect, Touch


def touch(_: Words, touched: Touch) -> str:
    """Which question, who is asked, and what the change means to it, in markup."""
    escalation = touched.escalation
    words = escape(touched.excerpt)
    excerpt = _("“{words}”", words=words) if words else _("asked in a private channel")
    who = person(escalation.assignee)
    effects = " · ".join(_effect(_, effect, who) for effect in touched.effects)
    return _(
        "E{number} ({excerpt}, with {who}): {effects}",
        number=escalation.id,
        excerpt=excerpt,
        who=who,
        effects=effects,
    )


def _effect(_: Words, effect: Effect, who: str) -> str:
    return {
        Effect.ASSIGNEE: _("{who} has no say in it any more", who=who),
        Effect.TOPIC: _("its topic is gone, the fallback takes over"),
        Effect.DEADLINES: _("its deadlines change"),
        Effect.HOURS: _("the hours of {who} change", who=who),
        Effect.ORPHANED: _("nobody is left who could be asked"),
    }[effect]
