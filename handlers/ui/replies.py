"""Replies: each verdict as the asker reads it, with what to do next."""

from collections.abc import Callable

from handlers.locale import Words
from handlers.ui.blocks import Blocks, actions, section
from handlers.ui.filters import elsewhere
from handlers.ui.found import (
    Case,
    ask_button,
    asked,
    entry_buttons,
    entry_shown,
    nearest_name,
    offer,
    options,
    said,
    share_button,
    statement,
    who_and_when,
    why_button,
)
from handlers.ui.text import person
from knowledge.routing import Verdict


def reply(_: Words, case: Case) -> list[Blocks]:
    """The blocks for any verdict."""
    return REPLIES[case.outcome.decision.verdict](_, case)


def _answer(_: Words, case: Case) -> list[Blocks]:
    if not case.outcome.entries:
        return _near_misses(_, case)
    ask = ask_button(_, case) if case.wants_person or case.was_no_help else None
    return [
        entry_shown(_, case),
        said(_, case),
        asked(_, case),
        actions(
            ask,
            *entry_buttons(_, case),
            share_button(_, case, case.outcome.entries[0]),
            why_button(_, case),
        ),
    ]


def _confirm(_: Words, case: Case) -> list[Blocks]:
    if not case.outcome.entries:
        return _near_misses(_, case)
    told = _(
        ":warning: *To be confirmed before you use it*: on *{topic}*, somebody with the mandate "
        "confirms it first.",
        topic=case.topic_name(_),
    )
    name = nearest_name(case)
    ask = ask_button(_, case, label=_("Ask {name} to confirm", name=name))
    return [
        section(told),
        entry_shown(_, case),
        said(_, case),
        asked(_, case) or section(who_and_when(_, case)),
        actions(ask, *entry_buttons(_, case), why_button(_, case)),
    ]


def _near_misses(_: Words, case: Case) -> list[Blocks]:
    if not case.outcome.entries:
        return _nothing(_, case, _("*I have no answer to this yet.*"))
    return _to_choose(_, case, _("*I am not sure.* Is it one of these?"))


def _fallback(_: Words, case: Case) -> list[Blocks]:
    if not case.outcome.entries:
        told = _("*I can't tell what this is about*, and I have no answer to it yet.")
        return _nothing(_, case, told)
    return _to_choose(_, case, _("*I can't tell what this is about.* Is it one of these?"))


def _to_choose(_: Words, case: Case, told: str) -> list[Blocks]:
    """What may be meant, and who would know."""
    return [
        section(told),
        *options(_, case),
        said(_, case),
        *offer(_, case, choose=True),
    ]


def _nothing(_: Words, case: Case, told: str) -> list[Blocks]:
    """What to do instead: say more, look elsewhere, or ask somebody."""
    question = case.outcome.question
    is_empty = not question.entries
    if is_empty and case.says_little:
        told = _too_little(_, any(map(str.isalpha, question.text)))
    elif is_empty and question.filters:
        told = ""
    return [
        elsewhere(_, question, case.outcome.charter) if is_empty else None,
        section(told) if told else None,
        said(_, case),
        *offer(_, case),
    ]


def _too_little(_: Words, has_words: bool) -> str:
    if not has_words:
        return _("*I read figures, but no word.* Please say in a few words what it is about.")
    return _(
        "*These words alone don't tell me what you are looking for.* "
        "Please say in a few more what it is about, as you would to a colleague."
    )


def _escalate(_: Words, case: Case) -> list[Blocks]:
    related: list[Blocks] = []
    if case.outcome.entries and not case.outcome.question.is_public:
        told = _("Meanwhile, this may be related; don't pass it on before it is confirmed:")
        related = [section(told), *options(_, case, choose=False)]
    return [section(_why_asked(_, case)), *offer(_, case), *related]


def _why_asked(_: Words, case: Case) -> str:
    if case.was_asked_for:
        asker = person(case.asker)
        return _(":sos: {person} asks somebody who knows about this message.", person=asker)
    return _(
        "Questions on *{topic}* go to the person who answers for them.", topic=case.topic_name(_)
    )


def _silent(_: Words, case: Case) -> list[Blocks]:
    told = _(
        ":no_entry: *We don't answer on {topic} in public.* What you may say, word for word:",
        topic=case.topic_name(_),
    )
    return [
        section(told),
        statement(_, case.topic.holding if case.topic else None),
        said(_, case),
        *offer(_, case),
    ]


def _crisis(_: Words, case: Case) -> list[Blocks]:
    told = _(
        ":rotating_light: *{topic} is in crisis.* Say this and nothing else, word for word:",
        topic=case.topic_name(_),
    )
    words = statement(_, case.topic.crisis if case.topic else None)
    return [section(told), words, said(_, case), actions(why_button(_, case))]


REPLIES: dict[Verdict, Callable[[Words, Case], list[Blocks]]] = {
    Verdict.ANSWER: _answer,
    Verdict.CONFIRM: _confirm,
    Verdict.NEAR_MISSES: _near_misses,
    Verdict.ESCALATE: _escalate,
    Verdict.SILENT: _silent,
    Verdict.CRISIS: _crisis,
    Verdict.FALLBACK: _fallback,
}
