"""Toss-ups: example questions that read like those of another topic.

Each example is asked of all the others, as if it were not there. Where these are sure that it
belongs to another topic, they would be as sure of the next question in similar words. It is so
for one in a hundred of the questions that people ask a bank and an assistant, in 300 topics.

Of hundreds of examples only those that seem clearest are asked about; when they are mended, the
next ones are. What is asked in the same words in two topics is always found.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.charter import Charter
from knowledge.charter.source import Path, Source
from knowledge.outlook.findings import Finding
from knowledge.search.analysis import words
from knowledge.search.documents import Document, TopicGuess
from knowledge.search.index import Index
from knowledge.search.topics import SURE_OF_TOPIC

ASKED = 100
"""So many examples are asked about."""

SIMILAR = 0.8
"""A topic this nearly as certain as another may as well be taken for it."""

LONGEST = 60  # characters of a question that are shown


@dataclass(frozen=True)
class Example:
    """A question, or (number None) a name, of a topic."""

    topic: int
    number: int | None
    text: str

    @property
    def path(self) -> Path:
        """Where it is written."""
        place = ("name",) if self.number is None else ("examples", self.number)
        return ("topics", self.topic, *place)

    def __str__(self) -> str:
        text = " ".join(self.text.split())
        return f'"{text if len(text) <= LONGEST else text[:LONGEST].rstrip() + "…"}"'


Pair = tuple[Example, Example]


def find(charter: Charter, source: Source) -> Iterator[Finding]:
    """Every example that is in two topics, and every one that another topic is sure of."""
    known = list(_examples(charter))
    twice = list(_twice(known))
    for one, other in twice:
        yield Finding(one.path, _same(charter, one, other, source))
    told = {frozenset(pair) for pair in twice}
    for one, other, guesses in _taken(charter, known):
        if frozenset((one, other)) not in told:
            told.add(frozenset((one, other)))
            yield Finding(one.path, _alike(charter, one, other, guesses, source))


def _examples(charter: Charter) -> Iterator[Example]:
    for at, topic in enumerate(charter.topics):
        yield from (Example(at, None, name) for name in (topic.name.fr, topic.name.en) if name)
        yield from (Example(at, number, text) for number, text in enumerate(topic.examples))


def _twice(known: Sequence[Example]) -> Iterator[Pair]:
    """Questions in the same words, of several topics: the first of each, with each other one."""
    first: dict[str, Example] = {}
    for example in known:
        said = " ".join(words(example.text))
        if example.number is not None and said:
            before = first.setdefault(said, example)
            if before.topic != example.topic:
                yield before, example


def _taken(
    charter: Charter, known: Sequence[Example]
) -> Iterator[tuple[Example, Example, list[TopicGuess]]]:
    """Each example that another topic is sure of, what it reads like there, and the guesses."""
    index = Index()
    ids = [topic.id for topic in charter.topics]
    index.put(Document(at, one.text, topic=ids[one.topic]) for at, one in enumerate(known))
    doubtful = [int(key) for key in index.doubtful() if known[int(key)].number is not None]
    for key in doubtful[:ASKED]:
        one = known[key]
        guesses = index.topics(one.text, besides=key, limit=len(ids))
        if (rival := _rival(guesses, ids[one.topic])) and (
            nearest := index.search(one.text, topic=rival, limit=1)
        ):
            yield one, known[int(nearest[0].key)], guesses


def _rival(guesses: Sequence[TopicGuess], own: str) -> str | None:
    """The likeliest other topic, if it is sure, and nearly as certain as the example's own."""
    sure = _certainty(guesses, own)
    rival = next((guess for guess in guesses if guess.topic != own), None)
    is_sure = rival is not None and rival.certainty >= max(SURE_OF_TOPIC, SIMILAR * sure)
    return rival.topic if rival and is_sure else None


def _certainty(guesses: Sequence[TopicGuess], topic: str) -> float:
    return next((guess.certainty for guess in guesses if guess.topic == topic), 0.0)


def _same(charter: Charter, one: Example, other: Example, source: Source) -> str:
    return (
        f'{one} is an example here, of "{charter.topics[one.topic].id}", and of '
        f'"{charter.topics[other.topic].id}" on line {source.line(other.path)}: keep it in one '
        "of them."
    )


def _alike(
    charter: Charter, one: Example, other: Example, guesses: Sequence[TopicGuess], source: Source
) -> str:
    own, rival = charter.topics[one.topic].id, charter.topics[other.topic].id
    sure, less = (round(100 * _certainty(guesses, topic)) for topic in (rival, own))
    return (
        f'{one} reads like {other} of "{rival}" on line {source.line(other.path)}: a question in '
        f'such words is taken for "{rival}" ({sure}% sure) rather than "{own}" ({less}%). Word '
        f'one of them otherwise, or give "{own}" more examples like it.'
    )
