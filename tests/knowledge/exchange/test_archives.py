"""Archives: what is made to do harm, or was damaged on its way, is refused in one sentence."""

import os
import stat
import zipfile
from pathlib import Path

import pytest

from knowledge.exchange import BadRows, limits, read, zips
from knowledge.exchange.faults import Unreadable
from tests.knowledge.exchange.exports import DATA, zipped

ENTRY = b"# Question ?\n\nAnswer.\n"


def archive(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in files.items():
            file.writestr(name, content)
    return path


def complaint(path: Path) -> str:
    with pytest.raises(BadRows) as bad:
        read([path])
    (line,) = str(bad.value).splitlines()
    return line


@pytest.mark.parametrize(
    "name",
    ["../x.md", "a/../../x.md", "/etc/x.md", "C:\\x.md", "..\\x.md", "\\\\host\\x.md", "C:x.md"],
)
def test_a_file_that_leads_out_of_its_archive_is_refused(tmp_path: Path, name: str) -> None:
    path = archive(tmp_path / "a.zip", {"ok.md": ENTRY, name: ENTRY})
    assert "leads out of the archive: nothing of it is read" in complaint(path)
    assert sorted(tmp_path.iterdir()) == [path]


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", {"a.md": bytes(20 * limits.MB)})
    assert "times its size: a bomb" in complaint(path)


def test_a_bomb_within_an_archive_is_refused_too(tmp_path: Path) -> None:
    inner = archive(tmp_path / "b.zip", {"a.md": bytes(20 * limits.MB)})
    assert "a bomb" in complaint(archive(tmp_path / "a.zip", {"b.zip": inner.read_bytes()}))


def test_archives_are_opened_one_level_deep(tmp_path: Path) -> None:
    one = archive(tmp_path / "1.zip", {"a.md": ENTRY})
    two = archive(tmp_path / "2.zip", {"1.zip": one.read_bytes()})
    three = archive(tmp_path / "3.zip", {"2.zip": two.read_bytes()})
    assert len(read([two]).rows) == 1
    assert "its format is not recognised" in complaint(three)


def test_more_than_the_memory_holds_is_refused(
    tmp_path: Path,
) -> None:
    files = {f"{number}.md": os.urandom(limits.MB) for number in range(3)}
    path = archive(tmp_path / "a.zip", files)
    with pytest.raises(Unreadable, match="1,025 MB; at most 1,024 MB are read"):
        zips.openers(path.read_bytes(), room=2 * limits.MB)


def test_a_file_of_two_gigabytes_is_refused_without_reading_it(tmp_path: Path) -> None:
    path = tmp_path / "articles.json"
    with path.open("wb") as file:
        file.truncate(2 * 1024 * limits.MB)
    assert complaint(path).endswith("2,048 MB; at most 256 MB are read: export it in parts")


def test_links_and_devices_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "secret.md").write_bytes(ENTRY)
    (tmp_path / "a" / "b.md").write_bytes(ENTRY)
    (tmp_path / "a" / "link.md").symlink_to(tmp_path / "secret.md")
    (tmp_path / "a" / "folder").symlink_to(tmp_path, target_is_directory=True)
    os.mkfifo(tmp_path / "a" / "pipe.md")
    reading = read([tmp_path / "a"])
    assert [row.id for row in reading.rows] == ["b"]
    assert [one.reason for one in reading.skipped] == [
        "is a link or a device, which is not followed"
    ] * 2


def test_a_link_in_an_archive_is_not_followed(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", {"b.md": ENTRY})
    with zipfile.ZipFile(path, "a") as file:
        link = zipfile.ZipInfo("link.md")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        file.writestr(link, "/etc/passwd")
    reading = read([path])
    assert [row.id for row in reading.rows] == ["b"]
    assert [str(one.place) for one in reading.skipped] == [f"{path}/link.md"]


def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    assert "is neither a file nor a folder" in complaint(Path("/dev/zero"))
    os.mkfifo(tmp_path / "pipe.md")
    assert "is neither a file nor a folder" in complaint(tmp_path / "pipe.md")


def test_names_in_other_letters_are_read(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", {"café.md": ENTRY})
    data = bytearray(path.read_bytes())
    for sign, place in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
        data[data.index(sign) + place] &= ~0x08  # it is UTF-8, but does not say so: many do not
    path.write_bytes(data)
    assert [row.id for row in read([tmp_path / "a.zip"]).rows] == ["café"]


def test_a_folder_with_names_that_are_no_text_is_read(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    try:
        with open(os.fsencode(tmp_path / "a") + b"/caf\xe9.md", "wb") as file:
            file.write(ENTRY)
    except OSError:
        pytest.skip("this file system has no such names")
    assert [row.id for row in read([tmp_path / "a"]).rows] == ["caf\N{REPLACEMENT CHARACTER}"]


def test_a_locked_archive_says_what_to_do(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", {"b.md": ENTRY})
    data = bytearray(path.read_bytes())
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + place] |= 1
    path.write_bytes(data)
    assert "is locked with a password: unpack it first" in complaint(path)


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", {"a.md": ENTRY})
    with zipfile.ZipFile(path, "a") as file, pytest.warns(UserWarning, match="Duplicate name"):
        file.writestr("a.md", ENTRY)
    assert 'two files are called "a.md"' in complaint(path)


def test_what_the_system_puts_into_an_archive_is_passed_over(tmp_path: Path) -> None:
    files = {"a.md": ENTRY, "__MACOSX/._a.md": b"\x00", ".DS_Store": b"\x00", "README.md": b"# Us"}
    assert len(read([archive(tmp_path / "a.zip", files)]).rows) == 1


def test_an_archive_that_was_cut_off_says_so(tmp_path: Path) -> None:
    path = zipped(DATA / "notion", tmp_path / "a.zip")
    path.write_bytes(path.read_bytes()[:-30])
    assert complaint(path).endswith("is damaged or not whole: download or export it again")


def test_an_empty_archive_has_nothing_in_it(tmp_path: Path) -> None:
    assert complaint(archive(tmp_path / "a.zip", {})).endswith("there is nothing in it")
