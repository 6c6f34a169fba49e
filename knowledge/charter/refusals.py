"""Refusals: why a change of the charter cannot be made, said to the lead who wishes it."""

from knowledge.errors import KnowledgeError


class ChangedCharter(KnowledgeError):
    """Somebody else was faster."""

    sentence = (
        "Somebody has changed this part of the charter in the meantime. "
        "Nothing was overwritten: close, and open it again."
    )


class CharterMovedOn(KnowledgeError):
    """What would be undone is not the last word any more."""

    sentence = (
        "The charter has been changed again since then, so nothing was undone. "
        "`/kb charter` shows what holds now."
    )


class TooLateToUndo(KnowledgeError):
    """A change that a team has lived with for a day is no slip."""

    sentence = (
        "This change is more than a day old, so I don't undo it by a button. "
        "Please change back what you want to be different."
    )


class NobodyCompetent(KnowledgeError):
    """An expert without a mandate cannot answer."""

    sentence = (
        "Then nobody who is asked about “{topic}” would have the autonomy to answer it. "
        "Name somebody who has it, or raise somebody's autonomy first."
    )


class NotCompetent(KnowledgeError):
    """Whoever follows somebody answers as they did."""

    sentence = (
        "<@{person}> lacks the autonomy that “{topic}” asks for. "
        "Name somebody who has it, or raise their autonomy first."
    )


class NobodyElse(KnowledgeError):
    """Nothing is left without people."""

    sentence = "<@{person}> is the only one in some places of the charter: name who follows them."


class AnswerBeforeTaken(KnowledgeError):
    """Both times count from the moment of asking."""

    sentence = (
        "The time to answer is shorter than the time to take a question on: "
        "both are counted from the moment of asking, so make it the longer one."
    )


class BackBeforeLeaving(KnowledgeError):
    """An absence is at least a day."""

    sentence = "They would be back before they leave: choose a later first day back."


class WordlessCrisis(KnowledgeError):
    """In a crisis one statement is given: there must be one."""

    sentence = "Write what the team says during the crisis, in French, in English or in both."


class NoMember(KnowledgeError):
    """Questions and mandates are for people of the team."""

    sentence = "{name} can't be chosen: an app, a guest or somebody who has left owes no answers."


class NoTopics(KnowledgeError):
    """There is nothing to choose from."""

    sentence = "The charter names no topic yet: the first ones are written in its file."
