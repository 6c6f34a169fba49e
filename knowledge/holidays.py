"""Public holidays, by country and region."""

from collections.abc import Collection
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase

# ISO 3166-2 counts Alsace as two departments, the library as one region.
ALSO = {"FR-67": "FR-6AE", "FR-68": "FR-6AE"}


@lru_cache(maxsize=4096)
def in_year(code: str, year: int) -> frozenset[date]:
    """Give the public holidays of a country, ``FR``, or of a region of it, ``FR-57``.

    Raises LookupError for a code that is not known.
    """
    return frozenset(_calendar(code, year))


@lru_cache(maxsize=1024)
def is_known(code: str) -> bool:
    """Say whether the public holidays of this country or region are known."""
    try:
        _calendar(code)
    except LookupError:
        return False
    return True


def countries() -> Collection[str]:
    """Name the countries whose public holidays are known."""
    from holidays import list_supported_countries

    return list_supported_countries(include_aliases=False).keys()


def regions(country: str) -> Collection[str]:
    """Name the regions of a known country that have public holidays of their own."""
    known = _calendar(country).subdivisions
    return [f"{country}-{region}" for region in known if len(region) <= 3]


def _calendar(code: str, year: int | None = None) -> "HolidayBase":
    # Reading it takes a tenth of a second, and a charter need not speak of holidays.
    from holidays import country_holidays

    country, _, region = ALSO.get(code, code).partition("-")
    try:
        return country_holidays(country, subdiv=region or None, years=year)
    except NotImplementedError as error:
        raise LookupError(f"No public holidays are known for {code}.") from error
