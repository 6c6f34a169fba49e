"""Words: everything the bot shows to people, and whether any of it was left in English."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from bot.sandbox.slack import PretendSlack
from handlers.locale import CATALOGUES, read

FACT = re.compile(r"\{\w+\}")
FEWEST = 3
"""Words from which a sentence is recognised inside another text; below, only on its own."""


@dataclass(frozen=True)
class Sentence:
    """A sentence of ours; its facts, such as `{person}`, may be anything."""

    text: str

    def is_in(self, shown: str) -> bool:
        """Whether a text says it. Its longest part alone tells quickly that most do not."""
        return self._part in shown and self._pattern.search(shown) is not None

    @cached_property
    def _part(self) -> str:
        return max(FACT.split(self.text), key=len)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        known = ".{1,400}?".join(map(re.escape, FACT.split(self.text)))
        within = len(re.findall(r"[a-z']+", " ".join(FACT.split(self.text)))) >= FEWEST
        return re.compile(known if within else rf"\A{known}\Z", re.DOTALL)


@cache
def english() -> frozenset[Sentence]:
    """What the bot says in English where French says something else."""
    return frozenset(
        Sentence(text)
        for message in read(CATALOGUES["fr"])
        for text in {*_forms(message.id)} - {*_forms(message.string)} - {""}
    )


def shown(slack: PretendSlack) -> Iterator[str]:
    """Every text the bot has put on somebody's screen: messages, buttons, modals, Home."""
    space = slack.workspace
    for channel in space.channels:
        for message in slack.workspace.messages[channel]:
            if message.user == space.bot_user_id:
                yield message.text
                yield from texts(message.blocks)
    for view in [*space.homes.values(), *(v for stack in space.modals.values() for v in stack)]:
        yield from texts([view.title, view.submit, view.close, *view.blocks])


def texts(thing: Any) -> Iterator[str]:
    """Every text object in a tree of blocks, button labels and menus included."""
    if isinstance(thing, list):
        for part in thing:
            yield from texts(part)
    elif isinstance(thing, dict):
        if thing.get("type") in ("plain_text", "mrkdwn"):
            yield thing["text"]
        for part in thing.values():
            yield from texts(part)


def left_in_english(slack: PretendSlack) -> set[str]:
    """The sentences of ours that somebody was shown in English."""
    said = set(shown(slack))
    return {one.text for one in english() if any(map(one.is_in, said))}


def _forms(words: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words or ())
