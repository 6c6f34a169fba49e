"""Whom: the processes that something can be passed on to, and who has it then."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from handlers.locale import Words
from handlers.ui.terms import process_name
from handlers.ui.text import cut
from knowledge.charter import Charter

LEADS = "leads"
VALUE = 60
"""Characters of a process's word that its choice is recognised by."""


@dataclass(frozen=True)
class Whom:
    """The processes to choose from (None: the leads), each with who has it then; their names."""

    charter: Charter
    owners: Mapping[str | None, str]
    names: Mapping[str, str] = field(default_factory=dict)


def options(_: Words, whom: Whom) -> list[tuple[str, str]]:
    """A choice for each process, and the leads for what belongs to none."""
    return [(value_of(process), _label(_, whom, process)) for process in whom.owners]


def value_of(process: str | None) -> str:
    """What stands for a process in a menu."""
    return LEADS if process is None else f"process:{cut(process, VALUE)}"


def process_of(charter: Charter, value: str) -> str | None:
    """The process that was chosen, if the charter still has it; else it goes to the leads."""
    return next((one.id for one in charter.processes if value_of(one.id) == value), None)


def _label(_: Words, whom: Whom, process: str | None) -> str:
    name = process_name(_, whom.charter, process) or _("None of these: the leads")
    owner = whom.names.get(whom.owners[process], "")
    return f"{cut(name, 40)} ({cut(owner, 28)})" if owner else name
