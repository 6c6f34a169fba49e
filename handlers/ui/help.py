"""Help: what can be typed, in the reader's language and in the other one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from handlers.locale import Words
from handlers.ui.blocks import Message, context, message, section
from knowledge.reactions import Deed


@dataclass(frozen=True)
class _Command:
    english: str
    french: str
    argument: str
    meaning: str

    def told(self, language: str) -> str:
        """The command in this language, its twin, and what it does."""
        first, second = self.english, self.french
        if language == "fr":
            first, second = second, first
        typed = " ".join(filter(None, ("/kb", first, self.argument)))
        return f"• `{typed}` (`{second}`) {self.meaning}"


def help_(_: Words, emoji: Mapping[Deed, str]) -> Message:
    """`/kb help`: everything that can be typed or pressed. `emoji` are those that do something."""
    commands = "\n".join(command.told(_.language) for command in _commands(_))
    return message(
        section(_("*What I can do for you*")),
        section(_how_to_ask(_)),
        section(_("*Commands*") + "\n" + commands),
        section(_elsewhere(_, emoji)),
        context(_("Only you see what I answer to `/kb`.")),
    )


def welcome(_: Words) -> Message:
    """A word back to one of thanks."""
    return message(section(_("With pleasure. I am here when you need me.")))


def how_to_ask(_: Words) -> Message:
    """`/kb` with nothing behind it."""
    return message(
        section(_how_to_ask(_)),
        context(_("Type `/kb help` to see everything else I can do.")),
    )


def _how_to_ask(_: Words) -> str:
    return (
        _(
            "Type `/kb` and your question, as you would ask a colleague; typos don't matter:\n"
            "> `/kb how do I get a refund`"
        )
        + "\n"
        + _("To look in one place only, say so: `topic:refunds`, `kind:procedure`, `lang:fr`.")
    )


def _commands(_: Words) -> Iterable[_Command]:
    question, number = _("question"), _("number")
    yield _Command("ask", "demander", question, _("offers a person to ask, whatever I know"))
    yield _Command("add", "ajouter", "", _("adds a question and its answer"))
    yield _Command("show", "voir", number, _("shows an entry, or what happened to a question: E12"))
    yield _Command("edit", "modifier", number, _("changes an entry"))
    wrong = _("number and what is wrong")
    yield _Command("flag", "corriger", wrong, _("says that an entry is wrong or out of date"))
    yield _Command("drafts", "brouillons", "", _("lists the drafts you review"))
    yield _Command("verify", "vérifier", "", _("shows which entries of yours to verify"))
    yield _Command("archived", "archives", "", _("lists what was put aside, to bring it back"))
    yield _Command("duplicates", "doublons", "", _("lists entries that answer the same question"))
    yield _Command("mine", "moi", "", _("lists what you owe, wait for and have written"))
    yield _Command("why", "pourquoi", "", _("explains my last reply to you"))
    about = _("what you saw")
    yield _Command("signal", "signaler", about, _("passes on an idea, a complaint, a risk"))
    yield _Command("signals", "signaux", "", _("lists what was passed on, and what became of it"))
    yield _Command("synonyms", "synonymes", "", _("shows the team's jargon"))
    yield _Command("away", "absent", _("until monday"), _("says that you are away"))
    yield _Command("back", "retour", "", _("says that you are back"))
    someone = _("@person on DATE")
    yield _Command("leaving", "départ", someone, _("says that somebody leaves the team"))
    yield _Command("mydata", "mesdonnées", "", _("shows what I hold of you"))
    yield _Command("forget me", "oubliez-moi", "", _("forgets you, after asking once more"))
    yield _Command("charter", "charte", "", _("shows who answers for what, and how fast"))
    yield _Command("rehearse", "répéter", question, _("shows leads what would become of it"))
    yield _Command("help", "aide", "", _("shows this"))


def _reactions(_: Words, emoji: Mapping[Deed, str]) -> Iterable[str]:
    """What can be done with an emoji, where one does it."""
    if save := emoji.get(Deed.KEEP):
        yield _(
            "• React with :{save}: to a good answer in a thread: it becomes a draft.", save=save
        )
    if ask := emoji.get(Deed.ASK):
        yield _("• React with :{ask}: to a message: I ask somebody who knows about it.", ask=ask)
    if signal := emoji.get(Deed.SIGNAL):
        yield _(
            "• React with :{signal}: to what concerns somebody inside: they get it.", signal=signal
        )


def _elsewhere(_: Words, emoji: Mapping[Deed, str]) -> str:
    return "\n".join(
        (
            _("*Without a command*"),
            _("• Mention me with your question: what I am sure of I say there, the rest to you."),
            _("• Write to me in a direct message, without any command."),
            *_reactions(_, emoji),
            _(
                "• React with :triangular_flag_on_post: to an answer that is wrong: who keeps it "
                "true hears of it."
            ),
            _(
                "• In a message's ⋮ menu: *Ask Relais about this*, *Save to knowledge base*, "
                "*Pass on*."
            ),
            _("• Open my *Home* tab to see what waits for you."),
        )
    )
