"""Keepers: what those see who keep a flagged entry true, who kept it before, and the leads."""

from handlers.locale import Words
from handlers.ui.blocks import Block, Blocks, Message, button, context, message, section
from handlers.ui.flag_settling import Shown, keeper_buttons
from handlers.ui.flag_story import story
from handlers.ui.flags import doubt_name
from handlers.ui.owed import quoted
from handlers.ui.reviewing import OPEN_ENTRY
from handlers.ui.terms import bold, topic_name
from handlers.ui.text import cut, escape, excerpt, moment, person
from handlers.ui.word_diff import diff
from knowledge.flag import Remark, Status
from knowledge.flag_overdue import Cause
from knowledge.recall import Text

SHOWN = 600
"""Characters of the entry."""
SAID = 800
"""Characters of one remark."""
REMARKS = 5


def asked(_: Words, shown: Shown, reader: str) -> Message:
    """What `reader` was sent, as things stand now."""
    flag = shown.flag
    mine = flag.is_open and reader == flag.owner
    return message(
        section(_headline(_, shown, mine=mine)),
        _about(_, shown),
        quoted(flag.reason) if flag.reason and shown.reads else None,
        context(*_facts(_, shown)),
        story(_, shown.story),
        keeper_buttons(_, shown) if mine else None,
    )


def reminder(_: Words, shown: Shown) -> Message:
    """Its owner is reminded."""
    due = moment(shown.flag.due_at, _)
    text = _("*A reminder*: please settle by {due} what is said of this entry:", due=due)
    return message(section(text), _about(_, shown), keeper_buttons(_, shown))


def moved(_: Words, shown: Shown, cause: Cause) -> Message:
    """The person who had it before is released."""
    told = {"owner": person(shown.flag.owner)}
    match cause:
        case Cause.LATE:
            text = _("You hadn't settled in time what is said of this entry: {owner} does.", **told)
        case Cause.UNREACHABLE:
            text = _("I couldn't reach you about this entry: {owner} sees to it now.", **told)
        case Cause.AWAY:
            text = _("You are away, so {owner} sees to this entry now.", **told)
        case Cause.HANDED_OVER:
            text = _("{owner} sees to this entry now.", **told)
    rest = _("You need do nothing more.")
    return message(section(f"{text} {rest}"), _title(_, shown))


def overdue(_: Words, shown: Shown, cause: Cause) -> Message:
    """The leads learn that nobody sees to it; each of them may."""
    told = {"owner": person(shown.flag.owner)}
    if cause is Cause.UNREACHABLE:
        text = _("I can't reach {owner} about an entry that is flagged.", **told)
    else:
        text = _("{owner} has not settled in time what is said of an entry.", **told)
    if shown.flag.is_open:
        rest = _("*Nobody else is named for it.* Please see to it: your word counts, too.")
    else:
        rest = _("This is settled in the meantime.")
    return message(
        section(f":warning: {text}\n{rest}"),
        _about(_, shown),
        context(*_facts(_, shown)),
        story(_, shown.story),
        keeper_buttons(_, shown) if shown.flag.is_open else None,
    )


def _headline(_: Words, shown: Shown, *, mine: bool) -> str:
    flag = shown.flag
    told = {"person": person(flag.settled_by or ""), "owner": person(flag.owner)}
    match flag.status:
        case Status.CORRECTED:
            return _(":white_check_mark: {person} has corrected this entry.", **told)
        case Status.UPHELD:
            return _(":white_check_mark: {person} has found this entry right.", **told)
        case Status.ARCHIVED:
            return _(":file_folder: This entry is put aside. You need do nothing more.")
        case Status.WITHDRAWN:
            return _("Nobody doubts this entry any more. You need do nothing more.")
        case _open if mine and shown.is_said_by_people:
            return _(":triangular_flag_on_post: *An entry that you keep true is doubted:*")
        case _open if mine:
            return _(":triangular_flag_on_post: *What an entry of yours came from has changed:*")
        case _open:
            return _("{owner} sees to this entry now.", **told)


def _about(_: Words, shown: Shown) -> list[Blocks]:
    """The entry, what is held against it, and what its sources say now."""
    if not shown.reads:
        return [_title(_, shown)]
    changed = shown.flag.is_open and shown.follows is not None
    now, then = Text(shown.entry.title, shown.entry.body), shown.entry.title
    return [
        _title(_, shown),
        section(excerpt(shown.entry.body, SHOWN)),
        [_remark(_, one) for one in shown.remarks[:REMARKS]],
        diff(_, now, Text(then, shown.follows or "")) if changed else None,
    ]


def _title(_: Words, shown: Shown) -> Block:
    read = button(_("Open"), OPEN_ENTRY, shown.entry.id)
    if shown.reads:
        return section(bold(shown.entry.title), accessory=read)
    hidden = _("It was kept in a private conversation: only those who are in it read it.")
    return section(f"_{hidden}_")


def _remark(_: Words, remark: Remark) -> list[Block]:
    doubt = doubt_name(_, remark.doubt)
    who = f"{person(remark.person)}{_(':')} " if remark.person else ""
    said = quoted(cut(remark.text, SAID)) if remark.text else []
    return [section(f":speech_balloon: {who}*{doubt}*"), *said]


def _facts(_: Words, shown: Shown) -> list[str]:
    flag, entry = shown.flag, shown.entry
    instead = person(flag.instead_of) if flag.instead_of else ""
    due = moment(flag.due_at, _)
    return [
        _("No. {number}", number=entry.id),
        escape(topic_name(_, shown.charter, entry.topic)) if shown.reads else "",
        _("in the stead of {person}", person=instead) if instead else "",
        _("settle it by *{due}*", due=due) if flag.is_open else "",
    ]
