"""What the rest of the code asks of a charter."""

from datetime import time, timedelta

import pytest
from pydantic import ValidationError

from knowledge.charter import (
    EMPTY,
    Autonomy,
    Charter,
    Localised,
    Stance,
    Topic,
    parse,
)

TEXT = """
relais: 1
language: fr
hours: {zone: Europe/Paris, days: [mon, fri], from: 09:00, to: "18:00", holidays: FR}
lead_channel: C0LEADS
autonomy: {default: trainee}
people:
  - {slack: U0MARIA, autonomy: autonomous, topics: {refunds: senior, legal: trainee}}
  - {slack: U0INES, autonomy: senior, substitute: U0MARC}
  - {slack: U0PAUL, topics: {refunds: autonomous}}
topics:
  - id: refunds
    name: {fr: Remboursements, en: Refunds}
    examples: ["comment être remboursé ?"]
    autonomy: autonomous
    chain:
      - {who: [U0MARIA], acknowledge: 30m, answer: 4h}
      - {who: [U0ANA, U0PAUL, U0INES], acknowledge: 1h, answer: 1d}
    urgent: {outside_hours: true, acknowledge: 10m, answer: 1h}
  - id: legal
    name: {fr: Juridique}
    stance: refer
    reviewers: [U0LEA]
    chain: [{who: [U0INES], acknowledge: 1h, answer: 1d}]
  - id: delivery
    name: {en: Delivery}
    chain: [{who: [U0ANA], acknowledge: 1h, answer: 1d}]
  - id: litigation
    name: {fr: Contentieux, en: Litigation}
    stance: silent
    process: legal
    holding: {fr: "Nous revenons vers vous.", en: "We will come back to you."}
    crisis: {fr: "Un incident est en cours."}
    chain: [{who: [U0INES], acknowledge: 1h, answer: 1d}]
fallback: {chain: [{who: [U0SOFIA, U0INES], acknowledge: 1h, answer: 1d}]}
"""


@pytest.fixture(scope="module")
def charter() -> Charter:
    return parse(TEXT)


def topic(charter: Charter, name: str) -> Topic:
    found = charter.topic(name)
    assert found is not None
    return found


def test_a_topic_is_found_by_its_id(charter: Charter) -> None:
    assert topic(charter, "refunds").name.in_("fr") == "Remboursements"
    assert charter.topic("unheard-of") is None
    assert charter.topic(None) is None


def test_levels_are_ordered_by_what_they_allow_not_by_their_letters() -> None:
    assert Autonomy.TRAINEE < Autonomy.AUTONOMOUS < Autonomy.SENIOR
    assert Autonomy.SENIOR > Autonomy.AUTONOMOUS > Autonomy.TRAINEE
    assert Autonomy.SENIOR >= Autonomy.SENIOR >= Autonomy.TRAINEE
    assert not Autonomy.TRAINEE >= Autonomy.AUTONOMOUS
    assert Autonomy.TRAINEE <= Autonomy.TRAINEE <= Autonomy.AUTONOMOUS
    assert max(Autonomy) is Autonomy.SENIOR
    assert sorted({*Autonomy}) == [Autonomy.TRAINEE, Autonomy.AUTONOMOUS, Autonomy.SENIOR]


def test_a_level_given_for_a_topic_comes_before_the_level_overall(charter: Charter) -> None:
    assert charter.autonomy_of("U0MARIA", topic(charter, "refunds")) is Autonomy.SENIOR
    assert charter.autonomy_of("U0MARIA", topic(charter, "legal")) is Autonomy.TRAINEE
    assert charter.autonomy_of("U0MARIA", topic(charter, "delivery")) is Autonomy.AUTONOMOUS
    assert charter.autonomy_of("U0MARIA", None) is Autonomy.AUTONOMOUS


def test_who_has_no_level_has_everybodys(charter: Charter) -> None:
    assert charter.autonomy_of("U0PAUL", topic(charter, "legal")) is Autonomy.TRAINEE
    assert charter.autonomy_of("U0NEW", topic(charter, "refunds")) is Autonomy.TRAINEE
    assert charter.autonomy_of("U0NEW", None) is Autonomy.TRAINEE


def test_a_topic_asks_for_the_level_of_its_stance_unless_it_says_otherwise(
    charter: Charter,
) -> None:
    assert topic(charter, "refunds").needs is Autonomy.AUTONOMOUS
    assert topic(charter, "delivery").needs is Autonomy.TRAINEE
    assert topic(charter, "legal").needs is Autonomy.SENIOR
    assert topic(charter, "litigation").needs is Autonomy.SENIOR


def test_one_may_answer_with_the_level_the_topic_asks_for(charter: Charter) -> None:
    assert charter.may_answer("U0PAUL", topic(charter, "refunds"))
    assert charter.may_answer("U0INES", topic(charter, "legal"))
    assert not charter.may_answer("U0MARIA", topic(charter, "legal"))
    assert not charter.may_answer("U0ANA", topic(charter, "refunds"))


def test_a_question_without_topic_goes_down_the_fallback_chain(charter: Charter) -> None:
    assert charter.chain_for(None)[0].who == ("U0SOFIA", "U0INES")
    assert charter.chain_for(topic(charter, "refunds"))[0].who == ("U0MARIA",)


def test_steps_keep_their_people_in_order_and_their_times(charter: Charter) -> None:
    first, second = topic(charter, "refunds").chain

    assert (first.acknowledge, first.answer) == (timedelta(minutes=30), timedelta(hours=4))
    assert second.who == ("U0ANA", "U0PAUL", "U0INES")


def test_a_named_reviewer_comes_first(charter: Charter) -> None:
    assert charter.reviewer_for(topic(charter, "legal")) == "U0LEA"


def test_the_reviewer_is_the_first_who_may_answer_from_the_last_step(charter: Charter) -> None:
    assert charter.reviewer_for(topic(charter, "refunds")) == "U0PAUL"


def test_nobody_reviews_their_own_answer_while_there_is_somebody_else(charter: Charter) -> None:
    refunds, legal = topic(charter, "refunds"), topic(charter, "legal")

    assert charter.reviewer_for(refunds, besides=["U0PAUL"]) == "U0INES"
    assert charter.reviewer_for(refunds, besides={"U0PAUL", "U0INES"}) == "U0MARIA"
    assert charter.reviewer_for(legal, besides=("U0LEA",)) == "U0INES"


def test_the_author_reviews_when_there_is_nobody_else(charter: Charter) -> None:
    assert charter.reviewer_for(topic(charter, "delivery"), besides=["U0ANA"]) == "U0ANA"
    assert charter.reviewer_for(topic(charter, "legal"), besides=["U0INES", "U0LEA"]) == "U0LEA"


def test_an_answer_without_topic_is_reviewed_by_a_lead(charter: Charter) -> None:
    assert charter.reviewer_for(None) == "U0SOFIA"
    assert charter.reviewer_for(None, besides=["U0SOFIA"]) == "U0INES"


def test_the_leads_are_the_people_of_the_fallback(charter: Charter) -> None:
    assert charter.leads() == ("U0SOFIA", "U0INES")


def test_everyone_counts_substitutes_and_reviewers_too(charter: Charter) -> None:
    named = "U0MARIA U0INES U0MARC U0PAUL U0ANA U0LEA U0SOFIA"

    assert charter.everyone() == set(named.split())


def test_hours_are_kept(charter: Charter) -> None:
    hours = charter.hours

    assert hours is not None
    assert (hours.zone, hours.days, hours.holidays) == ("Europe/Paris", ("mon", "fri"), "FR")
    assert (hours.from_, hours.to) == (time(9), time(18))


def test_urgency_and_crisis_are_kept(charter: Charter) -> None:
    urgent, crisis = topic(charter, "refunds").urgent, topic(charter, "litigation").crisis

    assert urgent is not None
    assert crisis is not None
    assert (urgent.outside_hours, urgent.answer) == (True, timedelta(hours=1))
    assert topic(charter, "litigation").stance is Stance.SILENT
    assert topic(charter, "delivery").crisis is None
    assert crisis.in_("en") == "Un incident est en cours."


def test_words_missing_in_one_language_are_given_in_the_other() -> None:
    assert Localised(fr="Oui").in_("en") == "Oui"
    assert Localised(en="Yes").in_("fr") == "Yes"
    assert Localised(fr="Oui", en="Yes").in_("fr") == "Oui"
    assert Localised(fr="Oui", en="Yes").in_("de") == "Yes"


def test_a_workspace_without_a_charter_has_nobody_to_ask() -> None:
    assert not EMPTY.topics
    assert EMPTY.leads() == ()
    assert EMPTY.chain_for(None) == ()
    assert EMPTY.reviewer_for(None) is None
    assert EMPTY.everyone() == frozenset()
    assert EMPTY.autonomy_of("U0ANA", None) is Autonomy.TRAINEE


def test_a_charter_is_never_changed(charter: Charter) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        charter.language = "en"  # type: ignore[misc]


def test_a_copy_knows_the_topics_and_people_it_was_given(charter: Charter) -> None:
    assert charter.topic("refunds")
    assert charter.person("U0MARIA")

    copy = charter.model_copy(update={"topics": (), "people": ()})

    assert copy.topic("refunds") is None
    assert copy.person("U0MARIA") is None
    assert charter.model_copy() == charter


def test_a_charter_survives_being_written_as_json(charter: Charter) -> None:
    assert Charter.model_validate_json(charter.model_dump_json(by_alias=True)) == charter
