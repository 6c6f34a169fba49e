"""Round trips: whatever a row holds, each format gives it back."""

from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from knowledge.entry import Entry, Genre, Status
from knowledge.exchange import csv, jsonl, markdown
from knowledge.exchange.arrivals import facts
from knowledge.exchange.dump import fields
from knowledge.exchange.faults import Fault, Place
from knowledge.exchange.rows import Raw, Row, as_row
from tests.factories import NOW, WORKSPACE

patiently = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
plain = st.none() | st.booleans() | numbers | st.text()
nested = st.recursive(
    plain, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8
)
lines = st.text(min_size=1, max_size=60)
shapes = st.sampled_from(
    ["12", "1.10", "true", "null", '"', "[]", "a|b", "a\\|b", "\\", "=1+1", "\x85é\u2028"]
)
wordings = st.lists(lines | shapes, max_size=4)
given_fields = st.fixed_dictionaries(
    {"title": lines | shapes, "body": st.text(min_size=1) | shapes},
    optional={
        "id": lines,
        "kind": st.sampled_from([kind.value for kind in Genre]),
        "status": st.sampled_from([status.value for status in Status]),
        "lang": st.sampled_from(["fr", "en", "fr-CA"]),
        "topic": lines,
        "variants": wordings,
        "tags": wordings,
        "audience": st.sampled_from(["C0PRIVATE1", "D0123ABCD"]) | lines,
        "author": st.just("U0CAMILLE") | lines,
        "source_url": lines,
    },
)
beside = st.dictionaries(lines | st.just("question"), nested | shapes, max_size=3)


@st.composite
def rows(draw: st.DrawFn) -> Row:
    row = as_row(Raw(Place("drawn", 1), draw(beside) | draw(given_fields)))
    assume(isinstance(row, Row))
    assert isinstance(row, Row)
    return row


def told(row: Row) -> dict[str, Any]:
    """What an export says of the entry that an import makes of this row."""
    columns = {**facts(row, workspace=WORKSPACE, now=NOW)}
    entry = Entry(**columns, variants=[])
    entry.reword(row.variants)
    return fields(entry, str(row.id))


def read_again(raw: Raw | Fault) -> dict[str, Any]:
    assert isinstance(raw, Raw), raw
    row = as_row(raw)
    assert isinstance(row, Row), row
    return told(row)


@patiently
@given(st.lists(rows(), max_size=3))
def test_jsonl_gives_every_row_back(written: list[Row]) -> None:
    file = jsonl.write(map(told, written)).encode()
    assert [read_again(raw) for raw in jsonl.read(file, "f")] == [told(row) for row in written]


@patiently
@given(st.lists(rows(), min_size=1, max_size=3))
def test_csv_gives_every_row_back(written: list[Row]) -> None:
    file = csv.write([told(row) for row in written]).encode()
    assert [read_again(raw) for raw in csv.read(file, "f")] == [told(row) for row in written]


@patiently
@given(rows())
def test_markdown_gives_a_row_back(written: Row) -> None:
    file = markdown.write(told(written)).encode()
    assert read_again(markdown.read(file, "f", "path")) == told(written)


@patiently
@given(rows())
def test_a_markdown_file_stays_in_its_folder(written: Row) -> None:
    path = markdown.path_for(told(written))
    assert ".." not in path
    assert not path.startswith(("/", "."))
    assert path.endswith(".md")
    assert len(path.split("/")[-1].encode()) < 200
