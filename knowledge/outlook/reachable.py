"""Reachable: the dead ends of a charter in words, one sentence for all topics that share one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from knowledge.charter import Charter, Topic
from knowledge.outlook.dead_ends import DeadEnd, dead_ends
from knowledge.outlook.findings import Finding, topic_path
from knowledge.outlook.presence import Presence
from knowledge.outlook.words import Clock, subjects
from knowledge.spans import Span, merged

MEND = (
    "give one of them a substitute who is there and may answer, or name such a person in the "
    "last step."
)
NO_FALLBACK = (
    "There is no fallback: whoever asks what belongs to no topic is told that nobody is "
    "designated. Name who leads the team, fallback: {chain: [{who: […], acknowledge: 1h, "
    "answer: 1d}]}."
)


def find(charter: Charter, presence: Presence) -> Iterator[Finding]:
    """When nobody is there for a question, and whose questions nobody else could answer."""
    shared: defaultdict[DeadEnd, list[int | None]] = defaultdict(list)
    for number, topic in _topics(charter):
        ends = dead_ends(charter, topic, presence)
        for end in ends:
            shared[_at_all_times(end, ends, presence.whole)].append(number)
    for end, numbers in shared.items():
        topics = [None if number is None else charter.topics[number] for number in numbers]
        yield Finding(topic_path(numbers[0], "chain"), _sentence(charter, presence, end, topics))
    if charter.fallback is None:
        yield Finding((), NO_FALLBACK)


def _at_all_times(end: DeadEnd, others: Iterable[DeadEnd], whole: Span) -> DeadEnd:
    """An asker who has nobody to ask while anybody has is one who never has."""
    nobody = [span for other in others if not (other.asker or other.helped) for span in other.spans]
    is_always = merged((*end.spans, *nobody)) == (whole,)
    return replace(end, spans=(whole,)) if end.asker and is_always else end


def _topics(charter: Charter) -> Iterator[tuple[int | None, Topic | None]]:
    yield from enumerate(charter.topics)
    if charter.fallback:
        yield None, None


def _sentence(
    charter: Charter, presence: Presence, end: DeadEnd, topics: list[Topic | None]
) -> str:
    is_always = end.spans == (presence.whole,)
    when = "" if is_always else Clock(charter).stretches(end.spans, presence.whole)
    if end.asker is None:
        return f"{_nobody(end, topics, when)}: {MEND}"
    asked = f"When {end.asker} asks about {subjects(topics, 'or')}{when and f' {when}'}"
    return f"{asked}, there is nobody else to ask: name one more person who may answer."


def _nobody(end: DeadEnd, topics: list[Topic | None], when: str) -> str:
    start = f"{when[0].upper()}{when[1:]}" if when else "In the coming 14 days"
    but = ", for whoever has nobody in their own team," if end.helped else ""
    return f"{start}{but} nobody is there who may answer on {subjects(topics, 'or')}"
