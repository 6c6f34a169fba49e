"""Choosing: what a person sees who passes something on to whom it concerns."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handlers.locale import Words
from handlers.ui.blocks import (
    Block,
    Blocks,
    Message,
    actions,
    button,
    context,
    message,
    modal,
    remembered,
    section,
)
from handlers.ui.inputs import choice_of, select, text_input, text_of
from handlers.ui.owed import quoted
from handlers.ui.text import cut, person
from handlers.ui.whom import Whom, options, value_of

CHOOSE = "signal_choose"
PASS_ON_MODAL = "pass_on"
TEXT, PROCESS, NOTE = "text", "process", "note"
QUOTED = 600
"""Characters of the message that are shown above the choice."""


@dataclass(frozen=True)
class Written:
    """What was chosen and written; and the message it is about, if it is about one."""

    process: str
    note: str
    text: str
    channel: str | None
    ts: str | None


def whom(_: Words, channel: str, ts: str) -> Message:
    """To somebody who reacted to a message that could concern anybody."""
    text = _("I'd gladly pass this message on, but I can't tell whom it concerns.")
    value = json.dumps({"channel": channel, "ts": ts})
    return message(
        section(text), actions(button(_("Choose who it concerns"), CHOOSE, value, style="primary"))
    )


def about_message(
    _: Words,
    text: str,
    choice: Whom,
    likely: str | None,
    *,
    place: tuple[str, str],
    is_private: bool,
) -> dict[str, Any]:
    """Pass a message on: whom it concerns (the likely process first), and a note if need be.

    `place` is its channel and ts.
    """
    return _modal(
        _,
        quoted(cut(text, QUOTED)),
        context(_private(_)) if is_private else None,
        _choice(_, choice, likely),
        _note(_),
        metadata=json.dumps(dict(zip(("channel", "ts"), place, strict=True))),
    )


def about_known(
    _: Words, owner: str, *, place: tuple[str, str], is_live: bool = True
) -> dict[str, Any]:
    """Somebody has passed this message on already: join, with a note if need be."""
    told = {"owner": person(owner)}
    if is_live:
        text = _("{owner} has this already. Pass it on as well, and you hear what comes.", **told)
    else:
        text = _("{owner} has dealt with this already. Pass it on, and I show you how.", **told)
    metadata = json.dumps(dict(zip(("channel", "ts"), place, strict=True)))
    return _modal(_, section(text), _note(_), metadata=metadata)


def about_words(_: Words, text: str, choice: Whom, likely: str | None) -> dict[str, Any]:
    """Pass on what one has heard oneself, in one's own words."""
    hint = _("An idea, a complaint that comes again and again, a risk: what you saw, and where.")
    field = text_input(TEXT, _("What is it about?"), value=text, lines=True, hint=hint)
    return _modal(_, field, _choice(_, choice, likely), metadata="")


def written(view: Mapping[str, Any]) -> Written:
    """What was chosen and written."""
    about = remembered(view)
    return Written(
        process=choice_of(view, PROCESS),
        note=text_of(view, NOTE),
        text=text_of(view, TEXT),
        channel=about.get("channel"),
        ts=about.get("ts"),
    )


def _modal(_: Words, *content: Blocks, metadata: str) -> dict[str, Any]:
    return modal(
        PASS_ON_MODAL,
        _("Pass on"),
        *content,
        close=_("Go back"),
        submit=_("Pass on"),
        metadata=metadata,
    )


def _choice(_: Words, choice: Whom, likely: str | None) -> Block:
    return select(PROCESS, _("Whom does it concern?"), options(_, choice), value_of(likely))


def _note(_: Words) -> Block:
    hint = _("What strikes you about it, what you would suggest.")
    return text_input(NOTE, _("Your note"), lines=True, optional=True, hint=hint)


def _private(_: Words) -> str:
    return _(
        "This is from a private conversation. Its words are shown only to those who are in it; "
        "whoever gets it and is not in it sees your note and the link."
    )
