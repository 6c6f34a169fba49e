"""Systems: exports of other knowledge bases, as they are known from public documentation."""

import json
from pathlib import Path

import pytest

from knowledge.entry import Genre, Status
from knowledge.exchange import BadRows, Choices, Reading, read, read_mapping
from knowledge.exchange.rows import Row
from tests.knowledge.exchange.exports import DATA, zipped

CAMILLE = {"camille@orlune.example": "U0CAMILLE"}


def taken(*names: str, **choices: object) -> Reading:
    return read([DATA / name for name in names], Choices(**choices))  # type: ignore[arg-type]


def by_id(reading: Reading) -> dict[str, Row]:
    return {str(row.id): row for row in reading.rows}


def reasons(reading: Reading) -> dict[str | None, str]:
    return {one.key: one.reason for one in reading.skipped}


def complaint(path: Path) -> str:
    with pytest.raises(BadRows) as bad:
        read([path])
    return str(bad.value)


def test_a_zendesk_article_comes_with_its_shelves_labels_and_owner() -> None:
    rows = by_id(taken("zendesk", owners=CAMILLE))
    row = rows["zendesk:360012345678:fr"]
    assert (row.title, row.lang, row.status) == ("Comment être remboursé ?", "fr", Status.PUBLISHED)
    assert row.tags == ["remboursement", "retour"]
    assert row.extra == {"category": "Achats", "section": "Remboursements"}
    assert row.owner == "U0CAMILLE"
    assert row.source_url == (
        "https://aide.orlune.example/hc/fr/articles/360012345678-Comment-être-remboursé"
    )
    assert "[une demande](https://aide.orlune.example/hc/fr/requests/new)" in row.body
    assert "| Visa \\| CB | 3 jours |" in row.body
    assert "track" not in row.body


def test_each_translation_of_an_article_is_an_entry() -> None:
    rows = by_id(taken("zendesk"))
    assert rows["zendesk:360012345678:en-us"].title == "How do I get a refund?"
    assert rows["zendesk:360012345678:en-us"].lang == "en"
    assert "ancienne" not in rows["zendesk:360012345678:fr"].body


def test_a_draft_stays_one_and_what_cannot_be_taken_is_named() -> None:
    reading = taken("zendesk")
    assert by_id(reading)["zendesk:360012345679:fr"].status is Status.DRAFT
    assert reasons(reading) == {
        "zendesk:360012345680:fr": "not everybody may see it there; --audience CHANNEL brings it "
        "for one private channel",
        "zendesk:360012345681:fr": "“À venir” has no text",
    }
    assert reading.owners == {"camille@orlune.example"}


def test_what_not_everybody_may_see_comes_for_the_channel_that_is_named() -> None:
    row = by_id(taken("zendesk", audience="C0JURIDIQUE"))["zendesk:360012345680:fr"]
    assert row.audience == "C0JURIDIQUE"


def test_the_parts_of_an_export_may_be_named_one_by_one() -> None:
    rows = by_id(taken("zendesk/articles.json", "zendesk/sections.json"))
    assert rows["zendesk:360012345678:fr"].extra["section"] == "Remboursements"
    assert len(rows) == 2


def test_pages_of_an_api_that_overlap_are_no_fault(tmp_path: Path) -> None:
    page = json.loads((DATA / "zendesk/articles.json").read_text())
    for name in ("1.json", "2.json"):
        (tmp_path / name).write_text(json.dumps(page))
    page["articles"][0]["body"] = "<p>Changé.</p>"
    (tmp_path / "3.json").write_text(json.dumps(page))
    reading = read([tmp_path])
    assert len(reading.rows) == 2
    told = [one.reason for one in reading.skipped if "taken" in one.reason]
    assert told == [
        f'the id "zendesk:360012345678:fr" is taken by {tmp_path}/1.json, article 360012345678'
    ]


def test_names_there_become_topics_kinds_and_owners_here(tmp_path: Path) -> None:
    mapping = tmp_path / "topics.yaml"
    mapping.write_text(
        "topics: {REMBOURSEMENTS: refunds, colis: delivery}\nkinds: {retour: procedure}\n"
        "owners: {camille@orlune.example: U0CAMILLE}\n"
    )
    rows = by_id(taken("zendesk", **read_mapping(mapping), topic="other", lang="de"))
    refund, parcel = rows["zendesk:360012345678:fr"], rows["zendesk:360012345679:fr"]
    assert (refund.topic, refund.kind, refund.owner) == ("refunds", Genre.PROCEDURE, "U0CAMILLE")
    assert (parcel.topic, parcel.kind, parcel.lang) == ("delivery", Genre.FAQ, "fr")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("topics: [a]", '"topics": Input should be a valid dictionary'),
        ("kinds: {a: poem}\ntopics: {}", '"kinds.a": Input should be'),
        ("- a", "it must be made of names and values"),
        ("a: [", "line 1: broken YAML"),
    ],
)
def test_a_mapping_that_is_none_is_refused(tmp_path: Path, text: str, told: str) -> None:
    mapping = tmp_path / "topics.yaml"
    mapping.write_text(text)
    with pytest.raises(BadRows) as bad:
        read_mapping(mapping)
    assert told in str(bad.value)


@pytest.mark.parametrize("is_zip", [False, True])
def test_notions_pages_are_read_with_what_their_databases_say(tmp_path: Path, is_zip: bool) -> None:
    source = zipped(DATA / "notion", tmp_path / "e.zip") if is_zip else DATA / "notion"
    reading = read([source], Choices(owners=CAMILLE))
    rows = by_id(reading)
    refund = rows["notion:aaaabbbbccccddddeeeeffff00001111"]
    assert (refund.title, refund.lang, refund.owner) == (
        "Comment être remboursé ?", "fr", "U0CAMILLE",
    )  # fmt: skip
    assert refund.body == "Sous 14 jours.\n\nException: les soldes."
    assert refund.tags == ["retour", "argent"]
    assert refund.extra == {"category": "Aide", "section": "Questions"}
    saturday = next(row for row in reading.rows if row.title == "Et le samedi ?")
    assert (saturday.body, saturday.status) == (
        "Ouvert de 9 h à 12 h.\nFermé en août.", Status.DRAFT,
    )  # fmt: skip
    assert len(rows) == 3
    assert [one.reason for one in reading.skipped] == ["“Aide” has no text of its own"]


def test_links_of_notion_that_lead_into_the_export_are_words() -> None:
    reading = taken("notion")
    body = by_id(reading)["notion:12341234123412341234123412341234"].body
    assert body.startswith("Note: on se vouvoie.")
    assert "**puis** voir le barème." in body
    assert "[Le portail](https://portail.orlune.example/x_%281%29) et un piège." in body
    assert "[pas un lien](local.md)" in body
    assert [name for _, name in reading.lost] == ["Le schéma"]


def test_notions_zip_of_zips_is_opened(tmp_path: Path) -> None:
    (tmp_path / "outer").mkdir()
    zipped(DATA / "notion", tmp_path / "outer" / "ExportBlock-1f2e-Part-1.zip")
    assert len(read([zipped(tmp_path / "outer", tmp_path / "e.zip")]).rows) == 3


def test_notions_html_is_read_as_well() -> None:
    (row,) = taken("notion-html").rows
    assert (row.id, row.title) == (
        "notion:99990000999900009999000099990000", "Bienvenue dans l’équipe",
    )  # fmt: skip
    assert row.tags == ["équipe", "accueil"]
    assert row.body == "On commence à **9 h**.\n\n- café\n\n- ☑ badge\n\nSans `badge`, sonnez."


def test_a_confluence_space_in_html_is_read_page_by_page() -> None:
    reading = taken("confluence")
    (row,) = reading.rows
    assert (row.id, row.title) == ("confluence:65539", "Remboursements : les règles")
    assert row.extra == {"category": "Service après-vente", "section": "Argent"}
    assert row.body.startswith("## Délai\n\nSous 14 jours, voir le barème et [la banque](https://")
    assert "Demandez à Camille Roy." in row.body
    assert "| Visa | 3 jours |" in row.body
    assert [name for _, name in reading.lost] == ["65540.png"]


def test_a_confluence_space_in_xml_is_read_as_it_is_today() -> None:
    reading = taken("confluence-xml")
    (row,) = reading.rows
    assert (row.id, row.title, row.tags) == ("confluence:65539", "Remboursements", ["argent"])
    assert row.extra == {"category": "Service après-vente", "section": "Argent"}
    assert row.body == (
        "## Délai\n\nSous **14 jours**, voir le barème puis Retours.\n\n**Attention**\n\n"
        "Jamais en espèces.\n\n```sql\nselect 1 < 2;\n```\n\nrecu.png\n\n- ☑ Vérifier"
    )
    assert set(reasons(reading)) == {"confluence:65538", "confluence:65560"}


def test_a_page_that_confluence_restricts_is_not_for_everybody() -> None:
    row = by_id(taken("confluence-xml", audience="C0JURIDIQUE"))["confluence:65560"]
    assert (row.title, row.audience) == ("Salaires", "C0JURIDIQUE")


def test_gurus_cards_are_read_from_its_table() -> None:
    rows = by_id(taken("guru/cards.csv", owners=CAMILLE))
    refund, saturday = rows["guru:iKd6neT"], rows["guru:ckEjoBq"]
    assert refund.body == "Within **14 days**.\n\n- keep the receipt"
    assert (refund.tags, refund.owner) == (["money", "returns"], "U0CAMILLE")
    assert refund.extra == {"category": "Support", "section": "Refunds", "verification": "trusted"}
    assert saturday.body == "Yes, until *noon*."
    assert saturday.extra["verification"] == "needs verification"


def test_gurus_cards_are_read_from_its_api() -> None:
    (row,) = taken("guru/cards.json", owners=CAMILLE).rows
    assert (row.title, row.tags, row.owner) == ("How do I get a refund?", ["money"], "U0CAMILLE")


UNENDING = json.dumps({"articles": [{"id": 1, "title": "A", "body": "<div>" * 9_000}]})
RETURNS = "[Les retours](https://www.orlune.example/retours)"
MAP = "[the map](https://www.orlune.example/map.html)"
CANCEL = "Oui, avant l’envoi.\n\n### Comment ?\n\nPar téléphone."


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "linked-data",
            {
                "Comment être remboursé ?": f"Sous **14 jours**. {RETURNS}",
                "Livrez-vous en Belgique ?": "Oui.",
            },
        ),
        ("microdata", {"Quels sont vos horaires ?": "De 9 h à 18 h."}),
        (
            "details",
            {"Open on Saturdays?": f"Until noon.\n\nSee {MAP}.", "Parking?": "Behind the shop."},
        ),
        (
            "terms",
            {"Combien coûte l’envoi ?": "5 €.\n\nOffert dès 50 €.", "Et le retour ?": "Gratuit."},
        ),
        ("headings", {"Où est mon colis ?": "En route.", "Puis-je annuler ?": CANCEL}),
    ],
)
def test_the_questions_of_a_page_are_found_however_it_marks_them(
    name: str, expected: dict[str, str]
) -> None:
    found = {row.title.replace("\u00a0", " "): row.body for row in taken(f"faq/{name}.html").rows}
    assert found == expected


def test_a_question_with_an_anchor_keeps_its_entry_when_it_is_reworded() -> None:
    row = taken("faq/details.html").rows[0]
    assert row.id == "faq:https://www.orlune.example/help#saturday"
    assert (row.source_url, row.lang) == ("https://www.orlune.example/help#saturday", "en")


def test_a_page_without_questions_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<h1>Nos magasins</h1><p>À Lyon.</p>")
    assert reasons(read([tmp_path / "a.html"])) == {
        None: "no question is marked in this page, and no heading is one"
    }


def test_what_is_recognised_wrongly_can_be_named(tmp_path: Path) -> None:
    page = tmp_path / f"Aide {'0' * 32}.md"
    page.write_text("# Aide ?\n\nOui.\n")
    assert [row.id for row in read([page]).rows] == [f"notion:{'0' * 32}"]
    assert [row.id for row in read([page], Choices(form="entries")).rows] == [page.stem]


def test_a_source_can_have_a_name_of_its_own() -> None:
    rows = by_id(taken("confluence", source="wiki-paris"))
    assert set(rows) == {"wiki-paris:65539"}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_tables_of_spreadsheets_are_read_however_they_are_saved(
    tmp_path: Path, encoding: str
) -> None:
    text = "Card Title;Content;Collection\nOù est mon colis ?;En « route »;Aide\n"
    (tmp_path / "cards.csv").write_bytes(text.encode(encoding))
    (row,) = read([tmp_path / "cards.csv"]).rows
    assert (row.title, row.body) == ("Où est mon colis ?", "En « route »")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.json", '{"articles": [{"id": 1', "broken JSON, or not all of it"),
        ("a.json", '{"articles": ' + "[" * 100_000, "lists within lists without end"),
        ("a.csv", 'Title,Content,Collection\nA,"b', "line 2: broken CSV"),
        ("a.csv", "Title,Content,Collection\nA,b\n", "line 2: 2 cells, but the header names 3"),
        ("entities.xml", "<hibernate-generic><object", "broken XML, or not all of it"),
        ("entities.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "declares a document type"),
        ("entities.xml", "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", "declares a document"),
        ("entities.xml", "<?xml version='1.0' encoding='klingon'?><a/>", "encoding"),
        ("a.html", "<html><body><details><summary>A?</summary>b", "the page breaks off"),
        ("a.xlsx", "PK", "its format is not recognised. What can be read: exports of Zendesk"),
        ("a.json", UNENDING, "more than 5,000 elements within each other"),
        ("a.json", "{}", "its format is not recognised"),
        ("a.jsonl", "", "there is no entry in it"),
    ],
)
def test_a_broken_file_is_named_and_nothing_is_taken(
    tmp_path: Path, name: str, content: str, told: str
) -> None:
    (tmp_path / name).write_text(content)
    assert told in complaint(tmp_path / name)
    assert len(complaint(tmp_path / name).splitlines()) == 1
