"""Judging: whether what an act came to is what the table says."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from handlers.locale import words
from handlers.ui import errors as ui
from knowledge.admission import AccountClosed
from knowledge.errors import KnowledgeError, MembersOnly, NoMandate, NotAllowed, NotFound
from tests.permissions.office import Result

REFUSALS = (AccountClosed, MembersOnly, NotFound, NotAllowed, NoMandate)
"""What somebody hears who may not do it; anything else would say that they may."""

ENGLISH = words("en")
OURS = (ui.apology(ENGLISH), ui.stale(ENGLISH), ui.unreachable(ENGLISH), ui.too_slow(ENGLISH))


@dataclass(frozen=True)
class Verdict:
    """What is expected of somebody, and the words they must not be shown."""

    cell: str
    secret: tuple[str, ...] = ()
    is_gone: bool = False

    def faults(self, result: Result) -> Iterator[str]:
        """What is not as it should be."""
        told = json.dumps(result.shown, ensure_ascii=False)
        yield from (f"shows {word!r}" for word in self.secret if word in told)
        if not result.listener or result.listener.startswith("handlers.errors."):
            yield f"no listener of its own: {result.listener}"
        yield from {"yes": _done, "no": self._refused, "–": _nothing, "noted": _noted}[self.cell](
            result
        )

    def _refused(self, result: Result) -> Iterator[str]:
        """Nothing changes, no window opens, and one sentence says why."""
        if result.changed:
            yield f"refused, and changes {sorted(result.changed)}"
        if self.is_gone and not result.shown:
            return  # nobody reads what would be said in their window
        reasons = (AccountClosed,) if self.is_gone else REFUSALS
        if len(result.texts) != 1 or not any(_says(one, result.texts[0]) for one in reasons):
            yield f"not refused in one sentence: {result.texts[:4]}"


def _done(result: Result) -> Iterator[str]:
    if result.status != 200 or result.is_silent:
        yield f"not done: status {result.status}"
    for text in result.texts:
        if text in OURS or any(_says(kind, text) for kind in _every()):
            yield f"not done: {text}"


def _nothing(result: Result) -> Iterator[str]:
    if result.status != 200 or not result.is_silent:
        yield f"something happens: {sorted(result.changed)} {result.texts[:3]}"


def _noted(result: Result) -> Iterator[str]:
    if result.status != 200 or result.shown:
        yield f"somebody is answered: status {result.status}, {result.texts[:3]}"


def _says(kind: type[KnowledgeError], text: str) -> bool:
    """Whether this is that refusal, whatever the facts in it."""
    return _form(kind.sentence).fullmatch(text) is not None


@cache
def _form(sentence: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{\w+\\\}", ".+", re.escape(sentence)), re.DOTALL)


@cache
def _every() -> tuple[type[KnowledgeError], ...]:
    return tuple(_kinds(KnowledgeError))


def _kinds(kind: type[KnowledgeError]) -> Iterator[type[KnowledgeError]]:
    """Every refusal that is a sentence of its own."""
    for one in kind.__subclasses__():
        if not re.fullmatch(r"\{\w+\}", one.sentence):
            yield one
        yield from _kinds(one)
