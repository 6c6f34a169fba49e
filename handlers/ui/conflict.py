"""Conflict: somebody has changed an entry while somebody else was writing in its window."""

import json
from collections.abc import Mapping
from typing import Any

from handlers.locale import Words
from handlers.ui.blocks import Block, modal, remembered, section
from handlers.ui.history import ROOM, changes
from handlers.ui.text import person
from knowledge.charter import EMPTY, Charter
from knowledge.entry import Revision
from knowledge.revisions import Version, saying

WINDOW = ("callback_id", "title", "close", "submit")


def changed_meanwhile(
    _: Words,
    view: Mapping[str, Any],
    latest: Revision,
    before: Version | None,
    *,
    charter: Charter = EMPTY,
) -> dict[str, Any]:
    """The same window with all that was written in it, below what the other has changed.

    `before` is what the writer had before them, None where they may not read it any more. The
    window remembers the latest revision: what is saved now is saved on top of what it shows.
    """
    told = _(
        "*{person} has changed this entry while you were writing.* What has changed:",
        person=person(latest.by),
    )
    rest = _("Below is your text, as you wrote it. *Save* puts it in the place of what is there.")
    fields = [_as_written(block, view["state"]["values"]) for block in view["blocks"]]
    room = ROOM - len(json.dumps(fields))
    made = modal(
        str(view["callback_id"]),
        "",
        section(told),
        changes(_, before, saying(latest), charter, room) if before else None,
        section(rest),
        [field for field in fields if field],
        close="",
        metadata=json.dumps({**remembered(view), "revision": latest.number}),
    )
    return made | {name: view[name] for name in WINDOW}


def _as_written(block: Block, values: Mapping[str, Mapping[str, Any]]) -> Block | None:
    """A field with what was written or chosen in it; None for what is no field."""
    if block["type"] != "input":
        return None
    element = dict(block["element"])
    held = values.get(block["block_id"], {}).get(element["action_id"], {})
    for initial, name in (("initial_value", "value"), ("initial_option", "selected_option")):
        if name in held:
            element.pop(initial, None)
            element |= {initial: held[name]} if held[name] else {}
    return {**block, "element": element}
