"""Recalls: what those read who were given an answer that no longer holds, and who recalls it."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.locale import Words
from handlers.ui.blocks import Block, Message, actions, button, context, message, section
from handlers.ui.flags import flag_button
from handlers.ui.owed import quoted
from handlers.ui.reviewing import OPEN_ENTRY
from handlers.ui.terms import bold, quote
from handlers.ui.text import cut, person, plain
from handlers.ui.text.escaping import channel
from handlers.ui.word_diff import diff
from knowledge.entry import Entry
from knowledge.recall import Recall, Text

RECALL = "entry_recall"
ASKED = 300
NAMES = 30


@dataclass(frozen=True)
class Told:
    """What one reader, or everybody in a channel, was given, and may know of it now.

    `before` is what the entry said then; `question` what they had asked, if they had; `people` are
    those to name in a channel; `passed_to` is where the reader had shared it, if nothing can be
    said there any more; `reads`: they may read the entry now.
    """

    recall: Recall
    entry: Entry
    before: Text | None = None
    question: str = ""
    people: Sequence[str] = ()
    passed_to: str = ""
    reads: bool = True


@dataclass(frozen=True)
class Progress:
    """How many messages there are, how many have arrived, and whom none can reach."""

    total: int
    arrived: int
    unreached: Sequence[str] = ()

    @property
    def waiting(self) -> int:
        """How many are still on their way."""
        return self.total - self.arrived - len(self.unreached)


def recall_button(_: Words, entry: Entry) -> Block:
    """Correct an entry, and tell everyone who was given it."""
    return button(_("Correct and tell everybody…"), RECALL, entry.id)


def told(_: Words, shown: Told) -> Message:
    """An answer that somebody was given no longer holds."""
    entry, recall = shown.entry, shown.recall
    names = " ".join(map(person, shown.people))
    gone = recall.is_archived or entry.archived_at is not None
    return message(
        section(f"{names}\n{_headline(_, shown, gone=gone)}".strip()),
        section(quote(cut(plain(shown.question), ASKED))) if shown.question else None,
        _passed(_, shown),
        _what(_, shown, gone=gone) if shown.reads else None,
        context(_whom(_, shown)),
        actions(button(_("Read"), OPEN_ENTRY, entry.id), flag_button(_, entry.id))
        if shown.reads and not gone
        else None,
    )


def state(_: Words, recall: Recall, entry: Entry, progress: Progress) -> Message:
    """Who recalls it sees whom that has reached."""
    if not progress.total:
        text = _("Nobody else was given this fault lately: there is nobody to tell.")
    else:
        text = _.many(
            ":mega: {arrived} of {n} message has arrived.",
            ":mega: {arrived} of {n} messages have arrived.",
            progress.total,
            arrived=progress.arrived,
        )
    done = _("You have put this entry aside.") if recall.is_archived else _("You have corrected:")
    return message(
        section(f"{done} {bold(entry.title)}\n{text}"),
        section(_unreached(_, progress)) if progress.unreached else None,
    )


def _headline(_: Words, shown: Told, *, gone: bool) -> str:
    by = {"by": person(shown.recall.by)}
    if not shown.reads:
        return _(":mega: *An answer that I gave here earlier no longer holds.*")
    if gone:
        return _(":mega: *This answer no longer holds*: {by} has put it aside.", **by)
    return _(":mega: *This answer was wrong*, and {by} has corrected it:", **by)


def _passed(_: Words, shown: Told) -> Block | None:
    if not shown.passed_to:
        return None
    where = channel(shown.passed_to)
    text = _("You had shared it in {channel}, where I can't write any more.", channel=where)
    please = _("Please tell those who read it there.")
    return section(f"{text} {please}")


def _what(_: Words, shown: Told, *, gone: bool) -> list[Block]:
    """Title, reason, and what is different: of what is gone, the title is enough."""
    entry, reason = shown.entry, shown.recall.reason
    now = Text(entry.title, entry.body)
    changed = diff(_, shown.before, now) if shown.before and not gone else []
    why = quoted(reason) if reason else []
    return [section(bold(entry.title)), *why, *changed]


def _whom(_: Words, shown: Told) -> str:
    whom = person(shown.entry.owner or shown.recall.by)
    return _("If you have used it or passed it on: {person} can tell you more.", person=whom)


def _unreached(_: Words, progress: Progress) -> str:
    names = [channel(one) or person(one) for one in progress.unreached[:NAMES]]
    more = " …" if len(progress.unreached) > NAMES else ""
    return _(
        ":warning: I can't reach {people}. Please tell them yourself.",
        people=", ".join(names) + more,
    )
