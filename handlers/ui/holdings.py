"""Holdings: what a person is shown of what Relais holds of them."""

import json
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any

from handlers.locale import Words
from handlers.ui.blocks import SECTION, Message, actions, button, context, message, modal, section
from handlers.ui.text import cut, day, escape, summary
from knowledge.holdings import Holding, Item

EVERYTHING = "holdings_everything"
FORGET = "forgetting_open"
TEASER = 100
MOST = 90
"""Paragraphs of a window: Slack takes 100 blocks."""
VIEW = 200_000
"""Bytes of them: Slack takes views of 250 KB. As it travels, an accent is six long."""


def counted(_: Words, holdings: Sequence[Holding]) -> Message:
    """`/kb mydata`: how much of what."""
    if not holdings:
        return message(section(_("I hold nothing of you.")))
    lines = "\n".join(f"• {noun(_, one.table)} · *{len(one.items)}*" for one in holdings)
    return message(
        section(_(":card_index_dividers: *What I hold of you*") + f"\n{lines}"),
        context(_("Only you see this. It is everything in which you are named, by row.")),
        actions(button(_("Show everything"), EVERYTHING, "-"), button(_("Forget me"), FORGET, "-")),
    )


def looking(_: Words) -> dict[str, Any]:
    """It takes a moment to look everywhere."""
    told = section(_("One moment: I look through everything."))
    return modal("holdings_looking", _("What I hold of you"), told, close=_("Close"))


def everything(_: Words, holdings: Sequence[Holding]) -> dict[str, Any]:
    """Row by row, each with its number."""
    whole = [*_paragraphs(_, holdings)]
    ends = accumulate(len(json.dumps(paragraph)) for paragraph in whole[:MOST])
    shown = [told for told, end in zip(whole, ends, strict=False) if end < VIEW]
    left = len(whole) - len(shown)
    more = _("The rest does not fit: whoever runs me can give you all of it in a file.")
    return modal(
        "holdings_read",
        _("What I hold of you"),
        [section(paragraph) for paragraph in shown] or section(_("I hold nothing of you.")),
        section(more) if left > 0 else None,
        close=_("Close"),
    )


def noun(_: Words, table: str) -> str:
    """What the rows of a table are; its name, where it has no other."""
    return {
        "absences": _("absences"),
        "audit_log": _("lines of the audit log"),
        "captured_messages": _("messages that were kept"),
        "charter_versions": _("versions of the charter that name you"),
        "consents": _("your word on what is kept"),
        "entries": _("entries you wrote, kept, review or look after"),
        "escalations": _("questions passed on that you asked or answer"),
        "handovers": _("questions that passed from hand to hand"),
        "inbox": _("events from Slack still to be looked at"),
        "members": _("your profile"),
        "outbox": _("messages to you, or about you"),
        "questions": _("questions you asked"),
        "revisions": _("versions of entries"),
        "signals": _("signals you passed on or own"),
        "supporters": _("signals you support"),
        "synonym_groups": _("changes of the team's jargon"),
        "timeline": _("what happened to questions passed on"),
        "voices": _("what you said of answers"),
        "waiters": _("answers you wait for"),
        "wordings": _("wordings you took out"),
        "workspaces": _("that you let me in"),
    }.get(table, escape(table.replace("_", " ")))


def _paragraphs(_: Words, holdings: Sequence[Holding]) -> Iterator[str]:
    """As many lines in each as Slack shows whole."""
    for holding in holdings:
        told = f"*{noun(_, holding.table)}* ({len(holding.items)})"
        for item in holding.items:
            line = _line(_, item)
            if len(told) + len(line) >= SECTION - 100:
                yield told
                told = line
            else:
                told += f"\n{line}"
        yield told


def _line(_: Words, item: Item) -> str:
    words = escape(summary(item.words, TEASER)) if item.is_readable else ""
    at = day(item.at, _) if item.at else ""
    return "• " + " · ".join(filter(None, (f"`{escape(cut(item.key, 40))}`", at, words)))
