"""Vectors: the extra `semantic`, measured with the same sets. Off unless a run asks for it.

What was computed is kept in `.evaluation/`, for the next run and for the processes beside us.
"""

import os
import sqlite3
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from bot.embeddings.minilm import MiniLM
from knowledge.meaning import HALF
from knowledge.search.index import Index
from knowledge.search.semantic import Meanings, Vector, units
from knowledge.search.tongue import is_in

CHOSEN = "RELAIS_EVALUATION_SEMANTIC"  # the processes of a run inherit it
KEPT = Path(".evaluation")
BATCH = 64


def choose(model: str) -> None:
    """Measure with this model from now on, in this process and those it starts."""
    KEPT.mkdir(exist_ok=True)
    os.environ[CHOSEN] = model


def new_index() -> Index:
    return Index(meanings=Meanings() if _chosen() else None)


def read(index: Index) -> None:
    """Give the index the vectors it lacks."""
    while texts := index.unread(BATCH):
        index.learn(dict(zip(texts, _rows(texts), strict=True)))


def meaning(index: Index, question: str) -> Vector | None:
    if not _chosen():
        return None
    spelt = index.spelt(question)
    return _rows([spelt])[0] if is_in(spelt, MiniLM.languages) else None


def _chosen() -> bool:
    return bool(os.environ.get(CHOSEN))


@cache
def _model() -> MiniLM:
    return MiniLM.loaded()


@cache
def _kept() -> sqlite3.Connection:
    kept = sqlite3.connect(KEPT / f"{MiniLM.model}.db", timeout=60, isolation_level=None)
    kept.execute("CREATE TABLE IF NOT EXISTS vectors (text TEXT PRIMARY KEY, vector BLOB)")
    return kept


def _rows(texts: Sequence[str]) -> list[Vector]:
    known = {text: vector for text in texts if (vector := _known(text)) is not None}
    lacking = [text for text in dict.fromkeys(texts) if text not in known]
    if lacking:
        known |= zip(lacking, units(_model().encode(lacking), len(lacking)), strict=True)
        rows = [(text, known[text].astype(HALF).tobytes()) for text in lacking]
        _kept().executemany("INSERT OR IGNORE INTO vectors VALUES (?, ?)", rows)
    return [known[text] for text in texts]


def _known(text: str) -> Vector | None:
    row = _kept().execute("SELECT vector FROM vectors WHERE text = ?", [text]).fetchone()
    return units(np.frombuffer(row[0], HALF)[None], 1)[0] if row else None
