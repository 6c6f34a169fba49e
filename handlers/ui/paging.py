"""Paging: a long list, a page at a time."""

from collections.abc import Sequence
from typing import TypeVar

from handlers.locale import Words
from handlers.ui.blocks import Blocks, actions, button, context

Item = TypeVar("Item")


def last(listed: Sequence[object], size: int) -> int:
    """The number of the last page, from 0."""
    return max(len(listed) - 1, 0) // size


def on(listed: Sequence[Item], page: int, size: int) -> Sequence[Item]:
    """What stands on a page."""
    return listed[page * size : (page + 1) * size]


def turning(_: Words, action: str, page: int, last: int, *, about: object = None) -> list[Blocks]:
    """Which page it is, and the buttons to the others: their value ends in the page's number.

    `about` is what the value begins with, if anything.
    """
    if not last:
        return []
    begin = "" if about is None else f"{about}:"
    back, on = turns(action)
    return [
        context(_("Page {page} of {last}", page=page + 1, last=last + 1)),
        actions(
            button(_("Previous page"), back, f"{begin}{page - 1}") if page else None,
            button(_("Next page"), on, f"{begin}{page + 1}") if page < last else None,
        ),
    ]


def turns(action: str) -> tuple[str, str]:
    """The names of the two buttons: one block takes none twice."""
    return f"{action}_previous", f"{action}_next"
