"""`relais import` and `relais export`: what people type, and what they are told."""

import json
from pathlib import Path

import pytest

from tests.bot.command_line import Relais
from tests.knowledge.exchange.exports import DATA, zipped

T1 = ("--workspace", "T1")


def entries(relais: Relais, *words: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in relais("export", *T1, *words).stdout.splitlines()]


def test_a_dry_run_reports_and_writes_nothing(relais: Relais) -> None:
    told = relais("import", "--dry-run", str(DATA / "zendesk"), *T1)

    assert told.returncode == 0, told.stderr
    assert (
        "3 entries read: 3 new, 0 changed, 0 unchanged, 2 left out. "
        "Nothing is written: this is a dry run.\n"
        "Left out (2):\n"
        f"  {DATA}/zendesk/articles.json, article 360012345680: not everybody may see it there; "
        "--audience CHANNEL brings it for one private channel\n"
        f"  {DATA}/zendesk/articles.json, article 360012345681: “À venir” has no text\n"
        "Owners that are no members here; map them under `owners:` in --topics FILE (1):\n"
        "  camille@orlune.example\n"
    ) in told.stderr
    assert entries(relais) == []


def test_an_export_of_another_system_is_imported_with_a_mapping(relais: Relais) -> None:
    (relais.folder / "topics.yaml").write_text("Remboursements: refunds\n")
    words = (
        "import",
        str(DATA / "zendesk"),
        "--topics",
        "topics.yaml",
        "--audience",
        "C0JURIDIQUE",
    )

    assert "4 new" in relais(*words, *T1).stderr
    assert "4 unchanged" in relais(*words, *T1).stderr

    found = {row["id"]: row for row in entries(relais, "--private")}
    assert found["zendesk:360012345678:fr"]["topic"] == "refunds"
    assert found["zendesk:360012345680:fr"]["audience"] == "C0JURIDIQUE"
    assert len(entries(relais)) == 3
    assert (
        "1 of private channels are left out; --private adds them." in relais("export", *T1).stderr
    )


def test_what_is_gone_is_archived_on_demand(relais: Relais) -> None:
    page = relais.folder / "faq.html"
    page.write_text("<dl><dt>A ?</dt><dd>a</dd><dt>B ?</dt><dd>b</dd></dl>")
    relais("import", "faq.html", *T1)
    page.write_text("<dl><dt>A ?</dt><dd>a</dd></dl>")

    told = relais("import", "faq.html", *T1).stderr
    assert "Gone from the source, left as they are; --archive-missing archives them (1):" in told

    told = relais("import", "faq.html", "--archive-missing", *T1).stderr
    assert "1 archived" in told
    assert [row["status"] for row in entries(relais)] == ["published", "archived"]


def test_a_long_list_is_cut_unless_all_of_it_is_asked_for(relais: Relais) -> None:
    cards = [{"id": str(number), "preferredPhrase": "?", "content": ""} for number in range(25)]
    (relais.folder / "cards.json").write_text(json.dumps(cards))

    assert "  … and 5 more\n" in relais("import", "cards.json", *T1).stderr
    assert "more" not in relais("import", "cards.json", "--all", *T1).stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--from", "lotus"), "Invalid value for '--from': 'lotus' is not one of"),
        (("--audience", "general"), "general is no id of a channel (C0123ABCD)."),
        (("--topics", "cards.json"), "cards.json"),
        (("--from", "zendesk"), "cards.json, line 1: broken JSON, or not all of it"),
    ],
)
def test_a_wish_that_cannot_be_met_is_one_sentence(
    relais: Relais, words: tuple[str, ...], told: str
) -> None:
    (relais.folder / "cards.json").write_text("[{")

    refused = relais("import", "cards.json", *words, *T1)

    assert refused.returncode in (1, 2)
    assert told in refused.stderr
    assert "Traceback" not in refused.stderr
    assert entries(relais) == []


@pytest.mark.parametrize("name", ["backup", "backup.zip"])
def test_everything_goes_out_and_comes_in_again(relais: Relais, name: str) -> None:
    relais("import", str(DATA / "confluence"), *T1)
    first = relais("export", "--everything", name, *T1)
    assert first.returncode == 0, first.stderr
    assert "1 entries, 1 revisions, 0 learned wordings" in first.stderr

    trial = relais("import", "--dry-run", name, "--workspace", "T2")
    assert "would be brought from the export of T1." in trial.stderr
    assert relais("export", "--workspace", "T2").stdout == ""

    there = relais("import", name, "--workspace", "T2")
    assert there.returncode == 0, there.stderr
    assert relais("export", "--workspace", "T2").stdout == relais("export", *T1).stdout

    again = relais("import", name, "--workspace", "T2")
    assert (again.returncode, "the workspace T2 is not empty" in again.stderr) == (1, True)


def test_the_entries_of_everything_can_be_brought_to_any_workspace(relais: Relais) -> None:
    relais("import", str(DATA / "confluence"), *T1)
    relais("export", "--everything", "backup", *T1)
    relais("import", str(DATA / "guru" / "cards.csv"), "--workspace", "T2")

    assert "1 new" in relais("import", "backup/entries", "--workspace", "T2").stderr


def test_everything_needs_a_place(relais: Relais) -> None:
    told = relais("export", "--everything", *T1)

    assert (told.returncode, "Name a folder or a .zip to write to." in told.stderr) == (2, True)


def test_a_broken_archive_is_one_sentence(relais: Relais, tmp_path: Path) -> None:
    path = zipped(DATA / "notion", relais.folder / "notion.zip")
    path.write_bytes(path.read_bytes()[:-40])

    told = relais("import", "notion.zip", *T1)

    assert told.returncode == 1
    assert told.stderr.strip() == (
        "notion.zip: is damaged or not whole: download or export it again"
    )
