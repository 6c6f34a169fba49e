"""Tips: what whose topic it is sees of a suggestion, and what becomes of it for who made it."""

from handlers.locale import Words
from handlers.ui.blocks import Block, Message, actions, button, context, message, section
from handlers.ui.owed import quoted
from handlers.ui.terms import topic_name
from handlers.ui.text import cut, escape, person
from handlers.ui.text.escaping import link
from knowledge.charter import Charter
from knowledge.reactions import Deed
from knowledge.tip import Status, Tip

TAKE = "tip_take"
DECLINE = "tip_decline"
QUOTED = 2_000
"""Characters of the message that are shown."""


def put(_: Words, tip: Tip, charter: Charter, *, is_readable: bool) -> Message:
    """To whose topic it is, as things stand. `is_readable`: they may read the message."""
    return message(
        section(_suggested(_, tip)),
        quoted(cut(tip.text, QUOTED)) if is_readable else None,
        context(escape(topic_name(_, charter, tip.topic)), *_source(_, tip)),
        _buttons(_, tip) if tip.is_open else section(_outcome(_, tip)),
    )


def state(_: Words, tip: Tip) -> Message:
    """To who suggests it, right after the reaction."""
    told = {"owner": person(tip.owner)}
    match tip.status:
        case Status.DECLINED:
            text = _("This was suggested before, and it was decided not to do it.")
        case _open:
            text = _(
                "The charter leaves this to those who answer for the topic: I have suggested it "
                "to {owner} in your name, and tell you what becomes of it.",
                **told,
            )
    return message(section(text))


def news(_: Words, tip: Tip) -> Message:
    """To who suggests it: what became of it."""
    by = {"person": person(tip.decided_by or tip.owner)}
    if tip.status is Status.TAKEN:
        text = _(":tada: {person} has followed your suggestion. Thank you!", **by)
    elif tip.decided_by is None:
        text = _("I can reach nobody who decides on your suggestion, so nothing is done about it.")
    else:
        text = _("{person} has read your suggestion, and would rather not. Thank you anyway!", **by)
    return message(section(text), quoted(cut(tip.text, QUOTED)), context(*_source(_, tip)))


def _suggested(_: Words, tip: Tip) -> str:
    who = {"person": person(tip.person)}
    return {
        Deed.KEEP: _(":bulb: {person} suggests keeping this as an answer:", **who),
        Deed.ASK: _(":bulb: {person} suggests asking an expert about this:", **who),
        Deed.WRONG: _(":bulb: {person} suggests that this is wrong:", **who),
        Deed.SIGNAL: _(":bulb: {person} suggests passing this on to whom it concerns:", **who),
    }[tip.deed]


def _buttons(_: Words, tip: Tip) -> Block | None:
    return actions(
        button(_("Do it"), TAKE, tip.id, style="primary"),
        button(_("Rather not"), DECLINE, tip.id),
    )


def _outcome(_: Words, tip: Tip) -> str:
    by = {"person": person(tip.decided_by or tip.owner)}
    return {
        Status.TAKEN: _(":white_check_mark: {person} has let it be done.", **by),
        Status.DECLINED: _("{person} would rather not.", **by),
        Status.WITHDRAWN: _("The suggestion was taken back."),
    }[tip.status]


def _source(_: Words, tip: Tip) -> list[str]:
    return [link(tip.url, _("where it was written"))] if tip.url else []
