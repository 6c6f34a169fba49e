"""Readers: what people save is understood, and what cannot be is named with file, line, reason."""

import json
from pathlib import Path

import pytest

from knowledge.entry import Genre, Status
from knowledge.exchange import BadRows, Choices, Row, read

QUESTION = "Où est mon colis ?"
ANSWER = "Il arrive en 3 à 5 jours ouvrés."
SURROGATE = "half a character (a lone surrogate), which no file can hold"
TWICE = 'the answer stands twice: in "body" and below the front matter'
OPEN_LIST = "broken YAML: expected ',' or ']', but got '<stream end>'"


def saved(folder: Path, name: str, content: str | bytes) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def one(path: Path) -> Row:
    (row,) = read([path]).rows
    return row


def complaints(*paths: Path) -> list[str]:
    with pytest.raises(BadRows) as bad:
        read(paths)
    return [f"{fault.place.line}: {fault.reason}" for fault in bad.value.faults]


def a_line(**fields: object) -> str:
    return json.dumps({"title": QUESTION, "body": ANSWER} | fields, ensure_ascii=False) + "\n"


def test_a_line_of_json_is_an_entry(tmp_path: Path) -> None:
    line = a_line(id="a", kind="procedure", tags=["colis"], status="draft", fold=3)
    row = one(saved(tmp_path, "a.jsonl", line))
    assert (row.id, row.title, row.body) == ("a", QUESTION, ANSWER)
    assert (row.kind, row.tags, row.status) == (Genre.PROCEDURE, ["colis"], Status.DRAFT)
    assert row.extra == {"fold": 3}


def test_question_and_answer_are_understood_too(tmp_path: Path) -> None:
    line = json.dumps({"Question": QUESTION, "Answer": ANSWER})
    row = one(saved(tmp_path, "a.jsonl", line))
    assert (row.title, row.body, row.extra) == (QUESTION, ANSWER, {})


def test_only_the_id_of_a_private_channel_limits_who_sees_an_entry(tmp_path: Path) -> None:
    lines = a_line(id="a", audience="C0JURIDIQUE") + a_line(id="b", audience="Particuliers")
    private, public = read([saved(tmp_path, "a.jsonl", lines)], Choices(private=True)).rows
    assert (private.audience, private.extra) == ("C0JURIDIQUE", {})
    assert (public.audience, public.extra) == (None, {"audience": "Particuliers"})


def test_only_a_members_id_is_an_author_who_can_be_told(tmp_path: Path) -> None:
    lines = a_line(id="a", author="U0CAMILLE") + a_line(id="b", author="Zoé du support")
    member, stranger = read([saved(tmp_path, "a.jsonl", lines)], Choices(private=True)).rows
    assert (member.author, member.extra) == ("U0CAMILLE", {})
    assert (stranger.author, stranger.extra) == (None, {"author": "Zoé du support"})


def test_without_an_id_the_question_names_the_entry_whatever_its_accents(tmp_path: Path) -> None:
    first = one(saved(tmp_path, "a.jsonl", a_line()))
    second = one(saved(tmp_path, "b.jsonl", a_line(title="ou est mon COLIS")))
    english = one(saved(tmp_path, "c.jsonl", a_line(lang="en")))
    assert first.id == second.id
    assert english.id != first.id


def test_a_nul_is_removed_wherever_it_stands(tmp_path: Path) -> None:
    line = a_line(title="O\0ù ?", tags=["a\0"], note={"k\0": ["v\0"]})
    row = one(saved(tmp_path, "a.jsonl", line))
    assert (row.title, row.tags, row.extra) == ("Où ?", ["a"], {"note": {"k": ["v"]}})


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "broken JSON: Expecting property name enclosed in double quotes (character 2)"),
        ("[1]", "each line must be one JSON object: {…}"),
        ('{"a": 1, "a": 2}', '"a" is written twice'),
        ("[" * 100_000, "broken JSON: lists within lists without end"),
        (a_line(n=1).replace("1}", "9" * 5000 + "}"), "broken JSON: a number of too many digits"),
        (b'{"title": "\xe9"}', "not UTF-8 text (byte 12 of the line)"),
        (a_line(title=None), '"title" must be text, not nothing'),
        (a_line(title=" \u00a0\n"), '"title" is empty'),
        (a_line(title=3), '"title" must be text, not a number'),
        (a_line(title="x" * 301), '"title" has 301 characters; at most 300 are taken'),
        (a_line(body="x" * 40_001), '"body" has 40,001 characters; at most 40,000 are taken'),
        (a_line(body=""), '"body" is empty'),
        ('{"title": "?"}', '"body" is missing'),
        (a_line(tags="colis"), '"tags" must be a list of texts, not text'),
        (a_line(variants=["a", 2]), '"variants", item 2, must be text, not a number'),
        (a_line(audience=["C0JURIDIQUE"]), '"audience" must be text, not a list'),
        (a_line(question=["?"]), '"question" must be text'),
        (a_line(id="x" * 201), '"id" has 201 characters; at most 200 are taken'),
        (a_line(lang="français de France"), '"lang" has 18 characters; at most 8 are taken'),
        (a_line(x=float("inf")), "inf is not a number"),
        ('{"title": "\\ud800", "body": "b"}', SURROGATE),
        (a_line(**{" ": 1}), "a field has no name"),
        (a_line(Title="encore"), '"title" is written twice'),
    ],
)
def test_what_cannot_be_taken_is_named(tmp_path: Path, line: str | bytes, reason: str) -> None:
    assert complaints(saved(tmp_path, "a.jsonl", line)) == [f"1: {reason}"]


def test_an_unknown_kind_is_answered_with_all_kinds(tmp_path: Path) -> None:
    (complaint,) = complaints(saved(tmp_path, "a.jsonl", a_line(kind="recette")))
    assert complaint.startswith("1: \"kind\" is \"recette\"; it can be 'faq', 'procedure'")


def test_everything_wrong_is_named_at_once_in_every_file(tmp_path: Path) -> None:
    first = saved(tmp_path, "a.jsonl", "{\n" + a_line(id="a", kind="x", body=""))
    second = saved(tmp_path, "b.csv", "title,body\n,b\nq,\n")
    third = saved(tmp_path, "c.txt", "")
    with pytest.raises(BadRows) as bad:
        read([first, second, third, tmp_path / "d.jsonl"])
    places = [(Path(fault.place.file).name, fault.place.line) for fault in bad.value.faults]
    assert places == [
        ("a.jsonl", 1), ("a.jsonl", 2), ("a.jsonl", 2), ("b.csv", 2), ("b.csv", 3),
        ("c.txt", 0), ("d.jsonl", 0),
    ]  # fmt: skip
    assert f"{second}, line 3: " in str(bad.value)


def test_an_id_names_one_entry_of_a_run(tmp_path: Path) -> None:
    first = saved(tmp_path, "a.jsonl", a_line(id="a"))
    second = saved(tmp_path, "b.jsonl", a_line(id="b") + a_line(id="a"))
    assert complaints(first, second) == [f'2: the id "a" is taken by {first}, line 1']


def test_a_question_without_id_stands_once_in_a_run(tmp_path: Path) -> None:
    file = saved(tmp_path, "a.jsonl", a_line() + a_line(body="Autre chose."))
    assert complaints(file) == [f"2: the same question stands in {file}, line 1: give each an id"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_spreadsheets_save_in_many_ways(tmp_path: Path, encoding: str, separator: str) -> None:
    cells = [["Question", "answer", "tags", "ref"], [QUESTION, '"a, b;\r\nc"', "x|y\\|z", "1.10"]]
    text = "\r\n".join(separator.join(row) for row in cells) + "\r\n"
    row = one(saved(tmp_path, "a.csv", text.encode(encoding)))
    assert (row.title, row.body) == (QUESTION, "a, b;\nc")
    assert (row.tags, row.extra) == (["x", "y|z"], {"ref": "1.10"})


def test_a_row_of_a_table_is_placed_where_it_begins(tmp_path: Path) -> None:
    file = saved(tmp_path, "a.csv", 'title,body\n"a\nb","c\nd"\n\n,e\n')
    assert complaints(file) == ['6: "title" is empty']


def test_a_table_may_have_empty_cells_and_columns(tmp_path: Path) -> None:
    row = one(
        saved(tmp_path, "a.csv", f"id;title;body;kind;note;;\n;{QUESTION};{ANSWER};;;;\n;;\n")
    )
    assert (row.kind, row.extra, row.topic) == (Genre.FAQ, {}, None)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (b"a,b\n1,2\n", '1: the first row must name the columns, "title" and "body" among them'),
        (b"", '1: the first row must name the columns, "title" and "body" among them'),
        (b"title,body,Title\nq,a,b\n", "1: two columns are called title"),
        (b"title,body\nq,a,b\n", "2: 3 cells, but the header names 2 columns"),
        (b"title,body,\nq,a,b\n", "2: a cell in a column without a name"),
        (b'title,body\nq,"a\n', "2: broken CSV: unexpected end of data"),
        (b"title,body\n\xc3\xa9t\xc3\xa9,a\nq,\xff\n", "3: bytes that are no text (utf-8)"),
        (b"title,body\nq,\x81\n", "2: bytes that are no text (cp1252)"),
    ],
)
def test_a_broken_table_is_named(tmp_path: Path, text: bytes, complaint: str) -> None:
    assert complaints(saved(tmp_path, "a.csv", text)) == [complaint]


def test_a_folder_of_markdown_is_read_in_order(tmp_path: Path) -> None:
    saved(
        tmp_path,
        "fr/b.md",
        f"---\ntitle: {QUESTION}\ntags: [colis]\ndate: 2026-01-12\n---\n\n{ANSWER}\n",
    )
    saved(tmp_path, "fr/a.md", f"\ufeff# {QUESTION} #\r\n\r\n{ANSWER}\r\n\r\n## Suite\r\n")
    saved(tmp_path, "README.md", "# Not an entry")
    saved(tmp_path, ".obsidian/x.md", "# Not an entry either")
    saved(tmp_path, "fr/image.png", b"\x89PNG")
    first, second = read([tmp_path], Choices(private=True)).rows
    assert (first.id, first.title, first.body) == ("fr/a", QUESTION, f"{ANSWER}\n\n## Suite")
    assert (second.id, second.title, second.body) == ("fr/b", QUESTION, ANSWER)
    assert (second.tags, second.extra) == (["colis"], {"date": "2026-01-12"})


def test_words_that_other_yaml_takes_for_no_are_words(tmp_path: Path) -> None:
    row = one(saved(tmp_path, "a.md", "---\ntitle: t\nlang: no\nid: 12\n---\nb"))
    assert (row.lang, row.id) == ("no", "12")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("---\ntitle: t\n", "1: the front matter has no closing line of ---"),
        ("---\n- t\n---\nb", "1: the front matter must be made of names and values"),
        ("---\ntitle: t\ntags: [a\n---\nb", f"3: {OPEN_LIST}"),
        ("---\na: &a [x]\ntitle: *a\n---\nb", "1: broken YAML: aliases (*name) are not taken"),
        ("---\ntitle: t\nx: !!binary aGk=\n---\nb", "1: a value of an unknown kind (bytes)"),
        ("---\ntitle: t\nbody: b\n---\nc", f"1: {TWICE}"),
        ("Sans titre", '1: "title" is missing'),
        ("# Sans réponse", '1: "body" is missing'),
        (b"# \xff\n", "1: not UTF-8 text"),
    ],
)
def test_a_broken_page_is_named(tmp_path: Path, text: str | bytes, complaint: str) -> None:
    assert complaints(saved(tmp_path, "a.md", text)) == [complaint]


def test_an_empty_folder_is_no_import(tmp_path: Path) -> None:
    assert complaints(tmp_path) == ["0: there is nothing in it"]
