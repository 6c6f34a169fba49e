"""Typed: `/kb` is a question, unless it is exactly a command, in French or in English."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from operator import not_

from knowledge import moments

TWINS = {
    "aide": "help",
    "demander": "ask",
    "ajouter": "add",
    "voir": "show",
    "modifier": "edit",
    "corriger": "flag",
    "brouillons": "drafts",
    "vérifier": "verify",
    "archives": "archived",
    "doublons": "duplicates",
    "moi": "mine",
    "pourquoi": "why",
    "synonymes": "synonyms",
    "absent": "away",
    "retour": "back",
    "charte": "charter",
    "signaler": "signal",
    "signaux": "signals",
    "mesdonnées": "mydata",
    "oubliez": "forget",
    "répéter": "rehearse",
    "départ": "leaving",
}
COMMANDS = frozenset(TWINS.values())
ALSO = {
    "absente": "away",
    "depart": "leaving",
    "mesdonnees": "mydata",
    "repeter": "rehearse",
    "verifier": "verify",
}
KNOWN = TWINS | ALSO
"""The same, without accents and for women."""
PHRASES = {
    "my data": "mydata",
    "mes données": "mydata",
    "mes donnees": "mydata",
    "oubliez-moi": "forget",
}
"""Other ways to write a command: these and nothing else."""
NUMBERED = re.compile(r"#?(\d{1,9})")
FLAGGED = re.compile(r"#?(\d{1,9})(?:\s+(.*))?", re.DOTALL)
ESCALATION = re.compile(r"[eE](\d{1,9})")
"""How an escalation is named: E12."""
FOLLOWED: dict[str, Callable[[str], object]] = {
    "show": NUMBERED.fullmatch,
    "edit": NUMBERED.fullmatch,
    "flag": FLAGGED.fullmatch,
    "ask": bool,
    "signal": lambda _rest: True,
    "rehearse": lambda _rest: True,
    "forget": lambda rest: rest.casefold() in ("me", "moi"),
    "away": lambda rest: not rest or moments.is_meant(rest),
    "leaving": re.compile(r"(?:<@|me\b|moi\b).*|", re.IGNORECASE | re.DOTALL).fullmatch,
}
"""What may follow a command; nothing follows the others."""


@dataclass(frozen=True)
class Command:
    """What was typed: one of COMMANDS and what follows it, or (name None) a question."""

    name: str | None
    rest: str = ""

    @property
    def number(self) -> int:
        """The entry that `show` and `edit` name, or the escalation."""
        return int(self.rest.lstrip("#eE"))


def read(text: str) -> Command:
    """Tell commands from questions: a question may begin with any of the words.

    `show`, `edit` and `flag` are commands before a number, `ask`, `signal` and `rehearse` before
    anything, `forget` before `me`, `away` alone or before a moment, `leaving` alone or before
    somebody, the others alone.
    """
    if phrase := PHRASES.get(" ".join(text.casefold().split())):
        return Command(phrase)
    first, _, rest = text.strip().partition(" ")
    name = KNOWN.get(first.casefold(), first.casefold())
    rest = rest.strip()
    if name == "show" and ESCALATION.fullmatch(rest):
        return Command("story", rest)
    if name in COMMANDS and FOLLOWED.get(name, not_)(rest):
        return Command(name, rest)
    return Command(None, text.strip())
