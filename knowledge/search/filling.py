"""Filling: many documents are read into an index some at a time, and weighed in the end."""

from collections.abc import Callable, Iterable
from threading import Lock

from knowledge.search.documents import Document
from knowledge.search.lexicon import Forms
from knowledge.search.segment import Material, joined_material
from knowledge.search.shelf import Shelver


class Filling:
    """What has been read and not yet been put. No more answers are in memory than are read at once.

    No key may come twice.
    """

    def __init__(self, shelver: Shelver, writing: Lock, put: Callable[[Material], None]) -> None:
        self._shelver = shelver
        self._writing = writing
        self._put = put
        self._parts: list[Material] = []
        self._forms = Forms()

    def read(self, documents: Iterable[Document]) -> None:
        """Take some more."""
        with self._writing:
            self._parts.append(self._shelver.read(documents, self._forms))

    def finish(self) -> None:
        """Let all of them be found."""
        parts, self._parts = self._parts, []
        with self._writing:
            self._put(joined_material(parts))
