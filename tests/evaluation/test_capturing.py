"""Real threads are captured whole, once, whatever the order in which Slack tells of them."""

from typing import Any

import pytest

from handlers import threads
from tests.evaluation.__main__ import DATA
from tests.evaluation.capturing import TOGETHER, Outcome, replay, replayed
from tests.evaluation.threads import Said, Thread, load
from tests.stage import a_stage

FOLDER = DATA / "irc-threads-en"
EVERY = 84
"""One thread in so many: fast, and from the whole of the set."""


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
async def test_question_and_answers_are_taken_whole_in_order_and_once(database_url: str) -> None:
    some = load(FOLDER)[::EVERY]

    outcomes = await replayed(some, database_url)

    assert outcomes == [Outcome(question=True, answers=True, drafted=True)] * len(some)


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
async def test_what_would_be_markup_in_slack_or_markdown_is_taken_as_it_was_typed(
    database_url: str,
) -> None:
    thread = Thread(
        "hostile",
        (
            Said("U01", "how do I *undo* `rm -rf _dir_`? " + "really " * 60),
            Said("U02", "# <@U01>: see https://a.example/_x_(1), or <b@a.example> & \\`", (0,)),
            Said("U03", "1. first\n2. *then* > all\n```\nx = a[0](b)\n```\n- ~~no~~", (0,)),
            Said("U02", "does it work?", (0,)),
        ),
    )

    assert thread.answers == [1, 2]
    assert await replayed([thread], database_url) == [
        Outcome(question=True, answers=True, drafted=True)
    ]


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
async def test_what_fails_is_counted(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: Any) -> None:
        raise RuntimeError

    async with a_stage(database_url) as stage:
        await stage.rule(stage.charter)
        monkeypatch.setattr(threads, "permalink", broken)
        outcome = await replay(stage, load(FOLDER)[0])

    assert outcome == Outcome(crashed=True)


def test_answers_are_replies_of_others_that_ask_nothing_back() -> None:
    said = (
        Said("U01", "How?"),
        Said("U02", "What did you try?", (0,)),
        Said("U01", "This.", (1,)),
        Said("U02", "Then that.", (2,)),
        Said("U03", "Hello all.", ()),
        Said("U04", "I am a bot.", (0,), is_bot=True),
    )

    assert Thread("answered", said).answers == [3]
    assert Thread("only asked back", said[:3]).answers == [1]


def test_all_threads_begin_with_a_question_that_somebody_answers() -> None:
    some = load(FOLDER)

    assert len(some) == 500
    assert len(some) % TOGETHER == 0
    assert all(thread.answers for thread in some)
