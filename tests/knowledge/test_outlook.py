"""The outlook: what will not hold in the coming fortnight, and nothing else."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from knowledge.charter import Concern, parse
from knowledge.outlook import look
from knowledge.roster import Roster
from tests.factories import CHARTER as SMALL
from tests.factories import MARIA, NINA, NOW

EXAMPLE = Path(__file__).parents[2] / "examples" / "charter.yaml"

CHARTER = """\
relais: 1
hours: {zone: Europe/Paris, days: [mon, tue, wed, thu, fri], from: "09:00", to: "18:00"}
people:
  - {slack: U0MARIA, autonomy: senior}
  - {slack: U0NINA, autonomy: senior}
  - {slack: U0PAUL, autonomy: senior}
topics:
  - id: refunds
    name: {fr: Remboursements}
    examples: ["comment être remboursé ?", "où est mon remboursement ?"]
    autonomy: autonomous
    chain:
      - {who: [U0MARIA], acknowledge: 30m, answer: 4h}
      - {who: [U0NINA], acknowledge: 1h, answer: 1d}
  - id: parcels
    name: {en: Parcels}
    examples: ["where is my parcel", "my parcel is late"]
    chain:
      - {who: [U0NINA, U0MARIA], acknowledge: 30m, answer: 4h}
fallback:
  chain:
    - {who: [U0NINA, U0PAUL], acknowledge: 1h, answer: 1d}
"""
MARIA_AWAY = "U0MARIA, autonomy: senior, away: [{from: 2026-01-14, back: 2026-01-16}]"
NINA_AWAY = "U0NINA, autonomy: senior, away: [{from: 2026-01-15, back: 2026-01-19}]"
WEDNESDAY_EVENING = "Wed 14 Jan 2026 18:00"


def outlook(text: str, now: datetime = NOW, **known: object) -> tuple[Concern, ...]:
    """What the outlook has to say, with what is known of absences elsewhere."""
    return look(text, parse(text), now=now, roster=Roster(now, **known))  # type: ignore[arg-type]


def changed(*changes: tuple[str, str]) -> str:
    """The charter with other words here and there."""
    text = CHARTER
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    return text


def only(found: tuple[Concern, ...]) -> Concern:
    """The one concern there is."""
    (concern,) = found
    return concern


def test_a_charter_that_always_holds_gives_no_concern() -> None:
    assert outlook(CHARTER) == ()


def test_the_example_gives_those_that_are_true_of_it() -> None:
    """One lead answers for the rest."""
    found = outlook(EXAMPLE.read_text("utf-8"))

    assert [concern.path for concern in found] == ["fallback.chain"]


def test_the_stretch_in_which_everybody_of_a_chain_is_away_is_named() -> None:
    """Maria is back on Friday, Nina on Monday: on Thursday neither is there."""
    text = changed(
        ("U0MARIA, autonomy: senior", MARIA_AWAY), ("U0NINA, autonomy: senior", NINA_AWAY)
    )

    nobody = [concern for concern in outlook(text) if "is there" in concern.message]

    assert only(tuple(nobody)) == Concern(
        12,
        f"From {WEDNESDAY_EVENING} to Thu 15 Jan 2026 17:30 (Europe/Paris) nobody is there who may "
        'answer on "refunds" or "parcels": give one of them a substitute who is there and may '
        "answer, or name such a person in the last step.",
        "topics[0].chain",
    )


def test_a_substitute_who_is_there_mends_it() -> None:
    away = MARIA_AWAY.replace("senior", "senior, substitute: U0PAUL")
    text = changed(("U0MARIA, autonomy: senior", away), ("U0NINA, autonomy: senior", NINA_AWAY))

    assert not [concern for concern in outlook(text) if "is there" in concern.message]


def test_a_substitute_without_the_level_does_not() -> None:
    away = MARIA_AWAY.replace("senior", "senior, substitute: U0PAUL")
    text = changed(
        ("U0MARIA, autonomy: senior", away),
        ("U0NINA, autonomy: senior", NINA_AWAY),
        ("U0PAUL, autonomy: senior", "U0PAUL, autonomy: trainee"),
    )

    (nobody,) = [concern for concern in outlook(text) if "is there" in concern.message]
    assert 'nobody is there who may answer on "refunds":' in nobody.message


def test_absences_that_the_charter_does_not_know_count() -> None:
    long = ((NOW - timedelta(days=1), NOW + timedelta(days=40)),)
    found = outlook(CHARTER, away={MARIA: long, NINA: long})

    assert "In the coming 14 days nobody is there who may answer" in found[0].message
    assert outlook(CHARTER, away={MARIA: ((NOW - timedelta(days=9), NOW),)}) == ()


def test_who_has_left_is_not_there() -> None:
    found = outlook(CHARTER, gone=frozenset({MARIA, NINA}))

    assert "In the coming 14 days nobody is there who may answer" in found[0].message


def test_an_absence_beyond_the_fortnight_is_no_concern() -> None:
    later = "away: [{from: 2026-02-02, back: 2026-02-09}]"
    text = changed(
        ("U0MARIA, autonomy: senior", f"U0MARIA, autonomy: senior, {later}"),
        ("U0NINA, autonomy: senior", f"U0NINA, autonomy: senior, {later}"),
    )

    assert outlook(text) == ()


def test_a_public_holiday_is_part_of_the_stretch() -> None:
    """Away on Monday, after 1 May, a Friday."""
    away = "away: [{from: 2026-05-04, back: 2026-05-05}]"
    text = changed(
        ('to: "18:00"}', 'to: "18:00", holidays: FR}'),
        ("U0MARIA, autonomy: senior", f"U0MARIA, autonomy: senior, {away}"),
        ("U0NINA, autonomy: senior", f"U0NINA, autonomy: senior, {away}"),
    )

    (nobody, *_) = outlook(text, datetime(2026, 4, 28, 9, tzinfo=UTC))
    assert "From Thu 30 Apr 2026 18:00 to Mon 4 May 2026 17:00" in nobody.message


def test_topics_with_one_person_share_a_line_that_names_them() -> None:
    text = changed(
        ("      - {who: [U0MARIA], acknowledge: 30m, answer: 4h}\n", ""),
        ("[U0NINA, U0MARIA]", "[U0NINA]"),
        ("[U0NINA, U0PAUL]", "[U0NINA]"),
    )

    assert only(outlook(text)) == Concern(
        12,
        'When U0NINA asks about "refunds", "parcels" or what belongs to no topic, there is nobody '
        "else to ask: name one more person who may answer.",
        "topics[0].chain",
    )


def test_who_is_the_only_one_is_named_for_all_the_time_even_if_away_for_some() -> None:
    text = changed(
        ("      - {who: [U0MARIA], acknowledge: 30m, answer: 4h}\n", ""),
        ("U0NINA, autonomy: senior", NINA_AWAY),
    )

    alone = [concern.message for concern in outlook(text) if "nobody else" in concern.message]
    assert alone[0].startswith('When U0NINA asks about "refunds", there is nobody else to ask')


def test_an_absence_that_lasts_or_has_begun_has_one_end_only() -> None:
    soon, late = NOW + timedelta(days=2), NOW + timedelta(days=7)
    now = {person: ((NOW - timedelta(days=3), soon),) for person in (MARIA, NINA)}
    then = {person: ((late, NOW + timedelta(days=30)),) for person in (MARIA, NINA)}

    until, on = outlook(CHARTER, away=now)[0], outlook(CHARTER, away=then)[0]

    assert until.message.startswith("Until Tue 13 Jan 2026 18:00 (Europe/Paris) nobody is there")
    assert on.message.startswith("From Mon 19 Jan 2026 10:00 on (Europe/Paris) nobody is there")


def test_who_is_alone_while_the_others_are_away_is_named_with_the_time() -> None:
    concern = only(outlook(changed(("U0MARIA, autonomy: senior", MARIA_AWAY))))

    assert concern.message.startswith(
        'When U0NINA asks about "refunds" or "parcels" from Tue 13 Jan 2026 18:00 to Thu 15 Jan '
        "2026 17:30 (Europe/Paris), there is nobody else to ask"
    )


def test_people_of_the_askers_own_team_are_somebody() -> None:
    alone = ("[U0NINA, U0MARIA], acknowledge: 30m", "[U0NINA], acknowledge: 30m")
    team = [
        ("U0NINA, autonomy: senior", "U0NINA, autonomy: senior, team: north"),
        ("U0PAUL, autonomy: senior", "U0PAUL, autonomy: senior, team: north"),
    ]

    assert "U0NINA" in only(outlook(changed(alone, *team))).message
    own = ("answer: 4h}\nfallback", "answer: 4h, own_team_first: true}\nfallback")
    assert outlook(changed(alone, *team, own)) == ()


def test_without_a_fallback_somebody_is_told_that_nobody_knows() -> None:
    text = CHARTER[: CHARTER.index("fallback")]

    assert "There is no fallback" in only(outlook(text)).message


def test_a_step_in_which_nobody_has_the_level_is_named() -> None:
    text = changed(("U0MARIA, autonomy: senior", "U0MARIA, autonomy: trainee"))

    alone, step = outlook(text)
    assert (step.line, step.path) == (13, "topics[0].chain[0]")
    assert "always passed over: nobody in it may answer" in step.message
    assert "topics: {refunds: autonomous}" in step.message
    assert alone.message.startswith('When U0NINA asks about "refunds", there is nobody else')


def test_a_person_who_is_never_asked_for_want_of_a_level_is_named_once() -> None:
    text = changed(
        ("U0PAUL, autonomy: senior", "U0PAUL, autonomy: trainee"),
        ("[U0MARIA], acknowledge", "[U0PAUL, U0MARIA], acknowledge"),
        ("who: [U0NINA], ack", "who: [U0NINA, U0PAUL], ack"),
    )

    concern = only(outlook(text))
    assert concern.message.startswith(
        'U0PAUL is never asked about "refunds": their level is trainee'
    )
    assert concern.message.endswith("(Also line 14.)")
    assert concern.path == "topics[0].chain[0].who[0]"


def test_a_level_for_one_topic_is_enough() -> None:
    raised = "U0PAUL, autonomy: trainee, topics: {refunds: autonomous}"
    text = changed(
        ("U0PAUL, autonomy: senior", raised),
        ("[U0MARIA], acknowledge", "[U0PAUL, U0MARIA], acknowledge"),
    )

    assert outlook(text) == ()


def test_a_step_that_hardly_ever_works_is_named_with_an_example() -> None:
    monday = "U0MARIA, autonomy: senior, hours: {days: [mon]}"

    concern = only(outlook(changed(("U0MARIA, autonomy: senior", monday))))

    assert (concern.line, concern.path) == (13, "topics[0].chain[0].acknowledge")
    assert concern.message.startswith(
        "A question asked at the end of Mon 12 Jan 2026 is due to be taken on Mon 19 Jan 2026 "
        "09:30, 6 days later, though acknowledge is 30m"
    )


@pytest.mark.parametrize(
    "hours",
    ["{days: [mon, thu]}", '{from: "09:00", to: "12:00"}', "{zone: America/Toronto}"],
)
def test_part_time_and_other_zones_are_nothing_to_speak_of(hours: str) -> None:
    text = changed(
        ("U0MARIA, autonomy: senior", f"U0MARIA, autonomy: senior, hours: {hours}"),
        ("acknowledge: 30m, answer: 4h", "acknowledge: 30m, answer: 3h"),
    )

    assert [one for one in outlook(text) if one.path.startswith("topics[0].chain[0]")] == []


def test_a_colleague_who_works_more_often_makes_the_step_sound() -> None:
    text = changed(
        ("U0MARIA, autonomy: senior", "U0MARIA, autonomy: senior, hours: {days: [mon]}"),
        ("[U0MARIA], acknowledge", "[U0MARIA, U0PAUL], acknowledge"),
    )

    assert outlook(text) == ()


def test_easter_is_no_concern() -> None:
    text = changed(('to: "18:00"}', 'to: "18:00", holidays: CH-GE}'))

    assert outlook(text, datetime(2026, 3, 30, 9, tzinfo=UTC)) == ()


def test_hours_that_are_more_than_a_working_day_are_named() -> None:
    concern = only(
        outlook(changed(("acknowledge: 30m, answer: 4h", "acknowledge: 30m, answer: 12h")))
    )

    assert concern.path == "topics[0].chain[0].answer"
    assert concern.message == (
        "12h is more than a working day of U0MARIA has (9h), and counts as all of that day: "
        "write 1d, or 9h at most."
    )


def test_urgent_questions_that_wait_for_the_morning_are_named_unless_that_is_said() -> None:
    def urgent(more: str = "") -> tuple[Concern, ...]:
        rule = f"urgent: {{acknowledge: 10m, answer: 1h{more}}}"
        return outlook(changed(("    chain:", f"    {rule}\n    chain:")))

    concern = only(urgent())
    assert concern.path == "topics[0].urgent"
    assert "asked at the end of Fri 16 Jan 2026 is due to be taken on Mon 19 Jan 2026 09:10" in (
        concern.message
    )
    assert urgent(", outside_hours: true") == urgent(", outside_hours: false") == ()


def test_without_hours_every_deadline_is_what_it_seems() -> None:
    rule = "urgent: {acknowledge: 10m, answer: 1h}"
    hours = CHARTER.splitlines()[1]
    text = changed((f"{hours}\n", ""), ("    chain:", f"    {rule}\n    chain:"))

    assert outlook(text) == ()


def test_a_question_in_two_topics_is_named_with_both_lines() -> None:
    text = changed(("my parcel is late", "Où est mon remboursement"))

    concern = next(one for one in outlook(text) if "keep it in one" in one.message)

    assert concern.line == 10
    assert (
        '"où est mon remboursement ?" is an example here, of "refunds", and of "parcels" on '
        in (concern.message)
    )
    assert "line 17" in concern.message


def test_a_question_that_another_topic_is_sure_of_is_named() -> None:
    words = '"my parcel is late", "the parcel I sent back has not arrived", "late parcel"'
    text = changed(
        ('"my parcel is late"', words),
        ('"où est mon remboursement ?"', '"my parcel is late and where is it"'),
    )

    concern = only(outlook(text))

    assert (concern.line, concern.path) == (10, "topics[0].examples[1]")
    assert concern.message.startswith(
        '"my parcel is late and where is it" reads like "where is my parcel" of "parcels" on line '
    )


def test_a_small_sound_charter_has_nothing_but_its_single_lead() -> None:
    messages = [concern.message for concern in outlook(SMALL)]

    assert len(messages) == 1
    assert 'When U0NINA asks about "litigation" or what belongs to no topic' in messages[0]
