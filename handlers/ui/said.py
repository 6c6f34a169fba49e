"""Said: the parts that messages about a signal share: its words, its notes, where it comes from."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.locale import Words
from handlers.ui.blocks import Block, context, section
from handlers.ui.owed import quoted
from handlers.ui.text import cut, person
from handlers.ui.text.escaping import channel, link
from knowledge.charter import EMPTY, Charter
from knowledge.signal import Signal, Status, Supporter

SHOWN = 2000
"""Characters of what was said."""
NOTES = 5


@dataclass(frozen=True)
class Shown:
    """A signal as its reader may see it: `reads` says whether they may read its words."""

    signal: Signal
    supporters: Sequence[Supporter] = ()
    charter: Charter = EMPTY
    reads: bool = True


def words(_: Words, shown: Shown) -> list[Block]:
    """What was said, as a quotation; of a private conversation only to who is in it."""
    if not shown.reads:
        hidden = _(
            "It was said in a private conversation: its words stay with those who are in it."
        )
        return [section(f"_{hidden}_")]
    return quoted(cut(shown.signal.text, SHOWN))


def notes(shown: Shown) -> list[Block]:
    """What those who pass it on say about it."""
    noted = [(one.person, one.note) for one in shown.supporters if one.note][:NOTES]
    return [
        block
        for who, note in noted
        for block in [section(f":speech_balloon: {person(who)}"), *quoted(cut(note, SHOWN))]
    ]


def reason(_: Words, signal: Signal) -> list[Block | None]:
    """Why not now, apart from the words it is about."""
    if signal.status is not Status.NOT_NOW or not signal.reason:
        return []
    return [*quoted(signal.reason), context(_("What was passed on:"))]


def source(_: Words, shown: Shown) -> list[str]:
    """Who said it, where; and the message itself."""
    signal = shown.signal
    place = channel(signal.channel or "")
    return [
        _("said by {author}", author=person(signal.author)) if signal.author else "",
        _("in {channel}", channel=place) if place else "",
        link(signal.url, _("where it was written")) if signal.url else "",
    ]
