"""What went wrong, in a sentence for the person who acted."""

from collections.abc import Mapping
from typing import Any

from handlers.locale import Words
from handlers.ui.blocks import modal, section
from handlers.ui.text import escape
from knowledge.errors import KnowledgeError


def refusal(_: Words, error: KnowledgeError) -> str:
    """Why not."""
    facts = {name: escape(str(fact)) for name, fact in error.facts.items()}
    return _(error.sentence, **facts)


def instead(view: Mapping[str, Any], sentence: str) -> dict[str, Any]:
    """A refusal in the place of the window that was sent, under its title."""
    title, close = view["title"]["text"], view["close"]["text"]
    return modal("refused", title, section(sentence), close=close)


def apology(_: Words) -> str:
    """Our own fault."""
    return _("Something went wrong on my side, sorry. It has been noted; please try again.")


def stale(_: Words) -> str:
    """A button of an older version."""
    return _("This button is from an older version of me. Please ask again with `/kb`.")


def unreachable(_: Words) -> str:
    """The database does not answer."""
    return _(
        "I can't reach my memory right now, so nothing was changed. Please try again in a minute."
    )


def too_slow(_: Words) -> str:
    """Slack opens a window only within three seconds."""
    return _("I was too slow to open the window, sorry. Please press again.")
