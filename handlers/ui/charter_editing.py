"""Charter editing: the windows in which leads change the common things without YAML."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from handlers.locale import Words
from handlers.ui.blocks import Block, button, modal, remembered, section
from handlers.ui.charter_fields import CONTENT
from handlers.ui.charter_sight import (
    ACKNOWLEDGE,
    ANSWER,
    ANY,
    BACK,
    CRISIS,
    ENGLISH,
    EXPERTS,
    FIRST,
    FRENCH,
    HAS,
    LEAVE,
    LEVEL,
    PERSON,
    STEP,
    TIMES,
    TOPIC,
    WHO,
    WHY,
    Sight,
)
from handlers.ui.errors import refusal
from handlers.ui.inputs import (
    choice_of,
    date_of,
    name_of,
    people_of,
    person_of,
    text_input,
    text_of,
)
from knowledge import calendar
from knowledge.charter import CharterFaults
from knowledge.charter.changes import Change, read
from knowledge.charter.refusals import AnswerBeforeTaken, BackBeforeLeaving
from knowledge.errors import KnowledgeError

REASON = 300
"""Characters of a reason."""

View = Mapping[str, Any]


def buttons(_: Words) -> list[Block]:
    """What opens the windows."""
    return [button(title(_), name, "open") for name, (title, _content) in CONTENT.items()]


def window(_: Words, name: str, sight: Sight) -> dict[str, Any]:
    """The window of that name, as things stand.

    Raises:
        NoTopics: the charter has nothing to choose there.
    """
    title, content = CONTENT[name]
    topic, step = sight.place
    return modal(
        name,
        title(_),
        section(sight.note) if sight.note else None,
        content(_, sight),
        text_input(
            WHY,
            _("Why"),
            limit=REASON,
            optional=True,
            hint=_("The other leads read it, and it is kept with this version of the charter."),
        ),
        close=_("Close"),
        submit=_("Save"),
        metadata=json.dumps({"seen": sight.number, "topic": topic, "step": step}),
    )


def place(view: View) -> tuple[str, int]:
    """The topic and the step that are chosen in a window."""
    return choice_of(view, TOPIC), int(choice_of(view, name_of(view, f"{STEP}:")) or 0)


def is_elsewhere(view: View) -> bool:
    """Whether another place is chosen than the one whose fields are on the screen."""
    about = remembered(view)
    return view["callback_id"] in (EXPERTS, TIMES) and place(view) != (
        about["topic"],
        about["step"],
    )


def seen(view: View) -> int:
    """The number of the version that was on the screen."""
    return int(remembered(view)["seen"])


def why(view: View) -> str:
    """The reason that was given, if any."""
    return text_of(view, WHY).strip()


def faults(_: Words, view: View) -> dict[str, str]:
    """What can't be made of the fields, by field."""
    if view["callback_id"] == TIMES:
        return _faults_of_times(_, view)
    first, back = date_of(view, FIRST), date_of(view, BACK)
    if first and back and back <= first:
        return {BACK: refusal(_, BackBeforeLeaving())}
    return {}


def faults_of(found: CharterFaults) -> str:
    """The faults a charter would have; their lines say nothing to who doesn't see the text."""
    return "\n".join(fault.message for fault in found.faults)


def filled(view: View) -> Change:
    """What was filled in, where there are no `faults`."""
    return read(FILLED[view["callback_id"]](view))


def _faults_of_times(_: Words, view: View) -> dict[str, str]:
    names = [name_of(view, f"{field}:") for field in (ACKNOWLEDGE, ANSWER)]
    found: dict[str, str] = {}
    lengths = []
    for name in names:
        try:
            lengths.append(calendar.duration(text_of(view, name)))
        except KnowledgeError as fault:
            found[name] = refusal(_, fault)
    if not found and lengths[1] < lengths[0]:
        found[names[1]] = refusal(_, AnswerBeforeTaken())
    return found


def _experts(view: View) -> dict[str, Any]:
    topic, step = place(view)
    who = people_of(view, name_of(view, f"{WHO}:"))
    return {"kind": "experts", "topic": topic, "step": step, "who": who}


def _times(view: View) -> dict[str, Any]:
    topic, step = place(view)
    return {
        "kind": "times",
        "topic": None if topic == ANY else topic,
        "step": step,
        "acknowledge": text_of(view, name_of(view, f"{ACKNOWLEDGE}:")),
        "answer": text_of(view, name_of(view, f"{ANSWER}:")),
    }


def _level(view: View) -> dict[str, Any]:
    topic = choice_of(view, TOPIC)
    where = None if topic == ANY else topic
    level = choice_of(view, HAS)
    return {"kind": "level", "person": person_of(view, PERSON), "level": level, "topic": where}


def _leave(view: View) -> dict[str, Any]:
    days = {"from_": date_of(view, FIRST), "back": date_of(view, BACK)}
    return {"kind": "leave", "person": person_of(view, PERSON), **days}


def _crisis(view: View) -> dict[str, Any]:
    said = {FRENCH: text_of(view, FRENCH), ENGLISH: text_of(view, ENGLISH)}
    return {"kind": "crisis", "topic": choice_of(view, TOPIC), **said}


FILLED: dict[str, Callable[[View], dict[str, Any]]] = {
    EXPERTS: _experts,
    TIMES: _times,
    LEVEL: _level,
    LEAVE: _leave,
    CRISIS: _crisis,
}
