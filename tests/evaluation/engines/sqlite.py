"""SQLite FTS5: BM25 over words without accents, any of them enough."""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager

from knowledge.search.index import Document
from tests.evaluation.engines import Found, Rank, by_entry, wordings

TABLE = """
    CREATE VIRTUAL TABLE wordings
    USING fts5(entry UNINDEXED, wording, tokenize = 'unicode61 remove_diacritics 2')
"""
QUERY = "SELECT entry, -rank FROM wordings WHERE wordings MATCH ? ORDER BY rank LIMIT 300"


@contextmanager
def engine(documents: Sequence[Document]) -> Iterator[Rank]:
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute(TABLE)
        database.executemany("INSERT INTO wordings VALUES (?, ?)", wordings(documents))

        def rank(question: str) -> list[Found]:
            words = re.findall(r"\w+", question)
            if not words:
                return []
            any_of = " OR ".join(f'"{word}"' for word in words)
            return by_entry(database.execute(QUERY, [any_of]))

        yield rank
