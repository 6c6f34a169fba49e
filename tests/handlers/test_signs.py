"""Signs: what Slack shows of somebody says that they are away, or says nothing of the kind."""

from datetime import timedelta
from typing import Any

import pytest

from handlers.people import profile
from handlers.signs import NOTHING, by_quiet_hours, by_status
from tests.factories import NOW

LATER = NOW + timedelta(hours=2)


def status(text: str = "", emoji: str = "", until: int = 0) -> dict[str, Any]:
    return {"status_text": text, "status_emoji": emoji, "status_expiration": until}


@pytest.mark.parametrize(
    "text",
    [
        "Vacances",
        "En congés jusqu’au 3",
        "congé parental",
        "ABSENTE",
        "Absent, de retour lundi",
        "En arrêt",
        "arrêt maladie",
        "malade",
        "RTT",
        "OOO",
        "OOO, back Monday",
        "Out of office",
        "on leave",
        "Vacationing",
        "off",
        "Off until Monday",
        "Day off",
        "Out sick",
        "parental leave",
        "Maternité",
    ],
)
def test_words_say_that_somebody_is_away(text: str) -> None:
    assert by_status(status(text, ":speech_balloon:"), NOW) == (NOW, None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "In a meeting",
        "Télétravail",
        "Kick-off",
        "off-site with the team",
        "office day",
        "De retour de vacances",
        "Back from vacation",
        "Retour de congé",
        "Absinthe tasting",
        "Congestion on the ring road",
    ],
)
def test_other_words_say_nothing_of_it(text: str) -> None:
    assert by_status(status(text, ":speech_balloon:"), NOW) == NOTHING


def test_an_emoji_says_it_without_words() -> None:
    assert by_status(status(emoji=":palm_tree:"), NOW) == (NOW, None)
    assert by_status(status("Lyon", ":airplane:"), NOW) == (NOW, None)
    assert by_status(status(emoji=":house_with_garden:"), NOW) == NOTHING
    assert by_status({}, NOW) == NOTHING


def test_a_status_holds_until_it_expires() -> None:
    assert by_status(status("OOO", until=int(LATER.timestamp())), NOW) == (NOW, LATER)
    assert by_status(status("OOO", until=int(NOW.timestamp())), NOW) == NOTHING


def test_quiet_hours_are_the_next_window_which_may_have_begun() -> None:
    start, end = int(NOW.timestamp()) - 60, int(LATER.timestamp())
    said = {"dnd_enabled": True, "next_dnd_start_ts": start, "next_dnd_end_ts": end}

    assert by_quiet_hours(said, NOW) == (NOW - timedelta(minutes=1), LATER)
    assert by_quiet_hours(said, LATER) == NOTHING
    assert by_quiet_hours(said | {"dnd_enabled": False}, NOW) == NOTHING
    assert by_quiet_hours({"dnd_enabled": True}, NOW) == NOTHING


@pytest.mark.parametrize("zone", [None, "", "Middle-earth/Shire", "../etc"])
def test_a_time_zone_nobody_knows_is_utc(zone: str | None) -> None:
    assert profile({"id": "U0ANA", "tz": zone}, "T0RELAIS").zone == "UTC"
