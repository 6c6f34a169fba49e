"""Flags: how somebody says that an entry is wrong, and what they hear of it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handlers.locale import Words
from handlers.ui.blocks import Block, Message, actions, button, message, modal, section
from handlers.ui.inputs import choice_of, select, text_input, text_of
from handlers.ui.owed import quoted
from handlers.ui.reviewing import OPEN_ENTRY
from handlers.ui.terms import bold
from handlers.ui.text import moment, person
from handlers.ui.word_diff import diff
from knowledge.entry import Entry
from knowledge.flag import SAID, Doubt, Flag, Status
from knowledge.flag_overdue import Cause
from knowledge.recall import Text

FLAG = "entry_flag"
SAY_WHY = "flag_say_why"
FLAG_MODAL = "entry_flag"
WHY_MODAL = "flag_say_why"
FLAGGED = "flag_raised"
DOUBT, WORDS = "doubt", "words"


@dataclass(frozen=True)
class Said:
    """What somebody wrote about an entry."""

    doubt: Doubt
    text: str


@dataclass(frozen=True)
class Settled:
    """A flag and its entry, as somebody who flagged it may see them.

    `before` is what the entry said when it was flagged; `reads`: they may read it now.
    """

    flag: Flag
    entry: Entry
    before: Text | None = None
    reads: bool = True


def flag_button(_: Words, entry: int) -> Block:
    """Say that an answer is wrong, out of date or unclear."""
    return button(_("Something wrong?"), FLAG, entry)


def caveat(_: Words, *, doubted: bool) -> str:
    """A word of caution, while somebody says that an entry is wrong."""
    if not doubted:
        return ""
    return _(":triangular_flag_on_post: _Somebody says that this is wrong; it is being looked at._")


def doubt_name(_: Words, doubt: Doubt) -> str:
    """What is wrong with an entry, in a few words."""
    return {
        Doubt.WRONG: _("It is wrong"),
        Doubt.OUT_OF_DATE: _("It is out of date"),
        Doubt.UNCLEAR: _("It is unclear"),
        Doubt.SOURCE_EDITED: _("Its source was edited"),
        Doubt.SOURCE_DELETED: _("Its source was deleted"),
    }[doubt]


def flag_modal(_: Words, entry: Entry, text: str = "") -> dict[str, Any]:
    """What is wrong, and a sentence that says more; `text` stands in it already."""
    return modal(
        FLAG_MODAL,
        _("Something wrong?"),
        section(bold(entry.title)),
        _fields(_, text),
        close=_("Go back"),
        submit=_("Send"),
        metadata=json.dumps({"entry": entry.id}),
    )


def why_modal(_: Words, flag: Flag) -> dict[str, Any]:
    """Whoever flagged it with an emoji says what they mean."""
    return modal(
        WHY_MODAL,
        _("Something wrong?"),
        _fields(_, ""),
        close=_("Go back"),
        submit=_("Send"),
        metadata=json.dumps({"flag": flag.id}),
    )


def said(view: Mapping[str, Any]) -> Said:
    """What was written in either window."""
    return Said(Doubt(choice_of(view, DOUBT) or Doubt.WRONG), text_of(view, WORDS).strip())


def flagged(_: Words, flag: Flag) -> dict[str, Any]:
    """Who sees to it now, where it was written."""
    return modal(FLAGGED, _("Thank you"), section(_promise(_, flag)), close=_("Close"))


def flagged_by_emoji(_: Words, flag: Flag, entry: Entry) -> Message:
    """The same to who reacted: a sentence from them would help."""
    text = _("You say that this is wrong: {title}", title=bold(entry.title))
    return message(
        section(f"{text}\n{_promise(_, flag)}"),
        actions(button(_("Say why"), SAY_WHY, flag.id, style="primary")),
    )


def which(_: Words, entries: Sequence[Entry]) -> Message:
    """The message holds several answers: which of them?"""
    rows = [section(bold(one.title), accessory=flag_button(_, one.id)) for one in entries[:10]]
    return message(section(_("Which of these is wrong?")), rows)


def nothing_to_flag(_: Words) -> Message:
    """The message is no answer of ours, nor did one come from it."""
    return message(
        section(
            _(
                "I know of no entry behind this message. If an answer of mine is wrong, press "
                "*Something wrong?* below it, or type `/kb flag`, the entry's number and what is "
                "wrong. To correct a colleague, reply to them."
            )
        )
    )


def news(_: Words, settled: Settled, said: str) -> Message:
    """Somebody who flagged it hears what became of it."""
    flag = settled.flag
    title = section(bold(settled.entry.title)) if settled.reads else None
    if said in set(Cause):
        return message(section(_late(_, flag, said)), title)
    gone = settled.entry.archived_at is not None
    read = button(_("Read"), OPEN_ENTRY, settled.entry.id)
    return message(
        section(_settled(_, flag)),
        title,
        _difference(_, settled) if flag.status is Status.CORRECTED else None,
        quoted(flag.reason) if flag.reason and settled.reads else None,
        actions(read) if settled.reads and not gone else None,
    )


def _settled(_: Words, flag: Flag) -> str:
    told = {"person": person(flag.settled_by or "")}
    match flag.status:
        case Status.CORRECTED:
            return _(":white_check_mark: {person} has corrected what you had flagged.", **told)
        case Status.UPHELD:
            return _("{person} has checked what you had flagged: it is right, because", **told)
        case Status.ARCHIVED:
            return _("What you had flagged is put aside: nobody finds it any more.")
        case _other:
            return _("What you had flagged is doubted by nobody any more.")


def _late(_: Words, flag: Flag, cause: str) -> str:
    told = {"owner": person(flag.owner)}
    if cause == Cause.UNREACHABLE:
        return _(
            "I can't reach {owner} about what you had flagged. "
            "The leads know, and will hear of it again until somebody sees to it.",
            **told,
        )
    return _(
        "Nobody has seen in time to what you had flagged. "
        "The leads know, and will hear of it again until somebody does."
    )


def _difference(_: Words, settled: Settled) -> list[Block]:
    if settled.before is None or not settled.reads:
        return []
    return diff(_, settled.before, Text(settled.entry.title, settled.entry.body))


def _promise(_: Words, flag: Flag) -> str:
    told = {"owner": person(flag.owner), "due": moment(flag.due_at, _)}
    return _("{owner} sees to it by {due}. I'll tell you what becomes of it.", **told)


def _fields(_: Words, text: str) -> list[Block]:
    options = [(str(doubt), doubt_name(_, doubt)) for doubt in SAID]
    hint = _("Whoever keeps the entry true reads this, word for word.")
    return [
        select(DOUBT, _("What is the matter?"), options, Doubt.WRONG),
        text_input(WORDS, _("In a sentence"), value=text, lines=True, hint=hint),
    ]
