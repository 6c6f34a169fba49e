"""The schema that editors complete and check with says what the charter itself says."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from knowledge.charter import schema
from knowledge.charter.source import read

ROOT = Path(__file__).parents[2]
FILE = ROOT / "docs" / "charter.schema.json"


@pytest.fixture
def example() -> Any:
    return read((ROOT / "examples" / "charter.yaml").read_text(encoding="utf-8")).data


def accepts(data: Any) -> bool:
    return jsonschema.Draft202012Validator(schema()).is_valid(data)


def test_the_file_is_in_step_with_the_model() -> None:
    rewritten = json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"

    assert FILE.read_text(encoding="utf-8") == rewritten, (
        "Write it again: python -m knowledge.charter > docs/charter.schema.json"
    )


def test_it_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


def test_it_accepts_the_example(example: Any) -> None:
    assert accepts(example)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("relais", 2),
        ("langage", "fr"),
        ("lead_channel", "#leads"),
        ("autonomy", {"default": "junior"}),
        ("people", [{"slack": "@ines"}]),
        ("hours", {"zone": "Europe/Paris", "days": ["mon"], "to": "18:00"}),
        ("fallback", {"chain": []}),
    ],
)
def test_it_refuses_what_the_charter_refuses(example: Any, key: str, value: object) -> None:
    assert not accepts({**example, key: value})


def test_it_asks_a_silent_topic_for_its_holding_statement(example: Any) -> None:
    silent = next(topic for topic in example["topics"] if topic.get("stance") == "silent")
    del silent["holding"]

    assert not accepts(example)


def test_every_key_is_explained() -> None:
    definitions = [schema(), *schema()["$defs"].values()]
    keys = [(name, key) for one in definitions for name, key in one.get("properties", {}).items()]

    assert keys
    assert [name for name, key in keys if not key.get("description")] == []
