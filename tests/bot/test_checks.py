"""`relais doctor`: each fault is one line that says how to mend it; the others are looked at."""

import asyncio
import shutil
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot import checks, migrate
from bot.checks import Level
from bot.checks.slack import skew
from bot.sandbox.cast import PILOTAGE, SOFIA, THEO
from bot.sandbox.slack import PretendSlack
from knowledge.database import Database
from tests.bot.command_line import EXAMPLES, Relais, Told

NOW = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)
SOCKET = {"SLACK_BOT_TOKEN": "xoxb-sandbox", "SLACK_APP_TOKEN": "xapp-sandbox"}
CHARTER = {"RELAIS_CHARTER": str(EXAMPLES / "charter.yaml")}
NAMES = [name for name, _ in checks.CHECKS]


class Doctor:
    """`relais doctor`, beside a pretend Slack, on a database of the newest shape."""

    def __init__(self, relais: Relais, slack: PretendSlack) -> None:
        self.relais = relais
        self.slack = slack
        self.file = relais.folder / "relais.db"

    async def __call__(self, *words: str, **variables: str) -> Told:
        address = {"SLACK_API_BASE_URL": self.slack.base_url}
        settings = SOCKET | CHARTER | address | variables
        return await asyncio.to_thread(self.relais, "doctor", *words, **settings)

    async def found(self, name: str, *words: str, **variables: str) -> tuple[str, str, int]:
        """How grave it is, the sentence, and the exit status."""
        told = await self(*words, **variables)
        [line] = [line for line in told.stdout.splitlines() if line[9:].startswith(f"{name}: ")]
        return line[:8].strip(), line[9:].removeprefix(f"{name}: "), told.returncode

    def say(self, statement: str) -> None:
        with sqlite3.connect(self.file) as database:
            database.execute(statement)
        database.close()


@pytest.fixture
async def doctor(relais: Relais, slack: PretendSlack, migrated_sqlite: Path) -> Doctor:
    shutil.copy(migrated_sqlite, relais.folder / "relais.db")
    return Doctor(relais, slack)


async def test_where_all_is_well_every_check_says_so(doctor: Doctor) -> None:
    told = await doctor("--tell", SOFIA)

    assert told.returncode == 0, told.stdout
    assert told.stderr == ""
    assert [line.partition(":")[0] for line in told.stdout.splitlines()] == [
        f"ok       {name}" for name in NAMES
    ]


async def test_it_changes_nothing(relais: Relais, slack: PretendSlack) -> None:
    told = await Doctor(relais, slack)()

    assert told.returncode == 0
    assert list(relais.folder.iterdir()) == []
    assert "warning  database: relais.db is not there yet: the first start makes it." in told.stdout
    assert "chat.postMessage" not in [call.method for call in slack.calls]
    assert slack.sockets.links == []


async def test_without_any_setting_it_says_what_to_do_first(relais: Relais) -> None:
    told = await asyncio.to_thread(relais, "doctor")

    assert told.returncode == 1
    assert "failed   settings: Please set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET" in told.stdout
    assert "Traceback" not in told.stderr


async def test_what_slack_lacks_does_not_keep_it_from_the_database(doctor: Doctor) -> None:
    told = await doctor(SLACK_API_BASE_URL="http://127.0.0.1:1/api/")

    assert told.returncode == 1
    assert "failed   bot token: Slack can't be reached at http://127.0.0.1:1/api/" in told.stdout
    assert "ok       writing: yes." in told.stdout
    assert "warning  people: not looked at: Slack has to accept the bot token" in told.stdout


async def test_what_the_database_lacks_does_not_keep_it_from_slack(doctor: Doctor) -> None:
    told = await doctor(DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")

    assert told.returncode == 1
    assert "failed   database: DATABASE_URL: it can't be used (" in told.stdout
    assert "ok       people: all 5 of the charter are members." in told.stdout
    assert "ok       channels: the bot is in the lead channel" in told.stdout


@pytest.mark.parametrize(
    ("name", "variables", "said"),
    [
        ("settings", {"SLACK_BOT_TOKEN": "xapp-1"}, "SLACK_BOT_TOKEN must begin with xoxb-"),
        ("bot token", {"SLACK_BOT_TOKEN": "xoxb-wrong"}, "Slack refuses SLACK_BOT_TOKEN: invalid"),
        ("connection", {"SLACK_APP_TOKEN": "xapp-wrong"}, "Slack refuses SLACK_APP_TOKEN: invalid"),
        ("charter", {"RELAIS_CHARTER": "nowhere.yaml"}, "RELAIS_CHARTER: [Errno 2] No such file"),
        ("database", {"DATABASE_URL": "sqlite:////nowhere/relais.db"}, "DATABASE_URL: there is no"),
        ("test message", {}, "U0NOBODY can't be written to (user_not_found): give --tell the"),
    ],
)
async def test_a_wrong_setting_is_named(
    doctor: Doctor, name: str, variables: dict[str, str], said: str
) -> None:
    level, sentence, status = await doctor.found(name, "--tell", "U0NOBODY", **variables)

    assert (level, status) == ("failed", 1), sentence
    assert sentence.startswith(said)


async def test_scopes_that_are_missing_are_named_with_the_way_to_get_them(doctor: Doctor) -> None:
    granted = doctor.slack.manifest.scopes
    doctor.slack.manifest = replace(
        doctor.slack.manifest, scopes=granted - {"dnd:read", "reactions:write"}
    )

    assert await doctor.found("scopes") == (
        "failed",
        "missing: dnd:read, reactions:write. Paste what `relais manifest` writes into App Manifest "
        "on the app's page, then choose Install App again.",
        1,
    )


async def test_scopes_without_need_are_named(doctor: Doctor) -> None:
    granted = doctor.slack.manifest.scopes
    doctor.slack.manifest = replace(doctor.slack.manifest, scopes=granted | {"files:read"})

    level, sentence, status = await doctor.found("scopes")

    assert (level, status) == ("warning", 0)
    assert sentence.startswith("granted without need: files:read. Paste")


async def test_socket_mode_that_lets_nobody_in_is_told(doctor: Doctor) -> None:
    doctor.slack.faults.refuse_sockets = True

    level, sentence, status = await doctor.found("connection")

    assert (level, status) == ("failed", 1)
    assert sentence.startswith("Socket Mode: Slack can't be reached at")
    assert "(refused: 403)" in sentence
    assert "ticket" not in sentence


async def test_the_app_token_of_another_app_is_told(doctor: Doctor) -> None:
    doctor.slack.sockets.app_id = "A0OTHER"

    level, sentence, _ = await doctor.found("connection")

    assert (level, sentence[:39]) == ("failed", "SLACK_APP_TOKEN is of the app A0OTHER a")


@pytest.mark.parametrize(("secret", "level"), [("0123456789abcdef" * 2, "ok"), ("xyz", "warning")])
async def test_over_http_there_must_be_a_signing_secret(
    doctor: Doctor, secret: str, level: str
) -> None:
    http = {"SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": secret}

    assert (await doctor.found("connection", **http))[0] == level


@pytest.mark.parametrize(
    ("ahead", "level", "said"),
    [
        (timedelta(seconds=59), Level.OK, "within a minute of Slack's."),
        (timedelta(seconds=-61), Level.WARNING, "61 s behind Slack's: let a time service set"),
        (timedelta(seconds=301), Level.FAILED, "301 s ahead of Slack's: let a time service"),
    ],
)
def test_a_clock_that_is_off_is_told(ahead: timedelta, level: Level, said: str) -> None:
    [finding] = skew(NOW + ahead, NOW, "Slack's")

    assert finding.level is level
    assert finding.text.startswith(said)


async def test_slack_tells_the_time(doctor: Doctor) -> None:
    doctor.slack.api.skew = timedelta(minutes=10)

    level, sentence, status = await doctor.found("clock")

    assert (level, status) == ("failed", 1)
    assert "behind Slack's" in sentence


async def test_a_database_that_is_behind_is_told(doctor: Doctor, tmp_path: Path) -> None:
    doctor.file.unlink()
    doctor.file.touch()

    level, sentence, status = await doctor.found("revision")

    assert (level, status) == ("warning", 0)
    assert "`relais migrate` now" in sentence


async def test_a_database_that_is_too_new_is_told(doctor: Doctor) -> None:
    doctor.say("UPDATE alembic_version SET version_num = '9999', floor = '9998'")

    level, sentence, status = await doctor.found("revision")

    assert (level, status) == ("failed", 1)
    assert "start the newer release" in sentence


async def test_one_that_is_a_little_newer_will_do(doctor: Doctor) -> None:
    doctor.say("UPDATE alembic_version SET version_num = '9999'")

    level, sentence, status = await doctor.found("revision")

    assert (level, status) == ("warning", 0)
    assert "works with it all the same" in sentence


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
async def test_a_database_that_may_only_be_read_is_told(
    doctor: Doctor, database: Database, database_url: str
) -> None:
    name = database.engine.url.database
    async with database.engine.connect() as connection:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        await connection.execute(
            text(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
        )

    told = await doctor(DATABASE_URL=database_url)

    assert told.returncode == 1
    assert "failed   writing: it can't be written to (" in told.stdout
    assert "ok       database's clock: within a minute of the database's." in told.stdout
    assert (await migrate.standing(database)).ours in told.stdout


async def test_a_charter_with_faults_is_told(doctor: Doctor) -> None:
    (doctor.relais.folder / "charter.yaml").write_text("relais: 1\nfallback: nobody\n")

    level, sentence, status = await doctor.found("charter", RELAIS_CHARTER="charter.yaml")

    assert (level, status) == ("failed", 1)
    assert sentence == "charter.yaml has faults (1): `relais charter check` tells all."


async def test_people_who_are_not_here_are_named(doctor: Doctor) -> None:
    del doctor.slack.workspace.users[THEO]

    level, sentence, status = await doctor.found("people")

    assert (level, status) == ("failed", 1)
    assert sentence.startswith(f"the charter names {THEO}, unknown to this workspace: copy each ID")


async def test_people_who_have_left_are_named(doctor: Doctor) -> None:
    doctor.slack.workspace.users[THEO].deleted = True

    level, sentence, status = await doctor.found("people")

    assert (level, status) == ("warning", 0)
    assert sentence.startswith(f"the charter names {THEO}, who left: `relais leaver` shows")


async def test_a_lead_channel_without_the_bot_is_told(doctor: Doctor) -> None:
    place = doctor.slack.workspace.channels[PILOTAGE]
    place.kind = "public"
    place.members.discard(doctor.slack.workspace.bot_user_id)

    assert await doctor.found("channels") == (
        "failed",
        f"the bot is not in the lead channel {PILOTAGE}: type `/invite @Relais` in it, or name "
        "another one as lead_channel.",
        1,
    )


async def test_a_private_lead_channel_that_the_bot_cannot_see_is_told(doctor: Doctor) -> None:
    place = doctor.slack.workspace.channels[PILOTAGE]
    place.members.discard(doctor.slack.workspace.bot_user_id)

    assert "is not there, or private and without the bot" in (await doctor.found("channels"))[1]


async def test_an_archived_lead_channel_is_told(doctor: Doctor) -> None:
    doctor.slack.workspace.channels[PILOTAGE].is_archived = True

    assert "is archived: name another one" in (await doctor.found("channels"))[1]


async def test_the_charter_in_force_counts_not_the_file(doctor: Doctor) -> None:
    team = doctor.slack.workspace.team_id
    applied = await asyncio.to_thread(
        doctor.relais, "charter", "apply", CHARTER["RELAIS_CHARTER"], "--workspace", team
    )
    assert applied.returncode == 0, applied.stderr

    level, sentence, _ = await doctor.found("charter", RELAIS_CHARTER="")

    assert (level, sentence) == ("ok", "version 1 is in force.")


async def test_without_a_charter_it_says_how_to_have_one(doctor: Doctor) -> None:
    level, sentence, status = await doctor.found("charter", RELAIS_CHARTER="")

    assert (level, status) == ("warning", 0)
    assert sentence.startswith("there is none: write one after examples/charter.yaml")


async def test_until_there_is_one_its_admins_are_looked_for(doctor: Doctor) -> None:
    admins = {"RELAIS_CHARTER": "", "RELAIS_ADMINS": f"{SOFIA}, U0NOBODY"}

    level, sentence, _ = await doctor.found("charter", **admins)
    assert (level, sentence[:42]) == ("warning", "none yet, those of RELAIS_ADMINS lead and ")

    level, sentence, _ = await doctor.found("people", **admins)
    assert (level, sentence[:26]) == ("failed", "the charter names U0NOBODY")


async def test_the_installer_gets_a_test_message_in_their_language(doctor: Doctor) -> None:
    doctor.slack.workspace.users[SOFIA].locale = "fr-FR"

    level, sentence, _ = await doctor.found("test message", "--tell", SOFIA)

    assert (level, sentence) == ("ok", f"sent to {SOFIA}: look for it in Slack.")
    dm = doctor.slack.workspace.im_of(SOFIA, doctor.slack.workspace.bot_user_id)
    assert dm is not None
    [message] = doctor.slack.messages_in(dm.id, user=SOFIA)
    assert "Ceci est un test" in message.text
