"""Discretion: of errors, of other libraries' lines and of values, what is fit to be told."""

import asyncio
import gc
import json
import logging
from datetime import UTC, datetime
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from bot.discretion import Silencer
from tests.logbook import a_logbook

MARK = "zyxomark"

log = structlog.get_logger()


def test_what_other_libraries_say_is_told_as_it_stands_in_their_source() -> None:
    theirs = logging.getLogger("slack_bolt.AsyncApp")
    with a_logbook() as book:
        theirs.warning(f"Unhandled request ({MARK})")
        theirs.warning(
            f"{MARK} is no reason ({MARK})",
        )
        theirs.error("Failed to handle %s", MARK)
        theirs.error(MARK)

    assert MARK not in book.text
    assert book.events() == [
        "Unhandled request ( … )",
        "is no reason ( … )",
        "Failed to handle %s",
        "test_discretion.test_what_other_libraries_say_is_told_as_it_stands_in_their_source",
    ]


async def test_a_task_whose_error_nobody_heard_of_tells_no_words() -> None:
    async def fail() -> None:
        raise ValueError(MARK)

    with a_logbook() as book:
        task = asyncio.create_task(fail(), name=MARK)
        await asyncio.wait({task})
        del task
        gc.collect()

    [line] = book.lines
    assert (line["logger"], line["error"]) == ("asyncio", "ValueError")
    assert "test_discretion.py" in line["traceback"]
    assert MARK not in book.text


def test_an_error_is_told_by_its_kind_its_place_and_what_it_comes_from() -> None:
    with a_logbook() as book:
        try:
            try:
                raise KeyError(MARK)
            except KeyError as error:
                raise RuntimeError(MARK) from error
        except RuntimeError as error:
            log.error("failed", exc_info=error)
            log.exception("failed")

    first, second = book.lines
    assert first["error"] == second["error"] == "RuntimeError: KeyError"
    assert "; from KeyError bot/test_discretion.py:" in first["traceback"]
    assert MARK not in book.text


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (7, 7),
        (0.5, 0.5),
        (None, None),
        (True, True),
        ("T1", "T1"),
        ({"text": MARK}, "<dict>"),
        ([MARK], "<list>"),
        (ValueError(MARK), "ValueError"),
        (datetime(2026, 1, 1, tzinfo=UTC), "<datetime>"),
        ("x" * 9_000, "x" * 2_000),
    ],
)
def test_words_and_numbers_are_told_and_of_other_things_what_they_are(
    value: Any, told: Any
) -> None:
    with a_logbook() as book:
        log.info("seen", value=value)

    assert book.lines[0]["value"] == told


@given(st.text("0123456789", min_size=1), st.text(), st.text())
def test_a_secret_is_in_no_line(secret: str, before: str, after: str) -> None:
    assert secret not in Silencer([secret])(None, "", before + secret + after)


@pytest.mark.parametrize("form", ["json", "text"])
@pytest.mark.parametrize(
    "secret", ["back\\slash", "quo\"te'd", "été", "line\nbreak", "a|b", "(.*)"]
)
def test_a_secret_is_found_however_it_is_quoted(secret: str, form: str) -> None:
    with a_logbook([secret], form=form) as book:
        log.info("seen", reason=f"password={secret}!")

    assert "password=<secret>!" in book.text


@pytest.mark.parametrize("token", ["xoxb-1-a", "xapp-1-A1-b", "xoxe.xoxp-1-a"])
def test_what_looks_like_a_token_is_told_nowhere(token: str) -> None:
    with a_logbook() as book:
        log.info("seen", reason=f"({token})")

    assert token not in book.text


def test_each_line_of_json_is_an_object_with_its_moment_level_and_event() -> None:
    with a_logbook() as book:
        log.warning("été\nou pas", key="é")

    [line] = book.text.splitlines()
    told = json.loads(line)
    assert told.pop("timestamp").endswith("Z")
    assert told == {"event": "été\nou pas", "key": "é", "level": "warning"}
