"""Moments: what people write after `away` is read in both languages, or refused with examples."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import FarMoment, KnowledgeError, PastMoment, UnreadMoment
from knowledge.moments import is_meant, start, until

PARIS = "Europe/Paris"
HERE = ZoneInfo(PARIS)
NOW = datetime(2026, 11, 26, 10, 0, tzinfo=HERE)
"""A Thursday in Paris."""

MONTHS = {
    "en": "january february march april may june july august september october november december",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
}
DAYS = {
    "en": "monday tuesday wednesday thursday friday saturday sunday",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
}


def back(text: str, now: datetime = NOW) -> str:
    """When somebody who writes this in Paris is back there."""
    said = until(text, now=now, zone=PARIS)
    return f"{said.astimezone(HERE):%a %d %b %Y %H:%M}" if said else "who knows"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("until monday", "Mon 30 Nov 2026 00:00"),
        ("Monday", "Mon 30 Nov 2026 00:00"),
        ("next monday", "Mon 30 Nov 2026 00:00"),
        ("until mondya", "Mon 30 Nov 2026 00:00"),
        ("jusqu'à lundi", "Mon 30 Nov 2026 00:00"),
        ("JUSQU’A LUNDI", "Mon 30 Nov 2026 00:00"),
        ("jusqua lundi", "Mon 30 Nov 2026 00:00"),
        ("jusqu'à lundi prochain", "Mon 30 Nov 2026 00:00"),
        ("until thursday", "Thu 03 Dec 2026 00:00"),
        ("until 4 december", "Fri 04 Dec 2026 00:00"),
        ("jusqu’au 4 décembre", "Fri 04 Dec 2026 00:00"),
        ("until the 4th of december", "Fri 04 Dec 2026 00:00"),
        ("until Dec. 4", "Fri 04 Dec 2026 00:00"),
        ("until friday, 4 december 2026", "Fri 04 Dec 2026 00:00"),
        ("jusqu'au 1er janvier", "Fri 01 Jan 2027 00:00"),
        ("until january", "Fri 01 Jan 2027 00:00"),
        ("2026-12-04", "Fri 04 Dec 2026 00:00"),
        ("04/12", "Fri 04 Dec 2026 00:00"),
        ("4/12/2026", "Fri 04 Dec 2026 00:00"),
        ("until 4.12.26", "Fri 04 Dec 2026 00:00"),
        ("until tomorrow", "Fri 27 Nov 2026 00:00"),
        ("until tommorow", "Fri 27 Nov 2026 00:00"),
        ("après-demain", "Sat 28 Nov 2026 00:00"),
        ("until 14:00", "Thu 26 Nov 2026 14:00"),
        ("jusqu'à 14h30", "Thu 26 Nov 2026 14:30"),
        ("jusqu'à 14 h", "Thu 26 Nov 2026 14:00"),
        ("until 2:30 pm", "Thu 26 Nov 2026 14:30"),
        ("until 9:00", "Fri 27 Nov 2026 09:00"),
        ("until tomorrow 14:00", "Fri 27 Nov 2026 14:00"),
        ("until 2pm tomorrow", "Fri 27 Nov 2026 14:00"),
        ("jusqu'à demain midi", "Fri 27 Nov 2026 12:00"),
        ("jusqu'au 4 décembre à 9h", "Fri 04 Dec 2026 09:00"),
        ("for 3 days", "Sun 29 Nov 2026 00:00"),
        ("pendant 3 jours", "Sun 29 Nov 2026 00:00"),
        ("for 2 hours", "Thu 26 Nov 2026 12:00"),
        ("2h", "Thu 26 Nov 2026 12:00"),
        ("1h30", "Thu 26 Nov 2026 11:30"),
        ("8 hours", "Thu 26 Nov 2026 18:00"),
        ("14h", "Thu 26 Nov 2026 14:00"),
        ("2 weeks", "Thu 10 Dec 2026 00:00"),
        ("2 semaines", "Thu 10 Dec 2026 00:00"),
        ("une semaine", "Thu 03 Dec 2026 00:00"),
        ("un mois", "Sat 26 Dec 2026 00:00"),
        ("une demi-journée", "Thu 26 Nov 2026 14:00"),
        ("until next week", "Mon 30 Nov 2026 00:00"),
        ("jusqu'à la semaine prochaine", "Mon 30 Nov 2026 00:00"),
        ("jusqu'à la fin du mois", "Tue 01 Dec 2026 00:00"),
        ("this afternoon", "Fri 27 Nov 2026 00:00"),
        ("cet après-midi", "Fri 27 Nov 2026 00:00"),
        ("aujourd’hui", "Fri 27 Nov 2026 00:00"),
        ("ce matin", "Thu 26 Nov 2026 12:00"),
        ("until this afternoon", "Thu 26 Nov 2026 14:00"),
        ("jusqu'à ce soir", "Thu 26 Nov 2026 18:00"),
        ("until further notice", "who knows"),
        ("jusqu'à nouvel ordre", "who knows"),
    ],
)
def test_people_write_in_either_language_in_a_hurry(written: str, read: str) -> None:
    assert back(written) == read
    assert is_meant(written)


@pytest.mark.parametrize(
    ("written", "refusal"),
    [
        ("until 31 february", UnreadMoment),
        ("until tuesday 30 november", UnreadMoment),
        ("until 24:00", UnreadMoment),
        ("until the 4th", UnreadMoment),
        ("jusqu'à", UnreadMoment),
        ("du 3 au 7 décembre", UnreadMoment),
        ("from monday to friday", UnreadMoment),
        ("until 25/11/2026", PastMoment),
        ("until today", PastMoment),
        ("26/11", PastMoment),
        ("until 4 december 2028", FarMoment),
        ("for 900 weeks", FarMoment),
        ("9999-12-31", FarMoment),
        ("0000-12-31", UnreadMoment),
    ],
)
def test_what_is_no_moment_to_come_is_refused(written: str, refusal: type[KnowledgeError]) -> None:
    with pytest.raises(refusal):
        back(written)
    assert is_meant(written)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "until",
        "from keyboard rules",
        "day",
        "4",
        "match tickets",
        "pendant les soldes, que répondre",
        "for how long does the warranty last",
        "until when can a customer return a parcel?",
        "du travail, qui répond aux clients",
        "monday is a holiday in Belgium",
    ],
)
def test_a_question_is_not_taken_for_a_moment(written: str) -> None:
    assert not is_meant(written)


def test_a_day_begins_in_the_zone_of_the_person() -> None:
    said = until("until monday", now=NOW, zone="America/Montreal")

    assert said == datetime(2026, 11, 30, 5, tzinfo=UTC)
    assert start(date(2026, 11, 30), "America/Montreal") == said


def test_a_leap_day_is_the_next_there_is() -> None:
    assert back("29 february", datetime(2027, 6, 1, tzinfo=UTC)) == "Tue 29 Feb 2028 00:00"


dates = st.dates(date(2026, 1, 1), date(2035, 12, 31))
leads = st.sampled_from(["", "until ", "jusqu'au ", "jusqu’à ", "Until the ", "jusqu'a "])
times = st.times().map(lambda at: at.replace(second=0, microsecond=0))


def forms(day: date, language: str) -> list[str]:
    """Every way to write a date that names its year."""
    month = MONTHS[language].split()[day.month - 1]
    weekday = DAYS[language].split()[day.weekday()]
    return [
        f"{day:%Y-%m-%d}",
        f"{day:%d/%m/%Y}",
        f"{day.day}/{day.month}/{day:%y}",
        f"{day.day}.{day.month}.{day.year}",
        f"{day:%d-%m-%Y}",
        f"{day.day} {month} {day.year}",
        f"{day.day} {month.title()}, {day.year}",
        f"{month} {day.day} {day.year}",
        f"{weekday} {day.day} {month} {day.year}",
    ]


@given(dates, leads, times, st.sampled_from(["fr", "en"]), st.sampled_from(["", ":", "h", " h "]))
def test_every_date_reads_back_in_every_form(
    day: date, lead: str, at: time, language: str, sign: str
) -> None:
    before = datetime.combine(day - timedelta(days=200), time(9), HERE)
    clock = f" {at.hour}{sign}{at.minute:02}" if sign else ""
    meant = datetime.combine(day, at if sign else time(0), HERE).astimezone(UTC)
    for form in forms(day, language):
        assert until(f"{lead}{form}{clock}", now=before, zone=PARIS) == meant, form


@given(dates, st.integers(1, 390), st.sampled_from(["fr", "en"]))
def test_a_date_without_its_year_is_the_next_one(today: date, days: int, language: str) -> None:
    now = datetime.combine(today, time(9), HERE)
    day = today + timedelta(days=min(days, 360))
    month = MONTHS[language].split()[day.month - 1]
    for form in (f"{day.day}/{day.month}", f"{day.day} {month}", f"{month} {day.day}"):
        assert until(form, now=now, zone=PARIS) == start(day, PARIS), form


@given(dates, st.integers(1, 7), st.sampled_from(["fr", "en"]))
def test_a_weekday_is_the_next_one_and_never_today(today: date, days: int, language: str) -> None:
    day = today + timedelta(days=days)
    name = DAYS[language].split()[day.weekday()]

    said = until(name, now=datetime.combine(today, time(9), HERE), zone=PARIS)

    assert said == start(day, PARIS)


@given(st.text(), st.datetimes(datetime(2020, 1, 1), timezones=st.just(UTC)))
def test_whatever_is_written_is_read_or_refused(written: str, now: datetime) -> None:
    try:
        said = until(written, now=now, zone="Asia/Tokyo")
    except KnowledgeError:
        return
    assert said is None or said > now
