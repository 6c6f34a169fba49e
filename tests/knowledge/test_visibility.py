"""Visibility: what is found is the top of what the asker may see, and nothing else is hinted at."""

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import browsing
from knowledge.entry import Entry, Genre
from knowledge.filters import Filters
from knowledge.routing import Verdict
from knowledge.search.index import Document, Index
from knowledge.sight import Reader
from tests.factories import ANA, MARIA, NINA, PAUL, WORKSPACE, an_entry
from tests.knowledge.team import Team

WORDS = """
    abonnement achat adresse annuler argent carte colis commande compte facture garantie livraison
    paiement produit rembourser retard retour account cancel delivery invoice lost order refund
"""
VOCABULARY = WORDS.split()
AUDIENCES = ("C0ONE", "C0TWO", "D0ANA")
TOPICS = ("refunds", "safety", "litigation", "gone")
KINDS = (Genre.FAQ, Genre.PROCEDURE)
LANGUAGES = ("fr", "en")
TITLES = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=4).map(" ".join)
FACETS: dict[str, Any] = {
    "audience": st.none() | st.sampled_from(AUDIENCES),
    "topic": st.none() | st.sampled_from(TOPICS),
    "kind": st.sampled_from(KINDS),
    "lang": st.none() | st.sampled_from(LANGUAGES),
}
BASES = st.lists(st.fixed_dictionaries({"title": TITLES, **FACETS}), min_size=1, max_size=30)
CHOSEN = st.builds(
    Filters,
    topic=st.none() | st.sampled_from(TOPICS),
    kind=st.none() | st.sampled_from(KINDS),
    lang=st.none() | st.sampled_from(LANGUAGES),
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(BASES, TITLES, st.sets(st.sampled_from(AUDIENCES)), CHOSEN, st.integers(1, 12))
def test_filtering_inside_gives_the_top_of_filtering_by_hand(
    base: list[dict[str, Any]], question: str, held: set[str], filters: Filters, limit: int
) -> None:
    documents = [Document(number, **facts) for number, facts in enumerate(base)]
    index = Index()
    index.put(documents)
    visible = {one.key for one in documents if one.audience is None or one.audience in held}
    wanted = {one.key for one in documents if _is_wanted(one, filters)} & visible
    everything: dict[str, Any] = {"audiences": AUDIENCES, "limit": len(documents)}

    chosen: dict[str, Any] = {"audiences": held, **filters.kept()}
    found = index.search(question, limit=limit, **chosen)
    alike = index.similar(question, audiences=held, limit=limit)

    by_hand = [hit for hit in index.search(question, **everything) if hit.key in wanted]
    assert [(hit.key, hit.score) for hit in found] == [
        (hit.key, hit.score) for hit in by_hand[:limit]
    ]
    alike_by_hand = [hit for hit in index.similar(question, **everything) if hit.key in visible]
    assert [hit.key for hit in alike] == [hit.key for hit in alike_by_hand[:limit]]
    topics = {one.topic for one in documents if one.key in visible}
    assert {guess.topic for guess in index.topics(question, audiences=held)} <= topics


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_every_reply_shows_the_top_of_what_its_reader_may_see(team: Team, seed: int) -> None:
    lot = Random(seed)
    base = [a_random_entry(lot) for _ in range(40)]
    await team.knows(*base)

    for _ in range(25):
        question = " ".join(lot.sample(VOCABULARY, lot.randint(1, 3)))
        held = set(lot.sample(AUDIENCES, lot.randint(0, 3)))
        filters = Filters(lot.choice((None, *TOPICS)), lot.choice((None, *KINDS)))
        by = lot.choice((ANA, PAUL, MARIA, NINA))
        visible = {entry.id for entry in base if entry.audience in {None, *held}}
        wanted = {entry.id for entry in base if _is_wanted(entry, filters)} & visible
        ranked = await team.finds(question, audiences=AUDIENCES, limit=len(base))

        told = await team.asks(question, by=by, audiences=held, filters=filters)

        assert [entry.id for entry in told.entries] == _first(told.entries, ranked, wanted)
        plain = await team.asks(question, by=by, audiences=held)
        assert [entry.id for entry in plain.entries] == _first(plain.entries, ranked, visible)
        hushed = told.decision.verdict in (Verdict.SILENT, Verdict.CRISIS)
        if filters and not told.entries and not hushed:
            assert told.question.elsewhere == len(plain.entries)
        else:
            assert told.question.elsewhere == 0
        async with team.sessions.begin() as session:
            part = await browsing.browse(
                session, WORKSPACE, filters, reader=Reader(frozenset(held))
            )
        listed = {entry.id for entry in base if entry.id in wanted and entry.topic != "litigation"}
        assert part.total == len(listed)
        assert {entry.id for entry in part.entries} <= listed


async def test_what_is_for_others_alone_is_as_if_it_were_not_there(team: Team) -> None:
    await team.knows(an_entry(title="graver la bouilloire", topic="refunds", audience="C0ONE"))
    look: dict[str, Any] = {"filters": Filters(topic="safety"), "by": MARIA}

    theirs = await team.asks("graver la bouilloire", audiences={"C0ONE"}, **look)
    others = await team.asks("graver la bouilloire", **look)

    assert (theirs.question.elsewhere, others.question.elsewhere) == (1, 0)


def a_random_entry(lot: Random) -> Entry:
    """An entry with a few words, for somebody, somewhere."""
    return an_entry(
        key=None,
        title=" ".join(lot.sample(VOCABULARY, lot.randint(1, 4))),
        body=" ".join(lot.sample(VOCABULARY, 4)),
        audience=lot.choice((None, None, *AUDIENCES)),
        topic=lot.choice((None, *TOPICS)),
        kind=lot.choice(KINDS),
        lang=lot.choice((None, *LANGUAGES)),
    )


def _is_wanted(thing: Document | Entry, filters: Filters) -> bool:
    return all(getattr(thing, name) == value for name, value in filters.kept().items())


def _first(shown: tuple[Entry, ...], ranked: list[int], allowed: set[int]) -> list[int]:
    return [number for number in ranked if number in allowed][: len(shown)]
