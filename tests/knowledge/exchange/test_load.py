"""Load and dump: files into the database and back, on both databases, all rows or none."""

import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.exchange import export_file, import_files
from knowledge import entries
from knowledge.database import Base, Database
from knowledge.entry import Change, Entry, Revision, Status
from knowledge.exchange import BadRows, Choices, Loaded, UnknownFormat, dump
from tests.factories import MARIA, NOW, WORKSPACE, an_entry

CNIL = Path(__file__).parent / "data" / "cnil-faq-fr.jsonl"
LATER = NOW + timedelta(days=1)
ROW = {"id": "delay", "title": "Où est mon colis ?", "body": "En route.", "tags": ["colis"]}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "entries.jsonl"


def save(file: Path, *rows: dict[str, Any]) -> Path:
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


async def bring(database: Database, *paths: Path, workspace: str = WORKSPACE) -> Loaded:
    choices = Choices(private=True)
    return await import_files(
        database, workspace, paths, by="import", now=LATER, say=print, choices=choices
    )


async def take(database: Database, path: Path, workspace: str = WORKSPACE) -> bytes:
    await export_file(database, workspace, path, say=print, private=True)
    return whole(path)


def whole(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


async def stored(database: Database, key: str = "delay") -> Entry:
    async with database.sessions() as session:
        entry = await entries.with_key(session, WORKSPACE, key)
    assert entry is not None
    return entry


async def count(database: Database, table: type[Base]) -> int:
    async with database.sessions() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def change(database: Database, **changes: Any) -> None:
    """What Maria does in Slack."""
    async with database.sessions.begin() as session:
        entry = await entries.with_key(session, WORKSPACE, "delay")
        assert entry is not None
        for name, value in changes.items():
            setattr(entry, name, value)
        await entries.changed(session, entry, by=MARIA, now=LATER, deed="entry.edited")


async def test_a_public_faq_is_taken_as_it_is(database: Database) -> None:
    assert await bring(database, CNIL) == Loaded(added=12)
    entry = await stored(database, "cnil-2")
    assert entry.status is Status.PUBLISHED
    assert entry.published_at == LATER
    assert entry.audience is None
    assert entry.extra == {"audience": "Particuliers", "fold": 3}
    assert entry.topic == "Internet"


async def test_each_new_entry_is_told_to_search_and_kept_as_a_revision(
    database: Database, file: Path
) -> None:
    await bring(database, save(file, ROW | {"variants": ["suivi", "colis perdu"]}))
    async with database.sessions() as session:
        revision = await session.scalar(select(Revision))
        line = await session.scalar(select(Change))
    entry = await stored(database)
    assert entry.wordings == ("suivi", "colis perdu")
    assert revision is not None
    assert (revision.reason, revision.by, revision.number) == ("entry.imported", "import", 1)
    assert revision.facts["variants"] == ["suivi", "colis perdu"]
    assert line is not None
    assert (line.entry_id, line.workspace) == (entry.id, WORKSPACE)


async def test_the_same_file_again_changes_nothing(database: Database, file: Path) -> None:
    odd = {"title": "Sans nom", "body": "1", "n": 1e300, "m": -0.0, "o": {"b": [None], "a": 2.5}}
    save(file, ROW, odd)
    await bring(database, file, CNIL)
    before = [await count(database, table) for table in (Revision, Change)]
    assert await bring(database, file, CNIL) == Loaded(unchanged=14)
    assert [await count(database, table) for table in (Revision, Change)] == before


async def test_a_changed_row_is_a_revision(database: Database, file: Path) -> None:
    await bring(database, save(file, ROW))
    again = ROW | {"body": "Livré.", "variants": ["suivi"], "ref": 7}
    assert await bring(database, save(file, again)) == Loaded(changed=1)
    entry = await stored(database)
    assert (entry.body, entry.wordings, entry.extra) == ("Livré.", ("suivi",), {"ref": 7})
    assert entry.revision == 2
    assert await count(database, Change) == 2


async def test_a_file_that_has_not_changed_undoes_nothing(database: Database, file: Path) -> None:
    await bring(database, save(file, ROW | {"status": "published"}))
    await change(database, body="Chez le voisin.", status=Status.ARCHIVED)
    assert await bring(database, file) == Loaded(unchanged=1)
    entry = await stored(database)
    assert (entry.body, entry.status) == ("Chez le voisin.", Status.ARCHIVED)


async def test_a_file_changes_only_what_it_has_changed(database: Database, file: Path) -> None:
    await bring(database, save(file, ROW))
    await change(database, body="Chez le voisin.")
    renewed = save(file, ROW | {"tags": ["colis", "retard"]})
    assert await bring(database, renewed) == Loaded(changed=1)
    assert await bring(database, renewed) == Loaded(unchanged=1)
    entry = await stored(database)
    assert (entry.body, entry.tags) == ("Chez le voisin.", ["colis", "retard"])


async def test_what_is_archived_here_stays_so_unless_the_row_says_its_status(
    database: Database, file: Path
) -> None:
    await bring(database, save(file, ROW))
    await change(database, status=Status.ARCHIVED)
    await bring(database, save(file, ROW | {"body": "Livré."}))
    assert (await stored(database)).status is Status.ARCHIVED
    await bring(database, save(file, ROW | {"body": "Livré.", "status": "published"}))
    entry = await stored(database)
    assert (entry.status, entry.published_at) == (Status.PUBLISHED, LATER)


async def test_an_empty_field_empties_and_an_absent_one_does_not(
    database: Database, file: Path
) -> None:
    await bring(database, save(file, ROW | {"topic": "delivery", "lang": "fr"}))
    await bring(database, save(file, ROW | {"topic": None, "tags": []}))
    entry = await stored(database)
    assert (entry.topic, entry.tags, entry.lang) == (None, [], "fr")


async def test_one_bad_row_and_nothing_is_imported(database: Database, file: Path) -> None:
    save(file, ROW, {"id": "bad", "title": "", "body": "b"})
    with pytest.raises(BadRows, match=r"entries\.jsonl, line 2: \"title\" is empty"):
        await bring(database, CNIL, file)
    assert await count(database, Entry) == 0


async def test_a_failure_halfway_leaves_nothing(database: Database) -> None:
    def fail(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await import_files(
            database, WORKSPACE, [CNIL], by="import", now=NOW, say=print, progress=fail
        )
    assert await count(database, Entry) == 0


async def test_workspaces_do_not_meet(database: Database, file: Path) -> None:
    save(file, ROW)
    await bring(database, file)
    assert await bring(database, file, workspace="T0OTHER") == Loaded(added=1)
    async with database.sessions() as session:
        assert len(await dump(session, WORKSPACE)) == 1


@pytest.mark.parametrize("name", ["out.jsonl", "out.csv", "out"])
async def test_an_export_imported_elsewhere_exports_the_same(
    database: Database, file: Path, tmp_path: Path, name: str
) -> None:
    odd = {
        "id": "Odd/../ID", "title": "Que faire ?", "body": "# Ceci\n\n- cela | et « ceci »",
        "kind": "crisis_case", "lang": "fr", "topic": "safety", "variants": ["a|b", "c\\d"],
        "status": "draft", "audience": "C0JURIDIQUE", "author": "U0CAMILLE",
        "source_url": "https://example.com/?a=1", "fold": 3, "ref": "1.10", "z": {"b": [1, None]},
    }  # fmt: skip
    await bring(database, CNIL, save(file, ROW, odd))
    here, there = tmp_path / "here" / name, tmp_path / "there" / name
    first = await take(database, here)
    assert await bring(database, here) == Loaded(unchanged=14)
    assert await bring(database, here, workspace="T0OTHER") == Loaded(added=14)
    assert await take(database, there, workspace="T0OTHER") == first
    assert contents(there) == contents(here)
    async with database.sessions() as session:
        ours, theirs = [await dump(session, name) for name in (WORKSPACE, "T0OTHER")]
    assert by_id(ours) == by_id(theirs)


def contents(path: Path) -> dict[str, str]:
    return {str(file.relative_to(path)): file.read_text("utf-8") for file in path.rglob("*.md")}


def by_id(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: str(row["id"]))


async def test_what_was_written_here_keeps_its_place_when_it_comes_back(
    database: Database, tmp_path: Path
) -> None:
    async with database.sessions.begin() as session:
        session.add_all([an_entry(), an_entry(body="Autrement."), an_entry(title="Autre ?")])
    exported = tmp_path / "out.jsonl"
    first = await take(database, exported)
    rows = [json.loads(line) for line in first.splitlines()]
    assert len({row["id"] for row in rows}) == 3
    rows[1]["body"] = "Encore autrement."
    assert await bring(database, save(exported, *rows)) == Loaded(changed=1, unchanged=2)
    assert await count(database, Entry) == 3


async def test_progress_is_told_and_the_result_said(database: Database, file: Path) -> None:
    save(file, *({"id": f"e{number}", "title": f"t{number}", "body": "b"} for number in range(501)))
    told: list[tuple[int, int]] = []
    said: list[str] = []
    await import_files(
        database, WORKSPACE, [file], by="import", now=NOW, say=said.append,
        progress=lambda done, total: told.append((done, total)),
    )  # fmt: skip
    assert told == [(500, 501), (501, 501)]
    assert said == ["501 entries read: 501 new, 0 changed, 0 unchanged."]


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
async def test_an_export_without_a_path_is_jsonl_in_readable_letters(
    database: Database, file: Path
) -> None:
    await bring(database, save(file, ROW))
    out: list[str] = []
    assert await export_file(database, WORKSPACE, None, say=print, out=out.append) == 1
    assert "".join(out) == (
        '{"id": "delay", "title": "Où est mon colis ?", "body": "En route.", "kind": "faq", '
        '"tags": ["colis"], "status": "published"}\n'
    )


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
async def test_an_unknown_ending_is_refused(database: Database, tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat, match=r"out\.xlsx: entries are written to JSONL"):
        await export_file(database, WORKSPACE, tmp_path / "out.xlsx", say=print)


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
async def test_the_examples_can_be_imported(database: Database) -> None:
    examples = Path(__file__).parents[3] / "examples" / "entries"
    loaded = await bring(database, examples)
    assert loaded.added >= 90
    assert await bring(database, examples) == Loaded(unchanged=loaded.added)
