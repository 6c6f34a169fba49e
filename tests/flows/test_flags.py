"""Flags: whoever doubts an answer is heard by who keeps it true, and hears what became of it."""

import pytest
from sqlalchemy import select

from bot.sandbox.cast import (
    CAMILLE,
    GENERAL,
    INES,
    JURIDIQUE,
    MARC,
    PILOTAGE,
    QUESTIONS,
    SOFIA,
    THEO,
)
from bot.sandbox.slack import Message
from knowledge.entry import Entry
from knowledge.entry import Status as Life
from knowledge.flag import Flag, Remark
from tests.stage import Stage, labels

on_sqlite = pytest.mark.parametrize(
    "combination", [("sqlite", "socket")], indirect=True, ids="-".join
)

REFUND = "how do i get my money back"
CAVEAT = "Somebody says that this is wrong; it is being looked at."
KEEPER = ["Open", "Correct it…", "Correct and tell everybody…", "It is right…", "Archive"]
KEEPER = [*KEEPER, "Hand over"]


async def flags(stage: Stage) -> list[Flag]:
    return await stage.all(select(Flag).order_by(Flag.id))


async def remarks(stage: Stage) -> list[Remark]:
    return await stage.all(select(Remark).order_by(Remark.id))


async def entry_of(stage: Stage, flag: Flag) -> Entry:
    entry: Entry
    [entry] = await stage.all(select(Entry).where(Entry.id == flag.entry_id))
    return entry


async def flagged(stage: Stage, *, by: str = THEO, doubt: str = "wrong") -> Flag:
    """Somebody asks, and says that the answer is wrong."""
    await stage.kb(REFUND, by=by)
    await stage.press("Something wrong?", by=by)
    await stage.submit(by=by, doubt=doubt, words="It takes 30 days now.")
    return (await flags(stage))[-1]


async def wrote(stage: Stage, by: str, body: str) -> dict[str, str] | None:
    """Fill the answer of the open window in, and what else it asks for."""
    return await stage.submit(by=by, reason="The bank is slower.", answer=body)


def told(stage: Stage, person: str) -> str:
    return stage.dms(person)[-1].text


async def test_a_doubt_reaches_the_keeper_and_its_end_whoever_raised_it(stage: Stage) -> None:
    flag = await flagged(stage)

    assert f"<@{INES}> sees to it by <!date^" in str(stage.modal(THEO).blocks)
    [card] = stage.dms(INES)
    assert "*An entry that you keep true is doubted:*" in card.text
    assert f"<@{THEO}>: *It is wrong*\n> It takes 30 days now." in card.text
    assert labels(card) == KEEPER
    assert CAVEAT in (await stage.kb(REFUND, by=CAMILLE)).text

    await stage.press("Correct it…", by=INES)
    await wrote(stage, INES, "You get it back within 30 days.")

    assert f"<@{INES}> has corrected what you had flagged." in told(stage, THEO)
    assert "> The bank is slower." in told(stage, THEO)
    assert "From now on:\n> You *get it back within 30 days*." in told(stage, THEO)
    assert f"<@{INES}> has corrected this entry." in stage.dms(INES)[0].text
    assert labels(stage.dms(INES)[0]) == ["Open"]
    assert CAVEAT not in (await stage.kb(REFUND, by=CAMILLE)).text
    assert (await entry_of(stage, flag)).body == "You get it back within 30 days."


@on_sqlite
async def test_a_card_can_be_doubted_by_its_number_in_either_language(stage: Stage) -> None:
    number = (await stage.all(select(Entry).order_by(Entry.id)))[0].id
    await stage.kb(f"show {number}", by=THEO)
    await stage.press("Something wrong?", by=THEO)
    assert await stage.submit(by=THEO, doubt="unclear", words="  ")
    await stage.submit(by=THEO, doubt="unclear", words="By what means?")
    await stage.slack.command(CAMILLE, QUESTIONS, "/kb", f"corriger #{number} it is *too* long")
    await stage.quiet()
    assert "it is too long" in str(stage.modal(CAMILLE).blocks)
    await stage.submit(by=CAMILLE, doubt="out_of_date", words="It is from 2019.")

    [flag] = await flags(stage)
    assert [one.person for one in await remarks(stage)] == [THEO, CAMILLE]
    card = next(dm for dm in stage.dms(flag.owner) if "is doubted" in dm.text)
    assert f"<@{CAMILLE}>: *It is out of date*\n> It is from 2019." in card.text
    assert CAVEAT not in (await stage.kb(f"show {number}", by=INES)).text


@on_sqlite
async def test_it_is_right_because(stage: Stage) -> None:
    await flagged(stage)
    await stage.press("It is right…", by=INES)
    assert await stage.submit(by=INES, reason="  ")
    await stage.submit(by=INES, reason="The law says 14 days.")

    assert f"<@{INES}> has checked what you had flagged: it is right, because" in told(stage, THEO)
    assert "> The law says 14 days." in told(stage, THEO)


@on_sqlite
async def test_archived_it_is_found_no_more(stage: Stage) -> None:
    flag = await flagged(stage)
    await stage.press("Archive", by=INES)

    assert "What you had flagged is put aside: nobody finds it any more." in told(stage, THEO)
    assert (await entry_of(stage, flag)).status is Life.ARCHIVED
    assert CAVEAT not in (await stage.kb(REFUND, by=CAMILLE)).text


@on_sqlite
async def test_it_is_handed_over_to_somebody_who_may(stage: Stage) -> None:
    flag = await flagged(stage)
    await stage.press("Hand over", by=INES)
    assert await stage.submit(by=INES, person=THEO)
    await stage.submit(by=INES, person=SOFIA)

    assert (await flags(stage))[0].owner == SOFIA
    assert "An entry that you keep true is doubted" in told(stage, SOFIA)
    assert f"<@{INES}> hands it over to <@{SOFIA}>" in told(stage, SOFIA)
    assert labels(stage.dms(INES)[0]) == ["Open"]
    assert flag.round == 1


@on_sqlite
async def test_a_late_owner_is_reminded_followed_and_then_the_leads_know(stage: Stage) -> None:
    await flagged(stage)
    await stage.move(days=1, minutes=5)
    assert "*A reminder*: please settle by" in told(stage, INES)
    await stage.move(days=1)

    assert f"You hadn't settled in time what is said of this entry: <@{SOFIA}> does." in told(
        stage, INES
    )
    assert f"<@{INES}> was late: <@{SOFIA}> sees to it" in told(stage, SOFIA)
    for _day in range(12):
        await stage.move(days=1)

    assert f"<@{MARC}> has not settled in time what is said of an entry" in told(stage, SOFIA)
    assert f"<@{MARC}> n’a pas réglé à temps" in stage.seen(SOFIA, PILOTAGE)[-1].text
    assert "Nobody has seen in time to what you had flagged." in told(stage, THEO)


@on_sqlite
async def test_an_owner_who_is_away_is_stood_in_for(stage: Stage) -> None:
    await stage.kb("away for 10 days", by=INES)
    flag = await flagged(stage)
    assert (flag.owner, flag.instead_of) == (MARC, INES)
    assert f"in the stead of <@{INES}>" in told(stage, MARC)


class TestEmoji:
    """A flag on a message."""

    async def flag(self, stage: Stage, message: Message, *, by: str) -> Message:
        await stage.react(message, by=by, emoji="triangular_flag_on_post")
        return stage.seen(by)[-1]

    @on_sqlite
    async def test_on_an_answer_of_ours_it_says_wrong_and_asks_why(self, stage: Stage) -> None:
        await stage.say(f"<@{stage.me}> {REFUND}", by=CAMILLE)
        [answer] = [m for m in stage.seen(CAMILLE, QUESTIONS) if not m.ephemeral_to]

        told_ = await self.flag(stage, answer, by=THEO)
        assert (told_.ephemeral_to, labels(told_)) == (THEO, ["Say why"])
        await stage.press("Say why", by=THEO)
        await stage.submit(by=THEO, doubt="unclear", words="Which card?")
        assert f"<@{THEO}>: *It is unclear*\n> Which card?" in told(stage, INES)

        await stage.unreact(answer, by=THEO, emoji="triangular_flag_on_post")
        assert "Nobody doubts this entry any more." in told(stage, INES)

    @on_sqlite
    async def test_on_an_answer_that_somebody_shared(self, stage: Stage) -> None:
        await stage.kb(REFUND, by=CAMILLE)
        await stage.press("Share in channel", by=CAMILLE)
        [shared] = stage.seen(INES, QUESTIONS)
        await self.flag(stage, shared, by=THEO)
        assert len(await flags(stage)) == 1

    @on_sqlite
    async def test_on_a_message_that_an_entry_came_from(self, stage: Stage) -> None:
        asked = await stage.say("How long does engraving a teapot take?", by=CAMILLE)
        reply = await stage.say("Ten working days.", by=INES, thread=asked.ts)
        await stage.react(reply, by=CAMILLE)
        await self.flag(stage, reply, by=THEO)
        assert await flags(stage) == []
        await stage.press("Publish", by=SOFIA)

        await self.flag(stage, reply, by=MARC)
        [flag] = await flags(stage)
        assert (await entry_of(stage, flag)).body == "Ten working days."

    @on_sqlite
    async def test_on_anything_else_a_private_word_says_what_to_do(self, stage: Stage) -> None:
        said = await stage.say("The lift is out of order.", by=MARC, channel=GENERAL)
        told_ = await self.flag(stage, said, by=THEO)
        assert told_.ephemeral_to == THEO
        assert "I know of no entry behind this message." in told_.text
        assert await flags(stage) == []


@on_sqlite
async def test_an_entry_of_a_private_channel_is_doubted_and_seen_by_its_members_only(
    stage: Stage,
) -> None:
    first = await stage.say("Who signs the contest rules?", by=INES, channel=JURIDIQUE)
    reply = await stage.say("I do.", by=MARC, channel=JURIDIQUE, thread=first.ts)
    await stage.react(reply, by=INES)
    await stage.press("Publish", by=SOFIA)
    [entry] = await stage.all(select(Entry).where(Entry.audience == JURIDIQUE))

    refused = await stage.kb(f"show {entry.id}", by=THEO)
    assert "I can't find that any more" in refused.text
    await stage.slack.command(THEO, QUESTIONS, "/kb", f"flag {entry.id} nonsense")
    await stage.quiet()
    assert stage.slack.modals_of(THEO) == []
    await stage.react(reply, by=INES, emoji="triangular_flag_on_post")
    [flag] = await flags(stage)
    assert flag.owner in {INES, MARC, SOFIA}


@on_sqlite
async def test_home_shows_keepers_what_they_owe_and_leads_how_much_is_open(stage: Stage) -> None:
    await flagged(stage)
    mine = str((await stage.home(INES)).blocks)
    assert "Your entries that are doubted" in mine
    assert "It is wrong" in mine
    await stage.press("It is right…", by=INES, on=await stage.home(INES))
    await stage.submit(by=INES, reason="Checked.")
    assert "doubted" not in str(stage.slack.home_of(INES).blocks)  # type: ignore[union-attr]
    await flagged(stage)
    assert "1 entry is doubted" in str((await stage.home(SOFIA)).blocks)
    assert "1 entry is doubted" not in str((await stage.home(THEO)).blocks)


@on_sqlite
async def test_everything_is_said_in_french(french_stage: Stage) -> None:
    stage = french_stage
    await stage.kb("comment être remboursé ?", by=THEO)
    await stage.press("Une erreur\u202f?", by=THEO)
    await stage.submit(by=THEO, doubt="wrong", words="C’est 30 jours.")
    assert "mise en doute" in told(stage, INES)
    await stage.press("C’est exact…", by=INES)
    await stage.submit(by=INES, reason="La loi dit 14 jours.")
    assert "c’est exact, car" in told(stage, THEO)
