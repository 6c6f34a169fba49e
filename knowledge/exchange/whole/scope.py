"""Scope: what of a workspace is left out, together with all that hangs on it."""

from collections.abc import Callable, Collection
from typing import Any

from knowledge.escalation_life import LIVE
from knowledge.exchange.whole.tables import TABLES, Kept, Row, Whole, told

Keeps = Callable[[str, Row], bool]


def without_private(whole: Whole) -> Whole:
    """What everybody may see: nothing that is kept for a private channel, or was when it was said.

    A wording that was only asked in front of one is left out too, and so is what an entry said
    while it was kept for one.
    """

    def keeps(_: str, row: Row) -> bool:
        facts = row.get("facts")
        then = facts.get("audience") if isinstance(facts, dict) else None
        return row.get("audience") is None and then is None

    return _unspoken(whole, _within(whole, keeps))


def without_live(whole: Whole) -> Whole:
    """Without questions that are still owed an answer; the question that was asked stays."""
    live = {status.value for status in LIVE}
    return _within(whole, lambda name, row: name != "escalations" or row["status"] not in live)


def without_questions(whole: Whole) -> Whole:
    """Without what people asked, and without who said so of an answer.

    A voice hangs on a question; such a question is left with the wording alone, and people are
    numbered. So what was learned stays learned.
    """
    texts = {row["id"]: row["text"] for row in whole["wordings"]}
    people: dict[str, str] = {}
    voices = [
        {**row, "person": people.setdefault(row["person"], f"person-{len(people) + 1}")}
        for row in whole["voices"]
    ]
    questions = [_bare(row, texts[row["wording_id"]]) for row in voices]
    kept = {**whole, "questions": sorted(questions, key=lambda row: row["id"]), "voices": voices}
    gone = ("escalations", "waiters", "handovers", "timeline")
    return {**kept, **{name: [] for name in gone}}


def count_private(whole: Whole) -> int:
    """How many entries are kept for private channels."""
    return sum(row.get("audience") is not None for row in whole["entries"])


def _bare(voice: Row, text: str) -> Row:
    return {
        "id": voice["question_id"],
        "key": f"kept:{voice['question_id']}",
        "asker": voice["person"],
        "text": text,
        "way": "command",
        "channel": None,
        "thread_ts": None,
        "audience": voice["audience"],
        "asked_at": voice["at"],
        "verdict": None,
        "topic": None,
        "charter": 0,
        "found": {},
        "reasons": {},
        "feedback": None,
        "chosen": None,
        "shared_at": None,
    }


def _within(whole: Whole, keeps: Keeps) -> Whole:
    """The rows that are kept, without those that belong to one that is not."""
    out: Whole = {}
    numbers: dict[str, set[int]] = {}
    for kept in TABLES:
        rows = [row for row in whole[kept.name] if keeps(kept.name, row)]
        out[kept.name] = [_freed(kept, row, numbers) for row in rows if _holds(kept, row, numbers)]
        numbers[kept.name] = {row["id"] for row in out[kept.name] if "id" in row}
    return out


def _holds(kept: Kept, row: Row, numbers: dict[str, set[int]]) -> bool:
    """Whether all that it cannot be without is there."""
    needed = (name for name in kept.refers if not kept.table.c[name].nullable)
    return all(row[name] in numbers[kept.refers[name]] for name in needed)


def _freed(kept: Kept, row: Row, numbers: dict[str, set[int]]) -> Row:
    """The row without the numbers of what is not there."""
    free = {
        name: None
        for name, other in kept.refers.items()
        if row[name] is not None and row[name] not in numbers[other]
    }
    same = _same(numbers.get("entries", ()))
    return {**row, **free, **{name: told(row[name], same) for name in kept.tells}}


def _same(numbers: Collection[int]) -> dict[int, int]:
    return {number: number for number in numbers}


def _unspoken(before: Whole, after: Whole) -> Whole:
    """Without wordings whose every voice has been left out."""
    spoken: set[Any] = {row["wording_id"] for row in before["voices"]}
    still = {row["wording_id"] for row in after["voices"]}
    wordings = [row for row in after["wordings"] if row["id"] in still or row["id"] not in spoken]
    return {**after, "wordings": wordings}
