"""The gallery's room for signals: what owners, leads and those who pass one on are shown."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from handlers.locale import Words
from handlers.ui import choosing, home, overview, owners, signals, tidings
from handlers.ui.blocks import Message
from handlers.ui.overview import Overview
from handlers.ui.said import Shown
from handlers.ui.whom import Whom
from knowledge.charter import Charter, Localised, Process
from knowledge.overdue import Cause
from knowledge.people import Member
from knowledge.signal import Signal, Status, Supporter
from knowledge.tally import Count
from tests.factories import ANA, MARIA, NINA, NOW, PAUL, WORKSPACE, a_signal

Exhibit = tuple[str, Message | dict[str, Any]]
PLACE = ("C0GENERAL", "1768.000001")
OWN = {"owed": (), "awaited": (), "drafts": (), "written": ()}


def signal_gallery(_: Words, text: str, charter: Charter) -> Iterator[Exhibit]:
    """Everything about signals, for a charter whose processes are called like the text."""
    named = Process(id=text, name=Localised(fr=text, en=text), owners=(MARIA,))
    processes = (named, Process(id="Innovation", owners=(MARIA,)))
    charter = charter.model_copy(update={"processes": processes})
    yield from _letters(_, text, charter)
    yield from _news(_, text, charter)
    yield from _windows(_, text, charter)
    yield from _overviews(_, text, charter)


def saying(text: str, status: Status = Status.PASSED_ON, **changes: Any) -> Signal:
    """What a customer said, for the process called like it."""
    reason = text if status is Status.NOT_NOW else None
    facts: dict[str, Any] = {"text": text, "status": status, "process": text, "reason": reason}
    return a_signal(**facts | changes)


def passing_on(text: str) -> list[Supporter]:
    """Ana with a note, and Nina without one."""
    return [Supporter(person=ANA, note=text, at=NOW), Supporter(person=NINA, note=None, at=NOW)]


def _letters(_: Words, text: str, charter: Charter) -> Iterator[Exhibit]:
    two = passing_on(text)
    for status in Status:
        shown = Shown(saying(text, status), two[:1], charter)
        yield f"signal, {status}", signals.passed_on(_, shown, MARIA)
        yield f"signal elsewhere, {status}", signals.passed_on(_, shown, PAUL)
        yield f"signal passed on, {status}", tidings.state(_, shown, now=NOW)
        yield f"signal overdue, {status}", signals.overdue(_, shown, Cause.LATE)
    shown = Shown(saying(text), two, charter)
    hidden = Shown(saying(text, audience="G1", url=None), two, charter, reads=False)
    yield "signal of two", signals.passed_on(_, shown, MARIA)
    yield "signal of a private channel", signals.passed_on(_, hidden, MARIA)
    yield "signal late", tidings.state(_, shown, now=NOW + timedelta(days=9))
    yield "signal taken back", tidings.left(_, shown)


def _news(_: Words, text: str, charter: Charter) -> Iterator[Exhibit]:
    shown = Shown(saying(text), passing_on(text), charter)
    for part in (0.5, 1.0):
        yield f"signal, reminder, {part}", signals.reminder(_, shown, part)
    for cause in Cause:
        yield f"signal moved, {cause}", signals.moved(_, shown, cause)
        yield f"signal overdue, {cause}", signals.overdue(_, shown, cause)
        yield f"news, {cause}", tidings.news(_, shown, cause)
    for status in (Status.RECEIVED, Status.ACTED_ON, Status.NOT_NOW):
        yield f"news, {status}", tidings.news(_, Shown(saying(text, status)), status)


def _windows(_: Words, text: str, charter: Charter) -> Iterator[Exhibit]:
    whose = dict.fromkeys([text, "Innovation", None], MARIA)
    whom = Whom(charter, whose, {MARIA: text[:200]})
    yield "whom it concerns", choosing.whom(_, *PLACE)
    for private in (True, False):
        about = choosing.about_message(_, text, whom, text, place=PLACE, is_private=private)
        yield f"pass on, {private}", about
    for live in (True, False):
        yield f"pass on too, {live}", choosing.about_known(_, MARIA, place=PLACE, is_live=live)
    yield "pass on words", choosing.about_words(_, text, whom, None)
    yield "not now", owners.not_now_modal(_, saying(text))
    yield "pass to", owners.pass_to_modal(_, saying(text), whom)


def _overviews(_: Words, text: str, charter: Charter) -> Iterator[Exhibit]:
    me = Member(workspace=WORKSPACE, id=ANA, name="Ana", language=_.language, zone="UTC")
    nothing: Any = OWN
    for count in (0, 1, 40):
        every = [saying(text, status) for status in Status] * count
        hidden = [saying(text, audience="G1")] * count
        found = [Count(text, "refunds", 3, 2, 1), Count(None, None, 0, 1, 0)] * count
        seen = Overview(hidden + every, every + hidden, found, charter=charter)
        yield f"signals, {count}", overview.listed(_, seen)
        page = home.home(_, me=me, charter=charter, now=NOW, signals=seen, **nothing)
        yield f"home of an owner, {count}", page
