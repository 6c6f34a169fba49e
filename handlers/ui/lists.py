"""Lists: what waits for a person, what they wait for, and what became of their answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.locale import Words
from handlers.ui.blocks import Block, Blocks, Message, button, context, message, section
from handlers.ui.owed import asker_buttons, assignee_buttons, lead_buttons
from handlers.ui.reviewing import OPEN_ENTRY, review_buttons
from handlers.ui.terms import bold, state, topic_name
from handlers.ui.text import escape, excerpt, moment, person
from knowledge.charter import EMPTY, Charter
from knowledge.entry import Entry
from knowledge.escalation import Escalation, Status

TEASER = 200
"""Characters of an answer in a list."""
IN_MESSAGE = 5
"""The longest list of which four fit into a message's 50 blocks."""


@dataclass(frozen=True)
class Desk:
    """What lies before one person: owed and awaited answers, drafts to review, own entries."""

    person: str | None
    owed: Sequence[Escalation]
    drafts: Sequence[Entry]
    awaited: Sequence[Escalation]
    written: Sequence[Entry]
    charter: Charter = EMPTY


def mine(
    _: Words,
    *,
    owed: Sequence[Escalation],
    awaited: Sequence[Escalation],
    drafts: Sequence[Entry],
    written: Sequence[Entry],
    charter: Charter = EMPTY,
) -> Message:
    """`/kb mine`: everything that waits for this person or for which they wait."""
    desk = Desk(None, owed, drafts, awaited, written, charter)
    return message(*everything(_, desk, longest=IN_MESSAGE))


def everything(_: Words, desk: Desk, *, longest: int) -> list[list[Blocks]]:
    """The four lists, each with what to do next, none longer than `longest`."""
    charter = desk.charter
    owed = [owed_row(_, one, charter) for one in desk.owed]
    drafts = [draft_row(_, one, charter) for one in desk.drafts]
    awaited = [_awaited_row(_, one, desk.person) for one in desk.awaited]
    written = [_written_row(_, one) for one in desk.written]
    return [
        _list(_, _("You owe an answer"), owed, _("Nobody waits for an answer of yours."), longest),
        _list(_, _("You review"), drafts, _("No draft waits for your review."), longest),
        _list(_, _("You wait for"), awaited, _("You wait for no answer."), longest),
        _list(
            _,
            _("What your answers became"),
            written,
            _("Nothing yet: what you answer, or what others keep of it, is listed here."),
            longest,
        ),
    ]


def draft_row(_: Words, entry: Entry, charter: Charter) -> list[Block | None]:
    """A draft, and what its reviewer can do with it."""
    topic = escape(topic_name(_, charter, entry.topic))
    author = entry.named(entry.author)
    by = _("by {author}", author=person(author)) if author else ""
    about = " · ".join(filter(None, (_("No. {number}", number=entry.id), topic, by)))
    title, body = entry.redacted(entry.title), entry.redacted(entry.body)
    text = f"{bold(title)}\n{about}\n{excerpt(body, TEASER)}"
    return [section(text), review_buttons(_, entry, shown=TEASER)]


def owed_row(_: Words, escalation: Escalation, charter: Charter) -> list[Block | None]:
    """A question this person owes an answer to."""
    topic = escape(topic_name(_, charter, escalation.topic))
    asked = _("{asker} waits", asker=person(escalation.asker))
    due = _("answer by *{moment}*", moment=moment(escalation.due_at, _))
    if escalation.status is Status.PAUSED:
        asked = _("you wait for details from {asker}", asker=person(escalation.asker))
        due = _("the clock stands still")
    about = _about(_, escalation, topic, asked, due)
    return [section(f"{bold(escalation.text)}\n{about}"), assignee_buttons(_, escalation)]


def unowned_row(_: Words, escalation: Escalation, *, reads: bool = True) -> list[Block | None]:
    """A question that nobody is left for, as its leads see it; its words if they may read them."""
    asked = _("{asker} waits", asker=person(escalation.asker))
    about = _about(_, escalation, asked)
    words = bold(escalation.text) if reads else f"_{_('asked in a private channel')}_"
    return [section(f"{words}\n{about}"), lead_buttons(_, escalation)]


def more(_: Words, count: int) -> Block | None:
    """How many are not shown."""
    if count <= 0:
        return None
    return context(_.many("… and {n} more", "… and {n} more", count))


def _awaited_row(_: Words, escalation: Escalation, reader: str | None) -> list[Block | None]:
    mine = reader == escalation.asker
    told = {"person": person(escalation.assignee), "due": moment(escalation.due_at, _)}
    stands = _("{person} answers by *{due}*", **told)
    if escalation.is_exhausted:
        stands = _("*nobody's*: the lead sees to it")
    elif escalation.status is Status.PAUSED:
        stands = _("{person} waits for details; the clock stands still", **told)
    return [
        section(f"{bold(escalation.text)}\n{_about(_, escalation, stands)}"),
        asker_buttons(_, escalation) if mine else None,
    ]


def _about(_: Words, escalation: Escalation, *told: str) -> str:
    """Its number, by which `/kb show` tells its story, whether it is urgent, and what else."""
    urgent = _("*urgent*") if escalation.is_urgent else ""
    return " · ".join(filter(None, (f"E{escalation.id}", urgent, *told)))


def _written_row(_: Words, entry: Entry) -> list[Block | None]:
    about = f"{_('No. {number}', number=entry.id)} · {state(_, entry.status)}"
    read = button(_("Open"), OPEN_ENTRY, entry.id)
    return [section(f"{bold(entry.title)}\n{about}", accessory=read)]


def _list(
    _: Words, title: str, rows: Sequence[list[Block | None]], nothing: str, longest: int
) -> list[Blocks]:
    if not rows:
        return [section(f"*{title}*\n{nothing}")]
    shown = rows[:longest]
    return [section(f"*{title}* ({len(rows)})"), shown, more(_, len(rows) - len(shown))]
