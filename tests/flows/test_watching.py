"""Watching: what operators are told of a bot that is well, and of one that is not."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

import bot.worker
import tests.stage
from bot.sandbox.cast import INES, THEO
from bot.watching.probes import Probes
from knowledge import outbox
from knowledge.outbox import Kind
from tests.flows.escalating import asked_ines, writes
from tests.flows.test_database_faults import locked
from tests.stage import Stage, a_stage

TOKEN = "a word for Prometheus"

Samples = dict[tuple[str, tuple[str, ...]], float]

either = pytest.mark.parametrize("combination", [("sqlite", "http")], indirect=True, ids=["http"])


@pytest.fixture
async def guarded(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """A bot whose metrics want a token."""
    make = tests.stage.settings
    monkeypatch.setattr(
        tests.stage,
        "settings",
        lambda *given, **more: replace(make(*given, **more), relais_metrics_token=TOKEN),
    )
    async with a_stage(database_url) as stage:
        yield stage


async def read(stage: Stage, page: str, **headers: str) -> tuple[int, str]:
    """What a page says."""
    host, port = stage.bot.site.addresses[0][:2]
    url = f"http://{host}:{port}/{page}"
    async with aiohttp.ClientSession() as session, session.get(url, headers=headers) as answer:
        return answer.status, await answer.text()


async def report(stage: Stage, page: str) -> tuple[int, dict[str, Any]]:
    status, told = await read(stage, page)
    return status, json.loads(told)


async def samples(stage: Stage) -> Samples:
    """What is measured, by name and the words of its labels."""
    status, told = await read(stage, "metrics")
    assert status == 200
    return {
        (sample.name, tuple(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(told)
        for sample in family.samples
    }


@either
async def test_errors_of_the_database_are_counted_by_kind(stage: Stage) -> None:
    async with stage.bot.services.sessions() as session:
        with pytest.raises(OperationalError):
            await session.execute(text("SELECT * FROM nowhere"))

    assert (await samples(stage))["relais_database_errors_total", ("OperationalError",)] == 1


@either
async def test_metrics_tell_what_was_done_and_what_waits_and_name_nobody(stage: Stage) -> None:
    await asked_ines(stage)
    await writes(stage, "Answer", "Write to the carrier.", by=INES)
    await asked_ines(stage)

    seen = await samples(stage)

    assert seen["relais_acknowledgement_seconds_count", ("command",)] == 2
    assert seen["relais_acknowledgement_seconds_count", ("view",)] == 1
    assert seen["relais_search_seconds_count", ()] >= 2
    assert seen["relais_index_documents", ()] > 10
    assert seen["relais_slack_calls_total", ("chat.postMessage", "ok")] >= 2
    assert seen["relais_messages_total", ("sent",)] >= 3
    assert seen["relais_outbox_rows", ("", "its_time")] >= 3
    assert seen["relais_escalations", ("open",)] == 1
    assert seen["relais_database_up", ()] == seen["relais_worker_up", ()] == 1
    assert seen["relais_due_lag_seconds", ()] == 0
    words = {word for _, labels in seen for word in labels}
    assert not {stage.slack.workspace.team_id, THEO, INES} & words


@either
async def test_everything_says_so_when_the_database_hangs_and_nobody_waits_for_it(
    stage: Stage, database_url: str
) -> None:
    async with locked(database_url):
        ready = await report(stage, "ready")
        seen = await samples(stage)
        assert (await report(stage, "health"))[0] == 200

    assert ready[0] == 503
    assert ready[1]["database"] == "no answer in time"
    assert seen["relais_database_up", ()] == 0
    assert ("relais_flags_open", ()) not in seen
    assert ("relais_worker_up", ()) in seen


@either
async def test_ready_tells_of_pending_migrations_and_works_on_beside_a_newer_release(
    stage: Stage,
) -> None:
    for revision, told in (("0001", (503, "pending")), ("9999", (200, "ok"))):
        async with stage.bot.database.engine.begin() as connection:
            await connection.execute(text(f"UPDATE alembic_version SET version_num = '{revision}'"))
        stage.bot.probes = Probes(stage.bot.database, stage.clock.now)  # what was seen is forgotten

        status, parts = await report(stage, "ready")

        assert (status, parts["migrations"]) == told


@either
async def test_work_that_nobody_takes_is_told_with_how_long_it_waits(stage: Stage) -> None:
    await stage.bot.worker.stop()
    assert await report(stage, "health") == (503, {"worker": "stopped"})
    now = stage.clock.now()
    async with stage.bot.services.sessions.begin() as session:
        await outbox.notify(
            session,
            Kind.HELP,
            key="late",
            workspace=stage.slack.workspace.team_id,
            to=THEO,
            about=1,
            now=now - timedelta(minutes=9),
        )

    status, parts = await report(stage, "ready")
    seen = await samples(stage)

    assert status == 503
    assert parts["due work"].startswith("waits for 54")
    assert seen["relais_due_lag_seconds", ()] == pytest.approx(540, abs=9)
    assert seen["relais_worker_up", ()] == 0


@either
async def test_a_worker_that_moves_no_more_is_to_be_restarted(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.worker, "STUCK", 0.0)

    assert await report(stage, "health") == (503, {"worker": "stuck"})


@either
async def test_over_http_calls_that_fail_are_told_until_one_succeeds(
    stage: Stage,
) -> None:
    metrics = stage.bot.metrics
    metrics.last_answer -= 45
    metrics.called("chat.postMessage", "no_answer", "TimeoutError", 10.0)
    assert (await report(stage, "ready"))[1]["slack"] == "calls fail"

    metrics.called("chat.postMessage", "refused", "not_in_channel", 0.1)
    assert (await report(stage, "ready"))[1]["slack"] == "ok"


@pytest.mark.parametrize("combination", [("sqlite", "socket")], indirect=True, ids=["socket"])
async def test_with_a_token_metrics_are_for_those_who_have_it(guarded: Stage) -> None:
    assert (await read(guarded, "metrics"))[0] == 401
    assert (await read(guarded, "metrics", Authorization=f"Bearer {TOKEN}x"))[0] == 401
    assert (await read(guarded, "metrics", Authorization=TOKEN))[0] == 401
    assert (await read(guarded, "metrics", Authorization=f"Bearer {TOKEN}"))[0] == 200
    assert (await read(guarded, "ready"))[0] == 200
