"""Refusals: each is a sentence for the person who asked, in words that can be translated."""

from typing import ClassVar


class KnowledgeError(Exception):
    """What a person may not do, or cannot be done, said to that person.

    `sentence` is English with {facts}; whoever shows it translates it first and fills them in.
    """

    sentence: ClassVar[str]

    def __init__(self, **facts: object) -> None:
        super().__init__(self.sentence.format(**facts))
        self.facts = facts


class NotFound(KnowledgeError):
    """There is nothing of that number here, or not for this person."""

    sentence = "I can't find that any more. It may have been removed, or it isn't visible to you."


class NotInChannel(NotFound):
    """We can't read there."""

    sentence = "I can't read this channel. Invite me with /invite @Relais, then try again."


class ArchivedChannel(NotFound):
    """Nothing can be done there any more."""

    sentence = "This channel is archived, so I can do nothing with its messages."


class NotAllowed(KnowledgeError):
    """Somebody else may do this."""

    sentence = "Only <@{owner}> can do this."


class NoMandate(KnowledgeError):
    """The charter gives this person no say here."""

    sentence = "Your mandate in the charter doesn't cover this. Ask your lead."


class IllegalMove(KnowledgeError):
    """The thing has moved on since the button was drawn."""

    sentence = "That is no longer possible: this has been dealt with in the meantime."


class EmptyText(KnowledgeError):
    """Nothing readable was written."""

    sentence = "There is nothing in it to read. Please write it in words."


class TooLong(KnowledgeError):
    """A question is a question, not a file."""

    sentence = "That is too long ({length} characters). Please ask it in at most {limit}."


class NobodyToAsk(KnowledgeError):
    """No charter, or a charter that names nobody for this."""

    sentence = (
        "I don't know, and the charter names nobody who would. "
        "Please tell your lead: nobody is designated for this."
    )


class LastOfChain(KnowledgeError):
    """An answer is owed: the last who is asked cannot send it away."""

    sentence = (
        "You are the last who can be asked, so this can't be declined. "
        "Answer it, hand it over to somebody, or ask for details."
    )


class LacksMandate(KnowledgeError):
    """Whoever gets a question must be able to answer it."""

    sentence = (
        "The charter doesn't let <@{person}> answer this by themselves. "
        "Choose somebody with the level it needs."
    )


class AsksThemself(KnowledgeError):
    """Nobody answers what they ask."""

    sentence = "<@{person}> waits for this answer themselves. Choose somebody else."


class HadItBefore(KnowledgeError):
    """A question that goes in circles is answered by nobody."""

    sentence = "<@{person}> has had this question already. Choose somebody else."


class NotThere(KnowledgeError):
    """Who is away would be late."""

    sentence = "<@{person}> isn't there in time for this. Choose somebody else."


class NotForThem(KnowledgeError):
    """What some may not see answers nobody."""

    sentence = (
        "This entry can't be the answer: it isn't published, or not everyone who waits may see it. "
        "Choose another one, or write the answer."
    )


class MembersOnly(KnowledgeError):
    """Guests and people of other organisations may ask, and read what is open to them: no more."""

    sentence = (
        "Only full members of this team can do that. "
        "You can ask me questions: I show you what the team has opened to you, or ask somebody."
    )


class FewTerms(KnowledgeError):
    """One word is no group."""

    sentence = (
        "Please name at least two words or phrases that mean the same, with a comma between them."
    )


class ManyTerms(KnowledgeError):
    """A group is a handful of words, not a thesaurus."""

    sentence = "That is {count} words and phrases; a group has at most {limit}. Leave some out."


class LongTerm(KnowledgeError):
    """A synonym is a word or a short phrase."""

    sentence = (
        "“{term}” is too long to be a synonym: use at most {words} words and {limit} characters."
    )


class WordlessTerm(KnowledgeError):
    """Search sees letters and digits only."""

    sentence = "“{term}” has neither a letter nor a digit in it: please write it in words."


class TakenTerm(KnowledgeError):
    """A word that meant two things would bring the answers of both."""

    sentence = (
        "“{term}” is in a group already: {group}. Take it out of there first, or merge the two."
    )


class ChangedGroup(KnowledgeError):
    """Somebody else was faster."""

    sentence = (
        "Somebody has changed this group in the meantime. "
        "Nothing was overwritten: close, and open it again."
    )


class ManyGroups(KnowledgeError):
    """Every question is compared with all of them."""

    sentence = "There are {limit} groups already, and I take no more. Please remove some first."


class UnreadMoment(KnowledgeError):
    """It is written in a way we don't know, or it is no day at all."""

    sentence = (
        "I can't read “{text}” as a day or a time. Try `/kb away until monday`, "
        "`/kb away until 4 december 14:00` or `/kb away for 3 days`; `/kb away` opens a form."
    )


class PastMoment(KnowledgeError):
    """Nobody comes back before now."""

    sentence = (
        "“{text}” is over already. Try `/kb away until monday`, `/kb away until 4 december` or "
        "`/kb away for 3 days`; `/kb away` opens a form."
    )


class FarMoment(KnowledgeError):
    """It is likely a slip, and nobody plans that far."""

    sentence = (
        "“{text}” is more than a year away. If you don't know when you are back, "
        "`/kb away until further notice` says so."
    )


class BackTooSoon(KnowledgeError):
    """An absence lasts."""

    sentence = "The first day back must come after the first day away, and after today."


class NobodyToTell(KnowledgeError):
    """No charter, or one that names nobody else."""

    sentence = (
        "I can't pass this on: the charter names nobody else whom it could go to. "
        "Please tell your lead."
    )


class AlreadyYours(KnowledgeError):
    """What somebody passes on is with themselves."""

    sentence = "This is with you already. Say in my message about it what becomes of it."


class UnclearTime(KnowledgeError):
    """What was typed is no time that we can read."""

    sentence = (
        "I can't read “{typed}”. Name a person as @name, and a time as 2026-12-01 09:00, 09:00 or "
        "monday 09:00."
    )
