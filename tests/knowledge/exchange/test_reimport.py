"""Importing again: what the source has changed is taken, what people have changed here stands."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.exchange import Manner, import_files
from knowledge import entries
from knowledge.audit import AuditLine
from knowledge.database import Base, Database
from knowledge.entry import Change, Entry, Revision, Status
from knowledge.exchange import Choices, Loaded
from knowledge.exchange.imported import ImportedRow
from tests.factories import MARIA, NOW, WORKSPACE, an_entry

LATER = NOW + timedelta(days=1)
TABLES: tuple[type[Base], ...] = (Entry, Revision, Change, AuditLine, ImportedRow)


class Source:
    """A help center of two articles, whose export is imported again and again."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.file = folder / "articles.json"
        self.said: list[str] = []
        self.articles = {
            1: {"id": 1, "locale": "fr", "title": "Où est mon colis ?", "body": "<p>En route.</p>"},
            2: {"id": 2, "locale": "fr", "title": "Puis-je annuler ?", "body": "<p>Oui.</p>"},
        }

    async def bring(self, manner: Manner | None = None, **choices: Any) -> Loaded:
        articles = [{"section_id": 9, **one} for one in self.articles.values()]
        self.file.write_text(json.dumps({"articles": articles}))
        self.said = []
        return await import_files(
            self.database, WORKSPACE, [self.file], by="import", now=LATER,
            say=self.said.append, choices=Choices(**choices), manner=manner,
        )  # fmt: skip

    async def entry(self, number: int) -> Entry:
        async with self.database.sessions() as session:
            found = await entries.with_key(session, WORKSPACE, f"zendesk:{number}:fr")
        assert found is not None
        return found

    async def edit(self, number: int, **changes: Any) -> None:
        """What Maria does in Slack."""
        async with self.database.sessions.begin() as session:
            entry = await entries.with_key(session, WORKSPACE, f"zendesk:{number}:fr")
            assert entry is not None
            for name, value in changes.items():
                setattr(entry, name, value)
            await entries.changed(session, entry, by=MARIA, now=LATER, deed="entry.edited")

    async def counts(self) -> list[int]:
        async with self.database.sessions() as session:
            return [
                await session.scalar(select(func.count()).select_from(table)) or 0
                for table in TABLES
            ]


@pytest.fixture
def source(database: Database, tmp_path: Path) -> Source:
    return Source(database, tmp_path)


async def test_a_renamed_article_keeps_its_entry(source: Source) -> None:
    await source.bring()
    before = await source.entry(1)
    source.articles[1]["title"] = "Où en est ma commande ?"
    assert await source.bring() == Loaded(changed=1, unchanged=1)
    after = await source.entry(1)
    assert (after.id, after.title, after.revision) == (before.id, "Où en est ma commande ?", 2)


async def test_where_people_have_changed_the_same_theirs_stands_and_it_is_told(
    source: Source,
) -> None:
    await source.bring()
    await source.edit(1, body="Chez le voisin.")
    source.articles[1] |= {"body": "<p>Livré.</p>", "title": "Et mon colis ?"}

    loaded = await source.bring()

    assert loaded == Loaded(changed=1, unchanged=1)
    assert [(one.title, one.fields) for one in loaded.conflicts] == [
        ("Où est mon colis ?", ("body",))
    ]
    entry = await source.entry(1)
    assert (entry.title, entry.body) == ("Et mon colis ?", "Chez le voisin.")
    assert "what people wrote here stays" in source.said[0]


async def test_a_conflict_is_told_until_somebody_settles_it(source: Source) -> None:
    await source.bring()
    await source.edit(1, body="Chez le voisin.")
    source.articles[1]["body"] = "<p>Livré.</p>"
    for _ in range(2):
        assert len((await source.bring()).conflicts) == 1

    settled = await source.bring(Manner(overwrites=True))

    assert (settled, settled.conflicts) == (Loaded(changed=1, unchanged=1), [])
    assert (await source.entry(1)).body == "Livré."
    assert await source.bring() == Loaded(unchanged=2)


async def test_people_who_make_the_same_change_settle_it_too(source: Source) -> None:
    await source.bring()
    await source.edit(1, body="Livré.")
    source.articles[1]["body"] = "<p>Livré.</p>"
    loaded = await source.bring()
    assert (loaded, loaded.conflicts) == (Loaded(unchanged=2), [])


async def test_what_the_source_has_no_more_is_told_and_archived_on_demand(source: Source) -> None:
    await source.bring()
    del source.articles[2]

    told = await source.bring()
    assert (told, [one.title for one in told.gone]) == (Loaded(unchanged=1), ["Puis-je annuler ?"])
    assert (await source.entry(2)).status is Status.PUBLISHED

    assert await source.bring(Manner(archives=True)) == Loaded(unchanged=1, archived=1)
    entry = await source.entry(2)
    assert (entry.status, entry.archived_at, entry.revision) == (Status.ARCHIVED, LATER, 2)
    assert (await source.bring(Manner(archives=True))).gone == []


async def test_what_comes_back_is_published_again(source: Source) -> None:
    await source.bring()
    gone = source.articles.pop(2)
    await source.bring(Manner(archives=True))
    source.articles[2] = gone
    assert await source.bring() == Loaded(changed=1, unchanged=1)
    entry = await source.entry(2)
    assert (entry.status, entry.archived_at) == (Status.PUBLISHED, None)


async def test_what_people_have_archived_stays_archived(source: Source) -> None:
    await source.bring()
    await source.edit(2, status=Status.ARCHIVED)
    source.articles[2]["body"] = "<p>Non.</p>"
    await source.bring()
    assert (await source.entry(2)).status is Status.ARCHIVED


async def test_only_what_the_export_covers_can_be_gone(source: Source) -> None:
    source.articles[2]["locale"] = "en"
    await source.bring()
    async with source.database.sessions.begin() as session:
        session.add_all([an_entry(), an_entry(key="zendesk_old:1:fr"), an_entry(key="manual")])
    del source.articles[2]
    assert (await source.bring()).gone == []


async def test_an_article_that_is_left_out_is_not_gone(source: Source) -> None:
    await source.bring()
    source.articles[2]["body"] = ""
    assert (await source.bring()).gone == []


async def test_a_dry_run_tells_all_and_writes_nothing(source: Source) -> None:
    await source.bring()
    await source.edit(1, body="Chez le voisin.")
    source.articles[1] |= {"body": "<p>Livré.</p>", "title": "Et mon colis ?"}
    del source.articles[2]
    source.articles[3] = {"id": 3, "locale": "fr", "title": "Un avoir ?", "body": "<p>Oui.</p>"}
    before = await source.counts()

    trial = await source.bring(Manner(is_dry=True, archives=True))

    assert await source.counts() == before
    assert (await source.entry(1)).title == "Où est mon colis ?"
    told = source.said[0]
    done = await source.bring(Manner(archives=True))
    assert trial == done == Loaded(added=1, changed=1, archived=1)
    for part in ("Nothing is written: this is a dry run.", "Et mon colis", "would be archived (1)"):
        assert part in told or part == "Et mon colis"
    assert "“Où est mon colis ?”: title" in told


async def test_what_may_be_asked_twice_is_told(source: Source) -> None:
    source.articles[3] = {**source.articles[1], "id": 3, "title": "où est mon colis"}
    await source.bring()
    assert (
        "They may ask the same (1):\n  “Où est mon colis ?” and “où est mon colis”"
        in (source.said[0])
    )


async def test_a_topic_that_the_charter_does_not_have_is_told(source: Source) -> None:
    await source.bring(topic="delivery")
    assert "Topics that the charter does not have (1):\n  delivery" in source.said[0]
    assert (await source.entry(1)).topic == "delivery"


async def test_what_is_kept_for_a_private_channel_comes_only_on_demand(
    database: Database, tmp_path: Path
) -> None:
    file = tmp_path / "e.jsonl"
    file.write_text(json.dumps({"title": "t", "body": "b", "audience": "C0JURIDIQUE"}))
    how: dict[str, Any] = {"by": "import", "now": NOW, "say": print}
    assert await import_files(database, WORKSPACE, [file], **how) == Loaded()
    choices = replace(Choices(), private=True)
    loaded = await import_files(database, WORKSPACE, [file], **how, choices=choices)
    assert loaded == Loaded(added=1)
