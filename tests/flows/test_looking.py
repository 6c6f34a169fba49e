"""Looking in one place: filters typed in a question, whatever way it is asked."""

import pytest

from bot.sandbox.cast import CAMILLE, INES, MARC, QUESTIONS, THEO
from tests.stage import Stage, labels

pytestmark = pytest.mark.parametrize(
    "combination", [("sqlite", "http")], indirect=True, ids="-".join
)

KETTLE = "Comment détartrer la bouilloire Aube ?"
REFUND = "Comment obtenir un remboursement ?"


async def test_only_what_the_filters_let_through_is_found(stage: Stage) -> None:
    anywhere = await stage.kb("refund remboursement", by=THEO)
    english = await stage.kb("sujet:remboursements lang:en refund remboursement", by=THEO)

    assert REFUND in anywhere.text
    assert "You asked: refund remboursement\nOnly in: *Refunds and returns* · E" in english.text
    assert "How do I get my money back?" in english.text
    assert REFUND not in english.text
    assert "You named the topic yourself" in (await stage.kb("why", by=THEO)).text


async def test_where_nothing_is_the_same_is_asked_again_everywhere(stage: Stage) -> None:
    answer = await stage.kb("topic:delivery detartrer la bouilloire", by=THEO)

    assert "Nothing in *Delivery and orders*. Elsewhere: 1 entry." in answer.text
    assert labels(answer) == ["Search everywhere", "Ask Inès", "Why?"]
    await stage.press("Search everywhere", by=THEO, on=answer)

    found = stage.seen(THEO)[-1]
    assert (found.ts, KETTLE in found.text) == (answer.ts, True)
    assert "Only in" not in found.text


async def test_in_public_too(stage: Stage) -> None:
    await stage.say(f"<@{stage.me}> topic:care lang:fr detartrer la bouilloire", by=THEO)
    assert KETTLE in stage.seen(INES, QUESTIONS)[-1].text

    await stage.say(f"<@{stage.me}> topic:delivery detartrer la bouilloire", by=THEO)
    await stage.press("Search everywhere", by=THEO)
    found = stage.seen(THEO)[-1]
    assert (KETTLE in found.text, found.ephemeral_to) == (True, THEO)
    assert "Share in the thread" in labels(found)


async def test_a_filter_alone_lists_what_is_there(stage: Stage) -> None:
    listed = await stage.kb("topic:refunds", by=THEO)
    written = await stage.write("sujet:remboursements type:faq", by=THEO)
    await stage.say(f"<@{stage.me}> langue:fr", by=THEO)

    assert listed.text.startswith("3 entries in *Refunds and returns*:")
    assert labels(listed) == ["Open"] * 3
    assert "in *Refunds and returns* · FAQ:" in written.text
    assert stage.seen(THEO, QUESTIONS)[-1].text.startswith("6 entries in French:")
    assert stage.seen(INES, QUESTIONS) == []


async def test_on_a_silent_topic_a_filter_lists_nothing(stage: Stage) -> None:
    told = await stage.kb("topic:litigation", by=CAMILLE)

    assert "> We have read your message and take it seriously." in told.text
    assert labels(told) == []


async def test_an_unknown_value_is_refused_with_what_there_is(stage: Stage) -> None:
    refused = await stage.kb("topic:refnds how do I get a refund", by=THEO)
    assert refused.text.startswith("I don't know any “refnds”. You can choose: Refunds and ret")

    await stage.say(f"<@{stage.me}> lang:klingon how", by=THEO)
    assert stage.seen(THEO, QUESTIONS)[-1].text.startswith("I don't know any “klingon”.")
    assert stage.seen(INES, QUESTIONS) == []


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("comment", "*These words alone don't tell me"),
        ("a", "*These words alone don't tell me"),
        ("topic:privacy what is the", "*These words alone don't tell me"),
        ("topic:privacy 4711 0815", "*I read figures, but no word.*"),
        ("كيف أسترد أموالي؟", "*I can't tell what this is about*"),
        ("asdfghjkl qwertz", "*I can't tell what this is about*"),
        ("`refund(order)`", "How do I get my money back?"),
        ("https://orlune.example/faq/comment-obtenir-un-remboursement", REFUND),
        ("http://topic:refunds", "How do I get my money back?"),
        ("x" * 4_000, "That is too long (4000 characters)."),
    ],
    ids=lambda text: text[:20],
)
async def test_bad_input_gets_an_honest_reply_and_takes_nobodys_time(
    stage: Stage, typed: str, told: str
) -> None:
    assert told in (await stage.kb(typed, by=THEO)).text
    assert stage.dms(MARC) == stage.dms(INES) == []
