"""tantivy: BM25 over stems and trigrams of words, any of them enough."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import tantivy

from knowledge.search.index import Document
from tests.evaluation.engines import Found, Rank, by_entry, wordings
from tests.evaluation.engines.stems import stems, trigrams

CANDIDATES = 300  # wordings
FIELDS = {"stems": stems, "trigrams": trigrams}


@contextmanager
def engine(documents: Sequence[Document]) -> Iterator[Rank]:
    schema = _schema()
    index = tantivy.Index(schema)
    writer = index.writer(heap_size=50_000_000, num_threads=1)
    for key, wording in wordings(documents):
        fields = {name: " ".join(taken(wording)) for name, taken in FIELDS.items()}
        writer.add_document(tantivy.Document(key=key, **fields))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def rank(question: str) -> list[Found]:
        found = searcher.search(_any_of(schema, question), CANDIDATES).hits
        return by_entry((searcher.doc(place)["key"][0], score) for score, place in found)

    yield rank


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw")
    for name in FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _any_of(schema: tantivy.Schema, question: str) -> tantivy.Query:
    terms = [
        tantivy.Query.term_query(schema, name, term)
        for name, taken in FIELDS.items()
        for term in dict.fromkeys(taken(question))
    ]
    return tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])
