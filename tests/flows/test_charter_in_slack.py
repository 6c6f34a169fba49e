"""The charter in Slack: everybody reads it; leads change it, hear of each other, and undo."""

from copy import deepcopy
from difflib import ndiff
from typing import Any

import pytest
from sqlalchemy import delete, select

from bot.sandbox.cast import CAMILLE, EVERYONE, INES, MARC, QUESTIONS, SOFIA, THEO
from bot.sandbox.slack import View
from handlers.ui import charter_sight as ui
from knowledge import charters
from knowledge.audit import AuditLine
from knowledge.charter import Charter, parse
from knowledge.charters import CharterVersion
from knowledge.outbox import Kind, Notification
from tests.flows.words import left_in_english
from tests.stage import CHARTER, Stage, labels

pytestmark = pytest.mark.parametrize(
    "combination", [("sqlite", "http")], indirect=True, ids="-".join
)

TEXT = CHARTER.read_text("utf-8")
THREE = TEXT.replace(
    "fallback:\n  chain:\n    - {who: [U0SOFIA]",
    "fallback:\n  chain:\n    - {who: [U0SOFIA, U0CAMILLE, U0MARC]",
)
"""The example, with three leads."""

WINDOWS = ["Experts", "Deadlines", "Autonomy", "Away", "Crisis"]
FIRE = "the kettle caught fire"


def words(view: View) -> str:
    """Everything written there."""
    return "\n".join(str(b.get("text", {}).get("text", "")) for b in view.blocks)


async def in_force(stage: Stage) -> tuple[int, Charter]:
    """The charter, and the number of its version."""
    async with stage.bot.services.sessions.begin() as session:
        return await charters.current(session, stage.slack.workspace.team_id)


async def opens(stage: Stage, window: str, *, by: str = SOFIA) -> View:
    """Press the button of a window on Home."""
    await stage.press(window, by=by, on=await stage.home(by))
    return stage.modal(by)


async def picks(stage: Stage, *, by: str = SOFIA, **chosen: str) -> None:
    """Choose a topic, or a step of its chain, in the open window."""
    actions = {"topic": ui.TOPIC_CHOSEN, "step": ui.STEP_CHOSEN}
    for name, value in chosen.items():
        await stage.slack.click(by, stage.modal(by), actions[name], value=value)
        await stage.quiet()


async def makes_marc_second(stage: Stage, *, by: str = SOFIA, **said: Any) -> None:
    """A lead has Inès asked about product safety, and Marc after her."""
    await opens(stage, "Experts", by=by)
    await picks(stage, by=by, topic="safety")
    assert await stage.submit(by=by, who=[INES, MARC], **said) is None


async def test_everybody_reads_the_charter(stage: Stage) -> None:
    read = await stage.kb("charter", by=THEO)

    assert "*The charter*, version 1: in force since <!date^" in read.text
    assert f"applied by <@{SOFIA}>" in read.text
    assert "*Refunds and returns* · the team answers · to answer alone: trainee" in read.text
    assert f"1. <@{INES}> · taken on within 30 minutes, answered within 4 hours" in read.text
    assert f"*Questions without a topic* · whoever is named here leads the team\n1. <@{SOFIA}>" in (
        read.text
    )
    assert labels(read) == ["Read it all"]
    await stage.press("Read it all", by=THEO)
    assert f"• <@{CAMILLE}> · autonomous · Refunds and returns senior" in words(stage.modal(THEO))
    assert labels(await stage.kb("charte", by=SOFIA)) == ["Read it all", *WINDOWS]


async def test_a_long_charter_is_read_page_by_page(stage: Stage) -> None:
    step = "{{who: [U0INES], acknowledge: 1h, answer: 2h}}"
    topic = f"- {{{{id: t{{0}}, name: {{{{en: Topic {{0}}}}}}, chain: [{step}]}}}}"
    await stage.rule("relais: 1\ntopics:\n" + "\n".join(topic.format(n) for n in range(50)) + "\n")
    read = await stage.kb("charter", by=THEO)
    assert "… and 40 more" in str(read.blocks)

    await stage.press("Read it all", by=THEO)
    assert "*Topic 39*" in words(stage.modal(THEO))
    await stage.press("Next page", by=THEO)

    assert "*Topic 49*" in words(stage.modal(THEO))
    assert "everybody else: trainee" in words(stage.modal(THEO))
    assert labels(stage.modal(THEO)) == ["Previous page"]


async def test_a_lead_changes_experts_and_the_next_question_goes_to_the_new_one(
    stage: Stage,
) -> None:
    await opens(stage, "Experts")
    await picks(stage, topic="safety")
    assert f"1. <@{MARC}> · taken on within 30 minutes" in words(stage.modal(SOFIA))

    await stage.submit(by=SOFIA, who=[INES, MARC], why="Marc is at a fair.")

    assert f"*Product safety*, step 1: from now on <@{INES}>, <@{MARC}>." in words(
        stage.modal(SOFIA)
    )
    assert "Version 2 of the charter is in force." in str(stage.modal(SOFIA).blocks)
    number, charter = await in_force(stage)
    assert (number, charter.topics[6].chain[0].who) == (2, (INES, MARC))
    assert f"<@{INES}>" in (await stage.kb(FIRE, by=THEO)).text
    assert FIRE in stage.dms(INES)[-1].text
    [_first, last] = await stage.all(select(CharterVersion))
    differs = [line for line in ndiff(TEXT.split("\n"), last.text.split("\n")) if line[0] in "-+"]
    assert differs == [
        "-       - {who: [U0MARC], acknowledge: 30m, answer: 4h}",
        "+       - {who: [U0INES, U0MARC], acknowledge: 30m, answer: 4h}",
    ]
    deeds = await stage.all(select(AuditLine).where(AuditLine.deed == "charter.applied"))
    assert [(line.by, line.facts) for line in deeds][1:] == [(SOFIA, {"number": 2})]


async def test_a_later_step_is_chosen_before_it_is_changed(stage: Stage) -> None:
    await opens(stage, "Deadlines")
    await picks(stage, topic="refunds", step="1")

    await stage.submit(by=SOFIA, acknowledge="2h", answer="1d12h")

    _number, charter = await in_force(stage)
    assert [str(step.answer) for step in charter.topics[0].chain] == [
        "4:00:00",
        "1 day, 12:00:00",
        "1 day, 0:00:00",
    ]


async def test_a_bad_duration_is_refused_at_its_field(stage: Stage) -> None:
    view = await opens(stage, "Deadlines")
    fields = [block["block_id"] for block in view.blocks if block["type"] == "input"]
    [taken, answered] = [name for name in fields if name.startswith(("ackn", "answ"))]

    faults = await stage.submit(by=SOFIA, acknowledge="soon", answer="365d")

    assert faults == {
        taken: '"soon" is not a duration: write numbers with s, m, h, d or w, '
        "largest first, such as 30m, 4h, 1d or 1h30m.",
        answered: '"365d" is out of range: a duration is between 1s and 90d.',
    }
    faults = await stage.submit(by=SOFIA, acknowledge="1d", answer="1h")
    assert faults is not None
    assert list(faults) == [answered]
    assert (await in_force(stage))[0] == 1


async def test_the_deadlines_of_questions_without_a_topic_are_changed_too(stage: Stage) -> None:
    await opens(stage, "Deadlines")
    await picks(stage, topic="-")

    await stage.submit(by=SOFIA, acknowledge="2h", answer="2d")

    assert "*Questions without a topic*, step 1: taken on within 2 hours" in words(
        stage.modal(SOFIA)
    )
    assert "Save" not in str(stage.modal(SOFIA).submit)


async def test_autonomy_is_raised_on_a_topic(stage: Stage) -> None:
    assert "to be confirmed" in (await stage.kb("can I offer a voucher", by=THEO)).text.casefold()
    await opens(stage, "Autonomy")

    await stage.submit(by=SOFIA, person=THEO, level="autonomous", topic="goodwill")

    _number, charter = await in_force(stage)
    assert charter.person(THEO) is not None
    assert charter.may_answer(THEO, charter.topics[3])
    assert (
        "to be confirmed"
        not in (
            await stage.kb("how much compensation am I allowed to give", by=THEO)
        ).text.casefold()
    )


async def test_a_level_that_leaves_nobody_is_refused(stage: Stage) -> None:
    await opens(stage, "Autonomy")
    assert await stage.submit(by=SOFIA, person=SOFIA, level="trainee") is None
    await opens(stage, "Autonomy")

    faults = await stage.submit(by=SOFIA, person=MARC, level="trainee")

    assert faults == {
        "person": "Then nobody who is asked about “Données personnelles” would have the autonomy "
        "to answer it. Name somebody who has it, or raise somebody's autonomy first."
    }
    assert (await in_force(stage))[0] == 2


async def test_absences_are_written_down_and_taken_back(stage: Stage) -> None:
    await opens(stage, "Away")
    faults = await stage.submit(by=SOFIA, person=MARC, first="2026-02-09", back="2026-02-02")
    assert faults == {
        "back": "They would be back before they leave: choose a later first day back."
    }
    await stage.submit(by=SOFIA, person=MARC, first="2026-02-02", back="2026-02-09")
    said = f"<@{MARC}> is away from February 2, 2026 and back on February 9, 2026."
    assert said in words(stage.modal(SOFIA))

    view = await opens(stage, "Away")
    assert f"<@{MARC}> · away from February 2, 2026, back on February 9, 2026" in words(view)
    await stage.press("Remove", by=SOFIA, on=view)

    shown = stage.modal(SOFIA)
    assert f"<@{MARC}> is not away from February 2, 2026 on after all." in words(shown)
    assert "Remove" not in labels(shown)
    number, charter = await in_force(stage)
    assert (number, charter.person(MARC).away) == (3, ())  # type: ignore[union-attr]


async def test_a_crisis_begins_and_ends(stage: Stage) -> None:
    await opens(stage, "Crisis")
    faults = await stage.submit(by=SOFIA, topic="care")
    assert faults == {
        "topic": "Write what the team says during the crisis, in French, in English or in both."
    }
    await stage.submit(by=SOFIA, topic="care", en="We are looking into <!channel> *it*.")
    assert "We are looking into" in (await stage.kb("spare lid for the kettle", by=THEO)).text

    await stage.press("End the crisis", by=SOFIA, on=await opens(stage, "Crisis"))

    assert "*Product use and care* is no longer in crisis." in words(stage.modal(SOFIA))
    assert "looking into" not in (await stage.kb("a spare lid for the kettle", by=THEO)).text


async def test_a_trainee_may_not(stage: Stage) -> None:
    """… by whatever button or window they come, and leads who are none any more neither."""
    assert labels(await stage.home(THEO)) == ["I'm away"]
    windows = {name: await opens(stage, name) for name in WINDOWS}
    home, summary = await stage.home(SOFIA), await stage.kb("charter", by=SOFIA)
    await opens(stage, "Autonomy")
    await stage.rule(
        "relais: 1\nfallback: {chain: [{who: [U0THEO], acknowledge: 1h, answer: 2h}]}\n"
    )
    before = await in_force(stage)

    faults = await stage.submit(by=SOFIA, person=SOFIA, level="senior")

    refusal = "Your mandate in the charter doesn't cover this. Ask your lead."
    assert faults == {"person": refusal}
    for name in windows:
        for place in (home, summary):
            await stage.press(name, by=SOFIA, on=place)
        assert refusal in stage.dms(SOFIA)[-1].text
        assert stage.seen(SOFIA, QUESTIONS)[-1].text == refusal
    assert await in_force(stage) == before


async def test_the_other_leads_hear_it_and_undo_it(stage: Stage) -> None:
    await stage.rule(THREE)
    await makes_marc_second(stage, why="<!channel> Marc is *ill*.")

    for lead in (CAMILLE, MARC):
        told = stage.dms(lead)[-1]
        assert f"<@{SOFIA}> has changed the charter: version 3" in told.text
        assert f"*Product safety*, step 1: from now on <@{INES}>, <@{MARC}>." in told.text
        assert "Why:\n> &lt;!channel&gt; Marc is" in told.text
        assert labels(told) == ["Undo this change", "Read it all"]
    assert stage.dms(SOFIA) == []

    await stage.press("Undo this change", by=CAMILLE)

    assert "Version 3 is undone: what held before it holds again." in stage.dms(CAMILLE)[-1].text
    number, charter = await in_force(stage)
    assert (number, charter.topics[6].chain[0].who) == (4, (MARC,))
    assert "Version 3 is undone" in stage.dms(SOFIA)[-1].text
    [first, second] = stage.dms(MARC)
    assert "Changed again since: version 4 is in force." in first.text
    assert labels(first) == ["Read it all"]
    assert f"<@{CAMILLE}> has changed the charter: version 4" in second.text


async def test_an_old_button_undoes_nothing(stage: Stage) -> None:
    await stage.rule(THREE)
    await makes_marc_second(stage)
    told = deepcopy(stage.dms(MARC)[-1])
    await stage.press("Undo this change", by=CAMILLE)
    await stage.press("Undo this change", by=MARC, on=told)
    assert "The charter has been changed again since then" in stage.dms(MARC)[-1].text
    assert (await in_force(stage))[0] == 4

    await stage.move(hours=25)
    await stage.press("Undo this change", by=SOFIA, on=stage.dms(SOFIA)[-1])

    assert "This change is more than a day old" in stage.dms(SOFIA)[-1].text
    assert (await in_force(stage))[0] == 4


async def test_who_changed_it_undoes_it_too(stage: Stage) -> None:
    await makes_marc_second(stage)

    await stage.press("Undo this change", by=SOFIA, on=stage.modal(SOFIA))

    assert "Version 2 is undone: what held before it holds again." in words(stage.modal(SOFIA))
    assert (await in_force(stage))[1] == parse(TEXT)


async def test_two_leads_at_once_change_two_things_or_are_told(stage: Stage) -> None:
    await stage.rule(THREE)
    await opens(stage, "Experts", by=CAMILLE)
    await picks(stage, by=CAMILLE, topic="safety")
    await opens(stage, "Experts", by=MARC)
    await makes_marc_second(stage)

    faults = await stage.submit(by=CAMILLE, who=[CAMILLE, MARC])
    assert faults == {
        "topic": "Somebody has changed this part of the charter in the meantime. "
        "Nothing was overwritten: close, and open it again."
    }
    assert await stage.submit(by=MARC, who=[CAMILLE]) is None

    _number, charter = await in_force(stage)
    assert charter.topics[6].chain[0].who == (INES, MARC)
    assert charter.topics[0].chain[0].who == (CAMILLE,)


async def test_submitting_twice_changes_once(stage: Stage) -> None:
    await makes_marc_second(stage)
    await opens(stage, "Experts")
    await picks(stage, topic="safety")

    assert await stage.submit(by=SOFIA, who=[INES, MARC]) is None

    assert (await in_force(stage))[0] == 2


async def test_a_topic_chosen_at_the_last_moment_is_shown_first(stage: Stage) -> None:
    view = await opens(stage, "Experts")

    assert await stage.submit(by=SOFIA, topic="privacy", who=[CAMILLE]) is None

    assert stage.modal(SOFIA).id == view.id
    assert "answered within 4 hours" in words(stage.modal(SOFIA))
    assert (await in_force(stage))[0] == 1
    [about] = {block["block_id"] for block in view.blocks if "who" in block["block_id"]}
    assert stage.modal(SOFIA).state[about]["written"]["selected_users"] == [MARC]


async def test_apps_and_those_who_left_are_not_chosen(stage: Stage) -> None:
    await opens(stage, "Experts")
    faults = await stage.submit(by=SOFIA, who=[stage.me, INES])
    assert faults is not None
    assert "can't be chosen: an app, a guest or somebody who has left" in faults["topic"]

    await stage.slack.change_user(INES, deleted=True)
    await stage.quiet()
    view = await opens(stage, "Experts")

    assert "No longer of the team, and taken out when you save: <@U0INES>" in str(view.blocks)
    assert await stage.submit(by=SOFIA, who=[CAMILLE]) is None


async def test_without_a_charter_there_is_nothing_to_change(stage: Stage) -> None:
    async with stage.bot.services.sessions.begin() as session:
        await session.execute(delete(CharterVersion))

    assert labels(await stage.home(SOFIA)) == ["I'm away", "Jargon"]
    assert labels(await stage.kb("charter", by=SOFIA)) == []


async def test_in_french(french_stage: Stage) -> None:
    stage = french_stage
    await stage.rule(THREE)
    read = await stage.kb("charte", by=SOFIA)
    assert "*La charte*, version 2\u00a0: en vigueur depuis" in read.text
    await stage.press("Délais", by=SOFIA, on=read)
    faults = await stage.submit(by=SOFIA, acknowledge="bientôt")
    assert faults is not None
    assert "«\u00a0bientôt\u00a0» n’est pas une durée" in next(iter(faults.values()))
    await stage.submit(by=SOFIA, acknowledge="45m", why="Fêtes")

    assert "étape 1\u00a0: prise en charge sous 45 minutes" in words(stage.modal(SOFIA))
    assert "a modifié la charte" in stage.dms(MARC)[-1].text
    await stage.press("Annuler ce changement", by=MARC)
    assert "La version 3 est annulée" in stage.dms(SOFIA)[-1].text
    for window in ("Experts", "Autonomie", "Absences", "Crise"):
        await opens(stage, window)
        assert left_in_english(stage.slack) == set()


async def test_each_lead_is_told_once_in_their_language(stage: Stage) -> None:
    await stage.rule(THREE)
    await stage.slack.set_language(MARC, "fr-FR")
    await makes_marc_second(stage)

    rows = await stage.rows(Notification.kind == Kind.CHARTER_CHANGED)
    assert {row.to for row in rows} == {CAMILLE, MARC}
    assert "a modifié la charte" in stage.dms(MARC)[-1].text
    assert "has changed the charter" in stage.dms(CAMILLE)[-1].text
    assert not any(stage.dms(person) for person in EVERYONE - {CAMILLE, MARC})
