"""Widening: who finds an entry, and the window in which somebody entitled decides it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handlers.locale import Words
from handlers.ui.blocks import Block, Message, actions, button, context, message, modal, section
from handlers.ui.inputs import channel_input, channel_of, choice_of, select
from handlers.ui.reviewing import open_button
from handlers.ui.terms import bold
from handlers.ui.text import escape, excerpt, person, plain
from handlers.ui.text.escaping import channel
from knowledge.entry import Entry
from knowledge.moves import Cause

WIDEN = "entry_widen"
WIDEN_MODAL = "entry_widen_modal"
WHO, WHERE = "who", "where"
EVERYBODY, CHANNEL, AS_BEFORE = "everybody", "channel", "as_before"
SHOWN = 2000
LISTED = 10
"""Titles that a message about a channel names."""


@dataclass(frozen=True)
class Chosen:
    """Who is to find it: `everybody`, the members of a `channel`, or again those of before."""

    who: str
    channel: str = ""


def kept_for(_: Words, entry: Entry) -> str:
    """Who finds it, if it is not everybody."""
    if entry.audience is None:
        return ""
    place = channel(entry.audience)
    if not place:
        return _(":lock: only for those of the conversation it comes from")
    return _(":lock: only for the members of {channel}", channel=place)


def widen_button(_: Words, entry: Entry, *, may: bool) -> Block | None:
    """Leads to the window, where there is something to decide."""
    if not may or (entry.audience is None and entry.widened_from is None):
        return None
    return button(_("Who finds it…"), WIDEN, entry.id)


def widen_modal(_: Words, entry: Entry) -> dict[str, Any]:
    """All that more people would find, and who they may be."""
    wordings = "\n".join(f"• {escape(plain(wording))}" for wording in entry.wordings)
    return modal(
        WIDEN_MODAL,
        _("Who finds it"),
        section(bold(entry.title)),
        context(kept_for(_, entry) or _("Everybody in the team finds it.")),
        section(excerpt(entry.body, SHOWN)),
        context(_("Also asked as:") + f"\n{wordings}") if wordings else None,
        select(WHO, _("Who may find it"), _choices(_, entry), EVERYBODY),
        channel_input(
            WHERE,
            _("The other channel"),
            hint=_("A private one that you are in, and I as well."),
        ),
        close=_("Close"),
        submit=_("Save"),
        metadata=json.dumps({"entry": entry.id}),
    )


def chosen(view: Mapping[str, Any]) -> Chosen:
    """What was chosen in it."""
    return Chosen(choice_of(view, WHO), channel_of(view, WHERE))


def told(_: Words, entry: Entry, by: str) -> Message:
    """Author and owner learn who finds it now."""
    if entry.audience is None:
        text = _("{person} lets everybody in the team find this entry:", person=person(by))
    else:
        text = _("{person} has changed who finds this entry:", person=person(by))
    return message(
        section(text),
        section(bold(entry.title)),
        context(kept_for(_, entry)),
        actions(open_button(_, entry)),
    )


def channel_changed(_: Words, place: str, cause: str, seen: Sequence[Entry], total: int) -> Message:
    """Owners and leads learn what has become of the entries of a channel.

    `seen` are those their reader may see; of the others only the number is told.
    """
    titles = "\n".join(f"• {bold(entry.title)}" for entry in seen[:LISTED])
    return message(
        section(_changed(_, channel(place), cause)),
        section(_.many("It concerns {n} entry.", "It concerns {n} entries.", total)),
        section(titles) if titles else None,
    )


def _choices(_: Words, entry: Entry) -> list[tuple[str, str]]:
    wider = [
        (EVERYBODY, _("Everybody in the team")),
        (CHANNEL, _("The members of another channel")),
    ]
    before = [(AS_BEFORE, _("Only those who found it before it was opened"))]
    return [*(wider if entry.audience else []), *(before if entry.widened_from else [])]


def _changed(_: Words, place: str, cause: str) -> str:
    where = {"channel": place or _("a conversation")}
    match cause:
        case Cause.MADE_PRIVATE:
            return _(
                ":lock: {channel} is private now: what came from it is found by its members only, "
                "until somebody who may lets others find it (`/kb show` and its number).",
                **where,
            )
        case Cause.CLOSED:
            return _(
                ":lock: I can't look into {channel} any more, so I don't know who is in it: nobody "
                "finds what is kept for its members. Invite me again with `/invite @Relais`.",
                **where,
            )
        case _deleted:
            return _(
                ":lock: {channel} has been deleted: nobody finds what was kept for its members. "
                "Whoever runs Relais can bring it back: `relais export --private` writes it down.",
                **where,
            )
