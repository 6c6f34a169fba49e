"""Replies: each verdict as the asker reads it, with what to do next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from handlers.locale import Words
from handlers.ui.blocks import Block, Blocks, actions, button, context, section, sections
from handlers.ui.reviewing import OPEN_ENTRY, open_button
from handlers.ui.terms import as_quote, bold, facts, topic_name
from handlers.ui.text import escape, excerpt, is_short, moment, passages, person
from handlers.ui.waiting import asked_blocks
from knowledge import calendar
from knowledge.charter import Localised, Topic
from knowledge.entry import Entry
from knowledge.question import Way
from knowledge.questions import Outcome
from knowledge.routing import Verdict

HELPFUL = "question_helpful"
NOT_HELPFUL = "question_not_helpful"
SHARE = "question_share"
WHY = "question_why"
ASK_PERSON = "question_ask_person"
ANSWER = 1200
"""Characters of an answer that are shown at once."""
NEAR = 300
"""Characters of an answer that may be another one's."""


@dataclass(frozen=True)
class Case:
    """What is replied to: the outcome, the moment, names for buttons, and the asker's wish."""

    outcome: Outcome
    now: datetime
    names: Mapping[str, str]
    wants_person: bool = False

    @property
    def question(self) -> int:
        return self.outcome.question.id

    @property
    def asker(self) -> str:
        return self.outcome.question.asker

    @property
    def topic(self) -> Topic | None:
        return self.outcome.charter.topic(self.outcome.decision.topic)

    def topic_name(self, _: Words) -> str:
        """The topic's name, ready to be shown in bold."""
        return escape(topic_name(_, self.outcome.charter, self.outcome.decision.topic))


def reply(_: Words, case: Case) -> list[Blocks]:
    """The blocks for any verdict."""
    return REPLIES[case.outcome.decision.verdict](_, case)


def _answer(_: Words, case: Case) -> list[Blocks]:
    if not case.outcome.entries:
        return _near_misses(_, case)
    ask = _ask_button(_, case) if case.wants_person else None
    return [
        _entry(_, case),
        _asked(_, case),
        actions(ask, *_entry_buttons(_, case), _share_button(_, case), _why_button(_, case)),
    ]


def _confirm(_: Words, case: Case) -> list[Blocks]:
    if not case.outcome.entries:
        return _near_misses(_, case)
    told = _(
        ":warning: *To be confirmed before you use it*: on *{topic}*, somebody with the mandate "
        "confirms it first.",
        topic=case.topic_name(_),
    )
    name = _nearest_name(case)
    ask = _ask_button(_, case, label=_("Ask {name} to confirm", name=name))
    return [
        section(told),
        _entry(_, case),
        _asked(_, case) or section(_who_and_when(_, case)),
        actions(ask, *_entry_buttons(_, case), _why_button(_, case)),
    ]


def _near_misses(_: Words, case: Case) -> list[Blocks]:
    if case.outcome.entries:
        told = _("*I am not sure.* Is it one of these?")
    else:
        told = _("*I have no answer to this yet.*")
    return [section(told), *_options(_, case), *_offer(_, case)]


def _fallback(_: Words, case: Case) -> list[Blocks]:
    if case.outcome.entries:
        told = _("*I can't tell what this is about.* Is it one of these?")
    else:
        told = _("*I can't tell what this is about*, and I have no answer to it yet.")
    return [section(told), *_options(_, case), *_offer(_, case)]


def _escalate(_: Words, case: Case) -> list[Blocks]:
    related: list[Blocks] = []
    if case.outcome.entries:
        told = _("Meanwhile, this may be related; don't pass it on before it is confirmed:")
        related = [section(told), *_options(_, case)]
    told = _(
        "Questions on *{topic}* go to the person who answers for them.", topic=case.topic_name(_)
    )
    return [section(told), *_offer(_, case), *related]


def _silent(_: Words, case: Case) -> list[Blocks]:
    told = _(
        ":no_entry: *We don't answer on {topic} in public.* What you may say, word for word:",
        topic=case.topic_name(_),
    )
    return [section(told), _said(_, case.topic.holding if case.topic else None), *_offer(_, case)]


def _crisis(_: Words, case: Case) -> list[Blocks]:
    told = _(
        ":rotating_light: *{topic} is in crisis.* Say this and nothing else, word for word:",
        topic=case.topic_name(_),
    )
    said = _said(_, case.topic.crisis if case.topic else None)
    return [section(told), said, actions(_why_button(_, case))]


REPLIES: dict[Verdict, Callable[[Words, Case], list[Blocks]]] = {
    Verdict.ANSWER: _answer,
    Verdict.CONFIRM: _confirm,
    Verdict.NEAR_MISSES: _near_misses,
    Verdict.ESCALATE: _escalate,
    Verdict.SILENT: _silent,
    Verdict.CRISIS: _crisis,
    Verdict.FALLBACK: _fallback,
}


def _said(_: Words, statement: Localised | None) -> list[Block]:
    """What the charter says, as a quotation."""
    return sections(passages(as_quote(statement.in_(_.language)))) if statement else []


def _entry(_: Words, case: Case) -> list[Block | None]:
    """The best entry, its beginning or all of it."""
    best = case.outcome.entries[0]
    return [
        section(bold(best.title)),
        section(excerpt(best.body, ANSWER)),
        context(*facts(_, best, case.outcome.charter)),
    ]


def _entry_buttons(_: Words, case: Case) -> list[Block | None]:
    best = case.outcome.entries[0]
    return [
        open_button(_, best),
        button(_("Helpful"), HELPFUL, case.question),
        button(_("Not helpful"), NOT_HELPFUL, case.question),
    ]


def _share_button(_: Words, case: Case) -> Block | None:
    """Only where the others haven't seen it, and where all of them may."""
    question, best = case.outcome.question, case.outcome.entries[0]
    channel = question.channel or "D"
    unseen = question.way in (Way.COMMAND, Way.SHORTCUT) and not channel.startswith("D")
    if not unseen or best.audience not in (None, channel) or question.shared_at:
        return None
    return button(_("Share in channel"), SHARE, question.id)


def _options(_: Words, case: Case) -> list[Block]:
    """Entries that may be meant, each with a button to read it."""
    return [_option(_, entry) for entry in case.outcome.entries]


def _option(_: Words, entry: Entry) -> Block:
    text = f"{bold(entry.title)}\n{excerpt(entry.body, NEAR)}"
    return section(text, accessory=button(_("Open"), OPEN_ENTRY, entry.id))


def _offer(_: Words, case: Case) -> list[Blocks]:
    """Who would know, by when, and the button that asks them; or what happened to the question."""
    told = _asked(_, case) or section(_who_and_when(_, case))
    return [told, actions(_ask_button(_, case), _why_button(_, case))]


def _who_and_when(_: Words, case: Case) -> str:
    nearest = case.outcome.decision.nearest
    if nearest is None:
        return _("The charter names nobody I could ask. Please tell your lead.")
    return _(
        "{person} is the nearest person who knows. If you ask now, you have an answer by {due}.",
        person=person(nearest.person),
        due=moment(calendar.deadline(case.now, nearest.answer), _),
    )


def _asked(_: Words, case: Case) -> list[Block | None]:
    escalation = case.outcome.escalation
    return asked_blocks(_, escalation, case.asker) if escalation else []


def _ask_button(_: Words, case: Case, *, label: str = "") -> Block | None:
    if case.outcome.decision.nearest is None or case.outcome.escalation:
        return None
    label = label or _("Ask {name}", name=_nearest_name(case))
    return button(label, ASK_PERSON, case.question, style="primary")


def _nearest_name(case: Case) -> str:
    nearest = case.outcome.decision.nearest
    return case.names.get(nearest.person, nearest.person) if nearest else ""


def _why_button(_: Words, case: Case) -> Block:
    return button(_("Why?"), WHY, case.question)
