"""The gallery's room for gestures: what those see who react to messages, and who decides on it."""

from collections.abc import Iterator
from typing import Any

from handlers.locale import Words
from handlers.talks import Line, Talk
from handlers.ui import capture, gestures, selecting, tips
from handlers.ui.blocks import Message
from handlers.ui.selecting import NONE, Choice
from knowledge.charter import Charter
from knowledge.entry import Entry, Status
from knowledge.entry_errors import ManyWords, TakenOn
from knowledge.reactions import Deed
from knowledge.tip import Status as Stage
from knowledge.tip import Tip
from tests.factories import ANA, MARIA, NINA, NOW, WORKSPACE

Exhibit = tuple[str, Message | dict[str, Any]]
CHANNEL, FIRST, SECOND, THIRD = "C0GENERAL", "1768.000001", "1768.000002", "1768.000003"


def gesture_gallery(_: Words, text: str, charter: Charter, entry: Entry) -> Iterator[Exhibit]:
    """Everything about what reactions do; `entry` says the text everywhere."""
    yield from _kept(_, text, charter, entry)
    yield from _selecting(_, text)
    yield from _tips(_, text, charter)
    for deed in Deed:
        yield f"later, {deed}", gestures.later(_, deed)
    yield "refused", gestures.refused(_, TakenOn.sentence, {"assignee": NINA})
    yield "refused for length", gestures.refused(_, ManyWords.sentence, {"length": 1, "limit": 2})


def _kept(_: Words, text: str, charter: Charter, entry: Entry) -> Iterator[Exhibit]:
    yield "kept", capture.kept(_, entry)
    yield "kept already", capture.kept(_, entry, again=True)
    for status in (Status.IN_REVIEW, Status.ARCHIVED):
        entry.status = status
        yield f"kept, {status}", capture.kept(_, entry)
        yield f"kept in a window, {status}", capture.kept_modal(_, entry)
    yield "to be kept", capture.edit_and_save(_, CHANNEL, FIRST)
    yield "to be kept below", capture.edit_and_save(_, CHANNEL, FIRST, has_start=True)
    about = capture.about(CHANNEL, FIRST, [FIRST] * 100, MARIA, talk="V0123456789")
    window = capture.keep_modal(_, charter, question=text, answer=text, about=about)
    yield "edit and save", window
    yield "edit and save alone", selecting.with_note(window, selecting.limited(_))


def _selecting(_: Words, text: str) -> Iterator[Exhibit]:
    lines = (
        Line(FIRST, ANA, text, text),
        Line(SECOND, MARIA, text, text),
        Line(THIRD, None, "", ""),
    )
    talk = Talk(CHANNEL, FIRST, lines)
    yield "select", selecting.window(_, talk, Choice(FIRST, SECOND, THIRD))
    yield "select nothing", selecting.window(_, talk, Choice(NONE, THIRD, THIRD))
    many = tuple(Line(f"1768.{number:06}", ANA, text[:40], text) for number in range(99))
    long = Talk(CHANNEL, many[0].ts, many, is_whole=False)
    yield "select of many", selecting.window(_, long, Choice(many[0].ts, many[1].ts, many[-1].ts))


def _tips(_: Words, text: str, charter: Charter) -> Iterator[Exhibit]:
    for deed in Deed:
        yield f"tip, {deed}", tips.put(_, tip_of(text, deed=deed), charter, is_readable=True)
    for status in Stage:
        tip = tip_of(text, status=status, decided_by=NINA)
        yield f"tip, {status}", tips.put(_, tip, charter, is_readable=False)
        yield f"tip made, {status}", tips.state(_, tip)
        yield f"tip news, {status}", tips.news(_, tip)
    yield "tip to nobody", tips.news(_, tip_of(text, status=Stage.DECLINED))


def tip_of(text: str, **changes: Any) -> Tip:
    """What Ana suggests about a message that says this, not stored."""
    facts: dict[str, Any] = {"deed": Deed.KEEP, "status": Stage.OPEN, "topic": "refunds"}
    facts |= {"text": text, "url": "https://orlune.slack.com/p1", "person": ANA, "owner": NINA}
    facts |= {"id": 3, "workspace": WORKSPACE, "channel": CHANNEL, "ts": SECOND, "made_at": NOW}
    return Tip(**{**facts, "asked": [NINA], "round": 1, **changes})
