"""Home: what waits for a person, with buttons that work, drawn anew after each."""

import pytest

from bot.sandbox.cast import CAMILLE, INES, THEO
from bot.sandbox.slack import View
from knowledge.outbox import Kind, Notification
from tests.stage import Stage, labels

pytestmark = pytest.mark.parametrize(
    "combination", [("sqlite", "http")], indirect=True, ids="-".join
)

PARCEL = "the carrier lost my parcel, what now"


def words(home: View) -> str:
    """Everything written there."""
    return "\n".join(str(b.get("text", {}).get("text", "")) for b in home.blocks)


async def owed(stage: Stage) -> View:
    """Théo has Inès asked, and Inès opens her home."""
    await stage.kb(PARCEL, by=THEO)
    await stage.press("Ask Inès", by=THEO)
    return await stage.home(INES)


async def test_somebody_without_duties_is_told_so(stage: Stage) -> None:
    home = words(await stage.home(CAMILLE))

    assert "Hello Camille" in home
    assert "Nothing waits for you: all is in order." in home


async def test_what_is_owed_is_shown_with_its_deadline(stage: Stage) -> None:
    home = await owed(stage)

    assert "1 question waits for you." in words(home)
    assert f"*{PARCEL}*\nDelivery and orders · <@{THEO}> waits · answer by *<!date^" in words(home)
    assert labels(home)[:3] == ["I'm away", "I'll take it", "Answer"]


async def test_what_is_late_is_counted(stage: Stage) -> None:
    await stage.rule(
        "relais: 1\nfallback: {chain: [{who: [U0INES], acknowledge: 1h, answer: 2h}]}\n"
    )
    await stage.kb(PARCEL, by=THEO)
    await stage.press("Ask Inès", by=THEO)

    await stage.move(hours=3)

    assert "*1 is late.*" in words(await stage.home(INES))


async def test_the_buttons_work_and_the_page_is_drawn_again(stage: Stage) -> None:
    home = await owed(stage)

    await stage.press("I'll take it", by=INES, on=home)
    taken = await stage.home(INES)
    assert labels(taken)[:2] == ["I'm away", "Answer"]
    await stage.press("Answer", by=INES, on=taken)
    await stage.submit(by=INES, written="Open an enquiry.")

    drawn = stage.slack.home_of(INES)
    assert drawn is not None
    assert "Nobody waits for an answer of yours." in words(drawn)
    assert "*What your answers became* (1)" in words(drawn)
    assert "Open an enquiry." in stage.dms(THEO)[-1].text


async def test_drafts_are_published_from_there(stage: Stage) -> None:
    await owed(stage)
    await stage.press("Answer", by=INES)
    await stage.submit(by=INES, written="Open an enquiry.")
    [reviewer] = {row.to for row in await stage.rows(Notification.kind == Kind.REVIEW)}
    home = await stage.home(reviewer)
    assert "1 draft to review." in words(home)

    await stage.press("Publish", by=reviewer, on=home)

    drawn = stage.slack.home_of(reviewer)
    assert drawn is not None
    assert "No draft waits for your review." in words(drawn)
    assert "Open an enquiry." in (await stage.kb("the carrier lost my parcel", by=THEO)).text


async def test_what_i_wait_for_can_be_cancelled_from_there(stage: Stage) -> None:
    await owed(stage)
    home = await stage.home(THEO)
    assert f"<@{INES}> answers by" in words(home)

    await stage.press("Cancel", by=THEO, on=home)

    drawn = stage.slack.home_of(THEO)
    assert drawn is not None
    assert "You wait for no answer." in words(drawn)


async def test_a_button_gone_stale_on_the_page_is_explained_by_direct_message(
    stage: Stage,
) -> None:
    home = await owed(stage)
    await stage.press("Cancel", by=THEO)

    await stage.press("I'll take it", by=INES, on=home)

    assert "That is no longer possible" in stage.dms(INES)[-1].text
