"""Damage: an export cut off anywhere, or with bytes changed, is read or refused; nothing else."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.exchange import BadRows, Reading, read
from tests.knowledge.exchange.exports import DATA, zipped

ONE_BY_ONE = [
    "zendesk/articles.json",
    "confluence/Remboursements_65539.html",
    "confluence-xml/entities.xml",
    "guru/cards.csv",
    "guru/cards.json",
    "faq/linked-data.html",
    "faq/details.html",
    "faq/headings.html",
    "notion-html/Bienvenue 99990000999900009999000099990000.html",
    "cnil-faq-fr.jsonl",
]
in_one_place = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def outcome(path: Path, data: bytes) -> Reading | str:
    path.write_bytes(data)
    try:
        return read([path])
    except BadRows as bad:
        told = str(bad)
    assert told
    assert all(len(line) < 1_000 for line in told.splitlines())
    return told


@pytest.mark.parametrize("name", ONE_BY_ONE)
@in_one_place
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused(tmp_path: Path, name: str, data: st.DataObject) -> None:
    whole = (DATA / name).read_bytes()
    outcome(tmp_path / Path(name).name, damaged(whole, data))


@in_one_place
@given(data=st.data())
def test_a_damaged_archive_is_read_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    whole = zipped(DATA / "notion", tmp_path / "a.zip").read_bytes()
    outcome(tmp_path / "b.zip", damaged(whole, data))


@pytest.mark.parametrize(
    "name", [name for name in ONE_BY_ONE if name.endswith((".json", ".xml", ".html"))]
)
@in_one_place
@given(share=st.floats(0.2, 0.98))
def test_nothing_is_taken_of_a_file_that_was_cut_off(
    tmp_path: Path, name: str, share: float
) -> None:
    whole = (DATA / name).read_bytes().rstrip()
    cut = outcome(tmp_path / Path(name).name, whole[: int(len(whole) * share)])
    assert isinstance(cut, str), cut


NAMES = [
    "articles", "id", "title", "body", "section_id", "translations", "label_names", "users",
    "sections", "locale", "tags", "source_id", "draft", "preferredPhrase", "content", "collection",
]  # fmt: skip
plain = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
shapes = st.recursive(
    plain,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=5)
    ),
    max_leaves=12,
)


@in_one_place
@given(shapes, st.sampled_from(["zendesk", "guru"]))
def test_json_of_any_shape_is_read_or_refused(tmp_path: Path, value: object, sign: str) -> None:
    key = {"zendesk": "articles", "guru": "cards"}[sign]
    written = {key: value, "preferredPhrase": 1} if sign == "guru" else {key: value}
    outcome(tmp_path / "a.json", json.dumps(written).encode())


def damaged(whole: bytes, data: st.DataObject) -> bytes:
    """Cut off, or with a few bytes changed."""
    end = data.draw(st.integers(0, len(whole)) | st.just(len(whole)))
    out = bytearray(whole[:end])
    for place in data.draw(st.lists(st.integers(0, max(0, len(out) - 1)), max_size=4)):
        out[place : place + 1] = bytes([data.draw(st.integers(0, 255))])
    return bytes(out)
