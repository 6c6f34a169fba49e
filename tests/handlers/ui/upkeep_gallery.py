"""The gallery's room for the life of entries: letters to owners, histories, windows and lists."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from handlers.locale import Words
from handlers.ui import archived, conflict, due, entries, history, upkeep
from handlers.ui.blocks import Message
from handlers.ui.due import Asked
from knowledge.charter import Charter
from knowledge.entry import Entry, Genre, Revision, Status
from knowledge.revisions import PAGE, saying
from knowledge.timeline import CLOCK
from knowledge.verification import Care, Standing
from tests.factories import ANA, MARIA, NINA, NOW, an_entry

Exhibit = tuple[str, Message | dict[str, Any]]
LATER = NOW + timedelta(days=7)
EVERYTHING = {"may_verify": True, "may_keep": True, "may_hand_over": True}


def upkeep_gallery(_: Words, text: str, charter: Charter) -> Iterator[Exhibit]:
    """Everything an owner, a reviewer and a lead see of the life of entries."""
    yield from _cards(_, text, charter)
    yield from _due(_, text, charter)
    yield from _archived(_, text, charter)
    yield from _histories(_, text, charter)


def entry_saying(text: str, **changes: Any) -> Entry:
    facts: dict[str, Any] = {"id": 12, "title": text, "body": text, "wordings": (text,)}
    facts |= {"owner": MARIA, "verified_by": NINA, "verified_at": NOW}
    return an_entry(**facts | changes)


def revision_saying(text: str, number: int, **changes: Any) -> Revision:
    said = {"kind": Genre.FAQ, "topic": "refunds", "variants": [text], "audience": None}
    facts = {"number": number, "title": text, "body": text, "at": NOW, "by": NINA, "why": text}
    return Revision(**{"reason": "entry.edited", "facts": said} | facts | changes)


def _cards(_: Words, text: str, charter: Charter) -> Iterator[Exhibit]:
    for standing in Standing:
        care = Care(standing, **EVERYTHING)
        shown: dict[str, Any] = {"charter": charter, "care": care}
        entry = entry_saying(text)
        yield f"card, {standing}", entries.card(_, entry, may_edit=True, **shown)
        yield f"read, {standing}", entries.read_modal(_, entry, **shown)
    aside = entry_saying(text, status=Status.ARCHIVED)
    kept = Care(Standing.NEW, may_keep=True)
    yield "card, to restore", entries.card(_, aside, may_edit=True, charter=charter, care=kept)


def _due(_: Words, text: str, charter: Charter) -> Iterator[Exhibit]:
    asked = [
        Asked(entry_saying(text)),
        Asked(entry_saying(text), goes_at=LATER),
        Asked(entry_saying(text, verified_by=None, topic=None, owner=None)),
        Asked(entry_saying(text), is_settled=True),
        Asked(entry_saying(text, status=Status.ARCHIVED), is_settled=True),
    ]
    facts: dict[str, Any] = {"charter": charter, "reader": ANA}
    yield "weekly letter", due.letter(_, asked, number=3, **facts)
    yield "weekly letter, last page", due.letter(_, asked * 4, number=3, page=2, **facts)
    yield "weekly letter, dealt with", due.letter(_, asked[3:], number=3, **facts)
    yield "due window", due.window(_, asked * 4, page=1, **facts)
    yield "due window, empty", due.window(_, [], **facts)
    yield "owned", upkeep.owned(_, entry_saying(text), NINA, charter=charter)
    stays = upkeep.owned(_, entry_saying(text), CLOCK, unreached=NINA, charter=charter)
    yield "owned still", stays
    yield "hand over an entry", upkeep.hand_over_modal(_, entry_saying(text))


def _archived(_: Words, text: str, charter: Charter) -> Iterator[Exhibit]:
    aside = entry_saying(text, status=Status.ARCHIVED, archived_at=LATER)
    yield "archive window", archived.archive_modal(_, entry_saying(text), {})
    yield "archived window", archived.put_aside(_, aside)
    yield "restored window", archived.brought_back(_, entry_saying(text))
    yield "archived list", archived.listed(_, [aside] * 25, page=1, charter=charter)
    yield "archived list, empty", archived.listed(_, [])


def _histories(_: Words, text: str, charter: Charter) -> Iterator[Exhibit]:
    entry = entry_saying(text, revision=PAGE)
    found = [
        revision_saying(text, PAGE - place, reason=reason, by=CLOCK if place % 2 else NINA)
        for place, reason in enumerate([*history.DEEDS, "entry.something"])
    ]
    for page in (found[:PAGE], found[PAGE:]):
        hidden = frozenset({page[-1].number})
        shown = history.history(_, entry, page, count=PAGE * 3, hidden=hidden, page=1)
        yield f"history from {page[0].number}", shown
    other = revision_saying("4711", 2, why=None)
    yield "what changed", history.what_changed(_, found[0], other, charter=charter)
    yield "what changed first", history.what_changed(_, other, None, charter=charter)
    yield "what changed, nothing", history.what_changed(_, other, other, charter=charter)
    yield "go back", history.go_back(_, entry, other, charter=charter, why=text, anew=True)
    view = entries.edit_modal(_, entry, charter, due=1)
    values = {block["block_id"]: _held(block["element"]) for block in view["blocks"]}
    held = {**view, "state": {"values": values}}
    before = saying(entry)
    yield "overtaken", conflict.changed_meanwhile(_, held, other, before, charter=charter)


def _held(element: dict[str, Any]) -> dict[str, Any]:
    """What Slack says a field holds that nobody has touched."""
    if element["type"] == "static_select":
        return {element["action_id"]: {"selected_option": element["initial_option"]}}
    return {element["action_id"]: {"value": element.get("initial_value")}}
