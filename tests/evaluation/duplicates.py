"""Duplicates: how well entries that answer the same are found, and answers that contradict.

Pairs of questions: the second ones of a set and part are a stock, the first ones drafts that are
looked up in it. Questions people asked, as drafts beside a stock of entries. And pairs of answers,
written before there was anything to try them on.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from knowledge.contradiction import differences
from knowledge.entry import Entry
from knowledge.search.documents import Document
from knowledge.search.index import Index
from knowledge.twins import HINT, is_same
from tests.evaluation.engines.relais import indexed
from tests.evaluation.plan import Plan, Row, Task, task
from tests.evaluation.sameness import DEV, TEST, Pair, half, paired, pairs
from tests.evaluation.sets import folders, load, rows

HINTS = (0.2, HINT, 0.4, 0.5, 0.6)
OURS = "asked-again"
NEAR = 6  # entries that are looked at
ANSWERS = "answers.jsonl"


def tasks(plan: Plan) -> Iterator[Task]:
    for folder in paired(plan.data):
        if folder.name != OURS:
            for part in (DEV, TEST):
                yield task("twins", f"{folder.name} {part}", looked_up, folder, part)
    for folder in folders(plan.data):
        if any(each.clean.relevant for each in load(folder).answerable) and _is_faq(folder):
            yield task("stock", folder.name, beside_stock, plan, folder)
    for folder in sorted(plan.data.iterdir()):
        if (folder / ANSWERS).exists():
            yield task("contradictions", folder.name, contradicted, folder)


def _is_faq(folder: Path) -> bool:
    """Whether its entries are answers, not names of intents."""
    return any(row["body"] for row in rows(folder / "entries.jsonl")) and (
        not (folder / "examples.jsonl").exists()
    )


def looked_up(folder: Path, part: str) -> Row:
    """Pairs of questions, at each confidence; and those surely the same."""
    several = pairs(folder, part)
    stock = indexed(Document(key=place, title=text) for text, place in _places(several).items())
    return {
        "set": folder.name,
        "part": part,
        "lang": several[0].lang,
        "pairs": len(several),
        "same": sum(pair.same for pair in several),
        "at": [
            _counted(several, [_found(pair, several, stock) >= at for pair in several], at)
            for at in HINTS
        ],
        "sure": _counted(several, [_is_sure(pair, several, stock) for pair in several], None),
    }


def _places(several: Sequence[Pair]) -> dict[str, int]:
    return {text: place for place, text in enumerate(dict.fromkeys(p.other for p in several), 1)}


def _found(pair: Pair, several: Sequence[Pair], stock: Index) -> float:
    """How sure the search is of the second question when it is given the first."""
    return _hits(pair.one, stock).get(_places(several)[pair.other], 0.0)


def _is_sure(pair: Pair, several: Sequence[Pair], stock: Index) -> bool:
    return _found(pair, several, stock) >= HINT and _same(pair.one, [pair.other], stock)


@cache
def _hits(text: str, stock: Index) -> Mapping[int, float]:
    return {int(hit.key): hit.confidence for hit in stock.search(text, limit=NEAR)}


def _same(text: str, wordings: Sequence[str], stock: Index) -> bool:
    one, other = Entry(title=text, body=""), Entry(title=wordings[0], body="")
    other.reword(wordings[1:])
    return is_same(one, other, stock)


def _counted(several: Sequence[Pair], shown: Sequence[bool], at: float | None) -> Row:
    right = sum(pair.same for pair, is_shown in zip(several, shown, strict=True) if is_shown)
    return {"at": at, "shown": sum(shown), "right": right}


def beside_stock(plan: Plan, folder: Path) -> Row:
    """Questions people asked, as drafts: which entries of the stock are shown beside them."""
    loaded = load(folder)
    entries = {str(row["id"]): row for row in rows(folder / "entries.jsonl")}
    stock = indexed(
        Document(key=key, title=row["title"], body=row["body"], wordings=tuple(row["variants"]))
        for key, row in entries.items()
    )
    asked = [one.clean for one in loaded.answerable if half(one.clean.text) == TEST]
    asked = asked[: plan.sample]
    hits = [
        (hit.key in question.relevant, hit.confidence, question.text, entries[str(hit.key)])
        for question in asked
        for hit in stock.search(question.text, limit=NEAR)
        if hit.confidence >= min(HINTS)
    ]
    sure = [
        one
        for one in hits
        if one[1] >= HINT and _same(one[2], [one[3]["title"], *one[3]["variants"]], stock)
    ]
    return {
        "set": folder.name,
        "lang": loaded.lang,
        "drafts": len(asked),
        "at": [_right([one for one in hits if one[1] >= at], at) for at in HINTS],
        "sure": _right(sure, None),
    }


def _right(hits: Sequence[tuple[bool, float, str, Row]], at: float | None) -> Row:
    return {"at": at, "shown": len(hits), "right": sum(hit[0] for hit in hits)}


def contradicted(folder: Path) -> Row:
    """Pairs of answers, by part and language."""
    several = rows(folder / ANSWERS)
    groups = sorted({(row["part"], row["lang"]) for row in several})
    return {
        "set": folder.name,
        "groups": [
            _contradicted([r for r in several if (r["part"], r["lang"]) == group], *group)
            for group in groups
        ],
    }


def _contradicted(several: Sequence[Row], part: str, lang: str) -> Row:
    found = [row for row in several if differences(row["answer_a"], row["answer_b"])]
    return {
        "part": part,
        "lang": lang,
        "pairs": len(several),
        "apart": sum(row["label"] for row in several),
        "found": len(found),
        "right": sum(row["label"] for row in found),
    }
