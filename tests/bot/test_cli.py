"""The command line, as a process: what it says, and with which status it ends."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.cast import QUESTIONS, THEO
from bot.sandbox.clock import Clock
from bot.sandbox.slack import PretendSlack
from tests.process import ROOT, a_process
from tests.stage import START, pretend_slack

EXAMPLES = ROOT / "examples"


@pytest.fixture
def relais(tmp_path: Path) -> "Relais":
    """Runs in an empty folder, with nothing set."""
    return Relais(tmp_path)


class Relais:
    """`relais …`, on a SQLite file in that folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        base = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        return subprocess.run(
            [sys.executable, "-m", "bot", *words],
            cwd=self.folder,
            env=base | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"} | variables,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )


def test_help_names_every_command(relais: Relais) -> None:
    told = relais("--help")

    assert told.returncode == 0
    for command in ("run", "sandbox", "migrate", "import", "export", "charter"):
        assert f"  {command}" in told.stdout


@pytest.mark.parametrize("words", [["run"], ["run", "--"]])
def test_without_settings_it_says_what_is_missing(relais: Relais, words: list[str]) -> None:
    told = relais(*words)

    assert told.returncode == 1
    assert told.stderr.strip().splitlines() == [
        "Please set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET (or SLACK_APP_TOKEN, for Socket "
        "Mode) in .env or the environment. See .env.example."
    ]


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"DATABASE_URL": "sqlite:////nowhere/relais.db"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}, "DATABASE_URL"),
        ({"RELAIS_CHARTER": "nowhere.yaml"}, "RELAIS_CHARTER"),
        ({"HOST": "203.0.113.1"}, "HOST and PORT"),
    ],
)
def test_what_cannot_be_used_is_named_in_one_sentence(
    relais: Relais, variables: dict[str, str], named: str
) -> None:
    slack = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s"}
    slack["SLACK_API_BASE_URL"] = "http://127.0.0.1:1/api/"

    told = relais("run", **slack | variables)

    assert told.returncode == 1, told.stderr
    assert told.stderr.strip().splitlines()[-1].startswith(named), told.stderr
    assert "Traceback" not in told.stderr


def test_an_unknown_command_is_refused_without_a_traceback(relais: Relais) -> None:
    told = relais("fly")

    assert (told.returncode, "No such command 'fly'" in told.stderr) == (2, True)


def test_the_database_is_brought_to_its_newest_shape_as_often_as_one_likes(relais: Relais) -> None:
    for _ in range(2):
        told = relais("migrate")
        assert (told.returncode, told.stdout) == (0, "The database is in its newest shape.\n")


def test_what_is_imported_is_exported_and_imported_again_changes_nothing(relais: Relais) -> None:
    first = relais("import", str(EXAMPLES / "entries" / "en"), "--workspace", "T1")
    assert first.returncode == 0, first.stderr
    assert "37 entries read: 37 new, 0 changed, 0 unchanged." in first.stderr

    told = relais("export")
    lines = [json.loads(line) for line in told.stdout.splitlines()]
    (relais.folder / "back.jsonl").write_text(told.stdout, encoding="utf-8")
    again = relais("import", "back.jsonl")

    assert len(lines) == 37
    assert "37 entries read: 0 new, 0 changed, 37 unchanged." in again.stderr


def test_bad_rows_are_named_and_nothing_is_imported(relais: Relais) -> None:
    (relais.folder / "rows.jsonl").write_text(
        '{"question": "Fine?", "answer": "Yes."}\n{"question": "No answer?"}\nnonsense\n'
    )

    told = relais("import", "rows.jsonl", "--workspace", "T1")

    assert told.returncode == 1
    assert 'rows.jsonl, line 2: "body" is missing' in told.stderr
    assert "rows.jsonl, line 3: broken JSON" in told.stderr
    assert "Traceback" not in told.stderr
    assert relais("export", "--workspace", "T1").stdout == ""


def test_without_a_workspace_it_says_how_to_name_one(relais: Relais) -> None:
    told = relais("export")

    assert told.returncode == 1
    assert told.stderr == "Please set SLACK_BOT_TOKEN, or name the workspace with --workspace.\n"


def test_a_charter_without_faults_is_told_so(relais: Relais) -> None:
    told = relais("charter", "check", str(EXAMPLES / "charter.yaml"))

    assert told.returncode == 0
    assert told.stdout.endswith("charter.yaml: no faults, 8 topics.\n")


@pytest.mark.parametrize("command", ["check", "apply"])
def test_a_charter_with_faults_is_refused_with_their_lines(relais: Relais, command: str) -> None:
    (relais.folder / "charter.yaml").write_text("relais: 1\ntopics:\n  - id: refunds\n")

    told = relais("charter", command, "charter.yaml")

    assert told.returncode == 1
    assert "charter.yaml:3" in told.stderr
    assert "Traceback" not in told.stderr


def test_a_charter_is_applied_once(relais: Relais) -> None:
    for _ in range(2):
        told = relais("charter", "apply", str(EXAMPLES / "charter.yaml"), "--workspace", "T1")
        assert (told.returncode, told.stdout) == (0, "Version 1 of the charter is in force.\n")


@pytest.fixture
async def slack() -> AsyncIterator[PretendSlack]:
    slack = pretend_slack(Clock(lambda: START), port=0)
    await slack.start()
    yield slack
    await slack.stop()


async def test_settings_of_oauth_set_by_accident_do_not_switch_it_on(
    slack: PretendSlack, tmp_path: Path
) -> None:
    by_accident = {"SLACK_CLIENT_ID": "1.2", "SLACK_CLIENT_SECRET": "s"}
    charter = {"RELAIS_CHARTER": str(EXAMPLES / "charter.yaml")}
    database = f"sqlite:///{tmp_path / 'relais.db'}"

    async with a_process(slack, database, tmp_path, **by_accident, **charter) as process:
        await slack.command(THEO, QUESTIONS, "/kb", "help")
        await slack.settle(quiet=0.5)
        status, report = await process.page("/health")

    [answer] = [m for m in slack.messages_in(QUESTIONS, user=THEO) if m.ephemeral_to]
    assert "*What I can do for you*" in answer.text
    assert (status, report) == (200, {"worker": "ok"})
    assert slack.bot_token not in process.log.read_text()


async def test_a_token_that_slack_refuses_ends_the_start(
    slack: PretendSlack, relais: Relais
) -> None:
    told = await asyncio.to_thread(
        relais,
        "run",
        SLACK_BOT_TOKEN="xoxb-wrong",
        SLACK_APP_TOKEN="xapp-wrong",
        SLACK_API_BASE_URL=slack.base_url,
        PORT="0",
    )

    assert told.returncode == 1
    assert told.stderr.strip().splitlines()[-1] == "Slack refuses SLACK_BOT_TOKEN: invalid_auth."
