"""What is shown of who may find an entry, made of one text somebody wrote."""

from collections.abc import Iterator
from typing import Any

from handlers.locale import Words
from handlers.ui import entries, escalations, timeline, widening
from handlers.ui.blocks import Message, message
from handlers.ui.lists import unowned_row
from knowledge.charter import Charter
from knowledge.entry import Entry
from knowledge.handovers import Cause
from knowledge.moves import Cause as Moved
from knowledge.trouble import Trouble
from tests.factories import ANA, MARIA, NINA, NOW, an_entry, an_escalation

PRIVATE, CONVERSATION = "C0JURIDIQUE", "D0MARIA"
Shown = tuple[str, Message | dict[str, Any]]


def sight_gallery(_: Words, text: str, charter: Charter) -> Iterator[Shown]:
    """Each by name."""
    for audience in (PRIVATE, CONVERSATION, None):
        kept = kept_entry(text, audience=audience, widened_from=None if audience else PRIVATE)
        card = entries.card(_, kept, may_edit=True, charter=charter, may_widen=True)
        yield f"card, kept for {audience}", card
        yield f"entry, kept for {audience}", entries.read_modal(_, kept, charter=charter)
        yield f"who finds it, kept for {audience}", widening.widen_modal(_, kept)
        yield f"told who finds it, kept for {audience}", widening.told(_, kept, NINA)
    both = kept_entry(text, audience="C0OTHER", widened_from=PRIVATE)
    yield "who finds it, widened to a channel", widening.widen_modal(_, both)
    seen = [kept_entry(text, id=number, audience=PRIVATE) for number in range(1, 13)]
    for cause in Moved:
        for place in (PRIVATE, CONVERSATION):
            told = widening.channel_changed(_, place, cause, seen, 17)
            yield f"a channel, {cause}, {place}", told
    yield "a channel of which nothing is seen", widening.channel_changed(_, PRIVATE, cause, [], 1)
    yield "out of sight", entries.out_of_sight(_)
    yield from _unread(_, text, charter)


def kept_entry(text: str, **changes: Any) -> Entry:
    """An entry that says this everywhere, kept for a channel."""
    facts: dict[str, Any] = {"id": 12, "title": text, "body": text, "wordings": (text, "autrement")}
    return an_entry(**facts | {"author": MARIA, "reviewer": NINA} | changes)


def _unread(_: Words, text: str, charter: Charter) -> Iterator[Shown]:
    """What leads see of what a private channel asks, who are not in it."""
    one = an_escalation(text=text[:1500], audience=PRIVATE, urgency=text[:300], urgent_at=NOW)
    overdue = escalations.overdue(_, one, Cause.NOT_ANSWERED, MARIA, reads=False)
    yield "overdue, unread", overdue
    told = escalations.undelivered(_, one, ANA, Trouble.WITHHELD, reads=False)
    yield "undelivered, unread", told
    yield "timeline, unread", timeline.timeline(_, one, [], charter=charter, reads=False)
    yield "hand over, unread", escalations.hand_over_modal(_, one, reads=False)
    yield "nobody's, unread", message(*unowned_row(_, one, reads=False))
