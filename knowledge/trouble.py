"""Trouble: why a message could not be delivered, ever."""

from enum import StrEnum


class Trouble(StrEnum):
    """The reason that a failed row of the outbox keeps."""

    GONE = "gone"  # the person's account is closed, or not to be found
    NOT_MEMBER = "not_member"  # we are not in the conversation
    NO_CHANNEL = "no_channel"  # it is archived, or no longer there
    NOT_LET = "not_let"  # it is read-only, or we may not write to them
    NO_SCOPE = "no_scope"  # the app lacks a permission
    WITHHELD = "withheld"  # it is not, or no longer, for those who would read it there
    REFUSED = "refused"  # the message itself is refused
