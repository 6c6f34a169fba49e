"""Threads: real conversations that begin with a question, and which of their messages answer it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.evaluation.sets import rows


@dataclass(frozen=True)
class Said:
    """A message; `replies_to` are the places, in the thread, of the messages it replies to."""

    author: str
    text: str
    replies_to: tuple[int, ...] = ()
    is_bot: bool = False


@dataclass(frozen=True)
class Thread:
    """A conversation, oldest message first."""

    id: str
    messages: tuple[Said, ...]

    @property
    def asker(self) -> str:
        """Who wrote the first message, which is the question."""
        return self.messages[0].author

    @property
    def answers(self) -> Sequence[int]:
        """The places of the messages that answer: those of other people that reply to the asker, as
        people marked it, and do not end with a question mark; else all messages of other people.
        """
        others = [place for place, said in enumerate(self.messages) if self._is_of_another(said)]
        return [place for place in others if self._answers(self.messages[place])] or others

    def _is_of_another(self, said: Said) -> bool:
        return said.author != self.asker and not said.is_bot

    def _answers(self, said: Said) -> bool:
        above = {self.messages[place].author for place in said.replies_to}
        return self.asker in above and not said.text.rstrip().endswith("?")


@cache
def load(folder: Path) -> tuple[Thread, ...]:
    """The threads of a folder."""
    return tuple(
        Thread(row["id"], tuple(_said(message) for message in row["messages"]))
        for row in rows(folder / "threads.jsonl")
    )


def threaded(data: Path) -> list[Path]:
    """Folders of threads."""
    return [folder for folder in sorted(data.iterdir()) if (folder / "threads.jsonl").exists()]


def _said(row: dict[str, Any]) -> Said:
    replies_to = tuple(row.get("reply_to", ()))
    return Said(row["user"], row["text"], replies_to, bool(row.get("bot")))
