"""The command line: what it says, and with which status it ends."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import running
from bot.sandbox.cast import THEO
from bot.sandbox.slack import PretendSlack
from knowledge import people, questions
from knowledge.database import open_database
from knowledge.flag import Doubt, Remark
from knowledge.flag import Status as Settled
from knowledge.people import Profile
from knowledge.question import Feedback, Question, Way
from knowledge.signal import Status
from tests.bot.command_line import EXAMPLES, Relais
from tests.factories import MARIA, NOW, a_flag, a_signal, an_entry
from tests.stage import START


def test_help_names_every_command(relais: Relais) -> None:
    told = relais("--help")

    assert told.returncode == 0
    for command in (
        "run",
        "sandbox",
        "migrate",
        "import",
        "export",
        "flags",
        "charter",
        "doctor",
        "learned",
        "unlearn",
        "signals",
        "member",
        "synonyms",
        "why",
    ):
        assert f"  {command}" in told.stdout


def test_without_settings_it_says_what_is_missing(relais: Relais) -> None:
    told = relais.process("run")

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
    here: Relais, variables: dict[str, str], named: str
) -> None:
    slack = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s"}
    slack["SLACK_API_BASE_URL"] = "http://127.0.0.1:1/api/"

    told = here("run", **slack | variables)

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


def test_jargon_is_kept_from_the_command_line(relais: Relais) -> None:
    t1 = ("--workspace", "T1")
    (relais.folder / "jargon.txt").write_text("RC; rupco\nmdp, mot de passe\n", encoding="utf-8")

    assert "2 groups read: 2 new" in relais("synonyms", "import", "jargon.txt", *t1).stderr
    refused = relais("synonyms", "add", "rc", "mdp", *t1)
    assert (refused.returncode, refused.stderr.startswith("“mdp” is in a group")) == (1, True)
    relais("synonyms", "add", "rc", "rupture conventionnelle", "--merge", *t1)
    assert relais("synonyms", "remove", "MDP", *t1).stdout == "Removed: mdp, mot de passe.\n"
    assert relais("synonyms", "remove", "MDP", *t1).returncode == 1
    assert relais("synonyms", "list", *t1).stdout == "RC, rupco, rupture conventionnelle\n"
    relais("synonyms", "export", "back.txt", *t1)
    again = relais("synonyms", "import", "back.txt", *t1)
    assert "1 groups read: 0 new, 0 changed, 1 unchanged." in again.stderr


def test_faults_in_a_file_of_jargon_are_named_with_their_lines(relais: Relais) -> None:
    (relais.folder / "jargon.txt").write_text("alone\n\nRC, rupco\n!!, ??\n")

    told = relais("synonyms", "import", "jargon.txt", "--workspace", "T1")

    assert told.returncode == 1
    lines = [line.partition(": ")[0] for line in told.stderr.splitlines()]
    assert lines == ["jargon.txt, line 1", "jargon.txt, line 4"]
    assert relais("synonyms", "list", "--workspace", "T1").stdout == ""


def test_suggested_jargon_is_written_as_it_is_read(relais: Relais) -> None:
    titles = [f"Comment suivre {thing} ?" for thing in ("un colis", "la garantie", "un devis")]
    others = (*titles, "Le paiement", "La TVA")
    rows: list[dict[str, object]] = [{"question": title, "answer": "Oui."} for title in others]
    for title, wording in (
        ("Mon employeur", "mon boss"),
        ("L'employeur refuse", "le boss dit non"),
    ):
        rows.append({"question": title, "answer": "Non.", "variants": [wording]})
    (relais.folder / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)))
    relais("import", "rows.jsonl", "--workspace", "T1")

    assert relais("synonyms", "suggest").stdout == "boss, employeur\n"


def test_without_a_workspace_it_says_how_to_name_one(relais: Relais) -> None:
    told = relais("export")

    assert told.returncode == 1
    assert told.stderr == "Please set SLACK_BOT_TOKEN, or name the workspace with --workspace.\n"


def test_what_was_learned_is_listed_taken_out_and_put_back(relais: Relais) -> None:
    relais("import", str(EXAMPLES / "entries" / "en"), "--workspace", "T1")
    with ThreadPoolExecutor(max_workers=1) as pool:
        pool.submit(asyncio.run, learn(relais.folder / "relais.db")).result()

    listed = relais("learned")
    assert listed.stdout == "1\tentry 1\tconfirmed\t2026-01-12\tU0THEO\tmy money please\n"
    assert relais("learned", "2").stdout == ""
    assert "\ttaken out\t" in relais("unlearn", "1").stdout
    assert "\ttaken out\t" in relais("learned", "1").stdout
    assert relais("unlearn", "1", "--undo").stdout == listed.stdout


def test_what_was_never_learned_cannot_be_taken_out(relais: Relais) -> None:
    told = relais("unlearn", "7", "--workspace", "T1")

    assert (told.returncode, told.stdout, "Traceback" in told.stderr) == (1, "", False)


def test_signals_are_counted_by_process_and_topic(relais: Relais) -> None:
    relais("migrate")
    with ThreadPoolExecutor(max_workers=1) as pool:
        pool.submit(asyncio.run, pass_on(relais.folder / "relais.db")).result()

    counted = relais("signals", "--workspace", "T1")

    assert counted.stdout.splitlines() == [
        "support\trefunds\t2\t1 open\t1 acted on\t0 not now",
        "-\t-\t1\t1 open\t0 acted on\t0 not now",
    ]
    assert relais("signals", "--workspace", "T2", "--days", "3").stdout == ""


def test_what_is_held_of_a_person_is_written_out_and_they_are_forgotten(relais: Relais) -> None:
    relais("import", str(EXAMPLES / "entries" / "en"), "--workspace", "T1")
    with ThreadPoolExecutor(max_workers=1) as pool:
        pool.submit(asyncio.run, learn(relais.folder / "relais.db")).result()

    held = json.loads(relais("member", "export", THEO, "--workspace", "T1").stdout)
    asked = relais("member", "erase", THEO, "--workspace", "T1")
    forgotten = relais("member", "erase", THEO, "--yes", "--workspace", "T1")
    after = json.loads(relais("member", "export", THEO, "--workspace", "T1").stdout)

    assert [row["text"] for row in held["questions"]] == ["my money please"]
    assert {"members", "voices"} <= held.keys()
    assert "Erased: questions, 1" in asked.stdout
    assert "Nothing was done." in asked.stdout
    assert forgotten.stdout.startswith("Forgotten. U0GONE")
    assert after == {}


def test_flags_are_listed_with_who_has_them_until_when(relais: Relais) -> None:
    relais("migrate")
    with ThreadPoolExecutor(max_workers=1) as pool:
        pool.submit(asyncio.run, doubt(relais.folder / "relais.db")).result()

    listed = relais("flags", "--workspace", "T1")

    assert listed.stdout.splitlines() == [
        f"No. 1\trefunds\t{MARIA}\tnobody is left\tsource deleted\tQuel délai ?",
        f"No. 1\trefunds\t{MARIA}\tdue 2026-01-14 09:00 UTC\twrong, unclear\tQuel délai ?",
    ]
    assert relais("flags", "--workspace", "T2").stdout == ""


async def doubt(file: Path) -> None:
    """Two open flags, one of which nobody is left for, and one that is settled."""
    said = {6: ("wrong", "unclear"), 7: ("source_deleted",), 8: ("wrong",)}
    due = NOW + timedelta(days=2)
    exhausted: dict[str, Any] = {"exhausted_at": NOW, "due_at": NOW}
    database = open_database(f"sqlite:///{file}")
    async with database.sessions.begin() as session:
        session.add(an_entry(id=1, workspace="T1", title="Quel *délai* ?"))
        await session.flush()
        session.add(a_flag(id=6, workspace="T1", due_at=due))
        session.add(a_flag(id=7, workspace="T1", **exhausted))
        session.add(a_flag(id=8, workspace="T1", status=Settled.UPHELD))
        await session.flush()
        for flag, doubts in said.items():
            for one in doubts:
                about: dict[str, Any] = {"workspace": "T1", "key": f"{flag}:{one}", "at": NOW}
                session.add(Remark(flag_id=flag, doubt=Doubt(one), text="", **about))
    await database.close()


async def pass_on(file: Path) -> None:
    """Three signals of today, one of which was acted on, and one of last year."""
    facts: dict[str, Any] = {"workspace": "T1", "process": "support", "passed_at": running.now()}
    old = facts["passed_at"] - timedelta(days=365)
    database = open_database(f"sqlite:///{file}")
    async with database.sessions.begin() as session:
        session.add(a_signal(**facts, id=1, key="1"))
        session.add(a_signal(**facts, id=2, key="2", status=Status.ACTED_ON))
        session.add(a_signal(**facts | {"id": 3, "key": "3", "process": None, "topic": None}))
        session.add(a_signal(**facts | {"id": 4, "key": "4", "passed_at": old}))
    await database.close()


async def learn(file: Path) -> None:
    """Théo asks in odd words, and says that an entry helped."""
    database = open_database(f"sqlite:///{file}")
    async with database.sessions.begin() as session:
        about = {"workspace": "T1", "asker": THEO, "key": "1", "text": "my money please"}
        question = Question(**about, way=Way.COMMAND, asked_at=START, found={"entries": [1]})
        session.add(question)
        await people.remember(session, Profile(THEO, "Théo"), workspace="T1", now=START)
        await questions.give_feedback(session, question, Feedback.HELPFUL, by=THEO, now=START)
    await database.close()


@pytest.mark.parametrize("more", [{}, {"SLACK_CLIENT_SECRET": "s3cret"}])
def test_settings_of_oauth_set_by_accident_are_one_sentence(
    here: Relais, more: dict[str, str]
) -> None:
    token = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1", "SLACK_CLIENT_ID": "1.2"}

    told = here("run", **token, **more)

    assert told.returncode == 1
    [line] = told.stderr.strip().splitlines()
    assert line.startswith("SLACK_BOT_TOKEN is for one workspace, and SLACK_CLIENT_ID")
    assert "please remove" in line


async def test_a_token_that_slack_refuses_ends_the_start(slack: PretendSlack, here: Relais) -> None:
    told = await asyncio.to_thread(
        here,
        "run",
        SLACK_BOT_TOKEN="xoxb-wrong",
        SLACK_APP_TOKEN="xapp-wrong",
        SLACK_API_BASE_URL=slack.base_url,
        PORT="0",
    )

    assert told.returncode == 1
    assert told.stderr.strip().splitlines()[-1] == (
        "Slack refuses SLACK_BOT_TOKEN: invalid_auth, Slack does not know it. Install the app to "
        "the workspace again, and copy the Bot User OAuth Token from OAuth & Permissions."
    )


@pytest.mark.parametrize("url", ["mysql://host/name", "sqlite:////nowhere/relais.db", "nonsense"])
@pytest.mark.parametrize("words", [["migrate"], ["export", "--workspace", "T1"]])
def test_every_command_names_a_database_that_cannot_be_used(
    relais: Relais, words: list[str], url: str
) -> None:
    told = relais(*words, DATABASE_URL=url)

    assert told.returncode == 1
    assert told.stderr.startswith("DATABASE_URL"), told.stderr
    assert len(told.stderr.strip().splitlines()) == 1, told.stderr
