"""`relais leaver`: what depends on somebody, and how it is handed over."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from knowledge import charters, entries, people
from knowledge.charter import Charter
from knowledge.database import open_database
from knowledge.people import Profile
from tests.bot.command_line import Relais
from tests.factories import CHARTER, MARIA, NINA, NOW, PAUL, an_entry

T1 = ("--workspace", "T1")


async def staffed(url: str) -> None:
    """Maria keeps an entry true, and the charter names her."""
    database = open_database(url)
    try:
        async with database.sessions.begin() as session:
            await charters.apply(session, CHARTER, workspace="T1", by=NINA, now=NOW)
            kept = an_entry(workspace="T1", owner=MARIA, topic="refunds")
            await entries.add(session, kept, by=NINA, now=NOW, deed="entry.imported")
            maria = Profile(MARIA, "Maria")
            await people.remember(session, maria, workspace="T1", now=NOW)
    finally:
        await database.close()


async def read(url: str) -> tuple[Charter, str | None]:
    """The charter in force, and who keeps the entry true."""
    database = open_database(url)
    try:
        async with database.sessions.begin() as session:
            entry = await entries.get(session, "T1", 1)
            return await charters.in_force(session, "T1"), entry.owner
    finally:
        await database.close()


@pytest.fixture
def staff(relais: Relais) -> Relais:
    assert relais("migrate").returncode == 0
    with ThreadPoolExecutor(max_workers=1) as pool:
        pool.submit(asyncio.run, staffed(address(relais))).result()
    return relais


def address(relais: Relais) -> str:
    return f"sqlite:///{relais.folder / 'relais.db'}"


def now(relais: Relais) -> tuple[Charter, str | None]:
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(asyncio.run, read(address(relais))).result()


@pytest.mark.parametrize("named", ["@maria", "Maria", MARIA])
def test_it_shows_everything_and_changes_nothing(staff: Relais, named: str) -> None:
    told = staff("leaver", named, *T1)

    assert (told.returncode, told.stderr) == (0, "")
    assert f"Refunds → {NINA}\n" in told.stdout
    assert "step 1 · 1 entry" in told.stdout
    assert "Nothing was changed: add --apply" in told.stdout
    assert now(staff)[1] == MARIA


def test_it_hands_everything_over_as_shown(staff: Relais) -> None:
    told = staff("leaver", "@maria", "--apply", *T1)

    assert (told.returncode, told.stdout) == (0, f"What {MARIA} did is handed over.\n")
    charter, owner = now(staff)
    assert MARIA not in charter.everyone()
    assert owner == NINA
    assert staff("leaver", "@maria", *T1).stdout == f"Nothing depends on {MARIA}.\n"


def test_somebody_else_takes_over_one_topic_or_all(staff: Relais) -> None:
    told = staff("leaver", "@maria", "--apply", "--successor", f"refunds={PAUL}", *T1)

    assert told.returncode == 0
    assert now(staff)[1] == PAUL


def test_who_cannot_take_over_is_refused_with_a_sentence(staff: Relais) -> None:
    told = staff("leaver", "@maria", "--apply", "--successor", PAUL, *T1)

    assert told.returncode == 1
    assert f"<@{PAUL}> lacks the autonomy that" in told.stderr
    assert now(staff)[1] == MARIA


def test_unknown_people_and_topics_are_named(staff: Relais) -> None:
    assert "No member is called bob: give the member ID" in staff("leaver", "@bob", *T1).stderr
    told = staff("leaver", "@maria", "--successor", f"vouchers={PAUL}", *T1)
    assert 'they do nothing on "vouchers"' in told.stderr
