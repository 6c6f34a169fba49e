"""Admission: whom we do anything for."""

from typing import Any

import pytest

from knowledge.admission import AccountClosed, check_member, check_person
from knowledge.errors import MembersOnly
from knowledge.people import Member
from tests.factories import ANA, NOW, WORKSPACE


def member(**standing: bool) -> Member:
    usual: dict[str, Any] = dict.fromkeys(
        ("is_bot", "is_stranger", "is_deactivated", "is_guest"), False
    )
    about = {"workspace": WORKSPACE, "id": ANA, "name": "Ana", "seen_at": NOW}
    return Member(**about, **usual | standing)


def test_members_may_do_anything_of_ours() -> None:
    check_person(member())
    check_member(member())


@pytest.mark.parametrize("standing", ["is_guest", "is_stranger"])
def test_guests_and_people_of_other_organisations_ask_and_no_more(standing: str) -> None:
    check_person(member(**{standing: True}))

    with pytest.raises(MembersOnly):
        check_member(member(**{standing: True}))


@pytest.mark.parametrize("check", [check_person, check_member])
@pytest.mark.parametrize("other", [{}, {"is_guest": True}])
def test_a_closed_account_does_nothing(check: Any, other: dict[str, bool]) -> None:
    with pytest.raises(AccountClosed):
        check(member(is_deactivated=True, **other))
