"""Choices: what somebody who imports wishes to be done with what a source says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from knowledge.entry import Genre
from knowledge.exchange.decoding import decode
from knowledge.exchange.faults import BadRows, Fault, Place, Unreadable
from knowledge.exchange.limits import check_size
from knowledge.exchange.markdown import yaml
from knowledge.exchange.rows import MEMBER

SHELVES = ("section", "tags", "category")
"""What a source sorts its articles by, the nearest first."""


@dataclass(frozen=True)
class Choices:
    """What is given to whatever says nothing itself, and how names of the source are translated.

    `audience` is the private channel for what not everybody may see where it comes from; without
    one that is left out. `private` takes entries with the audience that a file names for them.
    """

    form: str | None = None
    source: str | None = None
    topic: str | None = None
    kind: Genre | None = None
    lang: str | None = None
    audience: str | None = None
    private: bool = False
    topics: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, Genre] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)

    @property
    def named_topics(self) -> set[str]:
        """Every topic that an entry could get by them."""
        return {*self.topics.values(), *([self.topic] if self.topic else [])}

    def sorted(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """The fields of an article, its topic, kind and language among them where these tell."""
        names = [_plain(name) for shelf in SHELVES for name in _listed(fields.get(shelf))]
        chosen = {
            "topic": _first(self.topics, names) or self.topic,
            "kind": _first(self.kinds, names) or self.kind,
            "lang": self.lang,
        }
        given = {name: value for name, value in chosen.items() if value and not fields.get(name)}
        return {**fields, **given}

    def owner(self, said: object) -> str | None:
        """The member who is meant by an address or a name, where that is known."""
        name = str(said or "").strip()
        return name if MEMBER.fullmatch(name) else self.owners.get(_plain(name))


Names = Annotated[dict[str, str], BeforeValidator(lambda value: value or {})]


class _Mapping(BaseModel):
    """What stands in a mapping file."""

    model_config = ConfigDict(extra="forbid")

    topics: Names = {}
    kinds: dict[str, Genre] = {}
    owners: Names = {}


def read_mapping(path: Path) -> dict[str, Any]:
    """The choices of a mapping file: `topics`, `kinds` and `owners`, each of them names to names.

    A file without these three is one of topics.

    Raises:
        BadRows: it is none; with the line, where there is one.
    """
    try:
        check_size(path.stat().st_size)
        given = yaml(decode(path.read_bytes()))
        if given.keys().isdisjoint(_Mapping.model_fields):
            given = {"topics": given}
        mapping = _Mapping.model_validate(given)
    except Unreadable as unreadable:
        raise BadRows([Fault(Place(str(path), unreadable.line), unreadable.reason)]) from unreadable
    except ValidationError as errors:
        raise BadRows(_told(path, errors)) from errors
    return {
        name: {_plain(one): other for one, other in getattr(mapping, name).items()}
        for name in _Mapping.model_fields
    }


def _told(path: Path, errors: ValidationError) -> list[Fault]:
    return [
        Fault(Place(str(path), 1), f'"{".".join(map(str, error["loc"]))}": {error["msg"]}')
        for error in errors.errors(include_url=False)
    ]


def _first(table: Mapping[str, Any], names: list[str]) -> Any:
    return next((table[name] for name in names if name in table), None)


def _listed(value: object) -> list[str]:
    return [value] if isinstance(value, str) else value if isinstance(value, list) else []


def _plain(name: object) -> str:
    return " ".join(str(name).split()).casefold()
