"""Membership: the people a charter names, and those of them whom nobody can reach."""

import re
from collections.abc import Collection, Iterator
from typing import Any

from knowledge.charter.faults import Fault
from knowledge.charter.forms import MEMBER_ID
from knowledge.charter.source import Path, Unreadable, dotted, read

ONE = ("slack", "substitute")
SEVERAL = ("who", "reviewers", "owners")


def named(text: str) -> frozenset[str]:
    """Everybody the text names, whatever else is wrong with it."""
    return frozenset(person for _path, _line, person in _places(text))


def out_of_reach(
    text: str, *, unknown: Collection[str], deactivated: Collection[str]
) -> tuple[Fault, ...]:
    """A fault for each place that names somebody unknown to the workspace, or deactivated in it."""
    return tuple(
        Fault(line, _sentence(person, is_unknown=person in unknown), dotted(path))
        for path, line, person in _places(text)
        if person in unknown or person in deactivated
    )


def _sentence(person: str, *, is_unknown: bool) -> str:
    if is_unknown:
        return (
            f"There is no member {person} in the workspace: copy the ID from their Slack profile "
            '(⋮, then "Copy member ID"), or name somebody else.'
        )
    return f"{person} has left, their account is deactivated: name somebody else, or nobody."


def _places(text: str) -> Iterator[tuple[Path, int, str]]:
    try:
        source = read(text)
    except Unreadable:
        return
    for path, person in _walk(source.data, ()):
        yield path, source.line(path), person


def _walk(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    match value:
        case dict():
            for key, inner in value.items():
                yield from _walk(inner, (*path, key))
        case list():
            for at, inner in enumerate(value):
                yield from _walk(inner, (*path, at))
        case str() if _holds_a_member(path) and re.fullmatch(MEMBER_ID, value):
            yield path, value


def _holds_a_member(path: Path) -> bool:
    *_around, holder, last = ("", "", *path)
    return holder in SEVERAL if isinstance(last, int) else last in ONE
