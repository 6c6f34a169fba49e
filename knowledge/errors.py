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


class Changed(KnowledgeError):
    """Somebody else was faster."""

    sentence = (
        "Somebody has changed this entry while you were writing. "
        "Nothing was overwritten: copy your text, close, and open it again."
    )


class NobodyToAsk(KnowledgeError):
    """No charter, or a charter that names nobody for this."""

    sentence = (
        "I don't know, and the charter names nobody who would. "
        "Please tell your lead: nobody is designated for this."
    )


class StrangersNotServed(KnowledgeError):
    """People of other organisations see nothing of this team's knowledge."""

    sentence = "I only work for members of this team's own workspace."
