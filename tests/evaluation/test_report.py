"""The report says what was measured, on sets of any content."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.evaluation import versions
from tests.evaluation.__main__ import DOCUMENT, MEASURES, tasks
from tests.evaluation.engines import NAMES, opened
from tests.evaluation.plan import Plan, Results
from tests.evaluation.report import SECTIONS, filled, places, sections
from tests.evaluation.running import rounded
from tests.evaluation.sets import Case, documents

QUESTIONS = {
    "refund": ("How do I get a refund?", "where is my refund", "refund my order please"),
    "parcel": ("Where is my parcel?", "my parcel has not come", "track the parcel"),
    "account": ("How do I close my account?", "delete my account", "close account today"),
    "price": ("What does it cost?", "how much is the price", "price of a subscription"),
}
TOPICS = {"refund": "money", "price": "money", "parcel": "sending", "account": "people"}
EXTRA = {"tantivy": "tantivy", "bm25s": "bm25s", "postgresql": "Stemmer"}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A set of one wording an entry, one of intents, and a pool of strangers."""
    entries = [
        {"id": key, "title": title, "body": "", "topic": TOPICS[key]}
        | {"lang": "en", "variants": [], "fold": number % 2}
        for number, (key, (title, *_)) in enumerate(QUESTIONS.items())
    ]
    asked = [_row(key, text) for key, texts in QUESTIONS.items() for text in texts[1:]]
    asked.append({"id": "x", "text": "who won the match", "relevant": [], "lang": "en"})
    _write(tmp_path / "shop-en", entries=entries, queries=asked)
    _write(tmp_path / "help-en", entries=entries, queries=asked, examples=asked)
    _write(tmp_path / "oos-en", queries=asked[-1:])
    return tmp_path


def _row(key: str, text: str) -> dict[str, Any]:
    return {"id": text, "text": text, "relevant": [key], "topic": TOPICS[key], "lang": "en"}


def _write(folder: Path, **files: list[dict[str, Any]]) -> None:
    folder.mkdir()
    for name, rows in files.items():
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")


def test_a_run_fills_the_page(data: Path) -> None:
    results = _measured(Plan(data, ("relais", "sqlite"), draws=1, sizes=(0, 20)))
    texts = sections(results)
    page = filled("before\n<!-- retrieval -->\nold\n<!-- /retrieval -->\nafter\n", texts)

    assert "at most 1200 questions" in texts["run"]
    assert "| shop-en |" in texts["retrieval"]
    assert "| help-en, all | strangers |" in texts["separation"]
    assert "among 20 others" in texts["calibration"]
    assert page.startswith("before\n<!-- retrieval -->\n| set | relais | sqlite |")
    assert page.endswith("|\n<!-- /retrieval -->\nafter\n")
    assert "nan" not in json.dumps(results).lower() + page


def _measured(plan: Plan) -> Results:
    results: dict[str, list[dict[str, Any]]] = {"run": [versions.run(plan)]}
    for task in tasks(plan, list(MEASURES)):
        results.setdefault(task.measure, []).append(rounded(task.make()))
    return results


@pytest.mark.parametrize("name", NAMES)
def test_every_engine_finds_the_words_of_the_question(data: Path, name: str) -> None:
    if name in EXTRA:
        pytest.importorskip(EXTRA[name], reason="pip install '.[evaluate]'")

    with opened(name, documents(Case(data / "shop-en"))) as rank:
        found = {text: rank(text)[0].key for text in ("my parcel", "the account", "a refund")}
        nothing = rank("???")

    assert list(found.values()) == ["parcel", "account", "refund"]
    assert all(one.score == 0 for one in nothing)


def test_the_page_has_a_place_for_every_table() -> None:
    assert places(DOCUMENT.read_text(encoding="utf-8")) == list(SECTIONS)
