"""`relais backup`, `restore`, `migrate --to`, `retention`, and the two names of a member's own."""

import json
from pathlib import Path

from tests.bot.command_line import EXAMPLES, Relais

EVERYTHING = "DATABASE_URL"


def test_what_was_backed_up_is_restored_and_moved(relais: Relais) -> None:
    relais("import", str(EXAMPLES / "entries" / "en"), "--workspace", "T1")
    saved = relais("backup", "a.backup")
    assert (saved.returncode, saved.stdout) == (0, "Everything is in a.backup.\n")
    there = {EVERYTHING: "sqlite:///b.db"}
    assert relais("restore", "a.backup", **there).returncode == 0
    again = relais("restore", "a.backup", **there)
    assert again.returncode == 1
    assert again.stderr.endswith("add --replace to delete all of them.\n")
    assert relais("restore", "a.backup", "--replace", **there).returncode == 0
    assert relais("migrate", "--to", "sqlite:///c.db").stdout.startswith("Everything is there.")
    entries = relais("export", "--workspace", "T1").stdout
    for name in ("b", "c"):
        url = {EVERYTHING: f"sqlite:///{name}.db"}
        assert relais("export", "--workspace", "T1", **url).stdout == entries


def test_a_folder_keeps_the_newest_backups(relais: Relais) -> None:
    relais("migrate")
    folder = relais.folder / "nightly"
    folder.mkdir()
    old = [folder / f"relais-2026010{day}T020000Z.backup" for day in (1, 2, 3)]
    for path in (*old, folder / "letters.txt"):
        path.write_text("")
    assert relais("backup", "nightly", "--keep", "2").returncode == 0
    left = sorted(path.name for path in folder.iterdir())
    assert left[:2] == ["letters.txt", old[2].name]
    assert len(left) == 3


def test_what_cannot_be_done_is_one_sentence(relais: Relais) -> None:
    relais("migrate")
    Path(relais.folder / "torn.backup").write_bytes(b"\x1f\x8b\x08")
    here = {EVERYTHING: "sqlite:///nowhere.db"}
    refusals = {
        "There is no database at nowhere.db: see DATABASE_URL.": relais("backup", "x", **here),
        "There is no file none.backup.": relais("restore", "none.backup"),
        "torn.backup is damaged, cut off, or no backup of Relais.": relais(
            "restore", "torn.backup"
        ),
        "--to must begin with sqlite:/// or postgresql://.": relais("migrate", "--to", "mysql://x"),
        "nowhere/x can't be written: No such file or directory.": relais("backup", "nowhere/x"),
    }
    for sentence, told in refusals.items():
        assert (told.returncode, told.stderr.splitlines()[-1:]) == (1, [sentence])
    assert not (relais.folder / "nowhere.db").exists()


def test_what_is_past_its_time_is_shown_before_it_goes(relais: Relais) -> None:
    relais("migrate")
    shown = relais("retention", RELAIS_KEEP="questions=365d audit=forever").stdout.splitlines()
    assert shown[0] == "questions\t365d\t0 past their time"
    assert shown[-1] == "audit\tforever\t0 past their time"
    told = relais("retention", RELAIS_KEEP="questions=soon")
    assert told.returncode == 1
    assert told.stderr.startswith("RELAIS_KEEP needs days, 30d or more, or forever for questions")


def test_a_member_is_exported_and_erased_by_either_name(relais: Relais) -> None:
    relais("migrate")
    about = ("--member", "U0THEO", "--workspace", "T1")
    assert json.loads(relais("export", *about).stdout) == {}
    assert relais("export", *about, "theirs.json").returncode == 0
    assert json.loads((relais.folder / "theirs.json").read_text()) == {}
    assert "Nothing was done." in relais("erase", *about).stdout
    assert relais("erase", *about, "--yes").stdout.startswith("Forgotten. U0GONE")
    assert relais("export", *about, "--private").returncode == 2
