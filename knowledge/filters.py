"""Filters: where somebody wishes to look, as typed within a question (`topic:refunds`)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from rapidfuzz import fuzz, process

from knowledge.charter import Charter
from knowledge.entry import Genre
from knowledge.errors import KnowledgeError
from knowledge.search.analysis import words

SIGN = re.compile(
    r"(?<!\S)(?:(?P<topic>topic|sujet|th(?:e\u0300?|è)me)|(?P<kind>kind|type|genre)"
    r"|(?P<lang>lang(?:ue|uage)?))\s?:(?P<gap>\s*)(?=\S)",
    re.IGNORECASE,
)
QUOTED = re.compile(r"[\"“”«]\s*([^\"“”«»\n]{1,80}?)\s*[\"“”»]")
BARE = re.compile(r"\S+")
FACETS = ("topic", "kind", "lang")
LONGEST = 8
"""Words of a name that may be typed without quotation marks."""
SHORTEST = 3
"""Letters from which the beginning of a name's word stands for the name."""
SHOWN = 12
"""Choices that a refusal lists."""

KINDS = {
    Genre.FAQ: ("FAQ", "FAQ", "question"),
    Genre.PROCEDURE: ("Procédure", "Procedure", "process"),
    Genre.BEST_PRACTICE: ("Bonne pratique", "Best practice", "bonnes pratiques"),
    Genre.REPLY_EXAMPLE: ("Exemple de réponse", "Reply example", "modèle"),
    Genre.CONVERSATION_ANALYSIS: ("Analyse de conversation", "Conversation analysis"),
    Genre.CRISIS_CASE: ("Cas de crise", "Crisis case"),
    Genre.TONE_GUIDE: ("Guide de ton", "Tone guide", "style"),
}
"""What each kind may be called: in French, in English, otherwise."""
LANGUAGES = {
    "fr": ("français", "French", "francais"),
    "en": ("anglais", "English"),
}


@dataclass(frozen=True)
class Filters:
    """Where to look: only entries of this topic, kind and language; None for all of them."""

    topic: str | None = None
    kind: str | None = None
    lang: str | None = None

    def __bool__(self) -> bool:
        return any(self.kept().values())

    def kept(self) -> dict[str, str]:
        """What is chosen, as it is stored with a question and handed to search."""
        chosen = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: str(value) for name, value in chosen.items() if value is not None}


NO_FILTERS = Filters()


@dataclass(frozen=True)
class Wish:
    """A question without its filters, and the filters."""

    text: str
    filters: Filters = NO_FILTERS


class UnknownFilter(KnowledgeError):
    """A filter names nothing that we have, or several things."""

    sentence = (
        "I don't know any “{value}”. You can choose: {known}. "
        "If it is no filter, put a space behind the colon."
    )


def read(text: str, charter: Charter, *, language: str = "en") -> Wish:
    """Take the filters out of a question; of two of a sort the last counts.

    A value is an id or a name in either language, quoted or bare, or the beginning of a word
    that only one name has. Behind a colon and a space it may be a word like another: what is
    unknown there stays in the question. `language` is that of the names in a refusal.

    Raises:
        UnknownFilter: a value right behind its colon is no choice of ours.
    """
    kept, chosen = [], dict[str, str]()
    while sign := SIGN.search(text):
        facet = next(name for name in FACETS if sign[name])
        value, written, rest = _taken(text[sign.end() :], _choices(facet, charter))
        if value is None and not sign["gap"]:
            raise UnknownFilter(value=written, known=_known(facet, charter, written, language))
        kept.append(text[: sign.start()] if value else text[: sign.end()])
        chosen.update({facet: value} if value else {})
        text = rest if value else text[sign.end() :]
    return Wish("".join([*kept, text]).strip(), Filters(**chosen))


def _taken(rest: str, choices: Mapping[str, str]) -> tuple[str | None, str, str]:
    """The choice that stands first in the text, how it is written, and what follows it."""
    if quoted := QUOTED.match(rest):
        return _choice(quoted[1], choices), quoted[1], rest[quoted.end() :]
    ends = [word.end() for word, _ in zip(BARE.finditer(rest), range(LONGEST), strict=False)]
    for end in reversed(ends):
        if value := choices.get(_plain(rest[:end])):
            return value, rest[:end], rest[end:]
    return _choice(rest[: ends[0]], choices), rest[: ends[0]].rstrip(",;.?!"), rest[ends[0] :]


def _choice(written: str, choices: Mapping[str, str]) -> str | None:
    """The one choice of this name, or with a word in its names that begins like this."""
    plain = _plain(written)
    if plain in choices or len(plain) < SHORTEST:
        return choices.get(plain)
    like = {value for name, value in choices.items() if f" {plain}" in f" {name}"}
    return like.pop() if len(like) == 1 else None


def _plain(name: str) -> str:
    """A name as it is compared: no case, no accents, no signs."""
    return " ".join(words(name))


def _choices(facet: str, charter: Charter) -> dict[str, str]:
    """Every name of every choice, and what is chosen by it."""
    named = {value: (value, *names) for value, names in _names(facet, charter)}
    return {_plain(name): value for value, names in reversed(named.items()) for name in names}


def _names(facet: str, charter: Charter) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Each choice and what it is called: in French, in English, otherwise."""
    if facet == "topic":
        for topic in charter.topics:
            yield topic.id, (topic.name.in_("fr"), topic.name.in_("en"))
    else:
        known: Mapping[Any, tuple[str, ...]] = KINDS if facet == "kind" else LANGUAGES
        yield from ((str(value), names) for value, names in known.items())


def _known(facet: str, charter: Charter, written: str, language: str) -> str:
    """What can be chosen, the likeliest first."""
    named = [names[0 if language == "fr" else 1] for _, names in _names(facet, charter)]
    found = process.extract(written, named, scorer=fuzz.WRatio, processor=_plain, limit=SHOWN)
    return ", ".join(str(name) for name, *_ in found)
