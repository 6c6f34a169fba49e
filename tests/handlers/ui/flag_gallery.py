"""The gallery's room for flags and recalls: keepers, those who flag, those who were given it."""

from collections.abc import Iterator
from typing import Any

from handlers.locale import Words
from handlers.ui import (
    correcting,
    entries,
    flag_settling,
    flags,
    home,
    keepers,
    questions,
    recalls,
)
from handlers.ui.blocks import Message
from handlers.ui.flag_overview import FlagsSeen
from handlers.ui.flag_settling import Shown
from handlers.ui.flags import Settled
from handlers.ui.recalls import Progress, Told
from knowledge.audit import AuditLine
from knowledge.charter import Charter
from knowledge.entry import Entry
from knowledge.flag import Doubt, Flag, Remark, Status
from knowledge.flag_overdue import Cause
from knowledge.people import Member
from knowledge.question import Question, Way
from knowledge.recall import Recall, Text
from knowledge.recalls import Reach
from tests.factories import ANA, MARIA, NINA, NOW, PAUL, WORKSPACE, a_flag, an_entry

Exhibit = tuple[str, Message | dict[str, Any]]
OWN: Any = {"owed": (), "awaited": (), "drafts": (), "written": ()}


def flag_gallery(_: Words, text: str, charter: Charter) -> Iterator[Exhibit]:
    """Everything about an entry that says the text, and is doubted with the same words."""
    entry = an_entry(id=1, title=text[:300], body=text, owner=MARIA)
    yield from _flagging(_, text, entry)
    yield from _keeping(_, text, entry, charter)
    yield from _settled(_, text, entry)
    yield from _recalling(_, text, entry, charter)
    yield from _doubted(_, text, entry, charter)


def held(text: str) -> list[Remark]:
    """One remark of each kind, by people and by nobody."""
    by = [ANA, PAUL, NINA, None, None]
    return [
        Remark(person=person, doubt=doubt, text=text if person else "", at=NOW)
        for person, doubt in zip(by, Doubt, strict=True)
    ]


def a_story() -> list[AuditLine]:
    """Everything that can happen to a flag."""
    facts: list[tuple[str, str, dict[str, Any]]] = [
        ("flag.raised", ANA, {"doubt": "wrong"}),
        ("flag.joined", "relais", {"doubt": "source_deleted"}),
        ("flag.left", ANA, {}),
        ("flag.handed_over", MARIA, {"owner": NINA}),
        *(
            ("flag.passed_on", "relais", {"cause": cause, "former": MARIA, "owner": NINA})
            for cause in (Cause.LATE, Cause.AWAY, Cause.UNREACHABLE)
        ),
        ("flag.passed_on", "relais", {"cause": "late", "former": NINA, "owner": None}),
        ("flag.upheld", NINA, {}),
    ]
    return [AuditLine(at=NOW, by=by, deed=deed, facts=about) for deed, by, about in facts]


def a_settled(status: Status, text: str, **changes: Any) -> Flag:
    """A flag that Nina has said the last word on."""
    return a_flag(status=status, settled_by=NINA, settled_at=NOW, reason=text, **changes)


def _flagging(_: Words, text: str, entry: Entry) -> Iterator[Exhibit]:
    yield "flag window", flags.flag_modal(_, entry, text)
    yield "flag window, why", flags.why_modal(_, a_flag())
    yield "flagged", flags.flagged(_, a_flag())
    yield "flagged by emoji", flags.flagged_by_emoji(_, a_flag(), entry)
    yield "flag, which", flags.which(_, [entry] * 3)
    yield "flag, nothing", flags.nothing_to_flag(_)


def _keeping(_: Words, text: str, entry: Entry, charter: Charter) -> Iterator[Exhibit]:
    shown = Shown(a_flag(), entry, held(text), charter, story=a_story())
    changed = Shown(a_flag(), entry, held(text)[3:], charter, follows=f"{text} !")
    hidden = Shown(a_flag(instead_of=NINA), entry, held(text), charter, reads=False)
    yield "keeper", keepers.asked(_, shown, MARIA)
    yield "keeper, source", keepers.asked(_, changed, MARIA)
    yield "keeper, private", keepers.asked(_, hidden, MARIA)
    yield "keeper, another's", keepers.asked(_, shown, PAUL)
    for status in list(Status)[1:]:
        done = Shown(a_settled(status, text), entry, held(text), charter)
        yield f"keeper, {status}", keepers.asked(_, done, MARIA)
    yield "keeper, reminder", keepers.reminder(_, shown)
    for cause in Cause:
        yield f"keeper, moved, {cause}", keepers.moved(_, shown, cause)
        yield f"keeper, overdue, {cause}", keepers.overdue(_, shown, cause)
    done = Shown(a_settled(Status.UPHELD, text), entry, (), charter)
    yield "keeper, overdue, settled", keepers.overdue(_, done, Cause.LATE)
    yield "uphold window", flag_settling.uphold_modal(_, a_flag())
    yield "hand over a flag", flag_settling.hand_over_modal(_, a_flag())
    yield "correct window", correcting.correct_modal(_, entry, charter)


def _settled(_: Words, text: str, entry: Entry) -> Iterator[Exhibit]:
    before = Text(text[:200], f"{text} ?")
    for status in list(Status)[1:]:
        flag = a_settled(status, text)
        yield f"flag news, {status}", flags.news(_, Settled(flag, entry, before), status)
    flag = a_settled(Status.CORRECTED, text)
    unread = Settled(flag, entry, before, reads=False)
    yield "flag news, private", flags.news(_, unread, Status.CORRECTED)
    for cause in (Cause.LATE, Cause.UNREACHABLE):
        yield f"flag news, {cause}", flags.news(_, Settled(a_flag(), entry), cause)


def _recalling(_: Words, text: str, entry: Entry, charter: Charter) -> Iterator[Exhibit]:
    for reach in (Reach(0, 0), Reach(1, 0), Reach(0, 2), Reach(40, 1)):
        name = f"recall window, {reach.people} and {reach.places}"
        yield name, correcting.recall_modal(_, entry, charter, reach, days=30)
    yield "recall window, a day", correcting.recall_modal(_, entry, charter, Reach(1, 1), days=1)
    before, facts = Text(text[:200], f"{text} ?"), {"workspace": WORKSPACE, "at": NOW}
    recall = Recall(by=NINA, reason=text, is_archived=False, revision=2, **facts)
    gone = Recall(by=NINA, reason=text, is_archived=True, revision=2, **facts)
    asked: Any = {"question": text, "people": [ANA, PAUL]}
    yield "recalled", recalls.told(_, Told(recall, entry, before, **asked))
    yield "recalled, archived", recalls.told(_, Told(gone, entry, before, **asked))
    yield "recalled, unread", recalls.told(_, Told(recall, entry, before, reads=False))
    passed = Told(recall, entry, before, passed_to="C0GENERAL")
    yield "recalled, passed on", recalls.told(_, passed)
    for progress in (Progress(0, 0), Progress(1, 1), Progress(60, 9, [ANA, "C0GENERAL"] * 20)):
        yield f"recall of {progress.total}", recalls.state(_, recall, entry, progress)
        yield f"recall of {progress.total}, archived", recalls.state(_, gone, entry, progress)


def _doubted(_: Words, text: str, entry: Entry, charter: Charter) -> Iterator[Exhibit]:
    how: Any = {"charter": charter, "doubted": True}
    yield "card, doubted", entries.card(_, entry, may_edit=True, **how)
    yield "read, doubted", entries.read_modal(_, entry, **how)
    question = Question(text=text[:1500], way=Way.COMMAND)
    yield "shared, doubted", questions.shared(_, question, entry, ANA, **how)
    me = Member(workspace=WORKSPACE, id=MARIA, name="Maria", language=_.language, zone="UTC")
    for count in (1, 40):
        owed = [Shown(a_flag(), entry, held(text), charter, count > 1)] * count
        seen = FlagsSeen(owed, dict.fromkeys([*map(str, range(count)), None], 2), charter)
        page = home.home(_, me=me, charter=charter, now=NOW, flags=seen, **OWN)
        yield f"home of a keeper, {count}", page
