"""Synonyms: a word is in one group, a group is small, and every replica knows the list at once."""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import audit, synonyms
from knowledge.errors import (
    ChangedGroup,
    FewTerms,
    KnowledgeError,
    LongTerm,
    ManyGroups,
    ManyTerms,
    NoMandate,
    NotFound,
    TakenTerm,
    WordlessTerm,
)
from knowledge.exchange import groups
from knowledge.exchange.faults import BadRows
from knowledge.library import Library
from knowledge.search.index import Index
from knowledge.synonym import Group, check, check_mandate, key, tidy
from tests.factories import MARIA, NINA, NOW, WORKSPACE, a_charter
from tests.knowledge.team import Team

RC = ("RC", "rupture conventionnelle")
HOW: dict[str, Any] = {"workspace": WORKSPACE, "by": NINA, "now": NOW}


async def adds(team: Team, *terms: str, **how: Any) -> Group:
    async with team.sessions.begin() as session:
        return await synonyms.add(session, terms, **HOW | how)


async def changes(team: Team, group: Group, *terms: str, **how: Any) -> Group:
    async with team.sessions.begin() as session:
        said = {"seen": group.number} | HOW | how
        return await synonyms.change(session, group.id, terms, **said)


async def listed(team: Team, workspace: str = WORKSPACE) -> list[str]:
    async with team.sessions.begin() as session:
        return [str(group) for group in await synonyms.listed(session, workspace)]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (["RC = rupture conventionnelle"], RC),
        (["RC, rupture conventionnelle;;\n, "], RC),
        (["  RC ", "rupture\u00a0 conventionnelle", "rc", "Rupture Conventionnelle"], RC),
        (["été", "ETE", "e\u0301te\u0301"], ("été",)),
        (["a\x00b\x07", "\ud800c"], ("ab", "c")),
        ([" ", "\n"], ()),
    ],
)
def test_terms_are_kept_apart_trimmed_and_once(written: list[str], kept: tuple[str, ...]) -> None:
    assert tidy(written) == kept


@pytest.mark.parametrize(
    ("terms", "refusal", "said"),
    [
        ((), FewTerms, "at least two"),
        (("RC",), FewTerms, "at least two"),
        (("RC", "🎉"), WordlessTerm, "“🎉” has neither"),
        (("RC", "une phrase de cinq mots"), LongTerm, "at most 4 words and 60 characters"),
        (("RC", "x" * 61), LongTerm, "x…” is too long"),
        (tuple(f"mot{n}" for n in range(13)), ManyTerms, "13 words and phrases"),
    ],
)
def test_what_is_no_group_is_refused_in_words(
    terms: tuple[str, ...], refusal: type[KnowledgeError], said: str
) -> None:
    with pytest.raises(refusal, match=said):
        check(terms)


@given(st.lists(st.text()))
def test_whatever_is_typed_makes_a_group_or_a_sentence(typed: list[str]) -> None:
    terms = tidy(typed)

    assert tidy(terms) == tidy([", ".join(terms)]) == terms
    assert len({key(term) for term in terms if key(term)}) == len(list(filter(key, terms)))
    try:
        check(terms)
    except KnowledgeError:
        return
    [(_place, read)] = groups.read(groups.write([terms]).encode(), "-")
    assert read == terms
    Index([terms])


def test_only_leads_change_the_list_and_everyone_where_nobody_leads() -> None:
    check_mandate(a_charter(), NINA)
    check_mandate(a_charter("relais: 1\n"), MARIA)
    with pytest.raises(NoMandate):
        check_mandate(a_charter(), MARIA)


async def test_a_group_is_added_once_and_audited(team: Team) -> None:
    group = await adds(team, *RC)
    again = await adds(team, "rupture  CONVENTIONNELLE", "rc")

    assert again.id == group.id
    assert await listed(team) == ["RC, rupture conventionnelle"]
    assert await listed(team, "T0OTHER") == []
    async with team.sessions.begin() as session:
        [line] = await audit.history(session, group)
    assert (line.deed, line.by, line.facts) == ("synonyms.added", NINA, {"terms": 2})


async def test_a_term_is_in_one_group_only(team: Team) -> None:
    await adds(team, *RC)
    other = await adds(team, "mdp", "password")

    with pytest.raises(TakenTerm, match="“rc” is in a group already: RC, rupture conv"):
        await adds(team, "rc", "radio")
    with pytest.raises(TakenTerm, match="“MDP” is in"):
        await adds(team, "MDP", "RC")
    with pytest.raises(TakenTerm, match="“Rc” is in"):
        await changes(team, other, "mdp", "Rc")
    assert await listed(team) == ["mdp, password", "RC, rupture conventionnelle"]


async def test_groups_are_merged_when_somebody_says_so(team: Team) -> None:
    first, second = await adds(team, *RC), await adds(team, "rupco", "départ négocié")

    await changes(team, second, "RC", "rupco", replacing=[first.number])
    assert await listed(team) == ["RC, rupco"]
    async with team.sessions.begin() as session:
        await synonyms.join(session, ["RC", "mdp"], **HOW)
    assert await listed(team) == ["RC, rupco, mdp"]


async def test_a_group_that_changed_meanwhile_is_not_replaced_unseen(team: Team) -> None:
    group = await adds(team, *RC)
    await changes(team, group, *RC, "rupco")

    with pytest.raises(TakenTerm):
        await adds(team, "RC", "radio", replacing=[group.number])
    with pytest.raises(ChangedGroup):
        await changes(team, group, "RC", "radio")
    assert await listed(team) == ["RC, rupture conventionnelle, rupco"]


async def test_what_was_removed_is_free_again_and_gone_for_good(team: Team) -> None:
    group = await adds(team, *RC)
    for _ in range(2):
        async with team.sessions.begin() as session:
            await synonyms.remove(session, group.id, **HOW)

    await adds(team, "RC", "radio")
    assert await listed(team) == ["RC, radio"]
    with pytest.raises(NotFound):
        await changes(team, group, "RC", "rupco")
    async with team.sessions.begin() as session:
        with pytest.raises(NotFound):
            await synonyms.get(session, WORKSPACE, group.id)
        assert [line.deed for line in await audit.history(session, group)] == [
            "synonyms.added",
            "synonyms.removed",
        ]


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
async def test_there_is_an_end_to_it(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(synonyms, "GROUPS", 1)
    await adds(team, *RC)

    with pytest.raises(ManyGroups, match="1 groups already"):
        await adds(team, "mdp", "password")
    with pytest.raises(BadRows, match="line 2: There are 1 groups already"):
        await imports(team, "RC, rupco\nmdp, password")


async def test_two_who_add_at_once_do_not_put_a_term_into_two_groups(team: Team) -> None:
    tries = [adds(team, "RC", word) for word in ("radio", "rupco", "recette")]
    results = await asyncio.gather(*tries, return_exceptions=True)

    assert sorted(isinstance(one, TakenTerm) for one in results) == [False, True, True]
    assert len(await listed(team)) == 1


async def test_every_replica_speaks_it_with_the_next_question(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = dict[Index, list[list[str]]]()
    seen = set[Index]()
    begin = Index.__init__

    def speaking(
        index: Index, groups: Iterable[Sequence[str]] = (), *more: Any, **named: Any
    ) -> None:
        spoken = [list(group) for group in groups]
        told[index] = spoken
        begin(index, spoken, *more, **named)

    monkeypatch.setattr(Index, "__init__", speaking)
    replicas = [Library(), Library()]

    async def spoken() -> list[list[list[str]] | None]:
        """What each tells its index before it answers a question, if that is a new one."""
        async with team.sessions.begin() as session:
            indexes = [await replica.index(session, WORKSPACE) for replica in replicas]
        fresh = [None if index in seen else told[index] for index in indexes]
        seen.update(indexes)
        return fresh

    assert await spoken() == [[], []]
    group = await adds(team, *RC)
    assert await spoken() == 2 * [[[*RC]]]
    assert await spoken() == [None, None]
    await changes(team, group, *RC, "rupco")
    assert await spoken() == 2 * [[[*RC, "rupco"]]]
    async with team.sessions.begin() as session:
        await synonyms.remove(session, group.id, **HOW)
    assert await spoken() == [[], []]


async def test_a_file_is_taken_in_as_a_whole(team: Team) -> None:
    await adds(team, *RC)
    await adds(team, "mdp", "password")

    loaded = await imports(team, '\ufeffrc;rupco\n\nmdp = password\n"a b",c\n')

    assert (loaded.added, loaded.changed, loaded.unchanged) == (1, 1, 1)
    assert await listed(team) == ["a b, c", "mdp, password", "RC, rupture conventionnelle, rupco"]


async def test_every_fault_of_a_file_is_named_with_its_line(team: Team) -> None:
    await adds(team, *RC)
    await adds(team, "mdp", "password")

    with pytest.raises(BadRows) as refused:
        await imports(team, "fine, good\nalone\n\nRC, MDP\nGOOD, better\n🎉, fête")

    lines = str(refused.value).splitlines()
    assert [line.partition(": ")[0] for line in lines] == [f"f.csv, line {n}" for n in (2, 4, 5, 6)]
    assert "“MDP” is in a group already: mdp, password" in lines[1]
    assert lines[2].endswith("“GOOD” is on line 1 already.")
    assert len(await listed(team)) == 2


async def imports(team: Team, text: str) -> groups.Loaded:
    async with team.sessions.begin() as session:
        return await groups.load(session, groups.read(text.encode(), "f.csv"), **HOW)
