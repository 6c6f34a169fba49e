"""Consent: who wrote what is kept hears of it, and has the last word."""

from sqlalchemy import select

from bot.sandbox.cast import CAMILLE, INES, MARC, QUESTIONS, SOFIA, THEO
from bot.sandbox.slack import Message
from knowledge.captured import CapturedMessage
from knowledge.entry import Entry, Revision, Status
from tests.stage import Stage, labels

QUESTION = "Can a customer have a first name engraved on her kettle?"
ANSWER = "Yes, in our workshop: laser, twelve letters at most."
ALSO = "It takes ten days, and she has to send us the kettle."
GONE = "What stood here is no longer kept"


async def kept(stage: Stage) -> tuple[Message, Entry]:
    """Marc answers Inès, and Camille keeps it."""
    first = await stage.say(QUESTION, by=INES, channel=QUESTIONS)
    good = await stage.say(ANSWER, by=MARC, channel=QUESTIONS, thread=first.ts)
    await stage.react(good, by=CAMILLE)
    [draft] = await stage.all(select(Entry).where(Entry.status == Status.IN_REVIEW))
    return good, draft


async def asking_first(stage: Stage) -> None:
    """The charter lets authors decide."""
    await stage.rule(stage.charter.replace("relais: 1\n", "relais: 1\nconsent: ask\n", 1))


async def written(stage: Stage) -> str:
    """Every text that the database holds of entries."""
    entries = await stage.all(select(Entry))
    revisions = await stage.all(select(Revision))
    messages = await stage.all(select(CapturedMessage))
    return "\n".join([*(one.body for one in (*entries, *revisions)), *(m.text for m in messages)])


async def test_the_author_learns_what_is_kept_and_later_that_it_is_published(stage: Stage) -> None:
    _good, draft = await kept(stage)

    [told] = stage.dms(MARC)
    assert f"<@{CAMILLE}> found your answer worth keeping" in told.text
    assert f"<@{draft.reviewer}> reads it" in told.text
    assert ANSWER in told.text
    await stage.press("Publish", by=str(draft.reviewer))

    [told] = stage.dms(MARC)
    assert "Your answer is in the knowledge base now" in told.text


async def test_the_author_says_no_and_it_disappears_everywhere(stage: Stage) -> None:
    good, draft = await kept(stage)
    await stage.press("Publish", by=str(draft.reviewer))
    assert ANSWER in (await stage.kb("engrave a name on a kettle", by=THEO)).text

    await stage.press("Don't keep it", by=MARC)

    assert "engrav" not in await written(stage)
    assert ANSWER not in await written(stage)
    for person in (str(draft.reviewer), MARC, CAMILLE):
        assert not [message for message in stage.dms(person) if ANSWER in message.text]
        assert GONE in "".join(message.text for message in stage.dms(person))
    assert ANSWER not in (await stage.kb("engrave a name on a kettle", by=THEO)).text

    await stage.react(good, by=SOFIA)
    assert "doesn't want it kept" in stage.seen(SOFIA, QUESTIONS)[-1].text
    assert ANSWER not in await written(stage)


async def test_the_author_says_it_better_and_the_reviewer_sees_it(stage: Stage) -> None:
    _good, draft = await kept(stage)

    await stage.press("Correct it", by=MARC)
    await stage.submit(by=MARC, words="Yes: laser, **fourteen** letters.")

    assert "fourteen" in stage.dms(str(draft.reviewer))[-1].text
    assert "fourteen" in stage.dms(MARC)[-1].text


async def test_what_is_published_its_reviewer_puts_right(stage: Stage) -> None:
    _good, draft = await kept(stage)
    reviewer = str(draft.reviewer)
    await stage.press("Publish", by=reviewer)

    await stage.press("Correct it", by=MARC)
    await stage.submit(by=MARC, words="Yes: laser, fourteen letters.")

    proposal = stage.dms(reviewer)[-1]
    assert "would rather say it like this" in proposal.text
    assert "fourteen" in proposal.text
    assert "Edit" in labels(proposal)


async def test_without_their_name_the_author_is_shown_to_nobody(stage: Stage) -> None:
    _good, draft = await kept(stage)
    reviewer = str(draft.reviewer)

    await stage.press("Leave out my name", by=MARC)

    assert MARC not in stage.dms(reviewer)[-1].text
    await stage.press("Publish", by=reviewer)
    assert MARC not in (await stage.kb(f"show {draft.id}", by=THEO)).text
    assert MARC not in (await stage.kb("engrave a name on a kettle", by=THEO)).text


async def test_where_authors_decide_nothing_is_published_before_they_say_yes(stage: Stage) -> None:
    await asking_first(stage)
    _good, draft = await kept(stage)
    reviewer = str(draft.reviewer)

    await stage.press("Publish", by=reviewer)
    assert "has not said yes yet" in stage.seen(reviewer)[-1].text
    await stage.press("Yes, it may", by=MARC)
    assert [one for one in stage.dms(reviewer) if "Its author has said yes" in one.text]
    await stage.press("Publish", by=reviewer)

    [entry] = await stage.all(select(Entry).where(Entry.id == draft.id))
    assert entry.status is Status.PUBLISHED


async def test_an_author_who_says_nothing_is_reminded_and_then_the_reviewer_hears(
    stage: Stage,
) -> None:
    await asking_first(stage)
    _good, draft = await kept(stage)

    await stage.move(days=1, hours=1)
    assert "still waits for your yes" in stage.dms(MARC)[-1].text
    await stage.move(days=3)

    assert "and has not answered" in stage.dms(str(draft.reviewer))[-1].text


async def test_each_author_of_a_draft_speaks_for_their_own_words(stage: Stage) -> None:
    good, draft = await kept(stage)
    more = await stage.say(ALSO, by=SOFIA, channel=QUESTIONS, thread=good.thread_ts)
    await stage.react(more, by=CAMILLE)
    assert ALSO in stage.dms(SOFIA)[-1].text
    assert ALSO not in stage.dms(MARC)[-1].text

    await stage.press("Don't keep it", by=MARC)

    [entry] = await stage.all(select(Entry).where(Entry.id == draft.id))
    assert (entry.body, entry.author) == (ALSO, SOFIA)
    assert ANSWER not in await written(stage)
