"""Reactions: the settings that name emoji, and what each asks for."""

from collections.abc import Iterator, Mapping
from itertools import combinations

from knowledge.emoji import canonical
from knowledge.reactions import MARK, USUAL, Deed
from knowledge.reactions import NO_EMOJI as OFF

DEEDS = {
    "RELAIS_SAVE_EMOJI": Deed.KEEP,
    "RELAIS_ASK_EMOJI": Deed.ASK,
    "RELAIS_FLAG_EMOJI": Deed.WRONG,
    "RELAIS_SIGNAL_EMOJI": Deed.SIGNAL,
}


def emoji(given: Mapping[str, str], name: str) -> frozenset[str]:
    """The emoji of that setting, or the usual ones."""
    return listed(given[name]) if name in given else USUAL[DEEDS[name]]


def mark(given: Mapping[str, str]) -> str:
    """Our own reaction on what is kept; `OFF`: there is to be none."""
    return given.get("RELAIS_MARK_EMOJI", MARK).strip(":")


def listed(text: str) -> frozenset[str]:
    """Words between commas or spaces; emoji may be written with their colons."""
    return frozenset(word.strip(":") for word in text.replace(",", " ").split())


def faults(given: Mapping[str, str]) -> Iterator[str]:
    """A sentence for each emoji that is none, or would ask for two things."""
    ours = mark(given)
    if len(ours.split()) != 1 or "," in ours:
        yield f"RELAIS_MARK_EMOJI must be one emoji or none, not {ours!r}"
    named = {name: emoji(given, name) for name in DEEDS} | {"RELAIS_MARK_EMOJI": {ours}}
    for (one, some), (other, more) in combinations(named.items(), 2):
        both = {canonical(name) for name in some} & {canonical(name) for name in more}
        for name in sorted(both - {OFF}):
            yield f"{one} and {other} must differ, and both name {name!r}"
