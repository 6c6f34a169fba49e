"""Correcting: the windows in which an entry is mended, and in which everybody is told of it."""

import json
from collections.abc import Mapping
from typing import Any

from handlers.locale import Words
from handlers.ui.blocks import context, modal, section
from handlers.ui.editing import fields_of
from handlers.ui.inputs import choice_of, select, text_input, text_of
from knowledge.charter import Charter
from knowledge.entry import Entry
from knowledge.recalls import Reach

CORRECT_MODAL = "entry_correct"
RECALL_MODAL = "entry_recall"
REASON, HOW = "reason", "how"
CORRECTED, ARCHIVED = "correct", "archive"


def correct_modal(_: Words, entry: Entry, charter: Charter) -> dict[str, Any]:
    """Change what is wrong; it remembers the revision that was shown."""
    hint = _("Whoever flagged it reads this, word for word.")
    return modal(
        CORRECT_MODAL,
        _("Correct it"),
        text_input(REASON, _("What was wrong?"), lines=True, optional=True, hint=hint),
        fields_of(_, entry, charter),
        close=_("Close"),
        submit=_("Save"),
        metadata=_about(entry),
    )


def recall_modal(
    _: Words, entry: Entry, charter: Charter, reach: Reach, *, days: int
) -> dict[str, Any]:
    """The same, and everyone who was given the entry in the last `days` is told."""
    hint = _("Everybody who is told reads this, word for word.")
    options = [
        (CORRECTED, _("Correct the entry as below, and tell everybody")),
        (ARCHIVED, _("Archive the entry, and tell everybody")),
    ]
    return modal(
        RECALL_MODAL,
        _("Correct and tell"),
        section(_reached(_, reach, days)),
        select(HOW, _("What shall be done?"), options, CORRECTED),
        text_input(REASON, _("What was wrong?"), lines=True, hint=hint),
        fields_of(_, entry, charter),
        context(_("Who was given a version without this fault is not told.")),
        close=_("Close"),
        submit=_("Tell everybody"),
        metadata=_about(entry),
    )


def reason(view: Mapping[str, Any]) -> str:
    """What was wrong."""
    return text_of(view, REASON)


def archives(view: Mapping[str, Any]) -> bool:
    """Whether the entry is to be archived, not corrected."""
    return choice_of(view, HOW) == ARCHIVED


def _about(entry: Entry) -> str:
    return json.dumps({"entry": entry.id, "revision": entry.revision})


def _reached(_: Words, reach: Reach, days: int) -> str:
    if reach.is_nobody:
        return _.many(
            "*Nobody was given this entry in the last day.*",
            "*Nobody was given this entry in the last {n} days.*",
            days,
        )
    people = _.many("*{n} person*", "*{n} people*", reach.people) if reach.people else ""
    places = (
        _.many("*{n} conversation*", "*{n} conversations*", reach.places) if reach.places else ""
    )
    both = [part for part in (people, places) if part]
    whom = _(" and ").join(both)
    return _.many(
        ":mega: In the last day this entry was given to {whom}. I tell them what changes.",
        ":mega: In the last {n} days this entry was given to {whom}. I tell them what changes.",
        days,
        whom=whom,
    )
