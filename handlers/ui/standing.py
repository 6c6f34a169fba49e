"""Standing: what a reviewer sees of what the authors of a draft have said."""

from collections.abc import Sequence

from handlers.locale import Words
from handlers.ui.blocks import Block, context
from knowledge.charter import Charter, Consent
from knowledge.consent import AuthorConsent, State


def standing(_: Words, consents: Sequence[AuthorConsent], charter: Charter) -> Block | None:
    """Whether it may be published, where the charter lets authors decide; nobody is named."""
    if charter.consent is not Consent.ASK or not consents:
        return None
    states = {consent.state for consent in consents}
    if State.ASKED in states:
        return context(_(":hourglass: Its author has been asked, and has not said yes yet."))
    if State.UNREACHED in states:
        return context(
            _(":grey_question: Its author can't be asked: it would be published without a name.")
        )
    return context(_(":white_check_mark: Its author has said yes."))
