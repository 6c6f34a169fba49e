"""Groups of synonyms as text: one on each line, with commas between the terms."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from knowledge import audit, synonyms
from knowledge.errors import KnowledgeError, TakenTerm
from knowledge.exchange.decoding import decode
from knowledge.exchange.faults import BadRows, Fault, Place, Unreadable
from knowledge.synonym import Group, check, key, tidy

Line = tuple[Place, tuple[str, ...]]


@dataclass
class Loaded:
    """How many groups of a file were new, got more terms, or said nothing new."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0


def read(data: bytes, file: str) -> list[Line]:
    """The terms of each line that has any. Semicolons, tabs and = may stand for the commas.

    Raises:
        BadRows: it is no text.
    """
    try:
        text = decode(data)
    except Unreadable as unreadable:
        raise BadRows([Fault(Place(file, unreadable.line), unreadable.reason)]) from unreadable
    rows = ((number, _terms(line)) for number, line in enumerate(text.splitlines(), 1))
    return [(Place(file, number), terms) for number, terms in rows if terms]


def write(groups: Iterable[Sequence[str]]) -> str:
    """One group a line."""
    return "".join(", ".join(map(_cell, terms)) + "\n" for terms in groups)


async def load(
    session: AsyncSession, lines: Sequence[Line], *, workspace: str, by: str, now: datetime
) -> Loaded:
    """Take in the groups of a file, all of them or none.

    A line that shares terms with a group there is already adds to that group.

    Raises:
        BadRows: some cannot be taken; it names them all.
    """
    known = await synonyms.alone_with(session, workspace)
    taking = _Taking(known)
    for place, terms in lines:
        taking.take(place, terms)
    if taking.faults:
        raise BadRows(taking.faults)
    number = await synonyms.newest(session, workspace)
    fresh = [Group(workspace=workspace, terms=terms) for terms in taking.new]
    touched = [*taking.grown, *fresh]
    for group in touched:
        number += 1
        group.number, group.changed_at, group.changed_by = number, now, by
    session.add_all(touched)
    await session.flush()
    for group in touched:
        audit.record(session, "synonyms.imported", group, by=by, now=now, terms=len(group.terms))
    return Loaded(len(fresh), len(taking.grown), len(lines) - len(touched))


class _Taking:
    """What a file brings to the groups there are, line by line, and what is wrong with it."""

    def __init__(self, known: Sequence[Group]) -> None:
        self.home = {one: group for group in known for one in group.keys}
        self.count = len(known)
        self.line: dict[str, Place] = {}
        self.new: list[list[str]] = []
        self.grown: list[Group] = []
        self.faults: list[Fault] = []

    def take(self, place: Place, terms: Sequence[str]) -> None:
        try:
            self._take(place, terms)
        except KnowledgeError as error:
            self.faults.append(Fault(place, str(error)))

    def _take(self, place: Place, terms: Sequence[str]) -> None:
        check(terms)
        if twice := next((term for term in terms if key(term) in self.line), None):
            first = self.line[key(twice)]
            self.faults.append(Fault(place, f"“{twice}” is on line {first.line} already."))
            return
        self.line |= {key(term): place for term in terms}
        met = {id(group): group for term in terms if (group := self.home.get(key(term)))}
        if len(met) > 1:
            second = [*met.values()][1]
            term = next(term for term in terms if key(term) in second.keys)
            raise TakenTerm(term=term, group=str(second))
        self._keep(terms, next(iter(met.values()), None))

    def _keep(self, terms: Sequence[str], group: Group | None) -> None:
        if group is None:
            self.count += 1
            synonyms.check_room(self.count)
            self.new.append(list(terms))
            return
        whole = tidy([*group.terms, *terms])
        check(whole)
        if list(whole) != group.terms:
            group.terms = list(whole)
            self.grown.append(group)


def _terms(line: str) -> tuple[str, ...]:
    return tidy(cell for cells in csv.reader([line], skipinitialspace=True) for cell in cells)


def _cell(term: str) -> str:
    return '"' + term.replace('"', '""') + '"' if '"' in term else term
