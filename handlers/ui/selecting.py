"""Selecting: which messages of a thread are kept, and what that makes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handlers.locale import Words
from handlers.talks import Line, Talk
from handlers.ui.blocks import OPTION, Block, Blocks, context, divider, modal, section
from handlers.ui.inputs import choice_of, select
from handlers.ui.terms import bold
from handlers.ui.text import cut, escape, excerpt, plain, summary

MODAL = "capture_select"
CHOSEN = "capture_chosen"
QUESTION, FIRST, LAST = "question", "first", "last"
NONE = "-"
SHOWN = 1_500
"""Characters of the answer that are shown before it is kept."""
SAID = 60
"""Characters of a message in a menu."""


@dataclass(frozen=True)
class Choice:
    """The message that is the question (NONE: it is written by hand), and the answer's ends."""

    question: str
    first: str
    last: str


def window(_: Words, talk: Talk, choice: Choice) -> dict[str, Any]:
    """The menus, and below them what would be kept."""
    lines = [(line.ts, _label(_, number, line)) for number, line in enumerate(talk.lines, 1)]
    by_hand = (NONE, _("I write it myself"))
    about = {"channel": talk.channel, "thread_ts": talk.thread_ts}
    return modal(
        MODAL,
        _("Keep an answer"),
        context(_partial(_, talk)),
        _menu(QUESTION, _("The question"), [by_hand, *lines], choice.question),
        _menu(FIRST, _("The answer: first message"), lines, choice.first),
        _menu(LAST, _("The answer: last message"), lines, choice.last),
        divider(),
        _preview(_, talk, choice),
        close=_("Close"),
        submit=_("Continue"),
        metadata=json.dumps(about),
    )


def choice(view: Mapping[str, Any]) -> Choice:
    """What is chosen in the window."""
    return Choice(choice_of(view, QUESTION), choice_of(view, FIRST), choice_of(view, LAST))


def limited(_: Words) -> str:
    """Why only this message is there."""
    return _(
        "Slack doesn't let me read the rest of the thread right now: you can keep this message "
        "alone, or close this window and try again in a minute."
    )


def with_note(view: dict[str, Any], note: str) -> dict[str, Any]:
    """The window with a line in small letters at its head."""
    return {**view, "blocks": [context(note), *view["blocks"]]}


def _menu(name: str, label: str, options: Sequence[tuple[str, str]], chosen: str) -> Block:
    return select(name, label, options, chosen, action=CHOSEN)


def _label(_: Words, number: int, line: Line) -> str:
    said = summary(plain(line.text), SAID) or "…"
    colon = _(":")
    return cut(f"{number}. {line.name}{colon} {said}", OPTION)


def _partial(_: Words, talk: Talk) -> str:
    if talk.is_whole:
        return ""
    return _(
        "This thread is longer than what Slack lets me read at once: these are its first messages."
    )


def _preview(_: Words, talk: Talk, choice: Choice) -> list[Blocks]:
    """Who said what, as it would be kept."""
    question = talk.line(choice.question)
    lines = talk.between(choice.first, choice.last, besides=choice.question)
    answer = "\n\n".join(line.text for line in lines if line.text)
    told = _("You write the question in the next window.")
    names = ", ".join(dict.fromkeys(line.name for line in lines))
    return [
        context(_("This is what I keep; you can change both texts before it is saved:")),
        section(bold(plain(question.text)) if question else told),
        context(escape(question.name)) if question else None,
        section(excerpt(answer, SHOWN) if answer else _("No message is chosen for the answer.")),
        context(escape(names)) if names else None,
    ]
