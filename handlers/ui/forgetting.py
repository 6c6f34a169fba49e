"""Forgetting: what is asked before somebody is forgotten, and what is said then."""

from collections.abc import Mapping
from typing import Any

from handlers.locale import Words
from handlers.ui.blocks import Message, message, modal, section
from handlers.ui.holdings import noun
from handlers.ui.inputs import choice_of, select
from handlers.ui.terms import topic_name
from handlers.ui.text import escape
from knowledge.charter import Charter
from knowledge.erasure import Preview

ASKED = "forgetting_asked"
CHOICE, STAY, GO = "entries", "stay", "go"


def asked(_: Words, preview: Preview) -> dict[str, Any]:
    """Exactly what would be erased, what would stay without a name, and who gets what is owed."""
    choices = [
        (STAY, _("Keep it, without my name")),
        (GO, _("Erase it, too")),
    ]
    return modal(
        ASKED,
        _("Forget me"),
        section(_("*This cannot be undone.* I forget you in one go, or not at all:")),
        section(_("*Erased*: your words in them, or all of it") + _listed(_, preview.erased)),
        section(
            _("*Kept without you*: another sign stands where you were named")
            + _listed(_, preview.unnamed)
        ),
        section(_owed(_, preview.owed)) if preview.owed else None,
        section(
            _(
                "Your drafts go. Entries that the team made of your questions stay, and so does "
                "what you wrote in Slack: that isn't mine. If you use me again, I know you anew."
            )
        ),
        select(CHOICE, _published(_, preview.published), choices, STAY),
        close=_("Go back"),
        submit=_("Forget me"),
    )


def keeps_entries(view: Mapping[str, Any]) -> bool:
    """Whether published entries stay."""
    return choice_of(view, CHOICE) != GO


def under_way(_: Words) -> dict[str, Any]:
    """It takes a moment to look everywhere."""
    told = _("One moment: I look through everything. This window says when I am done.")
    return modal("forgetting_under_way", _("Forget me"), section(told), close=_("Close"))


def done(_: Words) -> dict[str, Any]:
    """It has happened."""
    told = _("I have forgotten you: nothing here names you any more.")
    return modal("forgetting_done", _("Done"), section(told), close=_("Close"))


def names_nobody(_: Words, pseudonym: str, charter: Charter) -> Message:
    """A lead hears that the charter names somebody who wished to be forgotten, and where."""
    told = _(
        ":warning: Somebody whom the charter names has asked to be forgotten. {pseudonym} stands "
        "in their place, whom I ask nothing. Please name somebody else there.",
        pseudonym=f"`{escape(pseudonym)}`",
    )
    topics = [
        f"• {escape(topic_name(_, charter, topic.id))}"
        for topic in charter.topics
        if pseudonym in {*topic.reviewers, *(who for step in topic.chain for who in step.who)}
    ]
    return message(section(told), section("\n".join(topics)) if topics else None)


def _listed(_: Words, counts: Mapping[str, int]) -> str:
    lines = [f"• {noun(_, table)} · *{count}*" for table, count in sorted(counts.items())]
    return "\n" + "\n".join(lines or [_("• nothing")])


def _owed(_: Words, count: int) -> str:
    return _.many(
        "*Passed on first*: {n} answer you owe goes to the next person.",
        "*Passed on first*: {n} answers you owe go to the next person.",
        count,
    )


def _published(_: Words, count: int) -> str:
    return _.many(
        "{n} entry of yours is published. What becomes of it?",
        "{n} entries of yours are published. What becomes of them?",
        count,
    )
