"""Reading: the text of a charter to a charter, or to all its faults at once."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from knowledge.charter import checks
from knowledge.charter.faults import CharterFaults, Fault
from knowledge.charter.model import VERSION, Charter
from knowledge.charter.sentences import sentence
from knowledge.charter.source import Source, Unreadable, dotted, read


def parse(text: str, *, name: str = "charter.yaml") -> Charter:
    """Read a charter; raises CharterFaults, which names every fault with its line in `name`."""
    try:
        source = read(text)
    except Unreadable as unreadable:
        raise CharterFaults([unreadable.fault], name) from unreadable
    if not isinstance(source.data, dict):
        fault = Fault(source.line(()), "A charter is made of keys and values: see the example.")
        raise CharterFaults([fault], name)
    charter, found = _validated(source)
    faults = [*source.faults, *found]
    if charter is None or faults:
        raise CharterFaults(faults, name)
    return charter


@lru_cache(maxsize=64)
def known(text: str) -> Charter:
    """Read a charter that was read before, or `parse` it: a long one takes a while."""
    return parse(text)


def _validated(source: Source) -> tuple[Charter | None, list[Fault]]:
    charter, errors = _model(source.data)
    found = list(_faults(source, errors))
    version = source.data.get("relais")
    if type(version) is int and version > VERSION:
        # What a format we cannot read means by its other keys is not for us to judge.
        return None, [fault for fault in found if fault.path == "relais"]
    between = (
        Fault(source.line(path), words, dotted(path)) for path, words in checks.between(source.data)
    )
    return charter, [*found, *between]


def _model(data: dict[str, Any]) -> tuple[Charter | None, list[ErrorDetails]]:
    try:
        return Charter.model_validate(data), []
    except ValidationError as errors:
        return None, errors.errors(include_url=False)


def _faults(source: Source, errors: Iterable[ErrorDetails]) -> Iterator[Fault]:
    for error in errors:
        if error["type"] == "too_short" and error["input"]:
            continue  # A list is called short when its items are bad, which is said already.
        path = error["loc"]
        yield Fault(source.line(path), sentence(error), dotted(path))
