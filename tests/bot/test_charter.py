"""`relais charter …` and `relais why`: what they say, and with which status they end."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.sandbox.cast import INES, MARC, SOFIA, THEO
from bot.sandbox.slack import PretendSlack
from knowledge import people, questions
from knowledge.asking import Asking
from knowledge.database import open_database
from knowledge.library import Library
from knowledge.people import Profile
from knowledge.question import Way
from tests.bot.command_line import EXAMPLES, Relais, Told
from tests.factories import CHARTER, MARIA, NINA, NOW

T1 = ("--workspace", "T1")
EXAMPLE = EXAMPLES / "charter.yaml"


def test_a_charter_without_faults_is_told_so(relais: Relais) -> None:
    told = relais("charter", "check", str(EXAMPLES / "charter.yaml"))

    assert told.returncode == 0
    assert told.stdout.endswith("charter.yaml: no faults, 1 concern, 8 topics.\n")


def test_what_will_not_always_hold_is_told_with_its_line(relais: Relais) -> None:
    told = relais("charter", "check", str(EXAMPLES / "charter.yaml"))

    assert told.stdout.splitlines()[-2].endswith(
        "concern: When U0SOFIA asks about what belongs to no topic, there is nobody else to ask: "
        "name one more person who may answer."
    )


@pytest.mark.parametrize("command", ["check", "plan", "apply"])
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


def test_a_file_that_is_no_text_is_refused_in_words(relais: Relais) -> None:
    (relais.folder / "charter.yaml").write_bytes(b"\xff\xfe\x00r")

    told = relais("charter", "check", "charter.yaml")

    assert (told.returncode, "Traceback" in told.stderr) == (1, False), told.stderr
    assert "charter.yaml" in told.stderr


class Desk:
    """A lead's desk: a folder with a charter in it, and one workspace."""

    def __init__(self, relais: Relais) -> None:
        self.relais = relais
        self.file = relais.folder / "charter.yaml"
        self.write(CHARTER)

    def write(self, text: str) -> None:
        """Put this into the file."""
        self.file.write_text(text, encoding="utf-8")

    def charter(self, command: str, *words: str) -> Told:
        """`relais charter …`, on the only workspace."""
        return self.relais("charter", command, *words)

    def applies(self, text: str, *words: str) -> Told:
        """Put a text into force."""
        self.write(text)
        return self.charter("apply", "charter.yaml", *T1, *words)

    def happens(self, deed: Callable[[AsyncSession], Awaitable[object]]) -> None:
        """Something is done to its database."""

        async def do() -> None:
            database = open_database(f"sqlite:///{self.relais.folder / 'relais.db'}")
            async with database.sessions.begin() as session:
                await deed(session)
            await database.close()

        with ThreadPoolExecutor(max_workers=1) as pool:
            pool.submit(asyncio.run, do()).result()

    def asked(self, text: str, *, by: str) -> None:
        """Somebody asks a question."""
        asking = Asking(text, by, "T1", Way.COMMAND, f"command:{text}")
        self.happens(lambda session: questions.ask(session, asking, library=Library(), now=NOW))


@pytest.fixture
def desk(relais: Relais) -> Desk:
    """The charter of the factories is in force."""
    desk = Desk(relais)
    assert desk.applies(CHARTER, "--why", "We begin", "--by", NINA).returncode == 0
    return desk


def test_a_plan_names_what_changes_and_what_it_touches(desk: Desk) -> None:
    desk.asked("l'appareil a pris feu", by="U0ANA")
    desk.write(CHARTER.replace("answer: 2h", "answer: 3h").replace("en: Refunds", "en: Money"))

    told = desk.charter("plan", "charter.yaml")

    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.splitlines() == [
        "~ refunds: the name is “Money”, not “Refunds”",
        "~ safety: step 1 answers in 3h, not 2h",
        "Open questions touched: 1.",
        f"E1 (“l'appareil a pris feu”, with {MARIA}): its deadlines change",
    ]
    assert desk.charter("show").stdout == CHARTER


def test_a_plan_of_the_same_rules_says_so(desk: Desk) -> None:
    desk.write(CHARTER + "# a remark\n")

    told = desk.charter("plan", "charter.yaml")

    assert told.stdout.splitlines() == [
        "The rules are those of version 1.",
        "Open questions touched: 0.",
    ]


@pytest.mark.parametrize("command", ["plan", "apply"])
def test_what_leaves_questions_to_nobody_is_refused_with_its_line(desk: Desk, command: str) -> None:
    desk.asked("l'appareil a pris feu", by=NINA)
    alone = f"{{who: [{NINA}], acknowledge: 30m, answer: 2h}}"
    text = CHARTER.replace(f"{{who: [{MARIA}], acknowledge: 30m, answer: 2h}}", alone)
    desk.write(text)

    told = desk.charter(command, "charter.yaml")

    assert told.returncode == 1
    assert told.stderr.startswith("charter.yaml:21: E1 (“l'appareil a pris feu”) would be left")
    assert desk.charter("show").stdout == CHARTER


def test_a_charter_that_names_nobody_is_refused(desk: Desk) -> None:
    told = desk.applies("relais: 1\n")

    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr.startswith("charter.yaml:1: This charter names nobody who could be asked")
    assert len(desk.charter("history").stdout.splitlines()) == 1


def test_each_version_is_shown_to_the_letter(desk: Desk) -> None:
    second = CHARTER.replace("30m", "20m") + "# “é”\n\n"
    desk.applies(second)

    assert desk.charter("show").stdout == second
    assert desk.charter("show", "--version", "1").stdout == CHARTER


def test_history_says_who_when_why_and_what_newest_first(desk: Desk) -> None:
    desk.applies(
        CHARTER.replace("answer: 4h", "answer: 1d"), "--why", "Too\thasty\n", "--by", SOFIA
    )
    desk.charter("apply", "--version", "1", "--why", "It was not")
    desk.applies(CHARTER + "# a remark\n")

    told = [line.split("\t") for line in desk.charter("history").stdout.splitlines()]

    assert [[number, *rest] for number, _when, *rest in told] == [
        ["4", "command line", "-", "the same rules, written otherwise"],
        [
            "3",
            "command line",
            "It was not",
            "version 1 again: ~ refunds: step 1 answers in 4h, not 1d",
        ],
        ["2", SOFIA, "Too hasty", "~ refunds: step 1 answers in 1d, not 4h"],
        ["1", NINA, "We begin", "the first version"],
    ]
    assert all(when.endswith(" UTC") for _number, when, *_rest in told)


def test_an_old_version_is_applied_again_once(desk: Desk) -> None:
    desk.applies(CHARTER + "# a remark\n")

    for _ in range(2):
        told = desk.charter("apply", "--version", "1")
        assert (told.returncode, told.stdout) == (0, "Version 3 of the charter is in force.\n")
    assert desk.charter("show").stdout == CHARTER


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["show", "--version", "7"], 1, "The charter has no version 7: its versions are 1 to 1."),
        (["apply", "--version", "7"], 1, "The charter has no version 7: its versions are 1 to 1."),
        (["apply"], 2, "Name either a file or, with --version, an old version."),
        (["apply", "charter.yaml", "--version", "1"], 2, "Name either a file or"),
        (["apply", "charter.yaml", "--by", "x" * 33], 2, "use 1 to 32 characters"),
        (["apply", "charter.yaml", "--by", " "], 2, "use 1 to 32 characters"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    desk: Desk, words: list[str], status: int, said: str
) -> None:
    told = desk.charter(*words)

    assert (told.returncode, told.stdout) == (status, "")
    assert said in told.stderr
    assert "Traceback" not in told.stderr


def test_without_a_charter_there_is_nothing_to_show(relais: Relais) -> None:
    told = relais("charter", "show", *T1)

    assert (told.returncode, told.stderr) == (1, "No charter has been put into force yet.\n")
    assert relais("charter", "history", *T1).stdout == ""


def test_without_the_people_it_is_said_that_they_were_not_checked(relais: Relais) -> None:
    told = relais("charter", "check", str(EXAMPLE))

    assert "Whether its people are members was not checked: add --with-people." in told.stderr
    assert not (relais.folder / "relais.db").exists()


def test_people_who_have_left_are_faults_beside_the_others(desk: Desk) -> None:
    gone = Profile(NINA, "Nina", is_deactivated=True)
    desk.happens(lambda session: people.remember(session, gone, workspace="T1", now=NOW))
    desk.write(CHARTER.replace("stance: refer", "stance: maybe"))

    told = desk.charter("check", "charter.yaml", "--with-people")

    assert (told.returncode, told.stdout) == (1, "")
    note, *faults = told.stderr.splitlines()
    assert note == f"Slack did not tell whether these are members: {MARIA}, U0PAUL."
    assert f"charter.yaml:7: {NINA} has left, their account is deactivated" in faults[0]
    assert [line for line in faults if "maybe" in line]
    assert len(faults) == 6


def test_people_nobody_has_met_are_no_faults_while_slack_cannot_be_asked(desk: Desk) -> None:
    told = desk.charter("check", "charter.yaml", *T1)

    assert told.returncode == 0
    assert told.stdout.endswith("charter.yaml: no faults, 1 concern, 3 topics.\n")
    assert f"{MARIA}, {NINA}, U0PAUL" in told.stderr


async def test_slack_is_asked_about_people_we_have_not_met(
    slack: PretendSlack, relais: Relais
) -> None:
    slack.workspace.users[MARC].deleted = True
    text = EXAMPLE.read_text("utf-8").replace(INES, "U0NOBODY")
    (relais.folder / "charter.yaml").write_text(text, encoding="utf-8")
    token = {"SLACK_BOT_TOKEN": slack.bot_token, "SLACK_API_BASE_URL": slack.base_url}

    told = await asyncio.to_thread(
        relais, "charter", "check", "charter.yaml", "--with-people", **token
    )

    assert told.returncode == 1
    lines = told.stderr.splitlines()
    assert all(line.startswith("charter.yaml:") for line in lines)
    assert any("There is no member U0NOBODY in the workspace" in line for line in lines)
    assert any(f"{MARC} has left" in line for line in lines)
    assert not any(SOFIA in line or THEO in line for line in lines)


def test_a_decision_is_explained_by_the_charter_of_its_time(desk: Desk) -> None:
    desk.asked("l'appareil *a* pris feu", by="U0ANA")
    desk.applies(CHARTER.replace("en: Product safety", "en: Burning things"))

    told = desk.relais("why", "1")

    assert (told.returncode, told.stderr) == (0, "")
    lines = told.stdout.splitlines()
    assert lines[:3] == [
        "Question 1, U0ANA, 2026-01-12 09:00 UTC",
        "l'appareil *a* pris feu",
        "Verdict: escalate",
    ]
    assert lines[3].startswith("1. Your words point to Product safety (")
    assert lines[-3] == f"4. The nearest person with a say is {MARIA} (step 1 of the chain)."
    assert lines[-2].startswith(f"Charter: version 1, {NINA}, ")
    assert lines[-1] == "We begin"


def test_a_decision_without_a_charter_says_so(relais: Relais) -> None:
    relais("migrate")
    Desk(relais).asked("where is my refund", by=THEO)

    told = relais("why", "1", *T1)

    assert told.stdout.splitlines()[-1] == "No charter was in force."


def test_a_question_that_was_never_asked_cannot_be_explained(desk: Desk) -> None:
    told = desk.relais("why", "12")

    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr.startswith("I can't find that any more.")
