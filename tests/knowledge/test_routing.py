"""Routing: every verdict with its reasons, and what holds for every question and every charter."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.charter import Autonomy, Charter, Fallback, Localised, Person, Stance, Step, Topic
from knowledge.roster import Roster
from knowledge.routing import (
    Candidate,
    Decision,
    Guess,
    Reason,
    Rule,
    Verdict,
    decide,
    find_nearest,
    topic_of,
)
from tests.factories import ANA, MARIA, NINA, NOW, PAUL, a_charter

SURE = Candidate(entry=1, topic="refunds", confidence=0.9)
UNSURE = [Candidate(entry, "refunds", 0.5) for entry in (1, 2, 3, 4)]
FAR = [Candidate(9, "refunds", 0.1)]
REFUNDS, SAFETY, LITIGATION = (
    Guess("refunds", 0.9),
    Guess("safety", 0.9),
    Guess("litigation", 0.9),
)


def decided(
    candidates: Sequence[Candidate] = (), guesses: Sequence[Guess] = (), **changes: Any
) -> Decision:
    """What becomes of Ana's question, unless `changes` say otherwise."""
    how: dict[str, Any] = {"asker": ANA, "charter": a_charter()} | changes
    return decide(candidates, guesses, **how)


def rules(decision: Decision) -> list[Rule]:
    return [reason.rule for reason in decision.reasons]


def test_the_confident_entry_answers_whoever_has_the_mandate() -> None:
    decision = decided([SURE], asker=PAUL)

    assert decision.verdict is Verdict.ANSWER
    assert decision.entries == (1,)
    assert decision.reasons == (
        Reason(Rule.TOPIC_OF_ENTRY, {"topic": "refunds"}),
        Reason(Rule.CONFIDENT_HIT, {"entry": 1, "confidence": 0.9}),
        Reason(Rule.MAY_ANSWER, {"has": "autonomous", "needs": "autonomous"}),
    )


def test_a_trainee_has_the_answer_confirmed() -> None:
    decision = decided([SURE])

    assert decision.verdict is Verdict.CONFIRM
    assert decision.entries == (1,)
    assert decision.reasons[-2:] == (
        Reason(Rule.MAY_NOT_ANSWER, {"has": "trainee", "needs": "autonomous"}),
        Reason(Rule.NEAREST, {"person": MARIA, "step": 1}),
    )


def test_an_answer_nobody_can_confirm_says_so() -> None:
    decision = decided([SURE], roster=Roster(NOW, gone=frozenset({MARIA, NINA})))

    assert decision.verdict is Verdict.CONFIRM
    assert rules(decision)[-1] is Rule.NOBODY


def test_in_the_perimeter_the_three_nearest_are_shown() -> None:
    decision = decided(UNSURE, [REFUNDS], asker=PAUL)

    assert decision.verdict is Verdict.NEAR_MISSES
    assert decision.entries == (1, 2, 3)
    assert rules(decision) == [Rule.TOPIC_OF_WORDS, Rule.NO_CONFIDENT_HIT, Rule.NEAREST]


def test_what_is_far_is_not_shown() -> None:
    assert decided(FAR, [REFUNDS], asker=PAUL).entries == ()


def test_what_is_referred_goes_to_the_nearest_expert() -> None:
    decision = decided([], [SAFETY], asker=PAUL)

    assert decision.verdict is Verdict.ESCALATE
    assert decision.topic == "safety"
    assert rules(decision) == [
        Rule.TOPIC_OF_WORDS,
        Rule.NO_CONFIDENT_HIT,
        Rule.REFERRED,
        Rule.NEAREST,
    ]


def test_who_may_not_answer_is_not_left_alone() -> None:
    decision = decided([], [REFUNDS])

    assert decision.verdict is Verdict.ESCALATE
    assert Rule.MAY_NOT_ANSWER in rules(decision)


def test_with_nobody_to_ask_the_near_misses_remain() -> None:
    decision = decided(UNSURE, [SAFETY], roster=Roster(NOW, gone=frozenset({MARIA, NINA})))

    assert decision.verdict is Verdict.NEAR_MISSES
    assert decision.entries == (1, 2, 3)
    assert rules(decision)[-1] is Rule.NOBODY


def test_who_names_the_topic_knows_it() -> None:
    decision = decided([Candidate(1, "safety", 0.5)], [LITIGATION], wished="safety", asker=PAUL)

    assert decision.verdict is Verdict.ESCALATE
    assert decision.topic == "safety"
    assert decision.reasons[0] == Reason(Rule.TOPIC_OF_ASKER, {"topic": "safety"})
    assert decided([], [REFUNDS], wished="litigation").verdict is Verdict.SILENT
    assert decided([], [REFUNDS], wished="gone") == decided([], [REFUNDS])


@pytest.mark.parametrize("guesses", [[REFUNDS], [SAFETY]], ids=["no mandate", "referred"])
def test_what_says_little_takes_nobodys_time_unbidden(guesses: list[Guess]) -> None:
    decision = decided([], guesses, says_little=True)

    assert decision.verdict is Verdict.NEAR_MISSES
    assert Rule.SAYS_LITTLE in rules(decision)
    assert decision.nearest


def test_silence_comes_with_its_owner() -> None:
    decision = decided([Candidate(1, "litigation", 0.99)], asker=MARIA)

    assert decision.verdict is Verdict.SILENT
    assert decision.entries == ()
    assert rules(decision) == [Rule.TOPIC_OF_ENTRY, Rule.STAY_SILENT, Rule.NEAREST]


def test_a_crisis_comes_before_anything_else() -> None:
    decision = decided([SURE], asker=MARIA, charter=in_crisis("refunds"))

    assert decision.verdict is Verdict.CRISIS
    assert decision.entries == ()
    assert rules(decision) == [Rule.TOPIC_OF_ENTRY, Rule.IN_CRISIS]


def test_without_a_topic_the_last_resort_is_one_click_away() -> None:
    decision = decided()

    assert decision.verdict is Verdict.FALLBACK
    assert decision.nearest
    assert decision.nearest.person == NINA
    assert rules(decision) == [Rule.NO_TOPIC, Rule.NO_CONFIDENT_HIT, Rule.NEAREST]


def test_a_likely_topic_is_not_enough_to_take_an_experts_time() -> None:
    decision = decided([Candidate(4, "safety", 0.2)], [Guess("safety", 0.59)])

    assert decision.verdict is Verdict.NEAR_MISSES
    assert decision.entries == (4,)
    assert rules(decision) == [
        Rule.TOPIC_OF_WORDS,
        Rule.NO_CONFIDENT_HIT,
        Rule.REFERRED,
        Rule.TOPIC_UNSURE,
        Rule.NEAREST,
    ]


def test_a_likely_topic_is_enough_to_stay_silent() -> None:
    assert decided([], [Guess("litigation", 0.3)]).verdict is Verdict.SILENT


def test_a_faint_topic_is_no_topic() -> None:
    decision = decided([Candidate(4, "safety", 0.2)], [Guess("safety", 0.19)])

    assert decision.verdict is Verdict.FALLBACK
    assert decision.entries == ()


@pytest.mark.parametrize("topic", [None, "a-topic-of-an-older-charter"])
def test_an_entry_without_a_topic_answers_everybody(topic: str | None) -> None:
    decision = decided([Candidate(1, topic, 0.9)], [REFUNDS])

    assert decision.verdict is Verdict.ANSWER
    assert rules(decision) == [Rule.NO_TOPIC, Rule.CONFIDENT_HIT]


def test_an_entry_without_a_topic_breaks_no_silence_and_no_crisis() -> None:
    loose = Candidate(1, None, 0.9)

    assert decided([loose], [LITIGATION]).verdict is Verdict.SILENT
    assert decided([loose], [Guess("litigation", 0.5)]).verdict is Verdict.ANSWER
    assert decided([loose], [REFUNDS], charter=in_crisis("refunds")).verdict is Verdict.CRISIS


def test_caution_wins_over_what_is_only_a_little_likelier() -> None:
    guesses = [Guess("refunds", 0.9), Guess("litigation", 0.6), Guess("safety", 0.55)]

    found = topic_of(guesses, a_charter())

    assert found
    assert found.id == "litigation"


def test_a_crisis_wins_over_what_is_only_a_little_likelier() -> None:
    charter = in_crisis("refunds")
    calm = charter.topics[0].model_copy(update={"id": "delivery", "crisis": None})
    charter = charter.model_copy(update={"topics": (calm, *charter.topics)})

    found = topic_of([Guess("delivery", 0.9), Guess("refunds", 0.6)], charter)

    assert found
    assert found.id == "refunds"


def test_caution_gives_way_to_what_is_much_likelier() -> None:
    found = topic_of([Guess("refunds", 0.9), Guess("litigation", 0.4)], a_charter())

    assert found
    assert found.id == "refunds"


def test_topics_of_an_older_charter_are_passed_over() -> None:
    guesses = [Guess("gone", 0.99), Guess("refunds", 0.7)]

    assert topic_of(guesses[:1], a_charter()) is None
    assert topic_of(guesses, a_charter()) == a_charter().topic("refunds")


def test_the_lowest_competent_step_is_asked_first_and_the_next_one_after() -> None:
    charter = a_charter()
    topic = charter.topic("refunds")

    first = find_nearest(charter, topic, asker=ANA)
    assert first
    assert (first.person, first.step, first.answer) == (MARIA, 0, timedelta(hours=4))
    after = find_nearest(charter, topic, asker=ANA, after=0, gone={MARIA})
    assert after
    assert (after.person, after.step) == (NINA, 1)


def test_after_the_last_step_those_not_yet_asked_are_tried() -> None:
    charter = a_charter()

    found = find_nearest(charter, charter.topic("refunds"), asker=ANA, after=1, gone={NINA})

    assert found
    assert found.person == MARIA
    assert find_nearest(charter, None, asker=NINA) is None


def test_a_shorter_charter_than_the_one_asked_under_is_no_trouble() -> None:
    found = find_nearest(a_charter(), None, asker=ANA, after=5)

    assert found
    assert found.person == NINA


def in_crisis(id: str) -> Charter:  # noqa: A002
    charter = a_charter()
    statement = Localised(fr="Nous enquêtons.")
    topics = tuple(
        topic.model_copy(update={"crisis": statement}) if topic.id == id else topic
        for topic in charter.topics
    )
    return charter.model_copy(update={"topics": topics})


PEOPLE = (ANA, MARIA, PAUL, NINA)
TOPICS = ("one", "two", "three")
levels = st.sampled_from(list(Autonomy))
maybe_levels = st.none() | levels
probabilities = st.floats(0, 1)
steps = st.builds(
    Step,
    who=st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=3).map(tuple),
    acknowledge=st.just(timedelta(minutes=30)),
    answer=st.just(timedelta(hours=4)),
)
chains = st.lists(steps, min_size=1, max_size=3).map(tuple)
words = st.just(Localised(fr="Un instant.", en="One moment."))
persons = st.builds(
    Person,
    slack=st.sampled_from(PEOPLE),
    autonomy=maybe_levels,
    topics=st.dictionaries(st.sampled_from(TOPICS), levels),
)


def a_topic(id: str) -> st.SearchStrategy[Topic]:  # noqa: A002
    return st.builds(
        Topic,
        id=st.just(id),
        name=words,
        stance=st.sampled_from(list(Stance)),
        autonomy=maybe_levels,
        chain=chains,
        holding=words,
        crisis=st.none() | words,
    )


charters = st.builds(
    Charter,
    relais=st.just(1),
    people=st.lists(persons, unique_by=lambda person: person.slack).map(tuple),
    topics=st.tuples(*map(a_topic, TOPICS)),
    fallback=st.none() | st.builds(Fallback, chain=chains),
)
topic_ids = st.sampled_from([*TOPICS, "unknown"])
cases = st.fixed_dictionaries(
    {
        "candidates": st.lists(
            st.builds(Candidate, st.integers(1, 9), st.none() | topic_ids, probabilities),
            max_size=5,
            unique_by=lambda candidate: candidate.entry,
        ).map(lambda found: sorted(found, key=lambda candidate: -candidate.confidence)),
        "guesses": st.lists(
            st.builds(Guess, topic_ids, probabilities),
            max_size=3,
            unique_by=lambda guess: guess.topic,
        ).map(lambda found: sorted(found, key=lambda guess: -guess.certainty)),
        "asker": st.sampled_from([*PEOPLE, "U0STRANGER"]),
        "charter": charters,
        "roster": st.builds(Roster, now=st.just(NOW), gone=st.frozensets(st.sampled_from(PEOPLE))),
        "wished": st.none() | topic_ids,
        "says_little": st.booleans(),
    }
)
always = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


@always
@given(cases)
def test_who_is_asked_is_another_person_with_the_mandate_who_is_there(case: dict[str, Any]) -> None:
    decision = decide(**case)

    if decision.nearest:
        person = decision.nearest.person
        topic = case["charter"].topic(decision.topic)
        assert person != case["asker"]
        assert person not in case["roster"].gone
        assert person in case["charter"].chain_for(topic)[decision.nearest.step].who
        assert topic is None or case["charter"].may_answer(person, topic)


@always
@given(cases)
def test_nobody_is_told_to_say_what_they_may_not(case: dict[str, Any]) -> None:
    decision = decide(**case)
    topic = case["charter"].topic(decision.topic)

    if decision.verdict is Verdict.ANSWER and topic:
        assert case["charter"].may_answer(case["asker"], topic)
    if topic and (topic.crisis or topic.stance is Stance.SILENT):
        assert decision.verdict is (Verdict.CRISIS if topic.crisis else Verdict.SILENT)
        assert decision.entries == ()


@always
@given(cases)
def test_every_verdict_says_why_and_who_and_never_changes(case: dict[str, Any]) -> None:
    decision = decide(**case)
    told = rules(decision)

    assert decision == decide(**case)
    assert told
    assert told[0] in (
        Rule.TOPIC_OF_ASKER,
        Rule.TOPIC_OF_ENTRY,
        Rule.TOPIC_OF_WORDS,
        Rule.NO_TOPIC,
    )
    if decision.verdict not in (Verdict.ANSWER, Verdict.CRISIS):
        assert told[-1] is (Rule.NEAREST if decision.nearest else Rule.NOBODY)
    if decision.verdict is Verdict.ESCALATE:
        assert decision.nearest
        assert not case["says_little"]


@always
@given(cases)
def test_what_is_shown_was_found_and_no_more_than_three(case: dict[str, Any]) -> None:
    decision = decide(**case)

    assert len(decision.entries) <= 3
    assert set(decision.entries) <= {candidate.entry for candidate in case["candidates"]}
    if decision.verdict in (Verdict.ANSWER, Verdict.CONFIRM):
        assert decision.entries == (case["candidates"][0].entry,)


@always
@given(charters, st.sampled_from(TOPICS), st.sampled_from(PEOPLE))
def test_an_escalation_meets_each_competent_person_once_and_ends(
    charter: Charter,
    name: str,
    asker: str,
) -> None:
    topic = charter.topic(name)
    assert topic
    asked: list[str] = []
    after = -1
    while nearest := find_nearest(charter, topic, asker=asker, after=after, gone=asked):
        asked.append(nearest.person)
        after = nearest.step

    everyone = {person for step in topic.chain for person in step.who}
    competent = {person for person in everyone if charter.may_answer(person, topic)}
    assert len(asked) == len(set(asked))
    assert set(asked) == competent - {asker}
