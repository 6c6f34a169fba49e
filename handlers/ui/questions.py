"""Questions: what an asker sees, and what they share."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from handlers.locale import Words
from handlers.ui import flags
from handlers.ui.blocks import Block, Message, actions, context, message, section
from handlers.ui.duplicates import Caveat, caveat
from handlers.ui.feedback import HELPFUL, NONE_OF_THESE, NOT_HELPFUL, TAKE_BACK, THIS_ONE
from handlers.ui.filters import looked_in
from handlers.ui.found import ASK_PERSON, SHARE, WHY, Case
from handlers.ui.replies import reply
from handlers.ui.reviewing import OPEN_ENTRY, open_button
from handlers.ui.terms import bold, facts, quote
from handlers.ui.text import NOBODY, escape, excerpt, is_short, person, plain, summary
from handlers.ui.why import reasons
from knowledge.asking import Outcome
from knowledge.charter import EMPTY, Charter
from knowledge.entry import Entry
from knowledge.question import Question, Way

__all__ = [
    "ASK_PERSON",
    "HELPFUL",
    "NONE_OF_THESE",
    "NOT_HELPFUL",
    "OPEN_ENTRY",
    "SHARE",
    "TAKE_BACK",
    "THIS_ONE",
    "WHY",
    "outcome",
    "reasons",
    "shared",
    "shared_already",
]

SHARED = 2900
ASKED = 150


def outcome(
    _: Words,
    outcome: Outcome,
    *,
    now: datetime,
    names: Mapping[str, str] = NOBODY,
    wants_person: bool = False,
    caveats: Mapping[int, Caveat] = MappingProxyType({}),
) -> Message:
    """What became of a question. `names` stand on buttons, where no mention is possible.

    `caveats` are those of the entries that others contradict; `wants_person`: the asker would
    rather ask somebody, whatever is found.
    """
    question = outcome.question
    return message(
        _asked(_, question),
        looked_in(_, question.filters, outcome.charter),
        *reply(_, Case(outcome, now, names, wants_person, caveats)),
    )


def _asked(_: Words, question: Question) -> Block | None:
    """What was asked, where Slack does not show it above the reply."""
    if question.way is Way.DM or question.is_public:
        return None
    return context(_("You asked: {question}", question=escape(summary(question.text, ASKED))))


def shared(
    _: Words,
    question: Question,
    entry: Entry,
    by: str,
    *,
    charter: Charter = EMPTY,
    known: Caveat | None = None,
    doubted: bool = False,
) -> Message:
    """What a channel sees of an answer that somebody shares with it.

    `known`: what contradicts it; `doubted`: somebody says that it is wrong.
    """
    return message(
        section(_("{person} shares an answer from the knowledge base:", person=person(by))),
        section(quote(plain(question.text))),
        section(f"{bold(entry.title)}\n{excerpt(entry.body, SHARED - 400)}"),
        caveat(_, known),
        context(flags.caveat(_, doubted=doubted)),
        context(*facts(_, entry, charter)),
        actions(
            None if is_short(entry.body, SHARED - 400) else open_button(_, entry),
            flags.flag_button(_, entry.id),
        ),
    )


def shared_already(_: Words) -> Message:
    """Once is enough."""
    return message(section(_("This answer has been shared in the channel already.")))
