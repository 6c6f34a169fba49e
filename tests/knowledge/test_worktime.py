"""Working time is counted as a person with a calendar would count it, in every zone and season."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from knowledge import worktime
from knowledge.calendar import LONGEST, duration
from knowledge.charter import Charter, parse
from knowledge.worktime import ALWAYS, NeverWorking, WorkingTime
from tests.knowledge.slow_calendar import DAY, QUARTER, SlowCalendar, is_holiday, quarters

ZONES = (
    "Europe/Paris",
    "Europe/Brussels",
    "Europe/Zurich",
    "America/Toronto",
    "America/New_York",
    "America/St_Johns",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",  # changes its clock by half an hour
    "Africa/Casablanca",  # changes it around Ramadan
    "Pacific/Auckland",
    "Atlantic/Azores",  # changes it at midnight
)
HOLIDAYS = ("FR", "BE", "CH", "CA-QC", None)
FIRST, LAST = datetime(2024, 1, 1, tzinfo=UTC), datetime(2034, 1, 1, tzinfo=UTC)
OFFICE = ((9 * 60, 12 * 60 + 30), (13 * 60 + 30, 18 * 60))
ROUND_THE_CLOCK = ((0, 24 * 60),)
NIGHTS = ((0, 2 * 60 + 30), (2 * 60 + 45, 6 * 60), (22 * 60, 24 * 60))
CHARTER = """
relais: 1
hours:
  zone: Europe/Paris
  days: [mon, tue, wed, thu, fri]
  periods: [{from: "09:00", to: "12:00"}, {from: "13:00", to: "18:00"}]
  holidays: FR
people:
  - {slack: U0ALSACE, hours: {holidays: FR-57}}
  - {slack: U0GENEVA, hours: {zone: Europe/Zurich, holidays: CH-GE}}
  - {slack: U0QUEBEC, hours: {zone: America/Toronto, holidays: CA-QC}}
  - {slack: U0PART, hours: {days: [tue, thu], from: "10:00", to: "16:00", holidays: BE}}
  - {slack: U0LEAVE, away: [{from: 2026-07-06, back: 2026-07-20}]}
  - {slack: U0NIGHT, hours: {days: [sat, sun], from: "00:00", to: "06:00"}}
"""


@pytest.fixture(scope="module")
def charter() -> Charter:
    return parse(CHARTER)


def slow(
    zone: str,
    holidays: str | None,
    days: frozenset[int] = frozenset(range(5)),
    periods: tuple[tuple[int, int], ...] = OFFICE,
    away: tuple[tuple[datetime, datetime], ...] = (),
) -> SlowCalendar:
    return SlowCalendar(zone, days, periods, holidays, away)


def quick(one: SlowCalendar) -> WorkingTime:
    clock = [time(*divmod(minute % 1440, 60)) for minute in range(1441)]
    day = tuple((clock[begin], clock[end]) for begin, end in one.periods)
    week = tuple(day if number in one.days else () for number in range(7))
    return WorkingTime(one.zone, week, one.holidays, one.away)


def changes(zone: str) -> list[datetime]:
    """The moments of the ten years at which the clock is changed."""
    hours = ZoneInfo(zone)

    def offset(at: datetime) -> timedelta | None:
        return at.astimezone(hours).utcoffset()

    days = [FIRST + count * DAY for count in range((LAST - FIRST).days)]
    found = [day for day in days if offset(day) != offset(day + DAY)]
    return [
        at
        for day in found
        for at in quarters(day + QUARTER, day + DAY + QUARTER)
        if offset(at) != offset(at - QUARTER)
    ]


CHANGES = {zone: changes(zone) for zone in ZONES}
anywhen = st.integers(0, (LAST - FIRST) // QUARTER).map(lambda count: FIRST + count * QUARTER)


def near(moment: datetime, hours: int) -> st.SearchStrategy[datetime]:
    return st.integers(-4 * hours, 4 * hours).map(lambda count: moment + count * QUARTER)


@st.composite
def moments(draw: st.DrawFn, zone: str) -> datetime:
    """Any quarter of an hour of the ten years, often one close to a change of the clock."""
    if not CHANGES[zone] or draw(st.booleans()):
        return draw(anywhen)
    return draw(near(draw(st.sampled_from(CHANGES[zone])), draw(st.sampled_from((1, 72)))))


@st.composite
def cases(draw: st.DrawFn) -> tuple[SlowCalendar, datetime]:
    """A calendar, and a moment at which something begins; absences are never far from it."""
    zone, holidays = draw(st.sampled_from(ZONES)), draw(st.sampled_from(HOLIDAYS))
    start = draw(moments(zone))
    days = draw(st.frozensets(st.integers(0, 6), min_size=1) | st.just(frozenset(range(5))))
    periods = draw(st.sampled_from((OFFICE, ROUND_THE_CLOCK, NIGHTS)))
    away = draw(st.lists(st.tuples(near(start, 72), near(start, 72)), max_size=3))
    return slow(zone, holidays, days, periods, tuple(away)), start


@st.composite
def uneven(draw: st.DrawFn) -> tuple[WorkingTime, datetime]:
    """The same with other hours on each day of the week."""
    case, start = draw(cases())
    parts = st.sets(
        st.integers(0, 95).map(lambda quarter: time(*divmod(quarter * 15, 60))), max_size=4
    )
    times = [sorted(draw(parts)) for _ in range(7)]
    week = tuple(tuple(zip(day[::2], day[1::2], strict=False)) for day in times)
    assume(any(week))
    return WorkingTime(case.zone, week, case.holidays, case.away), start


def lengths(most: timedelta) -> st.SearchStrategy[timedelta]:
    return st.integers(0, most // QUARTER).map(lambda count: count * QUARTER)


# What a lead would check by hand.


@pytest.mark.parametrize(
    ("person", "start", "allowed", "due"),
    [
        ("U0ANY", "2026-03-06 17:30", "1h", "2026-03-09 09:30"),  # over a weekend
        ("U0ANY", "2026-03-04 11:30", "1h", "2026-03-04 13:30"),  # over lunch
        ("U0ANY", "2026-03-04 11:00", "1h", "2026-03-04 12:00"),  # until lunch
        ("U0ANY", "2026-03-04 06:00", "30m", "2026-03-04 09:30"),  # from the morning on
        ("U0ANY", "2026-03-04 10:00", "1d", "2026-03-05 10:00"),
        ("U0ANY", "2026-03-06 10:00", "1d", "2026-03-09 10:00"),
        ("U0ANY", "2026-03-07 10:00", "1d", "2026-03-10 09:00"),  # Saturday counts as Monday at 9
        ("U0ANY", "2026-03-04 10:00", "1d4h", "2026-03-05 15:00"),
        ("U0ANY", "2026-03-04 10:00", "1w", "2026-03-11 10:00"),
        ("U0ANY", "2026-03-04 10:00", "5d", "2026-03-11 10:00"),
        ("U0ANY", "2026-03-04 10:00", "6d", "2026-03-11 10:00"),
        ("U0ANY", "2026-03-04 10:00", "1w1d", "2026-03-12 10:00"),
        ("U0ANY", "2026-03-04 10:00", "12h", "2026-03-05 10:00"),  # as long as a working day
        ("U0ANY", "2026-04-30 17:00", "2h", "2026-05-04 10:00"),  # 1 May is a Friday
        ("U0ANY", "2026-04-30 17:00", "1d", "2026-05-04 17:00"),
        ("U0ANY", "2026-04-02 17:00", "2h", "2026-04-03 10:00"),  # Good Friday is none in Paris
        ("U0ALSACE", "2026-04-02 17:00", "2h", "2026-04-07 10:00"),  # and Easter Monday is one
        ("U0GENEVA", "2026-09-09 17:00", "2h", "2026-09-11 10:00"),  # Jeûne genevois
        ("U0QUEBEC", "2026-06-23 17:00", "2h", "2026-06-25 10:00"),  # Saint-Jean-Baptiste
        ("U0PART", "2026-07-16 15:00", "2h", "2026-07-23 11:00"),  # 21 July in Belgium
        ("U0PART", "2026-03-05 12:00", "1w", "2026-03-12 12:00"),  # two days are their week
        ("U0LEAVE", "2026-07-03 17:00", "2h", "2026-07-20 10:00"),
        ("U0LEAVE", "2026-07-03 17:00", "1d", "2026-07-20 17:00"),
        ("U0ANY", "2026-03-27 17:00", "2h", "2026-03-30 10:00"),  # summer time begins in Paris
        ("U0ANY", "2026-10-23 17:00", "1d", "2026-10-26 17:00"),  # and ends
        ("U0QUEBEC", "2026-03-06 17:00", "1d", "2026-03-09 17:00"),  # and begins in Montréal
        ("U0QUEBEC", "2026-10-30 17:00", "2h", "2026-11-02 10:00"),  # and ends
        ("U0NIGHT", "2026-03-29 00:00", "2h", "2026-03-29 03:00"),  # 2 o'clock does not come
        ("U0NIGHT", "2026-03-29 00:00", "5h", "2026-03-29 06:00"),
        ("U0NIGHT", "2026-10-25 00:00", "5h", "2026-10-25 04:00"),  # 2 o'clock comes twice
        ("U0NIGHT", "2026-03-22 02:30", "1d", "2026-03-28 02:30"),
        ("U0NIGHT", "2026-03-28 02:30", "1d", "2026-03-29 03:30"),  # six hours of work
    ],
)
def test_what_a_lead_would_check_by_hand(
    charter: Charter, person: str, start: str, allowed: str, due: str
) -> None:
    calendar = worktime.of(charter, person)
    zone = ZoneInfo(calendar.zone)

    reached = calendar.add(datetime.fromisoformat(start).replace(tzinfo=zone), duration(allowed))

    assert f"{reached.astimezone(zone):%Y-%m-%d %H:%M}" == due


def test_who_is_away_is_back_at_the_midnight_of_their_own_zone(charter: Charter) -> None:
    calendar = worktime.of(charter, "U0LEAVE")

    assert calendar.away == (
        (datetime(2026, 7, 5, 22, tzinfo=UTC), datetime(2026, 7, 19, 22, tzinfo=UTC)),
    )
    assert calendar.ordinary == worktime.of(charter, "U0ANY")
    assert not calendar.is_working(datetime(2026, 7, 8, 8, tzinfo=UTC))
    assert calendar.ordinary.is_working(datetime(2026, 7, 8, 8, tzinfo=UTC))


def test_without_hours_people_work_day_and_night_but_not_while_away() -> None:
    charter = parse(
        "relais: 1\npeople: [{slack: U0ANA, away: [{from: 2026-03-02, back: 2026-03-03}]}]"
    )
    monday = datetime(2026, 3, 2, 12, tzinfo=UTC)

    assert worktime.of(charter, "U0PAUL") is ALWAYS
    assert worktime.of(charter, "U0ANA").next_working(monday) == monday + timedelta(hours=12)


def test_more_absences_are_joined_with_those_there_are() -> None:
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    hour = timedelta(hours=1)
    calendar = ALWAYS.besides((noon, noon + hour)).besides(
        (noon + 3 * hour, noon + 4 * hour), (noon + hour / 2, noon + 2 * hour), (noon, noon)
    )

    assert calendar.away == ((noon, noon + 2 * hour), (noon + 3 * hour, noon + 4 * hour))
    assert calendar.between(noon - hour, noon + 6 * hour) == 4 * hour
    assert calendar.besides() is calendar
    assert calendar.ordinary == ALWAYS


def test_who_never_works_is_not_waited_for() -> None:
    noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    gone = ALWAYS.besides((noon, noon + 3 * 366 * DAY))

    assert gone.next_working(noon) is None
    assert not gone.is_working(noon)
    for allowed in (timedelta(), timedelta(hours=1), 3 * DAY):
        with pytest.raises(NeverWorking):
            gone.add(noon, allowed)
    with pytest.raises(NeverWorking):
        gone.add(noon - timedelta(hours=1), 2 * DAY)
    with pytest.raises(NeverWorking):
        WorkingTime("UTC", ((),) * 7).add(noon, DAY)


def test_a_moment_without_a_zone_and_less_than_no_time_are_refused() -> None:
    naive = datetime(2026, 3, 2)
    for asked in (ALWAYS.is_working, ALWAYS.next_working):
        with pytest.raises(ValueError, match="time zone"):
            asked(naive)
    with pytest.raises(ValueError, match="time zone"):
        ALWAYS.besides((naive, naive + DAY))
    with pytest.raises(ValueError, match="less than no time"):
        ALWAYS.add(FIRST, -DAY)


def test_an_hour_shown_twice_up_to_midnight_ends_with_its_day() -> None:
    cairo = quick(slow("Africa/Cairo", None, frozenset({3, 5}), ROUND_THE_CLOCK))
    first = datetime(2026, 10, 29, 20, 30, tzinfo=UTC)  # Thursday 23:30, an hour before 23:30

    for start in (first, first + timedelta(hours=1)):
        assert cairo.is_working(start)
    assert cairo.add(first, DAY) <= cairo.add(first + timedelta(hours=1), DAY)
    assert cairo.between(first - 2 * DAY, first + DAY) == timedelta(hours=25)


def test_while_an_hour_is_repeated_the_clock_stands_at_its_end() -> None:
    zone = ZoneInfo("Europe/Paris")
    paris = quick(slow("Europe/Paris", None, frozenset(range(7)), ROUND_THE_CLOCK))
    first = datetime(2026, 10, 25, 2, 30, tzinfo=zone)

    for fold, hour in ((0, "02:30"), (1, "03:00")):
        reached = paris.add(first.replace(fold=fold), 2 * DAY).astimezone(zone)
        assert f"{reached:%d %H:%M}" == f"27 {hour}"


# Against the slow calendar.


@pytest.mark.parametrize("zone", ZONES)
def test_ten_years_are_worked_as_in_the_slow_calendar(zone: str) -> None:
    """Near every change of the clock, and every seventeenth day, quarter by quarter."""
    near_changes = [change - DAY / 2 for change in CHANGES[zone]]
    days = [*near_changes, *(FIRST + count * 17 * DAY for count in range(3652 // 17))]
    for number, day in enumerate(days):
        code = HOLIDAYS[number % len(HOLIDAYS)]
        expected = slow(zone, code, frozenset(range(7)), NIGHTS)
        calendar = quick(expected)
        worked = [at for at in quarters(day, day + DAY) if expected.is_working(at)]
        assert worked == [at for at in quarters(day, day + DAY) if calendar.is_working(at)], day


@pytest.mark.parametrize("code", [code for code in HOLIDAYS if code])
def test_nobody_works_on_the_holidays_of_ten_years(code: str) -> None:
    calendar = quick(slow("Europe/Paris", code, frozenset(range(7))))
    morning = datetime(2024, 1, 1, 9, tzinfo=UTC)

    for moment in (morning + count * DAY for count in range(3652)):
        assert calendar.is_working(moment) != is_holiday(code, moment.date())


@settings(max_examples=300)
@given(cases(), lengths(4 * DAY))
def test_what_is_allowed_is_due_when_the_slow_calendar_says(
    case: tuple[SlowCalendar, datetime], allowed: timedelta
) -> None:
    expected, start = case
    assert quick(expected).add(start, allowed) == expected.add(start, allowed)


@settings(max_examples=60)
@given(cases(), lengths(20 * DAY))
def test_weeks_are_due_when_the_slow_calendar_says(
    case: tuple[SlowCalendar, datetime], allowed: timedelta
) -> None:
    expected, start = case
    assert quick(expected).add(start, allowed) == expected.add(start, allowed)


@given(cases(), lengths(10 * DAY))
def test_as_much_is_worked_as_the_slow_calendar_says(
    case: tuple[SlowCalendar, datetime], length: timedelta
) -> None:
    expected, start = case
    calendar = quick(expected)

    assert calendar.between(start, start + length) == expected.between(start, start + length)
    assert calendar.next_working(start) == expected.next_working(start)
    assert calendar.is_working(start) == expected.is_working(start)


# What holds always.


def to_the_second(at: datetime, second: int) -> datetime:
    return at + timedelta(seconds=second)


@settings(max_examples=200)
@given(cases(), lengths(LONGEST), lengths(LONGEST), st.integers(0, 899))
def test_who_is_allowed_more_is_never_due_earlier(
    case: tuple[SlowCalendar, datetime], one: timedelta, other: timedelta, second: int
) -> None:
    calendar, start = quick(case[0]), to_the_second(case[1], second)
    less, more = sorted((one, other))

    assert start <= calendar.add(start, less) <= calendar.add(start, more)


@settings(max_examples=200)
@given(cases(), st.data(), st.integers(0, 899))
def test_a_little_more_is_never_due_earlier(
    case: tuple[SlowCalendar, datetime], data: st.DataObject, second: int
) -> None:
    """The same, where the whole days change."""
    calendar, start = quick(case[0]), to_the_second(case[1], second)
    days = data.draw(st.integers(1, 15)) * DAY
    less, more = data.draw(lengths(DAY)), data.draw(lengths(DAY))

    assert (
        calendar.add(start, days - less)
        <= calendar.add(start, days)
        <= calendar.add(start, days + more)
    )


@settings(max_examples=200)
@given(uneven(), lengths(3 * DAY), lengths(10 * DAY), lengths(DAY))
def test_more_time_or_a_later_start_is_never_due_earlier_in_an_uneven_week(
    case: tuple[WorkingTime, datetime], later: timedelta, allowed: timedelta, more: timedelta
) -> None:
    calendar, start = case
    due = calendar.add(start, allowed)

    assert start <= due <= calendar.add(start, allowed + more)
    assert due <= calendar.add(start + later, allowed)


@settings(max_examples=200)
@given(cases(), lengths(3 * DAY), lengths(10 * DAY), st.integers(0, 899))
def test_who_starts_later_is_never_due_earlier(
    case: tuple[SlowCalendar, datetime], later: timedelta, allowed: timedelta, second: int
) -> None:
    calendar, start = quick(case[0]), case[1]
    then = to_the_second(start + later, second)

    assert calendar.add(start, allowed) <= calendar.add(then, allowed)


@settings(max_examples=200)
@given(cases(), st.integers(1, 24 * 3600))
def test_less_than_a_day_is_worked_to_the_second(
    case: tuple[SlowCalendar, datetime], seconds: int
) -> None:
    calendar, start = quick(case[0]), case[1]
    allowed = timedelta(seconds=seconds)
    assume(allowed < timedelta(minutes=sum(end - begin for begin, end in case[0].periods)))

    assert calendar.between(start, calendar.add(start, allowed)) == allowed


@given(cases())
def test_no_time_is_due_at_the_next_working_moment(case: tuple[SlowCalendar, datetime]) -> None:
    calendar, start = quick(case[0]), case[1]

    assert calendar.add(start, timedelta()) == calendar.next_working(start)


@given(cases(), lengths(LONGEST), st.floats(0, 1), st.floats(0, 1))
def test_a_share_of_the_time_lies_within_it(
    case: tuple[SlowCalendar, datetime], allowed: timedelta, one: float, other: float
) -> None:
    calendar, start = quick(case[0]), case[1]
    due = calendar.add(start, allowed)
    less, more = sorted((one, other))

    assert start <= calendar.share(start, due, less) <= calendar.share(start, due, more) <= due
    assert calendar.share(start, due, 1) == due


def test_half_of_the_time_is_half_of_what_is_worked(charter: Charter) -> None:
    calendar = worktime.of(charter, "U0ANY")
    friday = datetime(2026, 3, 6, 16, tzinfo=UTC)  # 17:00 in Paris

    half = calendar.share(friday, calendar.add(friday, timedelta(hours=4)), 0.5)

    assert half == datetime(2026, 3, 9, 9, tzinfo=UTC)


def test_where_nothing_is_worked_a_share_is_of_the_time_that_passes(charter: Charter) -> None:
    calendar = worktime.of(charter, "U0ANY")
    sunday = datetime(2026, 3, 8, 8, tzinfo=UTC)

    assert calendar.share(sunday, sunday + timedelta(hours=4), 0.5) == sunday + timedelta(hours=2)


@given(anywhen, lengths(LONGEST), st.integers(0, 899))
def test_day_and_night_is_the_time_that_passes(
    at: datetime, allowed: timedelta, second: int
) -> None:
    start = to_the_second(at, second)

    assert ALWAYS.add(start, allowed) == start + allowed
    assert ALWAYS.between(start, start + allowed) == allowed
    assert ALWAYS.share(start, start + allowed, 0.5) == start + allowed / 2
