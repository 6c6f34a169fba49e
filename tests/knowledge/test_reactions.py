"""Reactions: which emoji asks for what, who may, and that the last word counts."""

import random
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import reactions
from knowledge.charter import EMPTY, Autonomy, Charter, Gesture, Reactions
from knowledge.emoji import DOUBLES, canonical
from knowledge.reactions import USUAL, Deed, Said, deed_of, may, shown
from tests.factories import ANA, MARIA, PAUL, WORKSPACE, a_charter
from tests.knowledge.team import Team

NAMES = [name for line in DOUBLES.split("\n") for name in line.split()]


def ruled(**gestures: Gesture) -> Charter:
    """A team whose charter says this of reactions."""
    return a_charter(reactions=Reactions(**gestures))


class TestNames:
    """An emoji has one name."""

    @pytest.mark.parametrize(
        ("written", "name"),
        [
            (":bookmark:", "bookmark"),
            ("+1::skin-tone-4", "+1"),
            ("thumbsup", "+1"),
            (":thumbsup::skin-tone-2:", "+1"),
            ("flag-fr", "fr"),
            ("Bookmark", "bookmark"),
        ],
    )
    def test_however_it_is_written(self, written: str, name: str) -> None:
        assert canonical(written) == name

    def test_an_alias_of_the_workspace_is_what_it_stands_for(self) -> None:
        own = {
            "ok": "alias:garder",
            "garder": "alias:thumbsup",
            "logo": "https://example.org/l.png",
        }

        assert canonical("ok", own) == "+1"
        assert canonical("logo", own) == "logo"

    @given(st.dictionaries(st.sampled_from("abcde"), st.sampled_from("abcde")))
    def test_aliases_in_a_circle_end(self, pairs: dict[str, str]) -> None:
        own = {name: f"alias:{other}" for name, other in pairs.items()}

        assert all(canonical(name, own) in "abcde" for name in "abcde")

    def test_no_emoji_stands_for_two(self) -> None:
        assert len(NAMES) == len(set(NAMES))

    @given(st.sampled_from(NAMES), st.integers(2, 6))
    def test_a_second_name_or_a_skin_tone_changes_nothing(self, name: str, tone: int) -> None:
        once = canonical(name)

        assert canonical(once) == once
        assert canonical(f"{name}::skin-tone-{tone}") == once


class TestDeeds:
    """The charter names emoji; else the operator does."""

    def test_the_usual_emoji(self) -> None:
        for name, deed in (
            ("bookmark", Deed.KEEP),
            ("sos", Deed.ASK),
            ("triangular_flag_on_post", Deed.WRONG),
            ("bulb", Deed.SIGNAL),
            ("tada", None),
        ):
            assert deed_of(name, EMPTY, USUAL, {}) is deed

    def test_the_charters_emoji_take_the_place_of_the_usual_ones(self) -> None:
        charter = ruled(keep=Gesture(emoji=("thumbsup", "star")))

        assert deed_of("+1", charter, USUAL, {}) is Deed.KEEP
        assert deed_of("star", charter, USUAL, {}) is Deed.KEEP
        assert deed_of("bookmark", charter, USUAL, {}) is None
        assert deed_of("sos", charter, USUAL, {}) is Deed.ASK

    def test_what_the_charter_names_goes_before_what_is_usual_elsewhere(self) -> None:
        charter = ruled(ask=Gesture(emoji=("bookmark",)))

        assert deed_of("bookmark", charter, USUAL, {}) is Deed.ASK

    def test_an_own_emoji_of_the_workspace_may_be_named(self) -> None:
        charter = ruled(keep=Gesture(emoji=("garder",)))

        assert deed_of("garder", charter, USUAL, {}) is Deed.KEEP
        assert deed_of("bookmark", charter, USUAL, {"garder": "alias:bookmark"}) is Deed.KEEP

    def test_none_is_no_emoji(self) -> None:
        usual = {Deed.KEEP: frozenset({"none"})}

        assert shown(EMPTY, usual) == {}
        assert shown(ruled(ask=Gesture(emoji=("eyes",))), USUAL)[Deed.ASK] == "eyes"


def test_who_may_by_their_level_on_the_topic() -> None:
    charter = ruled(keep=Gesture(autonomy=Autonomy.AUTONOMOUS))
    refunds = charter.topic("refunds")
    person = charter.people[1].model_copy(update={"topics": {"refunds": Autonomy.TRAINEE}})
    lowered = charter.model_copy(update={"people": (charter.people[0], person)})

    assert may(charter, Deed.KEEP, MARIA, None)
    assert may(charter, Deed.KEEP, PAUL, refunds)
    assert not may(lowered, Deed.KEEP, PAUL, refunds)
    assert may(lowered, Deed.KEEP, PAUL, None)
    assert not may(charter, Deed.KEEP, ANA, refunds)
    assert may(charter, Deed.ASK, ANA, refunds)


@pytest.mark.parametrize("order", list(permutations(range(3))))
async def test_the_latest_event_counts_however_they_come(
    team: Team, order: tuple[int, ...]
) -> None:
    told = [("1768.000001", True), ("1768.000002", False), ("1768.000010", True)]
    deliveries = [told[number] for number in order for _again in range(2)]

    for event_ts, is_there in deliveries:
        await hears(team, event_ts, is_there=is_there)

    assert await stands(team)


async def test_an_event_that_comes_again_is_no_news(team: Team) -> None:
    assert await hears(team, "1768.000002", is_there=False)
    assert not await hears(team, "1768.000001", is_there=True)
    assert not await hears(team, "1768.000002", is_there=True)
    assert not await stands(team)
    assert await hears(team, "1768.000003", is_there=True)
    assert await stands(team)


@pytest.mark.parametrize("seed", range(5))
async def test_any_number_of_events_in_any_order(team: Team, seed: int) -> None:
    chance = random.Random(seed)
    emoji = {name: f"1768.{number:06}" for number, name in enumerate(("bookmark", "star"))}
    told = [
        (name, f"1768.{number:06}", chance.random() < 0.5)
        for number in range(10, 20)
        for name in [chance.choice(list(emoji))]
    ]
    last = {name: is_there for name, _ts, is_there in told}

    for name, event_ts, is_there in chance.sample(told * 3, len(told) * 3):
        await hears(team, event_ts, is_there=is_there, emoji=name)

    assert await stands(team) is any(last.values())


async def hears(team: Team, event_ts: str, *, is_there: bool, emoji: str = "bookmark") -> bool:
    said = Said("C0GENERAL", "1768.000000", ANA, emoji, Deed.KEEP, event_ts)
    async with team.sessions.begin() as session:
        return await reactions.hear(session, said, workspace=WORKSPACE, is_there=is_there)


async def stands(team: Team) -> bool:
    place = (WORKSPACE, "C0GENERAL", "1768.000000")
    async with team.sessions.begin() as session:
        return bool(await reactions.standing(session, *place, person=ANA, deed=Deed.KEEP))
