"""Levels: steps and people of a chain that are never asked, for the charter lets them not answer.

A chain in which nobody has the level is a fault, and named when the charter is read.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from knowledge.charter import Autonomy, Charter, Step, Topic
from knowledge.charter.source import Path
from knowledge.outlook.findings import Finding, topic_path
from knowledge.outlook.presence import Presence
from knowledge.outlook.words import several

Short = tuple[str, Autonomy, Autonomy]
"""A person, the level they have, the one they need."""

Place = tuple[Path, Topic]
"""Where somebody is named, and for which topic."""


def find(charter: Charter, presence: Presence) -> Iterator[Finding]:
    """Each step that is always passed over, and each person of the others who is."""
    short: defaultdict[Short, list[Place]] = defaultdict(list)
    for number, topic in enumerate(charter.topics):
        for at, step in enumerate(topic.chain):
            path = topic_path(number, "chain", at)
            never = [one for one in step.who if not charter.may_answer(one, topic)]
            if len(never) == len(step.who) and not _has_others(charter, topic, step, presence):
                yield Finding(path, _skipped(topic, step))
                continue
            for one in never:
                has = charter.autonomy_of(one, topic)
                short[one, has, topic.needs].append(((*path, "who", step.who.index(one)), topic))
    for (person, has, needs), places in short.items():
        topics = list(dict.fromkeys(topic.id for _, topic in places))
        for path, _ in places:
            yield Finding(path, _never(person, has, needs, topics))


def _has_others(charter: Charter, topic: Topic, step: Step, presence: Presence) -> bool:
    """Whether others could be asked in this step: substitutes, or people of an asker's own team."""
    others = [other for person in step.who for other in presence.stand_ins(person)]
    if step.own_team_first:
        others += [person.slack for person in charter.people if person.team]
    return any(charter.may_answer(other, topic) for other in others)


def _skipped(topic: Topic, step: Step) -> str:
    return (
        f'This step is always passed over: nobody in it may answer "{topic.id}", which needs '
        f"{topic.needs}. Give {several(step.who, 'or')} that level under people (topics: "
        f"{{{topic.id}: {topic.needs}}}), or take the step out."
    )


def _never(person: str, has: Autonomy, needs: Autonomy, topics: Sequence[str]) -> str:
    named = several([f'"{topic}"' for topic in topics])
    return (
        f"{person} is never asked about {named}: their level is {has}, and it takes {needs}. Give "
        f"them that level under people (topics: {{{topics[0]}: {needs}}}), or take them out."
    )
