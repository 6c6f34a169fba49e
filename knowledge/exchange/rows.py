"""Rows: an entry as files of every format hold it, and what may stand in its fields."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from knowledge.entry import TITLE_LIMIT, WORDING_LIMIT, Genre, Status
from knowledge.exchange.cleaning import clean, one_line, trimmed, unique
from knowledge.exchange.faults import Fault, Place, Unreadable
from knowledge.exchange.sentences import sentence
from knowledge.search.analysis import words

BODY_LIMIT = 40_000
KEY_LIMIT = 200

CHANNEL = re.compile(r"[CDG][A-Z0-9]{7,31}")
"""A channel's or a direct message's id. Only such a value of `audience` limits who sees an entry.

Any other, such as "Particuliers", speaks of the public and is kept beside. A word in capitals
that happens to look like an id hides its entry rather than show it to the wrong people.
"""
MEMBER = re.compile(r"[UW][A-Z0-9]{2,31}")
"""A member's id. Any other `author` or `owner` is a name that Slack cannot address, and is kept
beside."""

SYNONYMS = {"question": "title", "answer": "body"}
LISTS = ("variants", "tags")


def _wordings(value: object) -> object:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        return value
    lines = (str(one_line(item)) for item in value)
    return list(dict.fromkeys(line for line in lines if line))


def _optional(value: object) -> object:
    return one_line(value) or None


def _key(value: object) -> object:
    return str(value) if type(value) is int else _optional(value)


Key = Annotated[str, Field(max_length=KEY_LIMIT)]
Lang = Annotated[str, Field(max_length=8)]
TopicId = Annotated[str, Field(max_length=64)]
Link = Annotated[str, Field(max_length=2000)]
Wording = Annotated[str, Field(max_length=WORDING_LIMIT)]
Wordings = Annotated[list[Wording], BeforeValidator(_wordings)]


class Row(BaseModel):
    """What a file says of one entry. A field that it does not name is not among `said`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[Key | None, BeforeValidator(_key)] = None
    title: Annotated[str, BeforeValidator(one_line), Field(min_length=1, max_length=TITLE_LIMIT)]
    body: Annotated[str, BeforeValidator(trimmed), Field(min_length=1, max_length=BODY_LIMIT)]
    kind: Annotated[Genre, BeforeValidator(trimmed)] = Genre.FAQ
    lang: Annotated[Lang | None, BeforeValidator(_optional)] = None
    topic: Annotated[TopicId | None, BeforeValidator(_optional)] = None
    variants: Wordings = []
    tags: Wordings = []
    status: Annotated[Status | None, BeforeValidator(_optional)] = None
    audience: Annotated[str | None, BeforeValidator(_optional)] = None
    author: Annotated[str | None, BeforeValidator(_optional)] = None
    owner: Annotated[str | None, BeforeValidator(_optional)] = None
    source_url: Annotated[Link | None, BeforeValidator(_optional)] = None
    extra: dict[str, Any] = {}

    @property
    def said(self) -> dict[str, Any]:
        """The entry's own fields that the file names, and their values."""
        said = {name: getattr(self, name) for name in FIELDS if name in self.model_fields_set}
        if self.status is None:
            said.pop("status", None)
        return {name: value for name, value in said.items() if name not in ("id", "extra")}


FIELDS = tuple(Row.model_fields)
NAMES = (*FIELDS[:-1], *SYNONYMS)


@dataclass(frozen=True)
class Raw:
    """Fields as a reader found them; `path` names the entry where its own file does.

    `lost` are pictures and files that only the export holds; `is_restricted` says that where it
    comes from not everybody may see it.
    """

    place: Place
    fields: dict[str, Any]
    path: str | None = None
    lost: tuple[str, ...] = ()
    is_restricted: bool = False


def as_row(raw: Raw) -> Row | list[Fault]:
    """The row, under an id in any case, or all that is wrong with it."""
    try:
        found = Row(**_sorted(raw.fields))
    except ValidationError as errors:
        details = errors.errors(include_url=False)
        return [Fault(raw.place, sentence(error)) for error in details]
    except Unreadable as unreadable:
        return [Fault(raw.place, unreadable.reason)]
    except RecursionError:
        return [Fault(raw.place, "lists within lists without end")]
    return found if found.id else found.model_copy(update={"id": _derived(raw, found)})


def derived_key(lang: str | None, title: str) -> str:
    """The id of an entry that brought none: the same for the same question in one language."""
    sense = " ".join(words(title)) or title
    return "q-" + short_hash(f"{lang or ''}|{sense}")


def _derived(raw: Raw, found: Row) -> str:
    if raw.path is None:
        return derived_key(found.lang, found.title)
    return fitting(raw.path)


def fitting(key: str) -> str:
    """An id no longer than ids may be: the end of a long one is a hash of all of it."""
    return key if len(key) <= KEY_LIMIT else f"{key[: KEY_LIMIT - 17]}-{short_hash(key)}"


def short_hash(text: str) -> str:
    """Sixteen letters and digits that stand for a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _sorted(fields: dict[str, Any]) -> dict[str, Any]:
    """Put what we know by name in its place, and the rest in `extra`."""
    rest = unique((known_name(name), value) for name, value in clean(fields).items())
    if "" in rest:
        raise Unreadable("a field has no name")
    for synonym, name in SYNONYMS.items():
        if name not in rest and synonym in rest:
            rest[name] = rest.pop(synonym)
        _check_text(rest, synonym)
    known = {name: rest.pop(name) for name in FIELDS[:-1] if name in rest}
    if known.get("kind") in (None, ""):
        known.pop("kind", None)
    for name, form in (("audience", CHANNEL), ("author", MEMBER), ("owner", MEMBER)):
        if _is_other(known.get(name), form):
            rest[name] = known.pop(name)
    return {**known, "extra": rest}


def _check_text(fields: dict[str, Any], name: str) -> None:
    """A field beside that has the name of one of ours: text, in every format."""
    if name not in fields:
        return
    if fields[name] in (None, ""):
        del fields[name]
    elif not isinstance(fields[name], str):
        raise Unreadable(f'"{name}" must be text')


def _is_other(value: object, form: re.Pattern[str]) -> bool:
    return isinstance(value, str) and bool(value.strip()) and not form.fullmatch(value.strip())


def known_name(name: str) -> str:
    """A field's name; one of ours is recognised in any case."""
    plain = str(one_line(name))
    return plain.casefold() if plain.casefold() in NAMES else plain


def numbered(keys: Sequence[str], taken: set[str]) -> list[str]:
    """The same ids, a number after each that is taken already."""
    names = []
    for key in keys:
        name, number = key, 2
        while name in taken:
            name, number = f"{key}-{number}", number + 1
        taken.add(name)
        names.append(name)
    return names
