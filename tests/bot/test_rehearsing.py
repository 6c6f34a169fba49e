"""`relais charter rehearse`: a question is played through, and asked of nobody."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import func, select

from knowledge.database import open_database
from knowledge.question import Question
from tests.bot.command_line import EXAMPLES, Relais

TRIAL = """\
relais: 1
hours: {zone: America/Toronto, days: [mon, tue, wed, thu, fri], from: "09:00", to: "17:00"}
topics:
  - id: capitals
    name: {en: Capitals}
    examples: ["what is the capital of Chile", "the capital of India?", "which city is a capital"]
    stance: refer
    autonomy: trainee
    chain:
      - {who: [U0ATLAS], acknowledge: 30m, answer: 4h}
"""


def test_a_question_is_rehearsed_and_asked_of_nobody(relais: Relais) -> None:
    relais("charter", "apply", str(EXAMPLES / "charter.yaml"), "--workspace", "T1")
    question = "une cliente veut savoir quelles données nous gardons sur elle"

    told = relais(
        *(
            "charter",
            "rehearse",
            question,
            "--as",
            "U0THEO",
            "--at",
            "2026-12-24T17:50",
            "--workspace",
            "T1",
        )
    )

    assert told.returncode == 0, told.stderr
    lines = told.stdout.splitlines()
    assert lines[0] == f"“{question}”, asked by U0THEO, Thu 24 Dec 2026 17:50 (Europe/Paris)"
    assert lines[-3] == (
        "1. U0MARC (step 1) is asked Thu 24 Dec 2026 17:50, takes it by Mon 28 Dec 2026 09:20 and "
        "answers by Mon 28 Dec 2026 12:50. (Europe/Paris)"
    )
    assert lines[-1].startswith("Then, Mon 28 Dec 2026 10:20, nobody is left. Told that, and again")
    with ThreadPoolExecutor(max_workers=1) as pool:
        counted = pool.submit(asyncio.run, count_questions(relais.folder / "relais.db")).result()
    assert counted == 0


def test_a_charter_is_tried_before_it_is_applied(relais: Relais) -> None:
    (relais.folder / "trial.yaml").write_text(TRIAL)
    relais("charter", "apply", str(EXAMPLES / "charter.yaml"), "--workspace", "T1")
    asked = ("charter", "rehearse", "what is the capital of Japan", "--as", "U0THEO")

    now = relais(*asked, "--workspace", "T1")
    then = relais(*asked, "--workspace", "T1", "--file", "trial.yaml")

    assert "No topic" in now.stdout
    assert "because: Your words point to Capitals" in then.stdout
    assert "U0ATLAS (step 1) is asked" in then.stdout
    assert "(America/Toronto)" in then.stdout


@pytest.mark.parametrize(
    ("more", "words"),
    [(("--at", "soon"), "--at"), (("--file", "spoilt.yaml"), "spoilt.yaml:1: ")],
)
def test_what_cannot_be_rehearsed_is_refused_in_words(
    relais: Relais, more: tuple[str, ...], words: str
) -> None:
    (relais.folder / "spoilt.yaml").write_text("relais: 9\n")

    told = relais("charter", "rehearse", "why?", "--as", "U0THEO", "--workspace", "T1", *more)

    assert told.returncode != 0
    assert words in told.stderr
    assert "Traceback" not in told.stderr


async def count_questions(file: Path) -> int:
    """How many questions were ever asked."""
    database = open_database(f"sqlite:///{file}")
    async with database.sessions() as session:
        count = await session.scalar(select(func.count()).select_from(Question))
    await database.close()
    return count or 0
