"""Mandates: whom a charter lets be asked, whoever is there."""

from knowledge.charter import Autonomy, Person
from knowledge.mandates import Mandates
from tests.factories import ANA, CHARTER, MARIA, NINA, PAUL, a_charter


def test_the_competent_of_the_chain_may_be_asked_and_never_the_asker() -> None:
    mandates = Mandates(a_charter())

    assert mandates.may_be_asked("refunds", asker=ANA) == {MARIA, NINA}
    assert mandates.may_be_asked("refunds", asker=NINA) == {MARIA}
    assert mandates.may_be_asked(None, asker=ANA) == {NINA}
    assert mandates.may_be_asked("a topic that is gone", asker=NINA) == set()


def test_substitutes_in_a_circle_are_followed_once_round() -> None:
    people = (
        Person(slack=MARIA, autonomy=Autonomy.SENIOR, substitute=PAUL),
        Person(slack=PAUL, substitute=ANA),
        Person(slack=ANA, autonomy=Autonomy.SENIOR, substitute=MARIA),
    )
    charter = a_charter(people=people)

    found = Mandates(charter).may_be_asked("safety", asker="U0OTHER")

    assert found == {MARIA, ANA}


def test_the_askers_own_team_is_asked_where_a_step_says_so() -> None:
    people = (
        Person(slack=MARIA, autonomy=Autonomy.SENIOR),
        Person(slack=PAUL, autonomy=Autonomy.SENIOR, team="north"),
        Person(slack=ANA, team="north"),
    )
    text = CHARTER.replace("{who: [U0MARIA]", "{own_team_first: true, who: [U0MARIA]")
    charter = a_charter(text, people=people)

    assert Mandates(charter).may_be_asked("refunds", asker=ANA) == {MARIA, PAUL}
    assert Mandates(charter).may_be_asked("refunds", asker=NINA) == {MARIA}
