"""Flag overview: the flags that a person has to settle, and how many there are on each topic."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handlers.locale import Words
from handlers.ui.blocks import Block, Blocks, button, divider, section
from handlers.ui.flag_settling import Shown, keeper_buttons
from handlers.ui.flags import doubt_name
from handlers.ui.lists import more
from handlers.ui.reviewing import OPEN_ENTRY
from handlers.ui.terms import bold, topic_name
from handlers.ui.text import escape, moment
from knowledge.charter import EMPTY, Charter

OWED = 4
TOPICS = 8


@dataclass(frozen=True)
class FlagsSeen:
    """What one person sees of flags; `counts` by topic are for leads."""

    owed: Sequence[Shown] = ()
    counts: Mapping[str | None, int] | None = None
    charter: Charter = EMPTY


NO_FLAGS = FlagsSeen()


def on_home(_: Words, seen: FlagsSeen) -> list[Blocks]:
    """What waits for this person to be settled; for leads, how many flags are open."""
    title = _("Your entries that are doubted")
    return [
        [divider(), section(f"*{title}* ({len(seen.owed)})")] if seen.owed else None,
        [_row(_, one) for one in seen.owed[:OWED]],
        more(_, len(seen.owed) - OWED),
        [divider(), section(_counted(_, seen))] if seen.counts else None,
    ]


def _row(_: Words, shown: Shown) -> list[Block | None]:
    hidden = _("kept in a private conversation")
    title = bold(shown.entry.title) if shown.reads else f"_{hidden}_"
    doubts = dict.fromkeys(doubt_name(_, one.doubt) for one in shown.remarks)
    due = _("settle it by *{due}*", due=moment(shown.flag.due_at, _))
    about = " · ".join((_("No. {number}", number=shown.entry.id), *doubts, due))
    read = button(_("Open"), OPEN_ENTRY, shown.entry.id) if shown.reads else None
    return [section(f"{title}\n{about}", accessory=read), keeper_buttons(_, shown)]


def _counted(_: Words, seen: FlagsSeen) -> str:
    counts = seen.counts or {}
    title = _.many("{n} entry is doubted", "{n} entries are doubted", sum(counts.values()))
    none = _("no topic")
    told = [
        f"{escape(topic_name(_, seen.charter, topic)) or none} {count}"
        for topic, count in [*counts.items()][:TOPICS]
    ]
    return f":triangular_flag_on_post: *{title}*{_(':')} {' · '.join(told)}"
