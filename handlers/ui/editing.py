"""Editing: the windows an entry is written and changed in."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from handlers.locale import Words
from handlers.ui.blocks import OPTIONS, Block, modal
from handlers.ui.inputs import choice_of, long_input, long_text_of, select, text_input, text_of
from handlers.ui.terms import genre, topic_name
from handlers.ui.text import parts
from knowledge.charter import Charter
from knowledge.entry import TITLE_LIMIT, Entry, Genre

EDIT_MODAL = "entry_edit"
ADD_MODAL = "entry_add"
TITLE, BODY, WORDINGS, KIND, TOPIC, WHY = "title", "answer", "wordings", "kind", "topic", "why"
NO_TOPIC = "-"
MOST_FIELDS, MOST_BYTES = 80, 200_000
"""Of Slack's 100 blocks and 250 KB in a window; the rest is for what stands around the text."""
REASON = 500
"""The longest reason, in characters."""


@dataclass(frozen=True)
class Edited:
    """What somebody wrote about an entry."""

    title: str
    body: str
    kind: Genre
    topic: str | None
    wordings: tuple[str, ...]
    why: str = ""


def fits(*texts: str) -> bool:
    """Whether a window holds all of these. As it travels, a letter with an accent is six long."""
    fields = sum(len(parts(text)) for text in texts)
    return fields <= MOST_FIELDS and sum(len(json.dumps(text)) for text in texts) <= MOST_BYTES


def edit_modal(_: Words, entry: Entry, charter: Charter, **about: int) -> dict[str, Any]:
    """Change an entry; it remembers the revision that was shown, and what else it is `about`."""
    return modal(
        EDIT_MODAL,
        _("Edit an entry"),
        fields_of(_, entry, charter),
        _why(_),
        close=_("Close"),
        submit=_("Save"),
        metadata=json.dumps({**about, "entry": entry.id, "revision": entry.revision}),
    )


def fields_of(_: Words, entry: Entry, charter: Charter) -> list[Block]:
    """The fields of a window in which an entry is changed."""
    said = Edited(entry.title, entry.body, entry.kind, entry.topic, entry.wordings)
    return _fields(_, charter, said)


def add_modal(
    _: Words,
    charter: Charter,
    *,
    question: str = "",
    answer: str = "",
    metadata: str = "",
    callback: str = ADD_MODAL,
) -> dict[str, Any]:
    """Write a new entry."""
    return modal(
        callback,
        _("Add an entry"),
        _fields(_, charter, Edited(question, answer, Genre.FAQ, None, ())),
        close=_("Close"),
        submit=_("Save as a draft"),
        metadata=metadata,
    )


def edited(view: Mapping[str, Any]) -> Edited:
    """What was written in either window."""
    topic = choice_of(view, TOPIC)
    return Edited(
        title=" ".join(text_of(view, TITLE).split()),
        body=long_text_of(view, BODY),
        kind=Genre(choice_of(view, KIND) or Genre.FAQ),
        topic=None if topic in ("", NO_TOPIC) else topic,
        wordings=tuple(filter(None, map(str.strip, long_text_of(view, WORDINGS).split("\n")))),
        why=" ".join(text_of(view, WHY).split()),
    )


def _fields(_: Words, charter: Charter, shown: Edited) -> list[Block]:
    return [
        text_input(TITLE, _("The question"), value=shown.title, limit=_room(shown.title)),
        *long_input(
            BODY,
            lambda part: _("The answer, part {part}", part=part) if part > 1 else _("The answer"),
            shown.body,
            spare=_("The answer, continued"),
            hint=_("In Markdown: **bold**, *italic*, - lists, [links](https://…)"),
        ),
        *long_input(
            WORDINGS,
            lambda _part: _("Other wordings"),
            "\n".join(shown.wordings),
            optional=True,
            hint=_("Other ways to ask the same, one on each line: they help to find it."),
        ),
        select(KIND, _("Kind"), [(kind, genre(_, kind)) for kind in Genre], shown.kind),
        select(TOPIC, _("Topic"), _topics(_, charter, shown.topic), shown.topic or NO_TOPIC),
    ]


def _why(_: Words) -> Block:
    hint = _("For those who read its history.")
    return text_input(WHY, _("Why?"), limit=REASON, optional=True, hint=hint)


def _room(title: str) -> int:
    """An imported question may be longer than the usual limit: it must not be cut."""
    return min(max(TITLE_LIMIT, len(title) * 2), 3000)


def _topics(_: Words, charter: Charter, chosen: str | None) -> Sequence[tuple[str, str]]:
    """The charter's topics, and the chosen one even if the charter knows it no more."""
    ids = [topic.id for topic in charter.topics][: OPTIONS - 2]
    if chosen and chosen not in ids:
        ids.append(chosen)
    return [(NO_TOPIC, _("No topic")), *((id_, topic_name(_, charter, id_)) for id_ in ids)]
