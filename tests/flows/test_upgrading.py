"""Upgrading: this release and the next work side by side, and one takes over from the last."""

import json

import pytest
from sqlalchemy import select, text
from structlog.testing import capture_logs

from bot import migrate
from bot.sandbox.cast import INES, THEO
from bot.sandbox.slack.workspace import TEAM
from knowledge.database import Database
from knowledge.escalation import Escalation, Status
from tests.flows.escalating import asked_ines
from tests.stage import START, a_stage

MONEY = "how do i get my money back"

NEXT = (
    "ALTER TABLE outbox ADD COLUMN mood VARCHAR",
    "ALTER TABLE escalations ADD COLUMN snoozed_until VARCHAR",
    "ALTER TABLE members ADD COLUMN pronouns VARCHAR DEFAULT 'they' NOT NULL",
    "CREATE TABLE novelties (id INTEGER PRIMARY KEY)",
    "UPDATE alembic_version SET version_num = '9999'",
)
"""What a release after this one may do to the tables while this one still runs."""


async def moved_on(database: Database) -> None:
    async with database.engine.begin() as connection:
        for statement in NEXT:
            await connection.execute(text(statement))


async def newer_row(database: Database, kind: str, to: str) -> None:
    """The newer release has something to say to somebody, before anything of ours."""
    columns = 'key, workspace, kind, about, "to", lane, facts, created_at, due_at, state, attempts'
    values = ":key, :team, :kind, 1, :to, :lane, :facts, :at, :at, 'ready', 0"
    about = {"key": f"{TEAM}:{kind}", "team": TEAM, "kind": kind, "to": to, "lane": f"{TEAM}:{to}"}
    async with database.engine.begin() as connection:
        await connection.execute(
            text(f"INSERT INTO outbox ({columns}) VALUES ({values})"),
            about | {"facts": json.dumps({"new": True}), "at": START.replace(tzinfo=None)},
        )


async def waiting(database: Database, kind: str) -> tuple[str, int]:
    async with database.engine.connect() as connection:
        query = text("SELECT state, attempts FROM outbox WHERE kind = :kind")
        state, attempts = (await connection.execute(query, {"kind": kind})).one()
        return state, attempts


async def test_beside_a_newer_release_everything_goes_on(
    database: Database, database_url: str, http: bool
) -> None:
    await moved_on(database)
    await newer_row(database, "novelty.told", INES)

    with capture_logs() as logs:
        async with a_stage(database_url, http=http) as stage:
            assert "30 days" in (await stage.kb(MONEY, by=THEO)).text
            await asked_ines(stage)
            await stage.press("I'll take it", by=INES)
            await stage.press("Answer", by=INES)
            assert await stage.submit(by=INES, written="Open an enquiry.") is None
            assert any("Open an enquiry." in m.text for m in stage.dms(THEO))

    assert await waiting(database, "novelty.told") == ("ready", 0), "it is for the newer release"
    assert {"kind": "novelty.told", "rows": 1} in [
        {name: line[name] for name in ("kind", "rows")} for line in logs if "rows" in line
    ]


@pytest.mark.parametrize("combination", [("sqlite", "socket")], indirect=True, ids="-".join)
async def test_what_a_newer_release_has_begun_hurts_nobody(
    database: Database, database_url: str, http: bool
) -> None:
    """A question in a state that this release does not know; everything else goes on."""
    async with a_stage(database_url, http=http) as stage:
        await asked_ines(stage)
        await moved_on(database)
        async with database.engine.begin() as connection:
            await connection.execute(text("UPDATE escalations SET status = 'snoozed'"))
            await connection.execute(text("UPDATE timeline SET deed = 'dreamt'"))

        with capture_logs() as logs:
            await stage.press("I'll take it", by=INES)
            for person in (INES, THEO):
                await stage.home(person)
                await stage.kb("open", by=person)
            story = (await stage.kb("show E1", by=THEO)).text
            assert story.count("what only a newer Relais can say") > 1
            await stage.move(hours=30)
            assert "30 days" in (await stage.kb(MONEY, by=THEO)).text

        [kept] = await stage.all(select(Escalation))
        assert (kept.status, isinstance(kept.status, Status)) == ("snoozed", True)
        assert [line for line in logs if line["log_level"] == "error"] == []


@pytest.mark.parametrize("combination", [("postgresql", "http")], indirect=True, ids="-".join)
async def test_the_tables_of_the_last_release_are_brought_up_to_date_at_the_start(
    database: Database, database_url: str, http: bool
) -> None:
    await migrate.downgrade(database, "-1")
    assert await migrate.pending(database)

    async with a_stage(database_url, http=http) as stage:
        assert "30 days" in (await stage.kb(MONEY, by=THEO)).text

    assert not await migrate.pending(database)
