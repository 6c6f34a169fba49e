"""Highlight: which words of a text answer to which words of a question, and where they stand.

Ranking compares letters by three; an eye compares words. A word is marked if it is the same
when folded, an inflection or relative, or what a misspelt word was meant to be; the latter only
where the question's word stands in none of the texts. Nothing is marked for words that every
question has, unless the question has no others.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA, Prefix

from knowledge.search.analysis import PREFIX, fold
from knowledge.search.hollow import COMMON, hollow
from knowledge.search.speller import LONG
from knowledge.search.unfold import Span, Unfolded

RUN = re.compile(r"[^\W_]+")
LONGEST = 40  # a longer run is no word
ASKED = 60  # different words of a question that are looked for; a pasted page has hundreds
TYPOS = 20  # of them, those that stand nowhere and may be misspelt
RELATED = 0.6
"""Twice the letters of the common beginning, divided by all letters of both words (Dice).

From here on two words are one to the reader: rembourser/remboursement 0.78, informer/information
0.63; but transport/transfert 0.55, internet/international 0.57, commande/comment 0.53.
"""
SURE = 0.8  # from here on a word is spelt right, for there is one so much like it
LONGER = 10  # letters of a word in which two may be wrong: transport is no transfert
ENDING = 4  # letters that may follow a long word, misspelt: rembouser, remboursement
SHORTEST_TYPO = 5  # "date" and "data" are both right
PLURALS = ("s", "x")
ELIDED = re.compile(r"[cdjlmnst](?=[aeiouyh])")


@dataclass(frozen=True)
class Match:
    """The question's word that a word of a text answers to, and how surely (1: the same)."""

    asked: str
    strength: float


@dataclass(frozen=True)
class Sought:
    """What a question asks for in some texts: the folded words of theirs that match."""

    asked: tuple[str, ...] = ()
    matches: Mapping[str, Match] = field(default_factory=dict)

    def spans(self, text: str) -> list[Span]:
        """The words of a text that match, where they stand in it: in order, none twice."""
        if not self.matches:
            return []
        unfolded = Unfolded(text)
        words = (word for word in RUN.finditer(unfolded.folded) if word[0] in self.matches)
        spans = (unfolded.span(*word.span()) for word in words)
        return [span for span in spans if span]

    def found(self, folded: str) -> list[Match]:
        """The matches of a text that is folded, in its order."""
        return [self.matches[word] for word in RUN.findall(folded) if word in self.matches]

    def beyond(self, texts: Iterable[str]) -> "Sought":
        """What is sought and not said in these texts yet, such as the title of an answer."""
        said = {match.asked for text in texts for match in self.found(fold(text))}
        matches = {word: m for word, m in self.matches.items() if m.asked not in said}
        return Sought(tuple(word for word in self.asked if word not in said), matches)


NOTHING = Sought()


def sought(question: str, texts: Iterable[str]) -> Sought:
    """What a question asks for in texts that are shown together, such as an entry's."""
    asked, is_hollow = _asked(question)
    words = dict.fromkeys(word for text in texts for word in RUN.findall(fold(text)))
    if is_hollow:
        return Sought(asked, {word: Match(word, 1.0) for word in asked if word in words})
    likely = [word for word in words if word not in COMMON and len(word) <= LONGEST]
    matches = dict(_relatives(asked, likely))
    there = {match.asked for match in matches.values() if match.strength >= SURE}
    missing = [word for word in asked if word not in there][:TYPOS]
    meant = dict(_meant(missing, likely))
    akin = {
        word: Match(meant[match.asked].asked, match.strength * meant[match.asked].strength)
        for word, match in _relatives(meant, likely)
    }
    return Sought(asked, {**akin, **meant, **matches})


def _asked(question: str) -> tuple[tuple[str, ...], bool]:
    """The words to look for, and whether there are only words that every question has."""
    words = [word for word in RUN.findall(fold(question)) if len(word) <= LONGEST]
    is_hollow = hollow(words)
    kept = (word for word in words if is_hollow or (len(word) > 1 and word not in COMMON))
    return tuple(dict.fromkeys(kept))[:ASKED], is_hollow


def _relatives(asked: Collection[str], words: Iterable[str]) -> Iterator[tuple[str, Match]]:
    """The words that are the same, a plural, or have enough of their beginning in common."""
    plurals = {plural: word for word in asked for plural in _plurals(word)}
    beginnings = defaultdict(list)
    for word in asked:
        if len(word) >= PREFIX and word.isalpha():
            beginnings[word[:PREFIX]].append(word)
    same = set(asked)
    for word in words:
        if word in same:
            yield word, Match(word, 1.0)
        elif word in plurals:
            yield word, Match(plurals[word], _related(word, plurals[word]))
        elif (near := beginnings.get(word[:PREFIX])) and word.isalpha():
            strength, best = max((_related(word, one), one) for one in near)
            if strength >= RELATED:
                yield word, Match(best, strength)


def _plurals(word: str) -> list[str]:
    """The short words of which a word is the plural, or the plurals of a short word."""
    if not 2 < len(word) <= PREFIX or not word.isalpha():
        return []
    singular = [word[:-1]] if word.endswith(PLURALS) and len(word) > 3 else []
    return singular + [word + ending for ending in PLURALS]


def _related(one: str, other: str) -> float:
    return 2 * Prefix.similarity(one, other) / (len(one) + len(other))


def _meant(missing: Iterable[str], words: Iterable[str]) -> Iterator[tuple[str, Match]]:
    """The nearest words for each that stands nowhere: an apostrophe left out, a typo.

    The first letter is nearly never mistyped, and spares comparing everything with everything.
    """
    by_letter = defaultdict(list)
    for word in words:
        if len(word) >= SHORTEST_TYPO - 1 and word.isalpha():
            by_letter[word[0]].append(word)
    for word in missing:
        if len(word) >= SHORTEST_TYPO and word.isalpha():
            elided = ELIDED.sub("", word, count=1)
            if elided in by_letter[elided[0]]:
                yield elided, Match(word, _related(elided, elided))
            else:
                yield from _nearest(word, by_letter[word[0]])


def _nearest(word: str, words: Iterable[str]) -> Iterator[tuple[str, Match]]:
    """One edit is forgiven, two in a long word: letters more, less, other or swapped.

    The distance is that of optimal string alignment.
    """
    reach = 1 if len(word) < LONG else 2
    likely = [other for other in words if len(other) - len(word) >= -reach]
    shapes = [_shape(other, len(word)) for other in likely]
    found = process.extract(word, shapes, scorer=OSA.distance, score_cutoff=reach, limit=None)
    near = [
        (edits, likely[number])
        for _shaped, edits, number in found
        if edits < 2 or len(word) >= LONGER or len(likely[number]) > len(word) + 1
    ]
    for edits, other in near:
        if edits == near[0][0]:
            yield other, Match(word, 1 - edits / len(word))


def _shape(word: str, size: int) -> str:
    """What has to be near: a plural's ending is free, and a short one after a long word."""
    if word.endswith(PLURALS):
        word = word[:-1]
    return word[:size] if size >= LONG and 2 < len(word) - size <= ENDING else word
