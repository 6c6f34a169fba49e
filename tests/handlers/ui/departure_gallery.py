"""Departure gallery: the sheets of people who leave, each made of one text somebody wrote."""

from collections.abc import Iterator
from typing import Any

from handlers.locale import Words
from handlers.ui import departures as ui
from handlers.ui.blocks import Message
from handlers.ui.departures import Seen
from knowledge.charter import Charter
from knowledge.departure import Departure
from knowledge.duties import Duty, Sheet
from knowledge.entry import Entry
from knowledge.escalation import Escalation
from knowledge.farewell import Asked, Sole
from tests.factories import ANA, MARIA, NINA, NOW, PAUL, WORKSPACE

Shown = tuple[str, Message | dict[str, Any]]
QUESTION = 3000


def a_departure(**changes: Any) -> Departure:
    """Maria leaves, as Nina has announced."""
    facts = {"id": 4, "workspace": WORKSPACE, "person": MARIA, "leaves_at": NOW}
    return Departure(**facts | {"announced_by": NINA, "opened_at": NOW, "plan": 1} | changes)


def gallery(
    _: Words, text: str, charter: Charter, entry: Entry, escalation: Escalation
) -> Iterator[Shown]:
    """Every state of a departure, and the window of successors."""
    duty = Duty(
        charter.topics[0].id,
        steps=(1, 2),
        reviews=True,
        entries=(entry, entry),
        drafts=(entry,),
        escalations=(escalation,),
        is_alone=True,
        successor=NINA,
    )
    rest = Duty(None, entries=(entry,))
    sheet = Sheet(MARIA, (duty, rest), (text[:60],), (3,), (PAUL, ANA), NINA)
    asked = tuple(Asked(5, text[:QUESTION], number > 1) for number in range(7))
    soles = (Sole("refunds", asked, 4), Sole(None, asked[:1]))
    open_one = a_departure()
    yield "leaves", ui.sheet(_, Seen(open_one, sheet, charter, soles))
    gone = a_departure(left_at=NOW, leaves_at=None)
    yield "has left", ui.sheet(_, Seen(gone, Sheet(MARIA, (duty,), rest=NINA), charter, soles))
    many = Sheet(MARIA, (duty,) * 60, rest=NINA)
    yield "has left, with much", ui.sheet(_, Seen(gone, many, charter))
    for name, over in (
        ("stays", a_departure(cancelled_at=NOW)),
        ("handed over", a_departure(settled_at=NOW, settled_by=NINA)),
        ("handed over by nobody", a_departure(settled_at=NOW, settled_by="clock")),
    ):
        yield name, ui.sheet(_, Seen(over, sheet, charter))
        yield f"{name}, in the window", ui.done(_, over)
    yield "who takes over", ui.choice(_, Seen(open_one, sheet, charter))
    yield "leaves, as they say", ui.announced(_, open_one, (NINA, PAUL))
    yield "how to leave", ui.how(_)
