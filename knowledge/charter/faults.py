"""Faults of a charter: each with its line and a sentence that says how to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass

from knowledge.errors import KnowledgeError


@dataclass(frozen=True, order=True)
class Fault:
    """One thing to mend; `path` is where it is, such as ``topics[0].chain[1].answer``."""

    line: int
    message: str
    path: str = ""


@dataclass(frozen=True, order=True)
class Concern:
    """One thing to look at: sound as it is written, but not at every time, or for everybody."""

    line: int
    message: str
    path: str = ""


class CharterFaults(KnowledgeError):
    """Everything that is wrong with a charter, at once, from top to bottom."""

    sentence = "{faults}"

    def __init__(
        self, faults: Iterable[Fault], name: str = "charter.yaml", **facts: object
    ) -> None:
        self.faults = tuple(sorted(set(faults)))
        self.name = name
        super().__init__(faults=str(self), **facts)

    def __str__(self) -> str:
        return "\n".join(f"{self.name}:{one.line}: {one.message}" for one in self.faults)
