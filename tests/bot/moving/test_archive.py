"""The file of a backup: it comes back as it went, and what is wrong with it is said."""

import gzip
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.moving import MovingError, archive
from bot.moving.checksum import Checksum
from bot.moving.parts import Begun, Head, Part, Rows, Seal
from knowledge.columns import storable

HEAD = Head("0018", "2026-01-12T09:00:00+00:00")

words = st.text().map(storable)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=5,
)
tables = st.lists(st.lists(st.tuples(st.integers(), values).map(list), max_size=4), max_size=3)

quick = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)


def parts(held: Sequence[Sequence[Any]]) -> Iterator[Part]:
    """A stream of tables with these rows."""
    yield HEAD
    for number, rows in enumerate(held):
        checksum = Checksum()
        checksum.add_all(rows)
        yield Begun(f"table{number}", ["id", "value"])
        yield Rows(rows)
        yield Seal(checksum.count, checksum.digest, None)


def rows_of(path: Path) -> list[Any]:
    return [row for part in archive.read(path) if isinstance(part, Rows) for row in part.rows]


@quick
@given(tables)
def test_what_was_written_is_read(tmp_path: Path, held: list[list[Any]]) -> None:
    archive.write(tmp_path / "a", parts(held))
    assert rows_of(tmp_path / "a") == [row for rows in held for row in rows]
    assert archive.verify(tmp_path / "a") == HEAD


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("whole") / "a"
    archive.write(path, parts([[[1, "été"], [2, {"a": 1}]], [], [[3, None]]]))
    return path.read_bytes()


def test_a_file_that_was_cut_off_anywhere_is_refused(tmp_path: Path, whole: bytes) -> None:
    for end in range(len(whole)):
        (tmp_path / "a").write_bytes(whole[:end])
        with pytest.raises(MovingError, match="damaged, cut off"):
            archive.verify(tmp_path / "a")


def test_lines_that_are_missing_or_changed_are_noticed(tmp_path: Path, whole: bytes) -> None:
    lines = gzip.decompress(whole).splitlines(keepends=True)
    damaged = [lines[:at] + lines[at + 1 :] for at in range(len(lines))]
    damaged += [[line.replace(b"1,", b"4,") for line in lines], [*lines, lines[-1]]]
    for some in damaged:
        (tmp_path / "a").write_bytes(gzip.compress(b"".join(some)))
        with pytest.raises(MovingError):
            archive.verify(tmp_path / "a")


NO_BACKUPS = {
    "empty": b"",
    "zip": b"PK\x03\x04",
    "other lines": gzip.compress(b"[]\n"),
    "a beginning": b"\x1f\x8b\x08",
}


@pytest.mark.parametrize("content", NO_BACKUPS.values(), ids=NO_BACKUPS)
def test_what_is_no_backup_is_called_so(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a").write_bytes(content)
    with pytest.raises(MovingError, match="no backup of Relais"):
        archive.verify(tmp_path / "a")


def test_a_newer_format_is_no_damage(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(gzip.compress(b'{"relais backup": 2}\n'))
    with pytest.raises(MovingError, match="of a newer version"):
        archive.verify(tmp_path / "a")


def test_what_fails_half_way_leaves_the_former_backup(tmp_path: Path) -> None:
    def failing() -> Iterator[Part]:
        yield HEAD
        raise OSError(28, "No space left on device")

    path = tmp_path / "a"
    archive.write(path, parts([[[1, "été"]]]))
    before = path.read_bytes()
    with pytest.raises(MovingError, match=r"a can't be written: No space left on device\."):
        archive.write(path, failing())
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["a"]


def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    archive.write(tmp_path / "a", parts([]))
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600


@quick
@given(st.lists(values, min_size=1, max_size=4), st.randoms())
def test_a_checksum_knows_no_order_and_notices_every_change(held: list[Any], chance: Any) -> None:
    one, another, changed = Checksum(), Checksum(), Checksum()
    rows = [[number, value] for number, value in enumerate(held)]
    one.add_all(rows)
    changed.add_all([*rows[:-1], [len(rows), rows[-1][1]]])
    chance.shuffle(rows)
    another.add_all(rows)
    assert one.digest == another.digest != changed.digest


@pytest.mark.parametrize(("one", "same"), [(1.0, 1), (-0.0, 0), (1e20, 10**20), ("a\0", "a")])
def test_a_checksum_is_of_values_whoever_wrote_them(one: Any, same: Any) -> None:
    here, there = Checksum(), Checksum()
    here.add_all([[{"facts": [one]}]])
    there.add_all([[{"facts": [same]}]])
    assert here.digest == there.digest
