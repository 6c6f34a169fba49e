"""Shelves: a process holds the indexes that are in use, within the memory it was given."""

import gc
import random
import tracemalloc

import pytest

from knowledge import entries
from knowledge.database import Sessions
from knowledge.entry import Entry
from knowledge.library import Library
from knowledge.search.documents import Document
from knowledge.search.index import Index
from knowledge.shelves import Shelf, Shelves
from tests.factories import NINA, NOW, an_entry

WORDS = ("kettle", "refund", "garantie", "livraison", "parcel", "scale", "notice", "filtre")


def a_shelf(*titles: str) -> Shelf:
    index = Index()
    index.put(Document(number, title, title) for number, title in enumerate(titles))
    return Shelf(index)


def stocked(room: int | None = None) -> Shelves:
    return Shelves(lambda: a_shelf(*WORDS), room)


def use(shelves: Shelves, *workspaces: str) -> None:
    for workspace in workspaces:
        with shelves.using(workspace):
            pass


ONE = a_shelf(*WORDS).index.footprint


def test_without_a_limit_every_shelf_stays() -> None:
    shelves = stocked()

    use(shelves, "T1", "T2", "T3")

    assert [*shelves] == ["T1", "T2", "T3"]
    assert shelves.size == 3 * ONE


def test_the_one_that_nobody_has_used_for_longest_goes_first() -> None:
    shelves = stocked(room=2 * ONE)

    use(shelves, "T1", "T2", "T1", "T3")

    assert [*shelves] == ["T1", "T3"]
    assert shelves.size <= 2 * ONE


def test_one_in_use_stays() -> None:
    shelves = stocked(room=2 * ONE)

    with shelves.using("T1") as shelf:
        use(shelves, "T2", "T3", "T4")
        assert shelves.get("T1") is shelf
    use(shelves, "T4", "T5")

    assert "T1" not in shelves


def test_one_that_does_not_fit_at_all_stays_while_it_is_the_latest() -> None:
    shelves = stocked(room=1)

    use(shelves, "T1")
    assert [*shelves] == ["T1"]
    use(shelves, "T2")

    assert [*shelves] == ["T2"]


def test_an_index_that_grows_pushes_others_out() -> None:
    shelves = stocked(room=4 * ONE)
    use(shelves, "T1", "T2", "T3")

    with shelves.using("T3") as shelf:
        shelf.index.put(Document(f"new {n}", f"quite another thing {n} {n}") for n in range(12))

    assert "T3" in shelves
    assert "T1" not in shelves
    assert shelves.size <= 4 * ONE


def documents(count: int, lot: random.Random) -> list[Document]:
    """Texts with as many words as real ones have, and names of their own."""
    syllables = [a + b for a in "bdfglmnprstv" for b in "aeiou"]
    words = ["".join(lot.choices(syllables, k=3)) for _ in range(60 + 4 * count)]
    return [
        Document(n, " ".join(lot.choices(words, k=10)), " ".join(lot.choices(words, k=60)))
        for n in range(count)
    ]


@pytest.mark.parametrize("count", [10, 150, 1_200])
def test_a_footprint_is_near_the_memory_that_is_really_held(count: int) -> None:
    some = documents(count, random.Random(count))
    Index().put(some)  # what all indexes share is there from now on
    gc.collect()
    tracemalloc.start()
    try:
        index = Index()
        index.put(some)
        gc.collect()
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert 0.6 < index.footprint / held < 1.6


@pytest.fixture
async def several(sessions: Sessions) -> list[Entry]:
    """One entry in each of many workspaces."""
    known = [an_entry(title=f"Question {n}", workspace=f"T{n}") for n in range(12)]
    async with sessions.begin() as session:
        await entries.add_all(session, known, by=NINA, now=NOW, deed="entry.imported")
    return known


async def test_many_workspaces_are_served_within_the_memory_for_few(
    sessions: Sessions, several: list[Entry]
) -> None:
    async with sessions.begin() as session:
        size = (await Library().index(session, "T0")).footprint
    library = Library(room=4 * size)

    for _ in range(2):
        for entry in several:
            async with sessions.begin() as session:
                index = await library.index(session, entry.workspace)
            assert [hit.key for hit in index.search(entry.title)] == [entry.id]

    assert 1 < len(library.shelves) <= 5
    assert library.shelves.size <= 4 * size


async def test_what_was_let_go_is_brought_up_to_date_when_it_comes_back(
    sessions: Sessions, several: list[Entry]
) -> None:
    library = Library(room=1)
    async with sessions.begin() as session:
        before = await library.index(session, "T0")
        await library.index(session, "T1")
    assert "T0" not in library.shelves
    new = an_entry(title="Où est la bouilloire ?", workspace="T0")
    async with sessions.begin() as session:
        await entries.add(session, new, by=NINA, now=NOW, deed="entry.imported")

    async with sessions.begin() as session:
        after = await library.index(session, "T0")

    assert after is not before
    assert [hit.key for hit in after.search("bouilloire")] == [new.id]
