"""What went wrong, in a sentence for the person who acted."""

from handlers.locale import Words
from handlers.ui.text import escape
from knowledge.errors import KnowledgeError


def refusal(_: Words, error: KnowledgeError) -> str:
    """Why not."""
    facts = {name: escape(str(fact)) for name, fact in error.facts.items()}
    return _(error.sentence, **facts)


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
