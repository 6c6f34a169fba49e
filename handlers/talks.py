"""Talks: threads that somebody chooses messages of, kept while they do.

A window is redrawn at every choice, and Slack may let us read a thread only once a minute.
"""

from collections.abc import Sequence
from dataclasses import dataclass

KEPT = 200
"""How many are kept in memory before the oldest is dropped."""


@dataclass(frozen=True)
class Line:
    """One message of a thread: who wrote it, and what it says as Markdown."""

    ts: str
    author: str | None
    name: str
    text: str


@dataclass(frozen=True)
class Talk:
    """A thread as it was read, oldest message first; `is_whole`: whether all of it was."""

    channel: str
    thread_ts: str
    lines: tuple[Line, ...]
    is_whole: bool = True

    def line(self, ts: str) -> Line | None:
        """The message of that name."""
        return next((line for line in self.lines if line.ts == ts), None)

    def between(self, first: str, last: str, *, besides: str = "") -> Sequence[Line]:
        """From one message to another, whichever comes first, without the one `besides`."""
        stamps = sorted((first, last))
        return [
            line for line in self.lines if stamps[0] <= line.ts <= stamps[1] and line.ts != besides
        ]


class Talks(dict[tuple[str, str], Talk]):
    """Talks by workspace and the window they are shown in."""

    def keep(self, workspace: str, window: str, talk: Talk) -> None:
        """Remember what this window shows."""
        if len(self) >= KEPT:
            del self[next(iter(self))]
        self[workspace, window] = talk
