"""Plans: what a charter would change, the open questions it touches, and what is refused whole."""

from datetime import datetime, timedelta

import pytest

from knowledge import assignees, charters, touched
from knowledge.audit import AuditLine
from knowledge.charter import CharterFaults
from knowledge.charter.difference import Aspect
from knowledge.charters import LeavesOrphans, NamesNobody, Plan
from knowledge.escalation import Escalation, Status
from knowledge.touched import Effect
from tests.factories import ANA, CHARTER, MARIA, NINA, NOW, PAUL, WORKSPACE
from tests.knowledge.team import FIRE, LAWSUIT, Team

SAFETY = f"""\
      - {{who: [{MARIA}], acknowledge: 30m, answer: 2h}}
      - {{who: [{NINA}], acknowledge: 1h, answer: 1d}}
"""
ONLY_NINA = f"      - {{who: [{NINA}], acknowledge: 1h, answer: 1d}}\n"
ONLY_MARIA = f"      - {{who: [{MARIA}], acknowledge: 30m, answer: 2h}}\n"
BY_NINA = CHARTER.replace(SAFETY, ONLY_NINA)
NO_SAFETY = CHARTER[: CHARTER.index("  - id: safety")] + CHARTER[CHARTER.index("  - id: litig") :]
FALL_TO_PAUL = f"fallback: {{chain: [{{who: [{PAUL}]"


async def planned(team: Team, text: str) -> Plan:
    async with team.sessions.begin() as session:
        return await charters.plan(session, WORKSPACE, text, now=NOW, name="new.yaml")


async def effects(team: Team, text: str) -> list[tuple[Effect, ...]]:
    """What it means to each open question it touches, oldest first."""
    return [touch.effects for touch in (await planned(team, text)).touched]


async def applied(team: Team, text: str, *, now: datetime = NOW) -> None:
    async with team.sessions.begin() as session:
        await charters.apply(session, text, workspace=WORKSPACE, by=NINA, now=now)


async def test_a_plan_changes_nothing(team: Team) -> None:
    plan = await planned(team, CHARTER.replace("answer: 2h", "answer: 3h"))

    assert (plan.number, plan.touched, plan.refusal) == (1, (), None)
    assert [each.aspect for each in plan.differences] == [Aspect.ANSWER]
    async with team.sessions.begin() as session:
        assert await charters.current(session, WORKSPACE) == (1, team.charter)


async def test_a_plan_before_the_first_charter_is_all_new(new_team: Team) -> None:
    plan = await planned(new_team, "relais: 1\n")

    assert (plan.number, plan.differences, plan.refusal) == (0, (), None)


async def test_a_faulty_charter_has_no_plan(team: Team) -> None:
    with pytest.raises(CharterFaults, match=r"new\.yaml:12: .*maybe"):
        await planned(team, CHARTER.replace("stance: answer", "stance: maybe"))


async def test_the_same_again_touches_nothing(team: Team) -> None:
    await team.escalates()

    plan = await planned(team, CHARTER)

    assert (plan.differences, plan.touched, plan.refusal) == ((), (), None)


async def test_an_assignee_who_leaves_the_chain_is_named(team: Team) -> None:
    escalation = await team.escalates()

    (touch,) = (await planned(team, BY_NINA)).touched

    assert touch.escalation.id == escalation.id
    assert touch.effects == (Effect.ASSIGNEE,)
    assert touch.excerpt == FIRE


async def test_an_assignee_without_the_level_any_more_is_named(team: Team) -> None:
    await team.escalates()

    lowered = CHARTER.replace(f"{MARIA}, autonomy: senior", f"{MARIA}, autonomy: trainee")

    assert await effects(team, lowered) == [(Effect.ASSIGNEE,)]


async def test_who_stands_in_for_somebody_of_the_chain_still_has_a_say(team: Team) -> None:
    await team.escalates()

    stood_in = BY_NINA.replace(
        f"{{slack: {NINA}, autonomy: senior}}",
        f"{{slack: {NINA}, autonomy: senior, substitute: {PAUL}}}",
    ).replace(
        f"{{slack: {PAUL}, autonomy: autonomous}}",
        f"{{slack: {PAUL}, autonomy: autonomous, substitute: {MARIA}}}",
    )

    assert Effect.ASSIGNEE not in (await effects(team, stood_in) or [()])[0]


async def test_a_topic_that_goes_leaves_its_questions_to_the_fallback(team: Team) -> None:
    await team.escalates()

    assert await effects(team, NO_SAFETY) == [(Effect.TOPIC, Effect.ASSIGNEE)]
    assert (await planned(team, NO_SAFETY)).refusal is None


async def test_other_deadlines_of_the_assignees_step_are_named(team: Team) -> None:
    await team.escalates()

    assert await effects(team, CHARTER.replace("answer: 2h", "answer: 3h")) == [(Effect.DEADLINES,)]
    assert await effects(team, CHARTER.replace("30m, answer: 4h", "20m, answer: 4h")) == []


async def test_a_step_put_before_the_assignees_changes_nothing_for_them(team: Team) -> None:
    await team.escalates()
    before = f"      - {{who: [{NINA}], acknowledge: 5m, answer: 1h}}\n"

    assert await effects(team, CHARTER.replace(SAFETY, before + ONLY_MARIA)) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("language: fr", "language: fr\nhours: {}", [(Effect.HOURS,)]),
        (f"slack: {MARIA}", f"slack: {MARIA}, away: [AWAY]", [(Effect.HOURS,)]),
        (f"slack: {MARIA}", f"slack: {MARIA}, away: [PAST]", []),
        (f"slack: {NINA}", f"slack: {NINA}, away: [AWAY]", []),
    ],
    ids=["hours of the team", "absence", "absence that is over", "absence of somebody else"],
)
async def test_other_hours_of_the_assignee_are_named(
    team: Team, old: str, new: str, expected: list[tuple[Effect, ...]]
) -> None:
    await team.escalates()

    office = '{zone: Europe/Paris, days: [mon], from: "09:00", to: "18:00"}'
    text = CHARTER.replace(old, new.replace("{}", office), 1)
    text = text.replace("AWAY", "{from: 2026-01-12, back: 2026-02-02}")
    text = text.replace("PAST", "{from: 2026-01-02, back: 2026-01-09}")
    assert await effects(team, text) == expected


async def test_what_is_answered_is_touched_by_nothing(team: Team) -> None:
    escalation = await team.escalates()
    async with team.sessions.begin() as session:
        row = await session.get_one(Escalation, escalation.id)
        row.settle("Débranchez-le.", by=MARIA, now=NOW)

    assert await effects(team, BY_NINA) == []


async def test_somebody_outside_the_chain_before_is_none_the_more_outside_after(team: Team) -> None:
    escalation = await team.escalates()
    async with team.sessions.begin() as session:
        (await session.get_one(Escalation, escalation.id)).assignee = PAUL

    assert await effects(team, BY_NINA) == [(Effect.DEADLINES,)]


async def test_a_question_left_to_its_asker_alone_is_orphaned(team: Team) -> None:
    await team.escalates(by=NINA)

    plan = await planned(team, BY_NINA)

    assert [touch.effects for touch in plan.touched] == [(Effect.ASSIGNEE, Effect.ORPHANED)]
    assert isinstance(plan.refusal, LeavesOrphans)


async def test_the_fallback_saves_a_question_from_being_orphaned(team: Team) -> None:
    await team.escalates(by=NINA)

    to_paul = BY_NINA.replace(f"fallback: {{chain: [{{who: [{NINA}]", FALL_TO_PAUL)

    assert await effects(team, to_paul) == [(Effect.ASSIGNEE,)]


async def test_who_waits_for_the_answer_cannot_give_it(team: Team) -> None:
    await team.escalates(by=ANA)
    await team.asks(FIRE, by=NINA)

    assert await effects(team, BY_NINA) == [(Effect.ASSIGNEE, Effect.ORPHANED)]


async def test_who_has_left_cannot_give_it_either(team: Team) -> None:
    await team.escalates()
    await team.loses(NINA)

    assert await effects(team, BY_NINA) == [(Effect.ASSIGNEE, Effect.ORPHANED)]


async def test_what_had_nobody_before_is_not_held_against_a_change(team: Team) -> None:
    await team.escalates()
    await team.loses(MARIA, NINA)

    assert (await planned(team, CHARTER.replace("answer: 2h", "answer: 3h"))).refusal is None


async def test_orphans_are_refused_whole_and_named_all_at_once(team: Team) -> None:
    first = await team.escalates(by=NINA)
    second = await team.escalates("is this toxic", by=NINA)

    with pytest.raises(LeavesOrphans) as refused:
        await applied(team, BY_NINA)

    assert set(str(refused.value).splitlines()) == {
        f"charter.yaml:21: E{one.id} (“{one.text}”) would be left without anybody: name somebody "
        'who is senior and does not wait for it too in the chain of "safety", or somebody in the '
        "fallback."
        for one in (first, second)
    }
    assert refused.value.facts["questions"] == f"E{first.id}, E{second.id}"
    async with team.sessions.begin() as session:
        assert await charters.current(session, WORKSPACE) == (1, team.charter)
    assert not await team.all(AuditLine, AuditLine.deed == "escalation.rules_changed")


async def test_an_orphan_of_a_topic_that_goes_is_told_how_to_be_saved(team: Team) -> None:
    await team.escalates()

    plan = await planned(team, NO_SAFETY[: NO_SAFETY.index("fallback:")])

    assert str(plan.refusal) == (
        "new.yaml:1: E1 (“l'appareil a pris feu”) would be left without anybody: keep its topic, "
        "or name somebody in the fallback who does not wait for it too."
    ).replace("E1", f"E{plan.touched[0].escalation.id}")


async def test_a_charter_that_names_nobody_is_refused_with_all_it_orphans(team: Team) -> None:
    await team.escalates()

    with pytest.raises(NamesNobody) as refused:
        await applied(team, "relais: 1\nlanguage: fr\n")

    assert len(refused.value.faults) == 2
    assert "names nobody who could be asked" in str(refused.value)
    async with team.sessions.begin() as session:
        assert await charters.current(session, WORKSPACE) == (1, team.charter)


async def test_words_of_a_private_channel_are_not_told(team: Team) -> None:
    await team.escalates(audience="C0PRIVATE", by=NINA)

    plan = await planned(team, BY_NINA)

    assert plan.touched[0].excerpt == ""
    assert FIRE not in str(plan.refusal)


async def test_a_long_question_is_named_by_its_beginning(team: Team) -> None:
    await team.escalates(FIRE + " depuis ce matin et personne ne sait quoi faire de ce brasier")

    (touch,) = (await planned(team, BY_NINA)).touched

    assert len(touch.excerpt) <= touched.EXCERPT
    assert touch.excerpt.startswith(FIRE)
    assert touch.excerpt.endswith("…")


async def test_open_questions_follow_a_new_charter_and_their_history_says_so(team: Team) -> None:
    escalation = await team.escalates()
    other = await team.asks(LAWSUIT)

    await applied(team, BY_NINA)

    assert other.escalation is None
    told = await team.all(AuditLine, AuditLine.deed == "escalation.rules_changed")
    moved = {"cause": "new_rules", "round": 1, "person": MARIA}
    assert [(line.subject_id, line.by, line.facts) for line in told] == [
        (escalation.id, NINA, moved)
    ]
    after = await team.sees(escalation)
    assert (after.assignee, after.is_live) == (NINA, True)
    assert after.due_at >= NOW


async def test_who_has_taken_a_question_keeps_it_while_they_may_answer(team: Team) -> None:
    escalation = await team.escalates()
    await team.does(assignees.acknowledge, escalation, by=MARIA)

    await applied(team, BY_NINA)

    after = await team.sees(escalation)
    assert (after.assignee, after.status) == (MARIA, Status.ACKNOWLEDGED)


async def test_new_deadlines_count_the_time_that_was_used(team: Team) -> None:
    escalation = await team.escalates()
    assert escalation.due_at == NOW + timedelta(hours=2)

    twenty_minutes_later = NOW + timedelta(minutes=20)
    await applied(team, CHARTER.replace("answer: 2h", "answer: 3h"), now=twenty_minutes_later)

    after = await team.sees(escalation)
    assert after.due_at == NOW + timedelta(hours=3)
    assert after.acknowledge_due_at == NOW + timedelta(minutes=30)
    await team.until(NOW + timedelta(minutes=31))
    assert (await team.sees(escalation)).assignee == NINA


async def test_nobody_is_late_because_a_rule_has_changed(team: Team) -> None:
    escalation = await team.escalates()
    await team.does(assignees.acknowledge, escalation, by=MARIA)

    late = NOW + timedelta(minutes=90)
    await applied(team, CHARTER.replace("answer: 2h", "answer: 1h"), now=late)

    after = await team.sees(escalation)
    assert after.due_at == late + timedelta(minutes=30), "as long as to take it"
    await team.until(late)
    assert (await team.sees(escalation)).assignee == MARIA
