"""Why: the rules that led to a reply, in words."""

from collections.abc import Callable
from typing import Any

from handlers.locale import Words
from handlers.ui.blocks import Message, context, message, section
from handlers.ui.terms import level, quote, topic_name
from handlers.ui.text import escape, moment, person, plain
from knowledge.charter import Charter
from knowledge.decision import Because
from knowledge.question import Question
from knowledge.routing import Reason, Rule

Facts = dict[str, Any]


def reasons(_: Words, question: Question, charter: Charter) -> Message:
    """Every rule that applied, in order, and the version of the charter it is from.

    `charter` is that version: what was decided is told as it was called then.
    """
    return message(
        section(_("*Why I replied as I did*") + "\n" + quote(plain(question.text))),
        section("\n".join(rules(_, question, charter))),
        context(
            _("question No. {number}", number=question.id),
            _version(_, question),
            _("asked {moment}", moment=moment(question.asked_at, _)),
        ),
    )


def rules(_: Words, question: Question, charter: Charter) -> list[str]:
    """The rules that applied, numbered, each a line of markup."""
    applied = [sentence(_, reason, charter) for reason in question.why]
    numbered = [f"{number}. {rule}" for number, rule in enumerate(applied, 1)]
    return numbered or [_("Nothing has been decided about this question.")]


def sentence(_: Words, reason: Reason, charter: Charter) -> str:
    """One rule that applied, as its asker reads it."""
    facts = dict(reason.facts)
    if "topic" in facts:
        facts["topic"] = escape(topic_name(_, charter, facts["topic"]))
    for name in ("confidence", "certainty"):
        if name in facts:
            facts[name] = round(facts[name] * 100)
    for name in ("has", "needs"):
        if name in facts:
            facts[name] = level(_, facts[name])
    for name in ("person", "instead_of"):
        if name in facts:
            facts[name] = person(facts[name])
    return SENTENCES[reason.rule](_, facts)


def _version(_: Words, question: Question) -> str:
    if not question.charter:
        return _("no charter was in force")
    return _("charter, version {number}", number=question.charter)


BECAUSE: dict[Because, Callable[[Words, Facts], str]] = {
    Because.ASKER: lambda _, facts: _("{person} is the one who asks.", **facts),
    Because.ASKED: lambda _, facts: _("{person} was asked already, or waits too.", **facts),
    Because.GONE: lambda _, facts: _("{person} has no account any more.", **facts),
    Because.LEVEL: lambda _, facts: _("{person} may not answer this alone.", **facts),
    Because.AWAY: lambda _, facts: _("{person} is not there in time.", **facts),
    Because.CAP: lambda _, facts: _("{person} was asked often enough this week.", **facts),
}
"""Why somebody who would have come first is not asked."""

SENTENCES: dict[Rule, Callable[[Words, Facts], str]] = {
    Rule.TOPIC_OF_ENTRY: lambda _, facts: _("The answer found belongs to *{topic}*.", **facts),
    Rule.TOPIC_OF_WORDS: lambda _, facts: _(
        "Your words point to *{topic}* ({certainty}% sure).", **facts
    ),
    Rule.TOPIC_OF_ASKER: lambda _, facts: _("You named the topic yourself: *{topic}*.", **facts),
    Rule.SAYS_LITTLE: lambda _, facts: _(
        "By themselves, your words say too little to ask somebody without your word.", **facts
    ),
    Rule.TOPIC_UNSURE: lambda _, facts: _(
        "I am not sure enough that it is about *{topic}* to ask somebody without your word.",
        **facts,
    ),
    Rule.NO_TOPIC: lambda _, facts: _("Your words point to no topic of the charter.", **facts),
    Rule.IN_CRISIS: lambda _, facts: _(
        "*{topic}* is in crisis: only its statement is given.", **facts
    ),
    Rule.STAY_SILENT: lambda _, facts: _(
        "On *{topic}*, the charter lets nobody answer in public.", **facts
    ),
    Rule.CONFIDENT_HIT: lambda _, facts: _(
        "Entry No. {entry} answers it ({confidence}% sure).", **facts
    ),
    Rule.NO_CONFIDENT_HIT: lambda _, facts: _("No entry answers it surely enough.", **facts),
    Rule.MAY_ANSWER: lambda _, facts: _(
        "Your level here is “{has}”, and “{needs}” is enough to answer by yourself.", **facts
    ),
    Rule.MAY_NOT_ANSWER: lambda _, facts: _(
        "Your level here is “{has}”; to answer by yourself takes “{needs}”.", **facts
    ),
    Rule.REFERRED: lambda _, facts: _("On *{topic}*, the charter has an expert answer.", **facts),
    Rule.NEAREST: lambda _, facts: _(
        "The nearest person with a say is {person} (step {step} of the chain).", **facts
    ),
    Rule.PASSED_OVER: lambda _, facts: BECAUSE[Because(facts["because"])](_, facts),
    Rule.STANDS_IN: lambda _, facts: _("{person} stands in for {instead_of}.", **facts),
    Rule.EVERYBODY_AWAY: lambda _, facts: _(
        "Everybody is away; {person} is back soonest, and the lead is told.", **facts
    ),
    Rule.NOBODY: lambda _, facts: _("The charter names nobody who could be asked.", **facts),
    Rule.ASKED_FOR: lambda _, facts: _("You wished to ask a person.", **facts),
}
