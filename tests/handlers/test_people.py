"""People: what Slack says of somebody, in our words."""

from typing import Any

import pytest

from handlers.people import profile

ODILE = {"id": "U0ODILE", "team_id": "T0RELAIS", "name": "odile"}


@pytest.mark.parametrize("standing", ["is_restricted", "is_ultra_restricted"])
def test_guests_are_told_from_members(standing: str) -> None:
    member: dict[str, Any] = ODILE | {standing: False}
    guest: dict[str, Any] = ODILE | {standing: True}

    assert not profile(member, "T0RELAIS").is_guest
    assert profile(guest, "T0RELAIS").is_guest
