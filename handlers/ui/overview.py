"""Overview: the signals a person owes a word on, those they passed on, and how many there are."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.locale import Words
from handlers.ui.blocks import Block, Blocks, Message, context, divider, message, section
from handlers.ui.lists import more
from handlers.ui.owners import owner_buttons
from handlers.ui.terms import bold, process_name, topic_name
from handlers.ui.text import escape, moment, person, plain
from knowledge.charter import EMPTY, Charter
from knowledge.signal import Signal, Status
from knowledge.tally import Count, by_process

TITLE = 200
OWED = 8
PASSED = 10
LINES = 30
TOP = 5


@dataclass(frozen=True)
class Overview:
    """What one person sees of signals. `private` are the conversations they are in."""

    owed: Sequence[Signal] = ()
    passed: Sequence[Signal] = ()
    counts: Sequence[Count] | None = None
    private: frozenset[str] = frozenset()
    charter: Charter = EMPTY


NOTHING = Overview()


def listed(_: Words, seen: Overview) -> Message:
    """`/kb signals`: what this person owes, what they passed on, and the last thirty days."""
    owed = [_owed_row(_, one, seen) for one in seen.owed]
    passed = [_passed_row(_, one, seen) for one in seen.passed]
    nothing = _("React with :bulb: to a message, or type `/kb signal` and what you have seen.")
    return message(
        _list(_, _("You owe a word"), owed, _("Nothing waits for your word."), OWED),
        _list(_, _("You passed on"), passed, nothing, PASSED),
        section(_counted(_, seen)),
        context(_("Where a private conversation was passed on, only those in it see its words.")),
    )


def on_home(_: Words, seen: Overview) -> list[Blocks]:
    """What waits for this person's word; for owners and leads, what came in this month."""
    owed = [_owed_row(_, one, seen) for one in seen.owed]
    return [
        [divider(), _list(_, _("You owe a word"), owed, "", OWED)] if owed else None,
        [divider(), section(_month(_, seen))] if seen.counts is not None else None,
    ]


def _owed_row(_: Words, signal: Signal, seen: Overview) -> list[Block | None]:
    process = escape(process_name(_, seen.charter, signal.process))
    passed = _("passed on by {person}", person=person(signal.by))
    due = _("say by *{moment}* what becomes of it", moment=moment(signal.due_at, _))
    about = " · ".join(filter(None, (process, passed, due)))
    return [section(f"{_title(_, signal, seen)}\n{about}"), owner_buttons(_, signal)]


def _passed_row(_: Words, signal: Signal, seen: Overview) -> list[Block | None]:
    return [section(f"{_title(_, signal, seen)}\n{_standing(_, signal)}")]


def _title(_: Words, signal: Signal, seen: Overview) -> str:
    if signal.is_readable(seen.private):
        return bold(plain(signal.text), TITLE)
    hidden = _("said in a private conversation")
    return f"_{hidden}_"


def _standing(_: Words, signal: Signal) -> str:
    told = {"owner": person(signal.owner), "due": moment(signal.due_at, _)}
    match signal.status:
        case Status.RECEIVED:
            return _("{owner} has received it, and says by {due} what becomes of it", **told)
        case Status.ACTED_ON:
            return _("{owner} has acted on it", **told)
        case Status.NOT_NOW:
            return _("{owner} has said *not now*", **told)
        case _other:
            return _("{owner} has it, and says by {due} what becomes of it", **told)


def _counted(_: Words, seen: Overview) -> str:
    """Each process with its topics."""
    found = seen.counts or ()
    title = _("The last thirty days")
    lines = [f"*{title}*"]
    for process in by_process(found):
        lines.append(f"• {_line(_, _named(_, seen, process.process), process)}")
        topics = [one for one in found if one.process == process.process and one.topic]
        lines += [f"    ◦ {_line(_, _about(_, seen, one), one)}" for one in topics]
    if not found:
        lines.append(_("Nothing was passed on."))
    return "\n".join(lines[: LINES + 1])


def _month(_: Words, seen: Overview) -> str:
    """The processes with the most signals of this month."""
    found = by_process(seen.counts or ())[:TOP]
    lines = [f"• {_line(_, _named(_, seen, one.process), one)}" for one in found]
    title = _("Signals of this month")
    return "\n".join([f"*{title}*", *(lines or [_("Nothing was passed on.")])])


def _line(_: Words, name: str, count: Count) -> str:
    return _(
        "{name}: *{total}* ({open} open, {acted_on} acted on, {not_now} not now)",
        name=name,
        total=count.total,
        open=count.open,
        acted_on=count.acted_on,
        not_now=count.not_now,
    )


def _named(_: Words, seen: Overview, process: str | None) -> str:
    return escape(process_name(_, seen.charter, process)) or _("no one process")


def _about(_: Words, seen: Overview, count: Count) -> str:
    return escape(topic_name(_, seen.charter, count.topic))


def _list(
    _: Words, title: str, rows: Sequence[list[Block | None]], nothing: str, most: int
) -> list[Blocks]:
    if not rows:
        return [section(f"*{title}*\n{nothing}")]
    shown = rows[:most]
    return [section(f"*{title}* ({len(rows)})"), shown, more(_, len(rows) - len(shown))]
