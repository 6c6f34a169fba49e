"""Writing a charter: what is read back is the same charter, and a lead can read it."""

from hypothesis import given

from knowledge.charter import EMPTY, Charter, parse
from knowledge.charter.writing import WIDTH, write
from tests.factories import CHARTER
from tests.knowledge.any_charter import charters
from tests.stage import CHARTER as EXAMPLE


@given(charters)
def test_what_is_written_reads_back_the_same(charter: Charter) -> None:
    assert parse(write(charter)) == charter


def test_it_is_laid_out_as_people_write_it() -> None:
    written = write(parse(EXAMPLE.read_text("utf-8")))

    assert written.startswith(
        "relais: 1\n"
        "language: fr\n"
        "hours: {zone: Europe/Paris, days: [mon, tue, wed, thu, fri], "
        'from: "09:00", to: "18:00", holidays: FR}\n'
        "lead_channel: C0PILOTAGE\n\n"
        "people:\n"
        "  - {slack: U0CAMILLE, autonomy: autonomous, "
        "topics: {refunds: senior, moderation: senior}}\n"
    )
    assert "      - {who: [U0CAMILLE, U0MARC], acknowledge: 1h, answer: 4h}\n" in written
    assert '      - "where is my refund"\n' in written
    assert "process: support" not in written, "what holds anyway is left out"
    assert "\n\n  - id: delivery\n    name: {fr: Livraison et commandes, en:" in written


def test_days_and_times_are_written_plainly() -> None:
    away = "{slack: U0MARIA, autonomy: senior, away: [{from: 2026-12-24, back: 2027-01-04}]}"
    text = CHARTER.replace("{slack: U0MARIA, autonomy: senior}", away)

    assert f"  - {away}\n" in write(parse(text))


def test_a_long_line_is_one_long_text() -> None:
    text = EXAMPLE.read_text("utf-8")
    crowded = text.replace("who: [U0INES]", f"who: [{', '.join(f'U0{n:05}' for n in range(20))}]")

    lines = write(parse(crowded)).split("\n")

    assert [line.strip()[:16] for line in lines if len(line) > WIDTH] == [
        'fr: "Nous avons ',
        'en: "We have rea',
    ]


def test_the_empty_charter_is_one_line() -> None:
    assert write(EMPTY) == "relais: 1\n"
