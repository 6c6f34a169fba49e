"""Public holidays are known by country and region, however ISO writes them."""

from datetime import date

import pytest

from knowledge import holidays


@pytest.mark.parametrize(
    ("code", "day", "free"),
    [
        ("FR", "2026-05-01", True),
        ("FR", "2026-04-03", False),  # Good Friday
        ("FR-57", "2026-04-03", True),
        ("FR-67", "2026-04-03", True),
        ("FR-68", "2026-12-26", True),
        ("FR-GP", "2026-05-27", True),  # abolition of slavery, in Guadeloupe
        ("BE", "2026-07-21", True),
        ("CH", "2026-01-02", False),
        ("CH-VD", "2026-01-02", True),
        ("CH-GE", "2026-09-10", True),
        ("CA", "2026-06-24", False),
        ("CA-QC", "2026-06-24", True),
        ("DE-BY", "2026-01-06", True),
        ("US", "2021-12-31", True),  # the New Year of 2022 fell on a Saturday
        ("UK", "2026-12-28", True),
    ],
)
def test_a_holiday_is_one_where_it_is_one(code: str, day: str, free: bool) -> None:
    at = date.fromisoformat(day)

    assert holidays.is_known(code)
    assert (at in holidays.in_year(code, at.year)) == free


@pytest.mark.parametrize("code", ["ZZ", "ZZ-57", "FR-58", "MA-01"])
def test_what_is_no_country_or_region_is_not_known(code: str) -> None:
    assert not holidays.is_known(code)
    with pytest.raises(LookupError, match=code):
        holidays.in_year(code, 2026)


def test_every_country_and_region_that_is_named_is_known() -> None:
    assert {"FR", "BE", "CH", "CA"} <= set(holidays.countries())
    for country in ("FR", "CH", "CA", "DE", "NZ"):
        named = holidays.regions(country)
        assert named
        assert all(map(holidays.is_known, named))
