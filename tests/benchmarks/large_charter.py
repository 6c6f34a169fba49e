"""A large charter, always the same: 200 people, 300 topics of public questions, who is away."""

import json
import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.evaluation.sets import load

DATA = Path(__file__).parents[1] / "evaluation" / "data"
SETS = ("banking77-fr", "banking77-en", "clinc150-en")
EXAMPLES = 10
STEPS = 3
NOW = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
"""A Wednesday before Easter."""

HOURS = '{zone: Europe/Paris, days: [mon, tue, wed, thu, fri], from: "09:00", to: "18:00"'
OWN = (
    "{}",
    "{zone: Europe/Brussels, holidays: BE}",
    '{zone: Europe/Zurich, holidays: CH-GE, periods: [{from: "08:00", to: "12:00"}, '
    '{from: "13:30", to: "17:00"}]}',
    "{days: [mon, tue, thu]}",
)


def written(people: int = 200, topics: int = 300, seed: int = 4) -> str:
    """The text of the charter, whose people all have substitutes, a quarter of them some leave."""
    dice = random.Random(seed)
    members = [f"U0P{number:03}" for number in range(people)]
    return "\n".join(
        (
            "relais: 1",
            "language: fr",
            f"hours: {HOURS}, holidays: FR}}",
            "people:",
            *(_person(each, members, dice) for each in members),
            "topics:",
            *_topics(members, topics, dice),
            f"fallback: {{chain: [{_step(members, dice)}]}}",
            "",
        )
    )


def intents() -> dict[str, Sequence[str]]:
    """What is asked in the words of many people, by a name of its own."""
    found: dict[str, Sequence[str]] = {}
    for name in SETS:
        known = load(DATA / name)
        for intent, texts in sorted(known.examples.items()):
            slug = f"{name[-2:]}-{intent}".lower().replace("_", "-")
            found.setdefault(slug, texts)
    return {slug: texts for slug, texts in found.items() if len(texts) >= EXAMPLES}


def _person(member: str, members: Sequence[str], dice: random.Random) -> str:
    other = dice.choice([each for each in members if each > member] or [members[0]])
    level = dice.choice(("autonomous", "senior", "senior", "senior"))
    away = f", away: [{_leave(dice)}]" if dice.random() < 0.25 else ""
    hours = f", hours: {dice.choice(OWN)}"
    substitute = f", substitute: {other}" if other > member else ""
    return f"  - {{slack: {member}, autonomy: {level}{substitute}{hours}{away}}}"


def _leave(dice: random.Random) -> str:
    start = NOW.date() + timedelta(days=dice.randrange(-5, 14))
    back = start + timedelta(days=dice.randrange(1, 15))
    return f"{{from: {start}, back: {back}}}"


def _topics(members: Sequence[str], topics: int, dice: random.Random) -> Iterator[str]:
    for slug, texts in dice.sample(sorted(intents().items()), topics):
        yield f"  - id: {slug}"
        yield f"    name: {{fr: {json.dumps(slug)}}}"
        yield "    examples:"
        for text in dice.sample(texts, EXAMPLES):
            yield f"      - {json.dumps(text, ensure_ascii=False)}"
        yield f"    stance: {dice.choice(('answer', 'answer', 'refer'))}"
        yield "    chain:"
        for _ in range(STEPS):
            yield f"      - {_step(members, dice)}"


def _step(members: Sequence[str], dice: random.Random) -> str:
    who = ", ".join(dice.sample(members, 3))
    acknowledge, answer = dice.choice((("30m", "4h"), ("1h", "4h"), ("1h", "1d")))
    return f"{{who: [{who}], acknowledge: {acknowledge}, answer: {answer}}}"
