"""Consents: what authors see of what is kept of them, and what they can do about it."""

import json
from collections.abc import Mapping
from itertools import accumulate
from typing import Any

from handlers.locale import Words
from handlers.ui.blocks import (
    Block,
    Message,
    actions,
    button,
    confirm,
    context,
    message,
    modal,
    remembered,
    section,
)
from handlers.ui.inputs import long_input, long_text_of
from handlers.ui.owed import quoted
from handlers.ui.reviewing import EDIT, open_button
from handlers.ui.terms import bold, state
from handlers.ui.text import cut, excerpt, person
from handlers.ui.text.escaping import link
from knowledge.consent import AuthorConsent, State
from knowledge.entry import Entry, Status

AGREE = "consent_agree"
CORRECT = "consent_correct"
HIDE_NAME = "consent_hide_name"
SHOW_NAME = "consent_show_name"
REFUSE = "consent_refuse"
CORRECTION = "consent_correction"
SHOWN = 1500
MOST = 12
"""Messages of one author that are shown in one window."""
VIEW = 150_000
"""Bytes of them: Slack takes views of 250 KB."""


def kept(_: Words, entry: Entry, consent: AuthorConsent, words: Mapping[int, str]) -> Message:
    """What is kept of this author, where, and what they can do about it."""
    return message(
        section(_headline(_, entry, consent)),
        section(bold(entry.title)),
        section(excerpt("\n\n".join(words.values()), SHOWN)) if words else None,
        context(
            _("No. {number}", number=entry.id),
            state(_, entry.status),
            link(entry.source_url, _("where it was written")) if entry.source_url else "",
            _name(_, entry, consent),
        ),
        _buttons(_, entry, consent),
    )


def reminder(_: Words, entry: Entry, consent: AuthorConsent) -> Message:
    """It waits for their word."""
    return message(
        section(_("Your answer still waits for your yes before the team can find it:")),
        section(bold(entry.title)),
        _buttons(_, entry, consent),
    )


def missing(_: Words, entry: Entry, consent: AuthorConsent) -> Message:
    """The reviewer hears that an author says nothing, or cannot be asked."""
    author = consent.person if consent.is_named else ""
    if consent.state is State.UNREACHED:
        told = _(
            "Its author has left or can't be reached, and nobody can ask them. It is for you to "
            "decide: it would be published without their name."
        )
    elif author:
        told = _(
            "{author} has been asked whether it may be published, and has not answered. Ask them "
            "yourself, or reject the draft.",
            author=person(author),
        )
    else:
        told = _(
            "Its author has been asked whether it may be published, and has not answered. If they "
            "don't, reject the draft."
        )
    title = section(bold(entry.redacted(entry.title)))
    return message(section(told), title, actions(open_button(_, entry)))


def correction(_: Words, entry: Entry, text: str) -> Message:
    """A reviewer gets the words of an author who would rather have said it so."""
    return message(
        section(_(":speech_balloon: The author of this answer would rather say it like this:")),
        section(bold(entry.title)),
        *quoted(cut(text, SHOWN)),
        actions(button(_("Edit"), EDIT, entry.id, style="primary"), open_button(_, entry)),
    )


def gone(_: Words) -> Message:
    """In the place of an entry whose author said no."""
    told = _(":wastebasket: What stood here is no longer kept: its author did not want it to be.")
    return message(section(told))


def correct_modal(_: Words, entry: Entry, words: Mapping[int, str]) -> dict[str, Any]:
    """The author's words, to be said better: a field, or more, for each message."""
    shown = _fitting(words)
    fields = [
        field
        for place, text in enumerate(shown.values())
        for field in long_input(
            _field(place), lambda _part: _("What you wrote"), text, spare=_("Continued")
        )
    ]
    return modal(
        CORRECTION,
        _("Correct your answer"),
        fields,
        close=_("Close"),
        submit=_("Save"),
        metadata=json.dumps({"entry": entry.id, "messages": [*shown]}),
    )


def corrected(view: Mapping[str, Any]) -> tuple[int, dict[int, str]]:
    """The entry, and what its author would rather say, by number of the message."""
    about = remembered(view)
    numbers = enumerate(about["messages"])
    return about["entry"], {number: long_text_of(view, _field(place)) for place, number in numbers}


def passed_on(_: Words) -> dict[str, Any]:
    """The words are on their way to who may put them in."""
    told = _("Thank you. I pass it on to whoever keeps this entry, who can put it in.")
    return modal("consent_passed_on", _("Thank you"), section(told), close=_("Close"))


def _fitting(words: Mapping[int, str]) -> dict[int, str]:
    """The first message, and those after it that fit. As it travels, an accent is six long."""
    first = [*words.items()][:MOST]
    ends = accumulate(len(json.dumps(text)) for _number, text in first)
    return dict(
        [
            one
            for place, (one, end) in enumerate(zip(first, ends, strict=True))
            if end < VIEW or place == 0
        ]
    )


def _field(place: int) -> str:
    """The names of fields are letters."""
    return f"words{chr(ord('a') + place)}"


def _headline(_: Words, entry: Entry, consent: AuthorConsent) -> str:
    told = {
        "capturer": person(entry.capturer or ""),
        "reviewer": person(entry.reviewer or ""),
    }
    match entry.status:
        case Status.PUBLISHED:
            return _(":tada: Your answer is in the knowledge base now. Thank you!")
        case Status.ARCHIVED:
            return _(":file_folder: Your answer was put aside: it is kept, but nobody finds it.")
        case _pending if consent.state is State.ASKED:
            return _(
                ":bookmark: {capturer} found your answer worth keeping. May it go into the "
                "knowledge base, once {reviewer} has read it?",
                **told,
            )
        case _pending:
            return _(
                ":bookmark: {capturer} found your answer worth keeping. {reviewer} reads it before "
                "anybody finds it in the knowledge base.",
                **told,
            )


def _name(_: Words, entry: Entry, consent: AuthorConsent) -> str:
    if not consent.is_named:
        return _("your name is left out")
    return _("your name stands with it") if entry.author == consent.person else ""


def _buttons(_: Words, entry: Entry, consent: AuthorConsent) -> Block | None:
    sure = confirm(
        _("Not to be kept?"),
        _("It disappears everywhere, with all earlier versions. This can't be undone."),
        _("Remove it"),
        _("Go back"),
    )
    is_awaited = entry.is_pending and consent.state is State.ASKED
    is_open = entry.status is not Status.ARCHIVED
    hide = button(_("Leave out my name"), HIDE_NAME, entry.id)
    show = button(_("Show my name"), SHOW_NAME, entry.id)
    return actions(
        button(_("Yes, it may"), AGREE, entry.id, style="primary") if is_awaited else None,
        button(_("Correct it"), CORRECT, entry.id) if is_open else None,
        hide if consent.is_named else show,
        open_button(_, entry),
        button(_("Don't keep it"), REFUSE, entry.id, style="danger", confirm=sure),
    )
