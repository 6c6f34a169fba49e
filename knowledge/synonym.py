"""A group of synonyms: words and short phrases that mean the same in a workspace."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from knowledge.charter import Charter
from knowledge.columns import storable
from knowledge.database import Base
from knowledge.errors import FewTerms, LongTerm, ManyTerms, NoMandate, TakenTerm, WordlessTerm
from knowledge.search.analysis import words

FEWEST, MOST = 2, 12
"""How many terms a group has."""

WORDS, LONGEST = 4, 60
"""How many words and characters a term may have."""

SEPARATOR = re.compile(r"[,;=，；、\t\r\n]")
"""What stands between terms, however they were written down: no term contains one."""

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")

INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""What no eye sees and what turns the words after it around."""


class Group(Base):
    """Terms that mean the same in a workspace.

    `number` is that of the group's last change; it counts all changes of the workspace's list, so
    the largest tells whether anything has changed. A group that was removed is kept, and so is a
    suggestion somebody said no to, as a group that never was: they are not suggested again.
    """

    __tablename__ = "synonym_groups"
    __table_args__ = (UniqueConstraint("workspace", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(String(32))
    number: Mapped[int]
    terms: Mapped[list[str]]
    is_removed: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(32))

    @property
    def keys(self) -> frozenset[str]:
        """Its terms as they are compared."""
        return frozenset(map(key, self.terms))

    def __str__(self) -> str:
        return ", ".join(self.terms)


def key(term: str) -> str:
    """A term as it is compared: case, accents and punctuation make no difference."""
    return " ".join(words(term))


def tidy(terms: Iterable[str]) -> tuple[str, ...]:
    """Terms as a group keeps them: apart, trimmed, without doubles and blanks, in their order."""
    whole = (INVISIBLE.sub("", storable(term)) for term in terms)
    parts = (part for term in whole for part in SEPARATOR.split(term))
    known: dict[str, str] = {}
    for part in (" ".join(CONTROL.sub(" ", part).split()) for part in parts):
        if part:
            known.setdefault(key(part) or part, part)
    return tuple(known.values())


def check(terms: Sequence[str]) -> None:
    """Refuse what is no group.

    Raises:
        WordlessTerm, LongTerm: one of the terms is none.
        FewTerms, ManyTerms: there are too few or too many.
    """
    for term in terms:
        if not key(term):
            raise WordlessTerm(term=_shown(term))
        if len(term) > LONGEST or len(term.split()) > WORDS:
            raise LongTerm(term=_shown(term), words=WORDS, limit=LONGEST)
    if len(terms) < FEWEST:
        raise FewTerms
    if len(terms) > MOST:
        raise ManyTerms(count=len(terms), limit=MOST)


def check_free(terms: Sequence[str], others: Iterable[Group]) -> None:
    """Refuse terms that are in another group.

    Raises:
        TakenTerm: it names the first of them, and the group.
    """
    for group in others:
        for term in terms:
            if key(term) in group.keys:
                raise TakenTerm(term=term, group=str(group))


def touched(terms: Iterable[str], groups: Iterable[Group]) -> list[Group]:
    """The groups that some of the terms are in."""
    keys = frozenset(map(key, terms))
    return [group for group in groups if not keys.isdisjoint(group.keys)]


def may_change(charter: Charter, person: str) -> bool:
    """The leads. In a workspace without a charter everyone may: nobody else could."""
    return person in charter.leads() or not charter.everyone()


def check_mandate(charter: Charter, person: str) -> None:
    """Refuse whoever may not change the list.

    Raises:
        NoMandate: the charter does not name this person among the leads.
    """
    if not may_change(charter, person):
        raise NoMandate


def _shown(term: str) -> str:
    return term if len(term) <= LONGEST else f"{term[:LONGEST]}…"
