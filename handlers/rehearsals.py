"""Rehearsals: a lead sees what would become of a question, without asking anybody."""

import re
from dataclasses import dataclass
from datetime import datetime

from handlers.ui import rehearsals as ui
from handlers.ui.blocks import Message
from handlers.ui.text import from_slack, mentions, plain
from handlers.visit import Visit
from knowledge import entries, filters, rehearsal, typed_times
from knowledge.errors import UnclearTime
from knowledge.rehearsal import Rehearsing
from knowledge.sight import Reader
from knowledge.synonym import check_mandate

QUOTED = re.compile(r"[\"“”«]\s*(.+)\s*[\"“”»](.*)", re.DOTALL)
ASKER = re.compile(
    r"(?:\s|^)(?:as|comme|en tant que)\s+<@(?P<person>[UW][A-Z0-9]+)(?:\|[^<>]*)?>\s*$",
    re.IGNORECASE,
)
WORD = re.compile(r"(?:\s|^)(?=\S)")
LINK = re.compile(r"(?:\s|^)(?:at|on|le|à|a)\s+(?=\S)", re.IGNORECASE)


@dataclass(frozen=True)
class Typed:
    """What was typed behind `/kb rehearse`: the question, who asks it, and when."""

    question: str
    person: str | None = None
    at: datetime | None = None


async def rehearse(visit: Visit, text: str) -> Message:
    """`/kb rehearse "question" as @person at time`: for leads.

    Raises:
        NoMandate: somebody else typed it.
        UnclearTime: what follows the question is no person and no time.
    """
    _ = await visit.people.greet(visit.user)
    charter = await visit.charter()
    check_mandate(charter, visit.user)
    if not text:
        return ui.how(_)
    rehearsing = await _rehearsing(visit, text, language=_.language)
    async with visit.sessions.begin() as session:
        played = await rehearsal.rehearse(session, rehearsing, library=visit.library)
    return ui.rehearsal(_, played)


def read(text: str, *, now: datetime, zone: str) -> Typed:
    """The question, in quotation marks or not, and what stands behind it, in any order.

    Raises:
        UnclearTime: behind a question in quotation marks stands something else.
    """
    quoted = QUOTED.fullmatch(text.strip())
    question, rest = quoted.groups() if quoted else (None, text)
    person, at = None, None
    while True:
        if person is None and (named := ASKER.search(rest)):
            person, rest = named["person"], rest[: named.start()]
        elif at is None and (found := _moment(rest, now, zone, alone=question is not None)):
            at, rest = found
        else:
            break
    if question is not None and rest.strip():
        raise UnclearTime(typed=plain(from_slack(rest.strip())))
    return Typed(rest.strip() if question is None else question.strip(), person, at)


def _moment(text: str, now: datetime, zone: str, *, alone: bool) -> tuple[datetime, str] | None:
    """The time that a text ends with, and what stands before; `alone`: without a question."""
    for start in (WORD if alone else LINK).finditer(text):
        if at := typed_times.read(text[start.end() :], now=now, zone=zone):
            return at, text[: start.start()]
    return None


async def _rehearsing(visit: Visit, text: str, language: str) -> Rehearsing:
    zone = (await visit.people.get(visit.user)).zone
    typed = read(text, now=visit.now, zone=zone)
    names = await visit.people.names(mentions(typed.question))
    question = plain(from_slack(typed.question, names=names))
    wish = filters.read(question, await visit.charter(), language=language)
    asker = typed.person or visit.user
    return Rehearsing(
        text=wish.text,
        asker=asker,
        workspace=visit.workspace,
        at=typed.at or visit.now,
        reader=await _reader(visit, asker),
        filters=wish.filters,
    )


async def _reader(visit: Visit, asker: str) -> Reader:
    """Both at once: who is played, and who rehearses it."""
    async with visit.sessions.begin() as session:
        private = await entries.audiences(session, visit.workspace)
    theirs = await visit.readers.one(asker, private)
    return theirs.beside(await visit.readers.one(visit.user, private))
