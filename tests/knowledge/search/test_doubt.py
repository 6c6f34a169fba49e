"""Doubt: what reads like another topic's comes first."""

from hypothesis import given
from hypothesis import strategies as st

from knowledge.search.documents import Document
from knowledge.search.index import Index

TEXTS = {
    "refunds": ["comment être remboursé ?", "remboursement jamais reçu", "être remboursé quand ?"],
    "delivery": ["où est mon colis ?", "mon colis est en retard", "suivre mon colis"],
    "jobs": ["postuler chez vous", "vous recrutez ?", "où est mon colis de bienvenue ?"],
}


def an_index(texts: dict[str, list[str]]) -> Index:
    index = Index()
    index.put(
        Document(f"{topic}:{number}", text, topic=topic)
        for topic, several in texts.items()
        for number, text in enumerate(several)
    )
    return index


def test_what_reads_like_another_topics_comes_first() -> None:
    assert an_index(TEXTS).doubtful()[0] == "jobs:2"


def test_every_document_is_there_once() -> None:
    index = an_index(TEXTS)

    assert sorted(map(str, index.doubtful())) == sorted(
        f"{topic}:{number}" for topic, texts in TEXTS.items() for number in range(len(texts))
    )
    index.remove(["jobs:2"])
    assert "jobs:2" not in index.doubtful()
    assert Index().doubtful() == []


@given(st.lists(st.sampled_from(["?", "a", "le colis", "où est le colis", "x y z"]), max_size=9))
def test_whatever_is_written_has_its_place(texts: list[str]) -> None:
    index = an_index({"one": texts[::2], "other": texts[1::2]})

    assert len(index.doubtful()) == len(texts)
