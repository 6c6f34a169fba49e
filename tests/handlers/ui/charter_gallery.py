"""The charter in the gallery: read, changed in windows, and told to the other leads."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from handlers.locale import Words
from handlers.ui import charter as ui
from handlers.ui import charter_changes, charter_editing
from handlers.ui.blocks import Message
from handlers.ui.charter_fields import CONTENT
from handlers.ui.charter_sight import ANY, EXPERTS, TIMES, Sight
from knowledge.charter import Autonomy, Charter, Localised, Person, Process
from knowledge.charter.changes import Calm, Change, Crisis, Experts, Leave, Level, Return, Times
from knowledge.charters import CharterVersion
from tests.factories import ANA, CHARTER, MARIA, NINA, NOW, PAUL, WORKSPACE, a_charter

REASON = 300
CHRISTMAS, NEW_YEAR = date(2026, 12, 24), date(2027, 1, 4)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
Shown = tuple[str, Message | dict[str, Any]]


def a_version(**changes: Any) -> CharterVersion:
    """The third version, which Nina applied."""
    facts = {"id": 9, "workspace": WORKSPACE, "number": 3, "text": CHARTER}
    return CharterVersion(**facts | {"applied_at": NOW, "applied_by": NINA} | changes)


def a_full(charter: Charter, text: str) -> Charter:
    """The charter with everything that can be said of people, and a crisis."""
    away = [{"from": CHRISTMAS, "back": NEW_YEAR}]
    hours = {"zone": "Europe/Paris", "days": ["mon", "fri"], "from": "09:00", "to": "18:00"}
    periods = [{"from": "08:00", "to": "12:00"}, {"from": "14:00", "to": "17:30"}]
    paul = {"slack": PAUL, "autonomy": "autonomous", "substitute": NINA, "cap": 1, "away": away}
    paul |= {"team": text, "topics": {"refunds": "senior"}, "hours": {"periods": periods}}
    refunds, *others = charter.topics
    steps = (refunds.chain[0].model_copy(update={"own_team_first": True}), *refunds.chain[1:])
    said = Localised(fr=text, en=text)
    return charter.model_copy(
        update={
            "hours": Charter.model_validate({"relais": 1, "hours": hours}).hours,
            "cap": 7,
            "lead_channel": "C0LEADS",
            "people": (Person.model_validate(paul), *charter.people),
            "topics": (refunds.model_copy(update={"crisis": said, "chain": steps}), *others),
            "processes": (
                Process(id=text, owners=(NINA,)),
                Process(id="hr", name=said, owners=(NINA,)),
            ),
        }
    )


def a_long(text: str) -> Charter:
    """A charter with more topics and people than Slack shows at once."""
    full = a_full(a_charter(), text)
    refunds = full.topics[0]
    topics = tuple(refunds.model_copy(update={"id": f"t{number}"}) for number in range(105))
    people = full.people[:1] * 40
    return full.model_copy(update={"topics": topics, "people": people})


def changes(text: str) -> list[Change]:
    """One of each sort."""
    return [
        Experts(topic="refunds", step=0, who=(NINA, MARIA)),
        Times(topic="refunds", step=1, acknowledge=HOUR, answer=DAY),
        Times(step=0, acknowledge=HOUR, answer=DAY),
        Level(person=ANA, level=Autonomy.SENIOR),
        Level(person=ANA, level=Autonomy.SENIOR, topic="refunds"),
        Leave(person=ANA, from_=CHRISTMAS, back=NEW_YEAR),
        Return(person=ANA, from_=CHRISTMAS),
        Crisis(topic="refunds", fr=text, en=text),
        Calm(topic="refunds"),
    ]


def gallery(_: Words, text: str, charter: Charter) -> Iterator[Shown]:
    """Everything, by name."""
    full, version, why = a_full(charter, text[:REASON]), a_version(), text[:REASON]
    yield "charter", ui.summary(_, full, version, why=why)
    yield "charter to a lead", ui.summary(_, charter, version, leads=True)
    yield "no charter", ui.summary(_, charter, None)
    yield "whole charter", ui.whole(_, full, version)
    yield "no whole charter", ui.whole(_, charter, None)
    yield from _windows(_, full)
    for number, change in enumerate(changes(text)):
        what = charter_changes.told(_, change, charter)
        name = f"changed, {number}, {change.kind}"
        told: Any = {"why": why if number else "", "newest": 3 + number, "may_undo": not number}
        yield name, charter_changes.changed(_, version, what, **told)
        done = charter_changes.done(_, version, what, may_undo=not number)
        yield f"{name}, to who did", done
    what = charter_changes.undone(_, 2)
    yield "undone", charter_changes.confirmed(_, version, what)


def _windows(_: Words, full: Charter) -> Iterator[Shown]:
    calm = full.model_copy(update={"topics": full.topics[1:], "people": ()})
    for name in CONTENT:
        yield name, charter_editing.window(_, name, Sight(full, 3, NOW.date(), note="✔"))
        yield f"{name}, calm", charter_editing.window(_, name, Sight(calm, 3, NOW.date()))
    one = Sight(full, 3, NOW.date(), topic="litigation", gone=(NINA,))
    yield "experts of one step", charter_editing.window(_, EXPERTS, one)
    rest = Sight(full, 3, NOW.date(), topic=ANY)
    yield "deadlines of the rest", charter_editing.window(_, TIMES, rest)
