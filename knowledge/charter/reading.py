"""Reading: the text of a charter to a charter, or to all its faults at once."""

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from knowledge.charter import checks
from knowledge.charter.faults import CharterFaults, Fault
from knowledge.charter.model import Charter
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


def _validated(source: Source) -> tuple[Charter | None, list[Fault]]:
    charter, errors = _model(source.data)
    wrong_version = [fault for fault in _faults(source, errors) if fault.path == "relais"]
    if wrong_version:
        return None, wrong_version  # What a version we cannot read means by its keys is not ours.
    between = [
        Fault(source.line(path), words, dotted(path)) for path, words in checks.between(source.data)
    ]
    return charter, [*_faults(source, errors), *between]


def _model(data: dict[str, Any]) -> tuple[Charter | None, ValidationError | None]:
    try:
        return Charter.model_validate(data), None
    except ValidationError as errors:
        return None, errors


def _faults(source: Source, errors: ValidationError | None) -> Iterator[Fault]:
    for error in errors.errors(include_url=False) if errors else ():
        path = tuple(step for step in error["loc"] if step != "[key]")
        yield Fault(source.line(path), sentence(error), dotted(path))
