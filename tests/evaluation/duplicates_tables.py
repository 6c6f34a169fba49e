"""Tables of entries that answer the same, and of answers that contradict each other."""

from collections.abc import Iterator

from knowledge.twins import HINT
from tests.evaluation.duplicates import HINTS
from tests.evaluation.plan import Results, Row
from tests.evaluation.tables import NOTHING, percent, table

LANGUAGES = {"fr": "French", "en": "English", "mixed": "one of each"}
HEADINGS = (*(f"{at:.1f}" if at != HINT else f"**{at:.1f}**" for at in HINTS), "surely the same")


def twins(results: Results) -> str:
    """Pairs of questions, by confidence: precision / recall (how many shown)."""
    lines = [
        (
            f"{row['set']}, {row['part']}",
            f"{row['pairs']} ({row['same']})",
            *(_both(shown, row["same"]) for shown in _shown(row)),
        )
        for row in results.get("twins", [])
    ]
    headings = ("from this confidence on", "pairs (of them one)", *HEADINGS)
    return table(headings, lines) if lines else ""


def stock(results: Results) -> str:
    """Questions people asked, beside a stock of entries."""
    lines = [
        (row["set"], str(row["drafts"]), *(_both(shown, row["drafts"]) for shown in _shown(row)))
        for row in results.get("stock", [])
        if row["drafts"]
    ]
    headings = ("from this confidence on", "drafts", *HEADINGS)
    return table(headings, lines) if lines else ""


def contradictions(results: Results) -> str:
    """Pairs of answers, by part and language."""
    lines = [
        (
            f"{group['part']}, {LANGUAGES[group['lang']]}",
            f"{group['pairs']} ({group['apart']})",
            str(group["found"]),
            percent(group["right"] / group["found"]) if group["found"] else NOTHING,
            percent(group["right"] / group["apart"]) if group["apart"] else NOTHING,
        )
        for row in results.get("contradictions", [])
        for group in row["groups"]
    ]
    headings = ("pairs", "of them contradictory", "found", "precision", "recall")
    return table(headings, lines) if lines else ""


def _shown(row: Row) -> Iterator[Row]:
    yield from (*row["at"], row["sure"])


def _both(found: Row, wanted: int) -> str:
    precision = percent(found["right"] / found["shown"]) if found["shown"] else NOTHING
    recall = percent(found["right"] / wanted) if wanted else NOTHING
    return f"{precision} / {recall} ({found['shown']})"
