"""Refusals about entries: keeping, changing, reviewing, merging and showing them."""

from knowledge.errors import KnowledgeError


class NeedsOtherEyes(KnowledgeError):
    """What is risky is published by somebody who has neither written nor kept it."""

    sentence = (
        "This takes a second pair of eyes: who wrote it or kept it can't publish it. "
        "<@{person}> may."
    )


class NobodyElse(KnowledgeError):
    """The same, where the charter names nobody else."""

    sentence = (
        "This takes a second pair of eyes: who wrote it or kept it can't publish it, and the "
        "charter names nobody else who may. The leads know of it."
    )


class TooLateToUndo(KnowledgeError):
    """A day is enough to look at what was published unread."""

    sentence = (
        "This can't be taken back any more: it was read, or published more than a day ago. "
        "You can edit it, or put it aside."
    )


class OtherReaders(KnowledgeError):
    """What some may not see must not move to where they see it, nor the other way around."""

    sentence = (
        "These two can't be merged: they are not for the same people. "
        "What is kept for a channel would be shown to others, or hidden from them."
    )


class MergesItself(KnowledgeError):
    """A circle of merges would leave nothing to be found."""

    sentence = "That is the same entry, by way of what was merged before. Choose another one."


class NotThereToMerge(KnowledgeError):
    """A target has to be found by people."""

    sentence = "Something can only be merged into an entry that is published. Choose another one."


class NobodyFollows(KnowledgeError):
    """Somebody who leaves keeps entries true."""

    sentence = "Name who keeps the entries on “{topic}” true from now on."


class TooLongForWindow(KnowledgeError):
    """A window holds so much: what is cut off there would be lost when it is saved."""

    sentence = (
        "This is too long to be written in a window of Slack's, and cut short it would lose words. "
        "Whoever runs Relais can export it, edit the file and import it again."
    )


class Changed(KnowledgeError):
    """Somebody else was faster."""

    sentence = (
        "Somebody has changed this entry while you were writing. "
        "Nothing was overwritten: copy your text, close, and open it again."
    )


class KeptForFewer(KnowledgeError):
    """What was kept for a private channel is not shown to more people by a click."""

    sentence = (
        "That version was kept for a private channel, and the entry no longer is. "
        "Edit the entry instead, and write only what everyone may read."
    )


class NothingChanged(KnowledgeError):
    """A correction corrects something."""

    sentence = "Nothing is different yet. Please change what was wrong, or say that it is right."


class NotForOwner(KnowledgeError):
    """Whoever keeps an entry true must be able to read it."""

    sentence = (
        "<@{person}> can't keep this entry: they are no member of this team, or not in the "
        "private channel that it is kept for. Choose somebody else."
    )


class AuthorNotAsked(KnowledgeError):
    """What somebody wrote is theirs to let out, where the charter says so."""

    sentence = "Its author has to say yes before more people find it."


class NotInThere(KnowledgeError):
    """Nobody opens a channel that they are not in."""

    sentence = "Choose a private channel that you are in yourself, and I as well."


class NotForAllHere(KnowledgeError):
    """What is said in a channel is read by everybody in it."""

    sentence = (
        "Not everybody in this channel may read this entry: it is kept for others, "
        "or guests or people of another organisation are here."
    )


class OwnWords(KnowledgeError):
    """The bot's messages are not what the public says."""

    sentence = "This is a message of mine. Pass on what somebody else said."


class NotAPersons(KnowledgeError):
    """What apps post has no author who answers for it."""

    sentence = "This was posted by an app, not by a person, so I don't keep it as an answer."


class MessageGone(KnowledgeError):
    """Deleted in the meantime."""

    sentence = "This message isn't there any more, so I can do nothing with it."


class KeptMeanwhile(KnowledgeError):
    """Somebody else has made an entry of it."""

    sentence = (
        "Somebody has kept this message in another entry while you were writing. "
        "Nothing was overwritten: copy your text, and close this window."
    )


class GaveUp(KnowledgeError):
    """Our own fault, time and again."""

    sentence = "Something went wrong on my side, sorry: what you reacted to was not done."


class MyOwnMessage(KnowledgeError):
    """The bot's messages are no sources, and no questions."""

    sentence = "This is a message of mine: react to what somebody wrote."


class TakenOn(KnowledgeError):
    """Somebody works on it."""

    sentence = (
        "<@{assignee}> is on this already, so taking the reaction back doesn't cancel it. "
        "*Cancel* in my message to you does."
    )


class ManyWords(KnowledgeError):
    """An entry is an answer, not an archive."""

    sentence = (
        "That is {length} characters; I keep at most {limit} in one answer. Choose fewer messages."
    )
