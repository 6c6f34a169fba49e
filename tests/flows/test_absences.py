"""Absences: people say that they are away, or Slack shows it; their substitute hears of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from bot.sandbox.cast import CAMILLE, INES, MARC, QUESTIONS, SOFIA, THEO
from bot.sandbox.slack import View
from knowledge import absences, absent
from knowledge.absence import Absence, Source
from tests.flows.words import left_in_english
from tests.stage import START, Stage, labels

MONDAY = "Monday 19 January"
TODAY = START.date()


def words(view: View | None) -> str:
    """Everything written there."""
    assert view is not None
    return "\n".join(str(block.get("text", {}).get("text", "")) for block in view.blocks)


async def away(stage: Stage, person: str = INES) -> Sequence[Absence]:
    """What keeps somebody away."""
    team, now = stage.slack.workspace.team_id, stage.clock.now()
    async with stage.bot.services.sessions.begin() as session:
        return await absences.of_person(session, team, person, now=now)


async def sources(stage: Stage, person: str = INES) -> list[Source]:
    return [one.source for one in await away(stage, person)]


def told(stage: Stage, person: str = MARC) -> list[str]:
    """What somebody was told of absences."""
    return [dm.text for dm in stage.dms(person) if "stand in" in dm.text]


async def test_somebody_leaves_and_comes_back_and_the_substitute_hears_it(stage: Stage) -> None:
    answer = await stage.kb("away until monday", by=INES)

    assert answer.text == (
        f"*You are away.* Back on {MONDAY}.\n<@{MARC}> stands in for you and is asked instead."
    )
    assert answer.ephemeral_to == INES
    assert labels(answer) == ["I'm back", "Change"]
    [letter] = told(stage)
    assert letter.startswith(f"*<@{INES}> is away.* Back on {MONDAY}.\nYou stand in")

    await stage.press("I'm back", by=INES, on=answer)

    assert stage.seen(INES, QUESTIONS)[-1].text.startswith("*You are back.*")
    assert told(stage)[1:] == [f"*<@{INES}> is back* earlier than planned: you stand in no more."]
    assert await away(stage) == []
    await stage.kb("back", by=INES)
    assert len(told(stage)) == 2


async def test_it_is_said_in_french_as_well(french_stage: Stage) -> None:
    stage = french_stage

    answer = await stage.kb("absente jusqu’à lundi", by=INES)
    assert "Retour le lundi 19 janvier." in answer.text
    await stage.kb("absent jusqu'au 1er février", by=INES)
    assert "Retour le dimanche 1er février." in stage.seen(INES, QUESTIONS)[-1].text
    assert "`/kb absent jusqu'à lundi`" in (await stage.kb("absent jusqu'à pâques", by=INES)).text
    assert "est déjà passé" in (await stage.kb("absent 01/01/2026", by=INES)).text
    await stage.slack.command(INES, QUESTIONS, "/kb", "absent")
    await stage.quiet()
    await stage.submit(by=INES, **{"return": "2026-01-20"})
    await stage.home(INES)
    await stage.press("Je suis de retour", by=INES)
    await stage.kb("retour", by=INES)

    assert left_in_english(stage.slack) == set()
    assert await away(stage) == []


async def test_hours_are_hours_and_nobody_stands_in_for_camille(stage: Stage) -> None:
    answer = await stage.kb("away until 14:30", by=CAMILLE)

    assert answer.text.startswith("*You are away.* Back: <!date^1768224600^")
    assert "Nobody is named to stand in for you" in answer.text
    await stage.move(hours=5)
    assert (await stage.kb("back", by=CAMILLE)).text.startswith("You were not away.")


async def test_a_question_that_begins_alike_is_a_question(stage: Stage) -> None:
    answer = await stage.kb("away from keyboard rules", by=THEO)

    assert answer.text.startswith("You asked: away from keyboard rules")
    assert await away(stage, THEO) == []


async def test_the_form_asks_for_days(stage: Stage) -> None:
    await stage.slack.command(INES, QUESTIONS, "/kb", "away")
    await stage.quiet()
    too_soon = await stage.submit(by=INES, first="2026-01-14", **{"return": "2026-01-14"})
    assert too_soon == {
        "first": "The first day back must come after the first day away, and after today."
    }

    await stage.submit(by=INES, first="2026-01-14", **{"return": "2026-01-20"})

    window = stage.modal(INES)
    assert words(window).startswith(
        "*You will be away from Wednesday 14 January.* Back on Tuesday 20 January."
    )
    assert labels(window) == ["I'm staying", "Change"]
    assert "will be away from Wednesday 14 January.* Back on Tuesday" in told(stage)[0]

    await stage.press("Change", by=INES, on=window)
    await stage.submit(by=INES, first=TODAY.isoformat(), **{"return": None})
    assert words(stage.modal(INES)).startswith("*You are away.* Until further notice.")
    await stage.press("I'm back", by=INES, on=stage.modal(INES))
    assert words(stage.modal(INES)).startswith("*You are back.*")
    assert await away(stage) == []


async def test_the_home_shows_it_and_its_buttons_work(stage: Stage) -> None:
    assert "away" not in words(await stage.home(INES))

    await stage.press("I'm away", by=INES, on=await stage.home(INES))
    await stage.submit(by=INES, **{"return": "2026-01-19"})

    home = await stage.home(INES)
    assert f"*You are away.* Back on {MONDAY}.\n<@{MARC}> stands in for you" in words(home)
    assert labels(home)[:2] == ["I'm back", "Change my absence"]
    await stage.press("I'm back", by=INES, on=home)
    assert "away" not in words(stage.slack.home_of(INES))


async def test_a_button_speaks_for_whoever_presses_it(stage: Stage) -> None:
    answer = await stage.kb("away until monday", by=INES)
    answer.ephemeral_to = None  # as if another person could see it

    await stage.press("I'm back", by=THEO, on=answer)

    assert await sources(stage) == [Source.PERSON]


async def test_the_status_says_it_until_it_is_cleared(stage: Stage) -> None:
    await stage.slack.set_status(INES, "En vacances", "palm_tree")
    await stage.quiet()
    [kept] = await away(stage)
    assert (kept.source, kept.until_at) == (Source.STATUS, None)
    assert "is away.* Until further notice." in told(stage)[0]
    assert "*You are away*, says your status." in words(await stage.home(INES))

    await stage.slack.change_user(INES, real_name="Inès D.")
    await stage.quiet()
    assert (await away(stage))[0].number == 1

    await stage.slack.set_status(INES, "In a meeting", "calendar")
    await stage.quiet()
    assert await away(stage) == []
    assert "is back* earlier than planned" in told(stage)[1]


async def test_a_status_holds_as_long_as_it_says(stage: Stage) -> None:
    await stage.slack.set_status(INES, "OOO", until=stage.clock.now() + timedelta(hours=3))
    await stage.quiet()
    assert await sources(stage) == [Source.STATUS]

    await stage.move(hours=3)

    assert await away(stage) == []
    assert len(told(stage)) == 1


async def test_whose_status_still_says_it_may_come_back(stage: Stage) -> None:
    await stage.slack.set_status(INES, "malade", "face_with_thermometer")
    await stage.quiet()

    await stage.kb("back", by=INES)
    await stage.slack.change_user(INES, title="Experte")
    await stage.quiet()

    assert await away(stage) == []


async def test_paused_notifications_are_an_absence_nobody_is_told_of(stage: Stage) -> None:
    now = stage.clock.now()
    await stage.slack.pause_notifications(INES, now + timedelta(hours=1))
    await stage.quiet()
    assert await sources(stage) == [Source.DND]
    assert "*Slack holds back your notifications* until" in words(await stage.home(INES))

    await stage.slack.pause_notifications(INES, None)
    await stage.quiet()

    assert await away(stage) == []
    assert told(stage) == []


async def test_signs_are_read_with_the_profile_of_who_may_be_asked(stage: Stage) -> None:
    space, now = stage.slack.workspace, stage.clock.now()
    for person in (INES, THEO):
        space.users[person].status_emoji = ":palm_tree:"
        space.users[person].quiet_from = int((now + timedelta(hours=9)).timestamp())
        space.users[person].quiet_until = int((now + timedelta(hours=20)).timestamp())
    await stage.kb("the carrier lost my parcel, what now", by=INES)
    await stage.kb("aide", by=INES)

    assert await sources(stage) == [Source.STATUS, Source.DND]
    asked = [call.args["user"] for call in stage.slack.api.calls if call.method == "dnd.info"]
    assert asked.count(INES) == 1


async def test_without_the_scope_quiet_hours_are_not_known_and_nothing_else_fails(
    stage: Stage,
) -> None:
    stage.slack.faults.next("dnd.info", times=50, error="missing_scope")

    assert "away" in (await stage.kb("help", by=INES)).text
    assert await away(stage) == []


async def test_a_lead_named_nowhere_else_is_heard_too(stage: Stage) -> None:
    await stage.slack.set_status(SOFIA, "RTT")
    await stage.quiet()

    assert await sources(stage, SOFIA) == [Source.STATUS]


async def test_of_several_changes_at_once_the_last_one_holds(stage: Stage) -> None:
    for _ in range(5):
        await stage.slack.set_status(INES, "OOO")
        await stage.slack.set_status(INES)
    await stage.quiet()

    assert await away(stage) == []


async def test_what_somebody_owes_who_leaves_the_team_is_looked_after(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    followed: list[str] = []

    async def follow(_session: object, _workspace: str, person: str, *, now: datetime) -> None:
        followed.append(person)

    monkeypatch.setattr(absent, "follow", follow)
    await stage.slack.change_user(INES, deleted=True)
    await stage.slack.change_user(INES, title="Elsewhere")
    await stage.quiet()

    assert followed == [INES]


@pytest.mark.parametrize("combination", [("sqlite", "http")], indirect=True, ids="-".join)
async def test_a_substitute_who_is_away_too_is_said_to_be(stage: Stage) -> None:
    await stage.kb("away until 2026-02-01", by=MARC)

    answer = await stage.kb("away until monday", by=INES)

    assert f"<@{MARC}> stands in for you, but is away then, too" in answer.text
