"""Checks: what is wrong between the parts of a charter that are each well written."""

from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from knowledge.charter.likeness import suggestion
from knowledge.charter.model import Charter
from knowledge.charter.rules import Default, Person, Topic
from knowledge.charter.source import Path

Model = TypeVar("Model", bound=BaseModel)
Found = Iterator[tuple[Path, str]]


def between(data: dict[str, Any]) -> Found:
    """Give the path and sentence of each fault; what is badly written is passed over."""
    yield from _repeated(data, "topics", "id", "topic")
    yield from _repeated(data, "people", "slack", "person")
    yield from _repeated(data, "processes", "id", "process")
    yield from _unknown_topics(data)
    yield from _chains_without_mandate(data)
    yield from _circles(data)


def _repeated(data: dict[str, Any], part: str, key: str, noun: str) -> Found:
    seen = set()
    for at, item in _items(data, part):
        name = item.get(key)
        if not isinstance(name, str):
            continue
        if name in seen:
            yield (part, at, key), f'The {noun} "{name[:40]}" is here twice: keep one of them.'
        seen.add(name)


def _unknown_topics(data: dict[str, Any]) -> Found:
    known = [str(topic.get("id")) for _, topic in _items(data, "topics")]
    for at, person in _items(data, "people"):
        levels = person.get("topics")
        for name in levels if isinstance(levels, dict) else ():
            if name not in known:
                guess = suggestion(name, known) or " Write the id of a topic below."
                yield ("people", at, "topics", name), f'There is no topic "{name[:40]}".{guess}'


def _chains_without_mandate(data: dict[str, Any]) -> Found:
    people = [_sound(Person, person) for person in _list(data, "people")]
    default = _sound(Default, data.get("autonomy") or {})
    if default is None or None in people:
        return  # Who may do what is not known yet: mending that comes first.
    rules = Charter(relais=1, autonomy=default, people=tuple(filter(None, people)))
    for at, item in enumerate(_list(data, "topics")):
        topic = _sound(Topic, item)
        if topic and not _competent(rules, topic):
            yield ("topics", at, "chain"), _no_mandate(topic)


def _competent(rules: Charter, topic: Topic) -> bool:
    return any(rules.may_answer(member, topic) for step in topic.chain for member in step.who)


def _no_mandate(topic: Topic) -> str:
    return (
        f'Nobody in the chain of "{topic.id}" may answer it, which needs {topic.needs}: add '
        f"somebody who is {topic.needs}, or give somebody of the chain that level under people "
        f"(topics: {{{topic.id}: {topic.needs}}})."
    )


def _circles(data: dict[str, Any]) -> Found:
    """Substitutes that lead back to where they began: each circle once, at its first person."""
    people = [(at, one.get("slack"), one.get("substitute")) for at, one in _items(data, "people")]
    written = [
        (at, one, other)
        for at, one, other in people
        if isinstance(one, str) and isinstance(other, str)
    ]
    next_of = {one: other for _, one, other in reversed(written) if one != other}
    told: set[str] = set()
    for at, one, _ in written:
        circle = _circle(one, next_of)
        if circle and one not in told:
            yield ("people", at, "substitute"), _in_a_circle(circle)
        told.update(circle)


def _circle(one: str, next_of: dict[str, str]) -> list[str]:
    """Who stands in for this person, and so on back to them; nobody if it leads elsewhere."""
    circle, other = {one: None}, next_of.get(one)
    while other and other not in circle:
        circle[other] = None
        other = next_of.get(other)
    return list(circle) if other == one else []


def _in_a_circle(circle: list[str]) -> str:
    named = " → ".join(name[:40] for name in (*circle, circle[0]))
    return (
        f"These stand in for each other in a circle, {named}: when all of them are away, nobody "
        "does. Name somebody else here, or nobody."
    )


def _list(data: dict[str, Any], part: str) -> list[Any]:
    found = data.get(part)
    return found if isinstance(found, list) else []


def _items(data: dict[str, Any], part: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for at, item in enumerate(_list(data, part)):
        if isinstance(item, dict):
            yield at, item


def _sound(kind: type[Model], value: object) -> Model | None:
    try:
        return kind.model_validate(value)
    except ValidationError:
        return None
