"""Reviewing: what the team has already, what contradicts it, and what a reviewer decides of it."""

from typing import Any

import pytest
from sqlalchemy import select

from bot.sandbox.cast import CAMILLE, INES, JURIDIQUE, MARC, QUESTIONS, SOFIA, THEO
from bot.sandbox.slack import Message
from knowledge.duplicate import Duplicate
from knowledge.entry import Entry, Status
from knowledge.outbox import Kind, Notification
from tests.stage import Stage, labels

QUESTION = "How long does a customer wait for a refund?"
AGAIN = "How long does the customer wait for the refund?"
SOON = "She waits 5 days for it, by bank transfer."
LATE = "She waits three weeks for it, by bank transfer."


async def talked(
    stage: Stage, question: str, answer: str, *, by: str = MARC, channel: str = QUESTIONS
) -> Message:
    """Théo asks in a thread and somebody answers; the answer."""
    asker = INES if channel == JURIDIQUE else THEO
    first = await stage.say(question, by=asker, channel=channel)
    return await stage.say(answer, by=by, channel=channel, thread=first.ts)


async def kept(stage: Stage, question: str, answer: str, **how: str) -> Entry:
    """The draft that Camille makes of it, or Inès where Camille is not."""
    by = INES if how.get("channel") == JURIDIQUE else CAMILLE
    await stage.react(await talked(stage, question, answer, **how), by=by)
    query = select(Entry).where(Entry.capturer == by).order_by(Entry.id.desc())
    draft: Entry = (await stage.all(query))[0]
    return draft


async def published(stage: Stage, question: str, answer: str, **how: str) -> Entry:
    draft = await kept(stage, question, answer, **how)
    await stage.press("Publish", by=str(draft.reviewer))
    return draft


async def entry(stage: Stage, number: int) -> Entry:
    found: Entry = (await stage.all(select(Entry).where(Entry.id == number)))[0]
    return found


def review_of(stage: Stage, draft: Entry) -> Message:
    """What its reviewer sees of a draft."""
    return next(m for m in reversed(stage.dms(str(draft.reviewer))) if draft.title in m.text)


async def open_(stage: Stage) -> list[Duplicate]:
    return await stage.all(select(Duplicate).where(Duplicate.closed_at.is_(None)))


async def test_a_reviewer_sees_what_says_otherwise_and_merges_it(stage: Stage) -> None:
    first = await published(stage, QUESTION, SOON)
    draft = await kept(stage, AGAIN, LATE)
    reviewer = str(draft.reviewer)
    shown = review_of(stage, draft)

    assert "We have it already, and it says otherwise:" in shown.text
    assert "She waits *three weeks* for it" in shown.text
    assert "She waits *5 days* for it" in shown.text
    hint = stage.seen(CAMILLE, QUESTIONS)[-1]
    assert "Perhaps we have it already:" in hint.text
    assert QUESTION in hint.text

    await stage.press("Merge…", by=reviewer, on=shown)
    await stage.press("Begin with the text of the one that goes", by=reviewer)
    await stage.submit(by=reviewer, other="She waits ten days for it, by bank transfer.")

    now = await entry(stage, first.id)
    assert (now.title, now.wordings) == (QUESTION, (AGAIN,))
    assert now.body == "She waits ten days for it, by bank transfer."
    assert "It was merged into" in review_of(stage, draft).text
    assert "part of an entry we had already" in stage.dms(MARC)[-1].text
    card = await stage.kb(f"show {first.id}", by=THEO)
    assert f"with <@{MARC}>" in card.text

    await stage.press("Undo the merge", by=reviewer)

    assert (await entry(stage, first.id)).body == SOON
    assert (await entry(stage, draft.id)).status is Status.IN_REVIEW
    assert "Publish" in labels(review_of(stage, draft))
    assert "stands for itself again" in stage.dms(MARC)[-1].text


async def test_the_target_of_a_merge_is_searched_for(stage: Stage) -> None:
    first = await published(stage, "Do we engrave kettles?", "Yes, in our workshop.")
    draft = await kept(stage, "A name on my teapot, please", "Yes: in Annecy.")
    reviewer = str(draft.reviewer)

    await stage.press("Merge into…", by=reviewer)
    modal = stage.modal(reviewer)
    offered = await stage.slack.suggest(reviewer, modal, "merge_search", "engrave kettles")
    nothing = await stage.slack.suggest(reviewer, modal, "merge_search", "0")
    by_number = await stage.slack.suggest(reviewer, modal, "merge_search", f"#{first.id}")
    assert await stage.submit(by=reviewer, target=offered[0]) is None
    assert await stage.submit(by=reviewer) is None

    assert offered[0]["value"] == by_number[0]["value"] == str(first.id)
    assert str(draft.id) not in {one["value"] for one in (*offered, *nothing)}
    assert (await entry(stage, first.id)).wordings == (draft.title,)
    assert (await entry(stage, draft.id)).status is Status.ARCHIVED


async def test_a_contradiction_is_told_wherever_it_is_shown_until_it_is_settled(
    stage: Stage,
) -> None:
    first = await published(stage, QUESTION, SOON)
    second = await published(stage, AGAIN, LATE)
    settler = str(first.reviewer)
    told = stage.dms(settler)[-1]

    assert "Two entries contradict each other." in told.text
    caveat = f"*Another entry says otherwise*: *{QUESTION}* (No. {first.id}). <@{settler}> settles"
    assert caveat in (await stage.kb(AGAIN, by=THEO)).text
    assert caveat in (await stage.kb(f"show {second.id}", by=THEO)).text
    await stage.press("Share in channel", by=THEO)
    assert caveat in stage.seen(MARC, QUESTIONS)[-1].text
    await stage.say(f"<@{stage.me}> {AGAIN}", by=THEO)
    assert caveat in stage.seen(MARC, QUESTIONS)[-1].text

    await stage.move(days=7, minutes=1)
    assert "This has been open for 1 week." in stage.dms(settler)[-1].text
    await stage.press(f"Edit No. {second.id}", by=settler)
    await stage.submit(by=settler, answer="She waits 5 days for it at most.")

    assert "no longer contradict" in stage.dms(settler)[-1].text
    assert "says otherwise" not in (await stage.kb(AGAIN, by=THEO)).text
    await stage.move(days=8)
    assert "This has been open for 2 weeks." not in stage.dms(settler)[-1].text


async def test_both_are_kept_with_a_reason_and_not_brought_up_again(stage: Stage) -> None:
    await published(stage, QUESTION, SOON)
    draft = await kept(stage, AGAIN, LATE)
    reviewer = str(draft.reviewer)

    await stage.press("Keep both…", by=reviewer, on=review_of(stage, draft))
    await stage.submit(by=reviewer, why="The second is for gift cards.")

    assert (await entry(stage, draft.id)).status is Status.PUBLISHED
    assert await open_(stage) == []
    assert "says otherwise" not in (await stage.kb(AGAIN, by=THEO)).text
    listed = await stage.kb("duplicates", by=SOFIA)
    assert "No two entries are known to answer the same question." in listed.text


async def test_two_published_entries_are_merged_from_the_list(stage: Stage) -> None:
    first = await published(stage, QUESTION, SOON)
    second = await published(stage, AGAIN, LATE)

    listed = await stage.kb("doublons", by=SOFIA)
    assert "*1 pair of entries answers the same question*" in listed.text
    assert "No two entries" in (await stage.kb("duplicates", by=THEO)).text
    await stage.press("Merge…", by=SOFIA, on=listed)
    await stage.submit(by=SOFIA)

    both = {(await entry(stage, one.id)).status for one in (first, second)}
    assert both == {Status.PUBLISHED, Status.ARCHIVED}
    assert await open_(stage) == []
    assert "Settled: the two were merged." in stage.dms(str(first.reviewer))[-1].text
    await stage.press("Undo the merge", by=SOFIA)
    assert "both are as they were" in str(stage.modal(SOFIA).blocks)
    assert [one.contradicts for one in await open_(stage)] == [True]


async def test_what_a_channel_keeps_is_hinted_at_to_nobody_else(stage: Stage) -> None:
    secret = await published(stage, QUESTION, SOON, channel=JURIDIQUE)
    draft = await kept(stage, AGAIN, LATE)
    shown = review_of(stage, draft)
    members = stage.slack.workspace.channels[JURIDIQUE].members

    assert (secret.title in shown.text) is (str(draft.reviewer) in members)
    assert QUESTION not in stage.seen(CAMILLE, QUESTIONS)[-1].text
    await stage.press("Publish", by=str(draft.reviewer), on=shown)

    assert "says otherwise" not in (await stage.kb(AGAIN, by=THEO)).text
    assert "says otherwise" in (await stage.kb(f"show {draft.id}", by=MARC)).text
    told = await stage.all(select(Notification).where(Notification.kind == Kind.CONTRADICTION))
    assert all(row.to in members or row.ts is None for row in told)


async def test_where_little_can_go_wrong_it_is_found_at_once_and_may_be_undone(
    stage: Stage,
) -> None:
    await stage.rule(f"{stage.charter}\nrisk: low\n")
    draft = await kept(stage, QUESTION, SOON)
    reviewer = str(draft.reviewer)

    assert "Kept, and found from now on:" in stage.seen(CAMILLE, QUESTIONS)[-1].text
    assert "by bank transfer" in (await stage.kb(QUESTION, by=THEO)).text
    assert "Published at once" in stage.dms(reviewer)[-1].text
    await stage.press("Undo", by=reviewer)

    assert "by bank transfer" not in (await stage.kb(QUESTION, by=THEO)).text
    assert "A draft to review" in review_of(stage, draft).text
    assert "reads it before anybody finds it" in stage.dms(MARC)[-1].text
    await stage.press("Publish", by=reviewer)
    assert "by bank transfer" in (await stage.kb(QUESTION, by=THEO)).text


async def test_a_day_later_it_cannot_be_undone(stage: Stage) -> None:
    await stage.rule(f"{stage.charter}\nrisk: low\n")
    draft = await kept(stage, QUESTION, SOON)
    reviewer = str(draft.reviewer)

    await stage.move(hours=25)
    await stage.press("Undo", by=reviewer)

    assert "This can't be taken back any more" in stage.dms(reviewer)[-1].text
    assert (await entry(stage, draft.id)).status is Status.PUBLISHED


async def test_who_wrote_or_kept_what_is_risky_cannot_publish_it(stage: Stage) -> None:
    await stage.rule(f"{stage.charter}\nrisk: high\n")
    draft = await kept(stage, QUESTION, SOON, by=SOFIA)
    reviewer = str(draft.reviewer)
    assert reviewer not in (SOFIA, CAMILLE)
    assert "This takes a second pair of eyes" in review_of(stage, draft).text

    card = await stage.kb(f"show {draft.id}", by=SOFIA)
    await stage.press("Publish", by=SOFIA, on=card)
    refused = stage.seen(SOFIA)[-1]
    assert f"can't publish it. <@{reviewer}> may." in refused.text
    assert (await entry(stage, draft.id)).status is Status.IN_REVIEW

    await stage.press("Publish", by=reviewer)
    assert (await entry(stage, draft.id)).status is Status.PUBLISHED


async def test_who_publishes_second_sees_who_was_faster(stage: Stage) -> None:
    draft = await kept(stage, QUESTION, SOON)
    reviewer = str(draft.reviewer)
    card = await stage.kb(f"show {draft.id}", by=SOFIA)

    await stage.press("Publish", by=reviewer)
    await stage.press("Publish", by=SOFIA, on=card)

    if reviewer != SOFIA:
        assert f"<@{reviewer}> has just published this." in stage.seen(SOFIA)[-1].text
    rows = await stage.all(select(Notification).where(Notification.kind == Kind.PUBLISHED))
    assert len(rows) == len({row.to for row in rows})


@pytest.mark.parametrize("combination", [("sqlite", "socket")], indirect=True)
async def test_no_button_lets_anybody_decide_without_a_mandate(stage: Stage) -> None:
    await published(stage, QUESTION, SOON)
    draft = await kept(stage, AGAIN, LATE)
    shown = review_of(stage, draft)
    forged = await stage.kb(f"show {draft.id}", by=THEO)
    forged.blocks = [block | {"block_id": f"b{n}"} for n, block in enumerate(shown.blocks)]

    for label in ("Merge into…", "Reject…", "Publish", "Keep both…", "Merge…"):
        _place, element = stage.button(label, by=str(draft.reviewer), on=shown)
        block = next(b for b in forged.blocks if _holds(b, element["action_id"]))
        await stage.slack.click(THEO, forged, element["action_id"], block_id=block["block_id"])
        await stage.quiet()

    assert not stage.slack.modals_of(THEO)
    assert (await entry(stage, draft.id)).status is Status.IN_REVIEW


def _holds(block: dict[str, Any], action: str) -> bool:
    return any(one.get("action_id") == action for one in block.get("elements", ()))
