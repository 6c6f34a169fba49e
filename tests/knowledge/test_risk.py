"""Risk: how much care an answer takes before it is published, and who may publish it."""

from typing import Any

import pytest

from knowledge import answers, review, risk
from knowledge.charter import Localised, Risk
from knowledge.entry import Entry, Genre, Status
from knowledge.entry_errors import NeedsOtherEyes, NobodyElse, TooLateToUndo
from knowledge.outbox import Kind
from knowledge.risk import Cause
from knowledge.submission import UNDO
from tests.factories import ANA, CHARTER, MARIA, NINA, NOW, PAUL, a_charter, an_entry
from tests.knowledge.team import Team
from tests.knowledge.test_review import does, drafted

LOW = f"{CHARTER}risk: low\n"
HIGH = f"{CHARTER}risk: high\n"
CAREFUL = f"{CHARTER}risk: low\namounts: high\n"
MONEY = "Un geste de 20 € au plus."


def topics(**changes: Any) -> dict[str, Any]:
    """The charter's topics, the first one changed."""
    first, *others = a_charter().topics
    return {"topics": (first.model_copy(update=changes), *others)}


@pytest.mark.parametrize(
    ("rules", "facts", "expected", "causes"),
    [
        ({}, {}, Risk.MIDDLE, [Cause.TEAM]),
        ({"risk": Risk.LOW}, {}, Risk.LOW, [Cause.TEAM]),
        ({"risk": Risk.HIGH, **topics(risk=Risk.LOW)}, {}, Risk.LOW, [Cause.TOPIC]),
        ({"risk": Risk.LOW, **topics(risk=Risk.HIGH)}, {}, Risk.HIGH, [Cause.TOPIC]),
        ({"risk": Risk.HIGH}, {"topic": None}, Risk.HIGH, [Cause.TEAM]),
        ({"amounts": Risk.HIGH}, {"body": MONEY}, Risk.HIGH, [Cause.AMOUNTS]),
        ({"amounts": Risk.HIGH}, {"body": "Sous 20 jours."}, Risk.MIDDLE, [Cause.TEAM]),
        ({"amounts": Risk.LOW}, {"body": MONEY}, Risk.MIDDLE, [Cause.TEAM]),
        ({"risk": Risk.LOW}, {"kind": Genre.CRISIS_CASE}, Risk.HIGH, [Cause.CRISIS_CASE]),
        ({"risk": Risk.LOW}, {"topic": "litigation"}, Risk.HIGH, [Cause.SILENT]),
        (topics(crisis=Localised(fr="…", en="…"), risk=Risk.LOW), {}, Risk.HIGH, [Cause.CRISIS]),
    ],
)
def test_the_highest_cause_decides_and_is_told(
    rules: dict[str, Any], facts: dict[str, Any], expected: Risk, causes: list[Cause]
) -> None:
    taken = risk.care(a_charter(**rules), an_entry(**facts))

    assert (taken.risk, [*taken.causes]) == (expected, causes)


def test_where_the_risk_is_high_who_wrote_it_or_kept_it_is_no_reviewer() -> None:
    charter = a_charter(risk=Risk.HIGH)

    assert risk.reviewers(charter, an_entry(author=NINA, capturer=ANA), gone=()) == [MARIA]
    assert risk.reviewers(charter, an_entry(author=MARIA, capturer=NINA), gone=()) == []
    assert risk.reviewers(a_charter(), an_entry(author=MARIA, capturer=NINA), gone=()) == [NINA]


async def test_where_little_can_go_wrong_it_is_found_at_once(new_team: Team) -> None:
    await new_team.agrees(LOW)

    entry = await drafted(new_team)

    assert (entry.status, entry.published_at, entry.reviewer) == (Status.PUBLISHED, NOW, NINA)
    assert await new_team.finds(entry.title) == [entry.id]
    assert {row.to for row in await new_team.planned(Kind.CONSENT)} == {MARIA}
    assert [row.to for row in await new_team.planned(Kind.REVIEW)] == [NINA]


async def test_its_reviewer_may_take_it_back_for_a_day(new_team: Team) -> None:
    await new_team.agrees(LOW)
    entry, other = await drafted(new_team), await drafted(new_team)

    for _twice in range(2):
        await does(new_team, review.undo, entry, by=NINA)
    with pytest.raises(TooLateToUndo):
        await does(new_team, review.undo, other, by=NINA, now=NOW + UNDO)

    assert (await new_team.sees(entry)).status is Status.IN_REVIEW
    assert await new_team.finds(entry.title) == [other.id]
    await does(new_team, review.publish, entry, by=NINA)
    with pytest.raises(TooLateToUndo):
        await does(new_team, review.undo, entry, by=NINA)


async def test_what_names_money_is_read_first_where_the_charter_says_so(new_team: Team) -> None:
    await new_team.agrees(CAREFUL)

    assert (await drafted(new_team)).status is Status.PUBLISHED
    assert (await drafted(new_team, body=MONEY)).status is Status.IN_REVIEW


async def test_high_risk_takes_somebody_who_neither_wrote_nor_kept_it(new_team: Team) -> None:
    await new_team.agrees(HIGH)
    entry = await drafted(new_team, author=MARIA, by=NINA)
    written = await drafted(new_team, author=MARIA, by=ANA)

    with pytest.raises(NobodyElse):
        await does(new_team, review.publish, entry, by=NINA)
    with pytest.raises(NeedsOtherEyes, match=NINA):
        await does(new_team, review.publish, written, by=MARIA)
    await does(new_team, review.publish, written, by=NINA)

    assert (await new_team.sees(entry)).status is Status.IN_REVIEW
    assert (await new_team.sees(written)).status is Status.PUBLISHED
    assert [(row.to, row.about) for row in await new_team.planned(Kind.NOBODY_REVIEWS)] == [
        (NINA, entry.id)
    ]


async def test_whoever_is_left_alone_by_a_leaver_is_no_second_pair(new_team: Team) -> None:
    await new_team.agrees(HIGH)
    await new_team.loses(NINA)
    entry = await drafted(new_team, author=MARIA, by=ANA)

    with pytest.raises(NobodyElse):
        await does(new_team, review.publish, entry, by=MARIA)


async def test_an_experts_risky_answer_waits_for_somebody_else(new_team: Team) -> None:
    trusted = CHARTER.replace("    stance: refer\n", "    stance: refer\n    publish: senior\n")
    await new_team.agrees(trusted)
    free = await new_team.escalates(by=PAUL)
    await new_team.agrees(
        trusted.replace("    publish: senior\n", "    publish: senior\n    risk: high\n")
    )
    risky = await new_team.escalates("is this toxic", by=ANA)

    first = await new_team.does(
        answers.answer, free, "Coupez le courant.", by=MARIA, charter=a_charter(trusted)
    )
    second = await new_team.does(
        answers.answer, risky, "Coupez le courant.", by=MARIA, charter=new_team.charter
    )

    assert (first.status, second.status) == (Status.PUBLISHED, Status.IN_REVIEW)
    assert second.reviewer == NINA


async def test_of_two_people_who_publish_one_does(team: Team) -> None:
    entry: Entry = await drafted(team)

    assert await team.does(review.publish, entry, by=NINA, charter=team.charter)
    assert not await team.does(review.publish, entry, by=MARIA, charter=team.charter)
    async with team.sessions.begin() as session:
        assert await review.published_by(session, entry) == NINA
