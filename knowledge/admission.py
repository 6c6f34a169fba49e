"""Admission: whom we do anything for, by what Slack says of them. Asked before all other rules."""

from knowledge import sight
from knowledge.errors import KnowledgeError, MembersOnly
from knowledge.people import Member


class AccountClosed(KnowledgeError):
    """What somebody did comes late, or is made up: they have left."""

    sentence = "This account is deactivated, so I do nothing in its name."


def check_person(member: Member) -> None:
    """Anybody whose account is open may ask, guests and people of other organisations included.

    Raises:
        AccountClosed: it is not, whatever the charter still says of them.
    """
    if member.is_deactivated:
        raise AccountClosed


def check_member(member: Member) -> None:
    """Everything else is for full members of the workspace.

    Raises:
        AccountClosed: their account is closed.
        MembersOnly: they are a guest, or belong to another organisation.
    """
    check_person(member)
    if sight.outsiders(member):
        raise MembersOnly
