"""The whole of a workspace: out of one database and into another, without loss."""

import json
import shutil
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot import migrate
from bot import whole as command
from knowledge import charters, entries, synonyms
from knowledge.database import Database, open_database
from knowledge.entry import Entry, Genre, Revision, Status
from knowledge.escalation import Status as Owed
from knowledge.exchange import BadRows, whole
from knowledge.exchange.trees import open_tree
from knowledge.exchange.whole.tables import LEFT_OUT, TABLES, Whole
from knowledge.exchange.whole.tables import told as renumbered
from knowledge.question import Feedback, Question, Way
from knowledge.wording import Kind, Voice, Wording
from tests.emptying import empty
from tests.factories import ANA, CHARTER, MARIA, NINA, NOW, WORKSPACE, an_entry, an_escalation

OTHER = "T0OTHER"
CHANNEL = "C0JURIDIQUE"


async def fill(database: Database, workspace: str = WORKSPACE, **secret: Any) -> None:
    """A small team's life: an entry that learned, one for a channel, an answer of Maria's."""
    async with database.sessions.begin() as session:
        how: dict[str, Any] = {"workspace": workspace, "by": NINA, "now": NOW}
        await charters.apply(session, CHARTER, **how)
        await synonyms.add(session, ["RC", "rupture conventionnelle"], **how)
        open_one = an_entry(workspace=workspace, key="a", wordings=("remboursement ?",), tags=["x"])
        closed = an_entry(workspace=workspace, title="Le barème ?", audience=CHANNEL)
        for entry in (open_one, closed):
            await entries.add(session, entry, by=MARIA, now=NOW, deed="entry.captured")
        open_one.body = "Sous 15 jours."
        await entries.changed(session, open_one, by=MARIA, now=NOW, deed="entry.edited")
        numbers, because = (
            [open_one.id, closed.id],
            {"rule": "nobody", "facts": {"entry": closed.id}},
        )
        asked = [
            a_question(workspace, "1", found={"entries": numbers}, chosen=open_one.id),
            a_question(workspace, "2", audience=CHANNEL, text="Le barème secret ?"),
            a_question(workspace, "3", reasons={"list": [because]}),
        ]  # fmt: skip
        session.add_all(asked)
        await session.flush()
        for place, entry, text in ((0, open_one, "mes sous"), (1, open_one, "le barème caché")):
            voice = Voice(question_id=asked[place].id, person=ANA, kind=Kind.CONFIRMED, at=NOW,
                          audience=asked[place].audience)  # fmt: skip
            session.add(Wording(workspace=workspace, entry_id=entry.id, sense=text, text=text,
                                voices=[voice]))  # fmt: skip
        answered = {"status": Owed.ANSWERED, "answer": "Oui.", "answered_at": NOW}
        session.add_all([
            an_escalation(id=None, workspace=workspace, question_id=asked[2].id,
                          entry_id=closed.id, **answered),
            an_escalation(id=None, workspace=workspace, question_id=asked[0].id),
        ])  # fmt: skip


def a_question(workspace: str, key: str, **facts: Any) -> Question:
    told = {"asker": ANA, "text": "Mes sous ?", "way": Way.COMMAND, "asked_at": NOW, "charter": 1}
    told |= {"found": {}, "reasons": {}, "feedback": Feedback.HELPFUL}
    return Question(workspace=workspace, key=key, **told | facts)


async def export(database: Database, path: Path, workspace: str = WORKSPACE, **how: Any) -> Whole:
    await command.export(database, workspace, path, now=NOW, say=lambda _: None, **how)
    tree = open_tree(path)
    return whole.read(tree, str(whole.find(tree)))[1]


async def bring(database: Database, path: Path, workspace: str = OTHER, **how: Any) -> list[str]:
    tree, said = open_tree(path), list[str]()
    above = whole.find(tree)
    assert above is not None
    await command.restore(
        database, workspace, tree, above, by="import", now=NOW, say=said.append, **how
    )
    return said


def from_one(found: Whole) -> Whole:
    """The same with each table's numbers beginning at 1: that is all that may differ elsewhere."""
    first = {
        name: min((row["id"] for row in rows if "id" in row), default=1)
        for name, rows in found.items()
    }
    entries_ = {row["id"]: row["id"] - first["entries"] + 1 for row in found["entries"]}
    out: Whole = {}
    for kept in TABLES:
        places = {"id": kept.name, **kept.refers}
        out[kept.name] = [
            {
                name: value - first[places[name]] + 1 if name in places and value is not None
                else renumbered(value, entries_) if name in kept.tells else value
                for name, value in row.items()
            }
            for row in found[kept.name]
        ]  # fmt: skip
    return out


@pytest.mark.parametrize("name", ["all", "all.zip"])
async def test_what_is_exported_and_brought_elsewhere_is_exported_the_same(
    database: Database, tmp_path: Path, name: str
) -> None:
    await fill(database)
    first = await export(database, tmp_path / "here" / name, private=True)
    await bring(database, tmp_path / "here" / name, private=True)
    second = await export(database, tmp_path / "there" / name, OTHER, private=True)
    assert from_one(first) == from_one(second)
    assert len(first["revisions"]) == 3
    assert [row["text"] for row in first["wordings"]] == ["mes sous", "le barème caché"]


async def test_numbers_stay_as_they_are_where_they_are_free(
    database: Database, tmp_path: Path
) -> None:
    await fill(database, "T0FIRST")
    await fill(database)
    first = await export(database, tmp_path / "a.zip", private=True)
    async with database.engine.begin() as connection:
        await empty(connection)
    await bring(database, tmp_path / "a.zip", private=True)
    assert await export(database, tmp_path / "b.zip", OTHER, private=True) == first


async def test_life_goes_on_after_it(database: Database, tmp_path: Path) -> None:
    await fill(database)
    await export(database, tmp_path / "a.zip")
    await bring(database, tmp_path / "a.zip")
    async with database.sessions.begin() as session:
        session.add(an_entry(workspace=OTHER, title="Une autre ?"))
        await charters.apply(session, CHARTER + "\n", workspace=OTHER, by=NINA, now=NOW)
    async with database.sessions() as session:
        assert (await charters.current(session, OTHER))[0] == 2
        here = select(func.count()).select_from(Entry).where(Entry.workspace == OTHER)
        assert await session.scalar(here) == 2


async def test_what_is_kept_for_a_channel_leaves_no_trace_unless_asked_for(
    database: Database, tmp_path: Path
) -> None:
    await fill(database)
    found = await export(database, tmp_path / "all")
    written = "".join(
        path.read_text() for path in (tmp_path / "all").rglob("*.*") if path.is_file()
    )
    assert "barème" not in written
    assert CHANNEL not in written
    assert len(found["entries"]) == 1
    assert [row["entry_id"] for row in found["escalations"]] == [None]
    numbers = [row["id"] for row in found["entries"]]
    assert found["questions"][0]["found"] == {"entries": numbers}


async def test_an_import_leaves_private_channels_out_too_unless_asked_for(
    database: Database, tmp_path: Path
) -> None:
    await fill(database)
    await export(database, tmp_path / "a.zip", private=True)
    said = await bring(database, tmp_path / "a.zip")
    assert said[-1] == "1 entries of private channels are left out; --private brings them."
    async with database.sessions() as session:
        there = select(Entry.audience).where(Entry.workspace == OTHER)
        assert (await session.scalars(there)).all() == [None]


async def test_what_an_entry_said_while_it_was_private_is_left_out(
    database: Database, tmp_path: Path
) -> None:
    await fill(database)
    async with database.sessions.begin() as session:
        entry = await session.scalar(select(Entry).where(Entry.audience == CHANNEL))
        assert entry is not None
        entry.audience, entry.body = None, "Public."
        await entries.changed(session, entry, by=NINA, now=NOW, deed="entry.edited")
    found = await export(database, tmp_path / "a.zip")
    assert [row["body"] for row in found["revisions"] if row["entry_id"] == entry.id] == ["Public."]


async def test_without_questions_nobody_is_named_and_what_was_learned_stays(
    database: Database, tmp_path: Path
) -> None:
    await fill(database)
    found = await export(database, tmp_path / "a.zip", private=True, questions=False)
    assert ANA not in json.dumps([found["questions"], found["voices"]])
    assert "Mes sous ?" not in json.dumps(found)
    assert found["escalations"] == []
    await bring(database, tmp_path / "a.zip", private=True)
    async with database.sessions() as session:
        wordings = (await session.scalars(select(Wording).where(Wording.workspace == OTHER))).all()
    assert [one.kind for one in wordings] == [Kind.CONFIRMED, None]
    again = await export(database, tmp_path / "b.zip", OTHER, private=True, questions=False)
    assert bare(from_one(again)) == bare(from_one(found))


def bare(found: Whole) -> Whole:
    """Without the key that a question has from its number."""
    questions = [{**row, "key": ""} for row in found["questions"]]
    return {**found, "questions": questions}


def test_every_table_is_exported_or_stays_behind_for_a_reason() -> None:
    ours = {*migrate.tables().tables} - {"alembic_version"}
    assert {kept.name for kept in TABLES} | {*LEFT_OUT} == ours


def test_every_foreign_key_is_known_so_that_it_is_renumbered() -> None:
    for kept in TABLES:
        keys = {key.parent.name: key.column.table.name for key in kept.table.foreign_keys}
        assert keys.items() <= kept.refers.items(), kept.name


async def test_what_is_still_owed_an_answer_goes_on_where_it_is(
    database: Database, tmp_path: Path
) -> None:
    await fill(database)
    found = await export(database, tmp_path / "a.zip", private=True)
    assert [row["status"] for row in found["escalations"]] == ["answered"]


async def test_a_workspace_that_has_something_is_not_touched(
    database: Database, tmp_path: Path
) -> None:
    await fill(database)
    before = await export(database, tmp_path / "a.zip", private=True)
    with pytest.raises(BadRows, match="the workspace T0RELAIS is not empty"):
        await bring(database, tmp_path / "a.zip", WORKSPACE)
    assert await export(database, tmp_path / "b.zip", private=True) == before


async def test_a_trial_writes_nothing(database: Database, tmp_path: Path) -> None:
    await fill(database)
    await export(database, tmp_path / "a.zip")
    said = await bring(database, tmp_path / "a.zip", dry=True)
    assert "would be brought" in said[0]
    async with database.sessions() as session:
        assert not await session.scalar(select(Entry).where(Entry.workspace == OTHER))


Spoil = Callable[[Path], None]


def cut(name: str) -> Spoil:
    def spoil(folder: Path) -> None:
        path = folder / name
        path.write_bytes(path.read_bytes()[:-20])

    return spoil


def without(name: str) -> Spoil:
    return lambda folder: (folder / name).unlink()


def changed(name: str, **changes: Any) -> Spoil:
    def spoil(folder: Path) -> None:
        path = folder / "tables" / f"{name}.jsonl"
        first, *rest = path.read_text().splitlines()
        path.write_text("\n".join([json.dumps(json.loads(first) | changes), *rest]) + "\n")

    return spoil


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (cut("relais.json"), "it is damaged, or no manifest of an export"),
        (cut("tables/entries.jsonl"), "broken JSON"),
        (without("tables/entries.jsonl"), "it is missing: this is not all of the export"),
        (changed("entries", status="lost"), "line 1: \"status\" cannot be 'lost'"),
        (changed("entries", created_at="yesterday"), '"created_at" cannot be'),
        (changed("entries", created_at="2026-01-12T09:00:00"), '"created_at" cannot be'),
        (changed("entries", created_at=None), '"created_at" is empty'),
        (changed("entries", title=7), '"title" cannot be'),
        (changed("entries", revision=True), '"revision" cannot be'),
        (changed("entries", revision=2**40), '"revision" is too large a number'),
        (changed("entries", owner="U" * 40), '"owner" is longer than 32 characters'),
        (changed("entries", mood="good"), 'there is no "mood" here: it is of a newer Relais'),
        (changed("entries", id=0), "numbers that its rows cannot have"),
        (changed("variants", entry_id=99), "entry_id 99 is not in entries"),
        (changed("revisions", number=2), "rows that cannot stand beside each other"),
        (changed("charter_versions", text="relais: 9"), "the charter in force has faults"),
    ],
)
async def test_what_is_damaged_is_refused_and_nothing_is_written(
    database: Database, tmp_path: Path, spoil: Spoil, told: str
) -> None:
    await fill(database)
    await export(database, tmp_path / "all", private=True)
    spoil(tmp_path / "all")
    with pytest.raises(BadRows) as bad:
        await bring(database, tmp_path / "all", private=True)
    assert told in str(bad.value)
    async with database.sessions() as session:
        assert not await session.scalar(select(Entry).where(Entry.workspace == OTHER))


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
async def test_another_folder_is_not_written_into(database: Database, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("!")
    with pytest.raises(whole.UnknownPlace, match="is there already, and no export"):
        await export(database, tmp_path)


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
async def test_an_export_into_the_same_folder_replaces_it(
    database: Database, tmp_path: Path
) -> None:
    await fill(database)
    await export(database, tmp_path / "all", private=True)
    pages = len([*(tmp_path / "all" / "entries").glob("*.md")])
    await export(database, tmp_path / "all")
    assert (pages, len([*(tmp_path / "all" / "entries").glob("*.md")])) == (2, 1)


letters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
texts = st.text(letters, min_size=1, max_size=30)
days = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1))
moments = days.map(lambda at: at.replace(tzinfo=NOW.tzinfo))
beside = st.dictionaries(texts, st.none() | st.booleans() | st.integers(-9, 9) | texts, max_size=3)
any_entry = st.fixed_dictionaries(
    {
        "title": texts,
        "body": texts,
        "kind": st.sampled_from(Genre),
        "status": st.sampled_from(Status),
        "lang": st.none() | st.just("fr"),
        "topic": st.none() | st.just("refunds"),
        "extra": beside,
        "audience": st.none() | st.just(CHANNEL),
        "owner": st.none() | st.just(MARIA),
        "tags": st.lists(texts, max_size=3),
        "wordings": st.lists(texts, max_size=3, unique=True),
        "is_credited": st.booleans(),
        "created_at": moments,
        "verified_at": st.none() | moments,
        "archived_at": st.none() | moments,
    }
)


@pytest.fixture
async def kept(migrated_sqlite: Path, tmp_path: Path) -> AsyncIterator[Database]:
    """A database that is emptied between examples."""
    file = shutil.copy(migrated_sqlite, tmp_path / "kept.db")
    database = open_database(f"sqlite:///{file}")
    yield database
    await database.close()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(st.lists(any_entry, max_size=4), st.booleans(), st.integers(0, 2))
async def test_any_entries_come_back_as_they_went(
    kept: Database, tmp_path: Path, facts: list[dict[str, Any]], private: bool, before: int
) -> None:
    async with kept.engine.begin() as connection:
        await empty(connection)
    async with kept.sessions.begin() as session:
        others = [an_entry(workspace="T0THIRD") for _ in range(before)]
        new = [an_entry(**{**one, "key": f"k{place}"}) for place, one in enumerate(facts)]
        await entries.add_all(session, [*others, *new], by=MARIA, now=NOW, deed="entry.captured")
        for entry in new[:2]:
            entry.body += "!"
            await entries.changed(
                session, entry, by=NINA, now=NOW + timedelta(1), deed="entry.edited"
            )
    first = await export(kept, tmp_path / "a.zip", private=private)
    await bring(kept, tmp_path / "a.zip", private=private)
    second = await export(kept, tmp_path / "b.zip", OTHER, private=private)
    assert from_one(second) == from_one(first)
    kept_ones = [one for one in facts if private or one["audience"] is None]
    assert len(first["entries"]) == len(kept_ones)
    async with kept.sessions() as session:
        there = (
            select(Revision)
            .join(Entry, Entry.id == Revision.entry_id)
            .where(Entry.workspace == OTHER)
        )
        assert len((await session.scalars(there)).all()) == len(first["revisions"])
