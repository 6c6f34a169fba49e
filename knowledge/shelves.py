"""Shelves: the workspaces' indexes that this process holds, as many as there is room for."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from knowledge.search.documents import Document, Key
from knowledge.search.index import Index


@dataclass
class Shelf:
    """One workspace's index and how far it has read."""

    index: Index
    last: int | None = None
    seen: set[int] = field(default_factory=set)
    charter: int = 0
    examples: dict[Key, Document] = field(default_factory=dict)
    synonyms: int = 0
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0
    size: int = 0


class Shelves:
    """By workspace, the one used last at the end.

    `room` is how many bytes they may take together (None: as many as they like). What does not
    fit is let go, the one first that nobody has used for longest, and filled from the database
    again when it is asked for. One in use stays, whatever it takes.
    """

    def __init__(self, make: Callable[[], Shelf], room: int | None = None) -> None:
        self._make = make
        self._room = room
        self._held: OrderedDict[str, Shelf] = OrderedDict()

    def __contains__(self, workspace: str) -> bool:
        return workspace in self._held

    def __iter__(self) -> Iterator[str]:
        return iter([*self._held])

    def __len__(self) -> int:
        return len(self._held)

    @property
    def size(self) -> int:
        """Bytes that all of them take, near enough."""
        return sum(shelf.size for shelf in self._held.values())

    @property
    def counts(self) -> list[int]:
        """How many documents each of them holds."""
        return [len(shelf.index) for shelf in self._held.values()]

    def get(self, workspace: str) -> Shelf | None:
        """The shelf, if it is here."""
        return self._held.get(workspace)

    def forget(self, workspace: str) -> None:
        """Let it go; whoever uses it goes on with what they have."""
        self._held.pop(workspace, None)

    @contextmanager
    def using(self, workspace: str) -> Iterator[Shelf]:
        """The shelf, a new one if it is not here; afterwards they fit into the room again."""
        shelf = self._held.get(workspace) or self._make()
        self._held[workspace] = shelf
        self._held.move_to_end(workspace)
        shelf.users += 1
        try:
            yield shelf
        finally:
            shelf.size = shelf.index.footprint
            self._make_room()
            shelf.users -= 1

    def _make_room(self) -> None:
        if self._room is None:
            return
        excess = self.size - self._room
        for workspace, shelf in [*self._held.items()]:
            if excess <= 0:
                return
            if not shelf.users:
                excess -= shelf.size
                del self._held[workspace]
