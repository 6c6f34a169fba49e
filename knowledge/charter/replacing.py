"""Replacing: a charter in which one part is another, whatever else it says."""

from typing import Any

from knowledge.charter.model import Charter
from knowledge.charter.refusals import ChangedCharter
from knowledge.charter.rules import Fallback, Person, Step, Topic


def topic_of(charter: Charter, id: str) -> Topic:  # noqa: A002
    """Give the topic; raises ChangedCharter when there is none any more."""
    topic = charter.topic(id)
    if topic is None:
        raise ChangedCharter
    return topic


def step_of(charter: Charter, topic: str | None, step: int) -> Step:
    """Give a step of a chain, from 0, without a topic that of the fallback.

    Raises ChangedCharter when there is none any more.
    """
    chain = charter.chain_for(topic_of(charter, topic) if topic else None)
    if not 0 <= step < len(chain):
        raise ChangedCharter
    return chain[step]


def with_topic(charter: Charter, id: str, **parts: Any) -> Charter:  # noqa: A002
    """Say something else about a topic; raises ChangedCharter when there is none any more."""
    changed = topic_of(charter, id).model_copy(update=parts)
    topics = tuple(changed if one.id == id else one for one in charter.topics)
    return charter.model_copy(update={"topics": topics})


def with_step(charter: Charter, topic: str | None, step: int, **parts: Any) -> Charter:
    """Say something else about a step of a chain, as `step_of` gives it."""
    changed = step_of(charter, topic, step).model_copy(update=parts)
    chain = charter.chain_for(charter.topic(topic))
    chain = (*chain[:step], changed, *chain[step + 1 :])
    if topic is not None:
        return with_topic(charter, topic, chain=chain)
    return charter.model_copy(update={"fallback": Fallback(chain=chain)})


def with_person(charter: Charter, person: str, **parts: Any) -> Charter:
    """Say something else about a person, who is listed from now on."""
    known = charter.person(person) or Person(slack=person)
    changed = known.model_copy(update=parts)
    people = tuple(changed if one is known else one for one in charter.people)
    if known not in charter.people:
        people = (*people, changed)
    return charter.model_copy(update={"people": people})
