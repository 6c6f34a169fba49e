"""Sentences: what the validation of a value found, in words that say how to mend it."""

import typing
from collections.abc import Callable
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from knowledge.charter.likeness import suggestion
from knowledge.charter.model import Charter
from knowledge.charter.source import Path


def sentence(error: ErrorDetails) -> str:
    """Word one finding of pydantic for the person who wrote the charter."""
    worded = SENTENCES.get(error["type"])
    return worded(error) if worded else f"{error['msg']}."


def _own(error: ErrorDetails) -> str:
    return str(error["ctx"]["error"])


def _unknown(error: ErrorDetails) -> str:
    key, known = str(error["loc"][-1]), keys_at(error["loc"][:-1])
    guess = suggestion(key, known) or f" What can stand here: {', '.join(known)}."
    return f'"{key[:40]}" is not a key of the charter here.{guess}'


def _missing(error: ErrorDetails) -> str:
    return f'"{error["loc"][-1]}" is missing or empty: it must be written here.'


def _choice(error: ErrorDetails) -> str:
    expected = error["ctx"]["expected"].replace("'", "")
    choices = expected.replace(" or ", ", ").split(", ")
    shown = _shown(error)
    return f"{shown} is not one of {expected}.{suggestion(str(error['input']), choices)}"


def _list(error: ErrorDetails) -> str:
    return f"{_shown(error)} must be a list: put it in brackets, [like, this]."


def _mapping(error: ErrorDetails) -> str:
    return f"{_shown(error)} must be made of keys and values: write key: value."


def _text(error: ErrorDetails) -> str:
    return f'{_shown(error)} must be text: put it in quotes, "like this".'


def _shown(error: ErrorDetails) -> str:
    match value := error["input"]:
        case str() if value:
            return f'"{value[:40]}"'
        case bool():
            return str(value).lower()
        case int():
            return str(value)
        case _:
            return f'"{error["loc"][-1]}"' if isinstance(error["loc"][-1], str) else "This"


SENTENCES: dict[str, Callable[[ErrorDetails], str]] = {
    "value_error": _own,
    "extra_forbidden": _unknown,
    "missing": _missing,
    "enum": _choice,
    "literal_error": _choice,
    "tuple_type": _list,
    "model_type": _mapping,
    "model_attributes_type": _mapping,
    "dict_type": _mapping,
    "string_type": _text,
    "string_too_short": lambda _: "The words are missing: write them here.",
    "too_short": lambda _: "The list is empty: it needs at least one.",
    "int_type": lambda error: f"{_shown(error)} must be a whole number, such as 10.",
    "int_parsing": lambda error: f"{_shown(error)} must be a whole number, such as 10.",
    "greater_than_equal": lambda error: f"{_shown(error)} is too small: write 1 or more.",
    "bool_type": lambda error: f"{_shown(error)} must be true or false.",
    "bool_parsing": lambda error: f"{_shown(error)} must be true or false.",
}


def keys_at(path: Path) -> list[str]:
    """Give the keys that may stand at this place of a charter."""
    kind: Any = Charter
    for step in path:
        if isinstance(step, str):
            kind = {field.alias or name: field for name, field in kind.model_fields.items()}[step]
            kind = _model(kind.annotation)
    return [field.alias or name for name, field in kind.model_fields.items()]


def _model(annotation: Any) -> type[BaseModel] | None:
    """Find the model inside ``tuple[Step, ...]`` or ``Hours | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inside = (_model(part) for part in typing.get_args(annotation))
    return next(filter(None, inside), None)
