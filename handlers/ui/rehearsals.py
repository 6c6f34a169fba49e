"""Rehearsals: what would become of a question, and who would be asked, step by step."""

from collections.abc import Callable
from datetime import datetime

from handlers.locale import Words
from handlers.ui.blocks import Blocks, Message, context, message, section
from handlers.ui.terms import bold, quote, topic_name
from handlers.ui.text import escape, moment, person, plain
from handlers.ui.why import Facts, sentence
from knowledge.course import Course, Stage
from knowledge.decision import Because, PassedOver, Rule, Verdict
from knowledge.rehearsal import Rehearsal

TOLD_BY_THE_COURSE = frozenset(
    {Rule.PASSED_OVER, Rule.STANDS_IN, Rule.EVERYBODY_AWAY, Rule.NEAREST, Rule.NOBODY}
)
When = Callable[[datetime], str]

CHANNEL = ("C", "G")
"""What the id of a channel begins with."""

MOST = 20
"""Turns that are shown: a message holds fifty blocks."""


def how(_: Words) -> Message:
    """`/kb rehearse` with nothing behind it."""
    return message(
        section(
            _(
                "Type `/kb rehearse` and a question in quotation marks, and I show what would "
                "become of it, without asking anybody:\n"
                '> `/kb rehearse "how do I get a refund" as @name at monday 09:00`'
            )
        )
    )


def rehearsal(_: Words, played: Rehearsal) -> Message:
    """The decision with its reasons, and everybody's turn if nobody acted."""
    asked = played.rehearsing
    return message(
        section(_("*A rehearsal*: nobody was asked.") + "\n" + quote(plain(asked.text))),
        context(
            _(
                "as {person}, {moment}",
                person=person(asked.asker),
                moment=moment(asked.at, _),
            )
        ),
        section(verdict(_, played)),
        section(_("Why, as they would read it:") + "\n" + _numbered(reasons(_, played))),
        _turns(_, played),
    )


def verdict(_: Words, played: Rehearsal) -> str:
    """What the asker would see first, in one line and the titles of entries."""
    known = played.decision.verdict
    name = escape(topic_name(_, played.charter, played.decision.topic))
    found = [f"• {_('No. {number}', number=one.id)} {bold(one.title)}" for one in played.entries]
    return "\n".join((VERDICTS[known](_, {"topic": name}), *found))


def reasons(_: Words, played: Rehearsal) -> list[str]:
    """Why, as the asker would read it; whom it comes to is told by the course."""
    return [
        sentence(_, reason, played.charter)
        for reason in played.decision.reasons
        if reason.rule not in TOLD_BY_THE_COURSE
    ]


def because(_: Words, over: PassedOver) -> str:
    """Who is not asked, and why."""
    return _("{person} ({why})", person=person(over.person), why=BECAUSE[over.because](_))


def standing(_: Words, stage: Stage) -> list[str]:
    """In whose stead somebody is asked, and who would have come before them."""
    nearest = stage.nearest
    other = person(nearest.instead_of or "")
    told = {nearest.person, nearest.instead_of}
    others = [
        one
        for one in nearest.passed_over
        if one.person not in told and one.because is not Because.ASKED
    ]
    over = ", ".join(because(_, one) for one in others)
    lines = (
        nearest.instead_of and _("Stands in for {person}, who is away.", person=other),
        nearest.is_away and _("Everybody is away; this is who is back first."),
        over and _("Passed over: {people}.", people=over),
    )
    return [line for line in lines if line]


def opening(_: Words, played: Rehearsal) -> str:
    """What has to happen for anybody to be asked."""
    if played.decision.verdict is Verdict.ESCALATE:
        return _("*It is passed on at once.* If nobody answers:")
    return _("*If the asker presses the button that asks a person*, and nobody answers:")


def turn(_: Words, number: int, stage: Stage, when: When) -> str:
    """Who is asked, and until when they have time; `when` says a moment."""
    return _(
        "{number}. {person} (step {step}) is asked {asked}, takes it by {taken} and answers by "
        "{answered}.",
        number=number,
        person=person(stage.nearest.person),
        step=stage.nearest.step + 1,
        asked=when(stage.read_at),
        taken=when(stage.acknowledge_by),
        answered=when(stage.answer_by),
    )


def ending(_: Words, course: Course, when: When) -> str:
    """When nobody is left, and who hears of it."""
    if not course.stages:
        return _("The charter names nobody who could be asked.")
    leads = ", ".join(_lead(_, lead) for lead in course.leads)
    facts = {"moment": when(course.leads_at), "leads": leads}
    if not course.leads:
        return _("Then, {moment}, nobody is left: the asker is told.", **facts)
    left = _(
        "Then, {moment}, nobody is left. Told that, and again each working day: {leads}.", **facts
    )
    if course.at_once:
        return _("Told at once that everybody is away: {leads}.", **facts) + "\n" + left
    return left


def _turns(_: Words, played: Rehearsal) -> Blocks:
    def when(at: datetime) -> str:
        return moment(at, _)

    stages = played.course.stages
    turns = [
        section(
            "\n".join((turn(_, number, one, when), *(f"_{line}_" for line in standing(_, one))))
        )
        for number, one in enumerate(stages, 1)
    ]
    first = section(opening(_, played)) if stages else None
    return [first, *turns[:MOST], section(ending(_, played.course, when))]


def _numbered(rules: list[str]) -> str:
    return "\n".join(f"{number}. {rule}" for number, rule in enumerate(rules, 1))


def _lead(_: Words, lead: str) -> str:
    return _("the lead channel") if lead.startswith(CHANNEL) else person(lead)


VERDICTS: dict[Verdict, Callable[[Words, Facts], str]] = {
    Verdict.CRISIS: lambda _, facts: _(
        "*Crisis:* only the statement on *{topic}* is shown.", **facts
    ),
    Verdict.SILENT: lambda _, facts: _(
        "*Silence:* the holding statement on *{topic}* is shown, and who deals with it.", **facts
    ),
    Verdict.ANSWER: lambda _, facts: _("*Answered:* an entry is shown as the answer.", **facts),
    Verdict.CONFIRM: lambda _, facts: _(
        "*To be confirmed:* an entry is shown, and one click has it confirmed.", **facts
    ),
    Verdict.ESCALATE: lambda _, facts: _(
        "*Passed on:* no entry answers it surely enough.", **facts
    ),
    Verdict.NEAR_MISSES: lambda _, facts: _(
        "*Not sure:* the nearest entries are shown, if there are any.", **facts
    ),
    Verdict.FALLBACK: lambda _, facts: _(
        "*No topic:* the nearest entries are shown, if there are any.", **facts
    ),
}
BECAUSE: dict[Because, Callable[[Words], str]] = {
    Because.ASKER: lambda _: _("asks it themselves"),
    Because.ASKED: lambda _: _("was asked before"),
    Because.GONE: lambda _: _("has left"),
    Because.LEVEL: lambda _: _("may not answer this"),
    Because.AWAY: lambda _: _("is away for too long"),
    Because.CAP: lambda _: _("was asked often enough this week"),
}
