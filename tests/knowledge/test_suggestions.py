"""Suggestions: what entries and their other wordings speak for, until a lead has decided."""

from typing import Any

from knowledge import questions, suggestions, synonyms
from knowledge.entry import Entry
from knowledge.question import Feedback, Question
from tests.factories import ANA, MARIA, NINA, NOW, WORKSPACE, an_entry
from tests.knowledge.team import Team

HOW: dict[str, Any] = {"workspace": WORKSPACE, "by": NINA, "now": NOW}
OTHERS = (
    "la livraison",
    "un échange",
    "la garantie",
    "un bon d'achat",
    "la facture",
    "le paiement",
)


async def suggested(team: Team) -> list[tuple[str, str]]:
    async with team.sessions.begin() as session:
        evidence = await suggestions.evidence(session, WORKSPACE)
    return [(pair.asked, pair.known) for pair in await evidence.pairs(5)]


async def confirms(team: Team, person: str, text: str, entry: Entry) -> None:
    """Somebody asks, is shown this entry, and says that it helped."""
    question = (await team.asks(text, by=person)).question
    async with team.sessions.begin() as session:
        kept = await session.get_one(Question, question.id)
        kept.found = {"entries": [entry.id]}
    await team.does(questions.give_feedback, question, Feedback.HELPFUL, by=person, chosen=None)


async def knows(team: Team, **facts: Any) -> None:
    await team.knows(
        *(an_entry(title=f"Comment suivre {thing} ?") for thing in OTHERS),
        an_entry(title="Que dire à son employeur ?", wordings=["parler au boss"], **facts),
        an_entry(title="L'employeur peut-il refuser ?", wordings=["mon boss refuse"], **facts),
    )


async def test_what_entries_speak_for_is_suggested_until_it_is_accepted(team: Team) -> None:
    await knows(team)
    assert await suggested(team) == [("boss", "employeur")]

    async with team.sessions.begin() as session:
        await synonyms.join(session, ["boss", "employeur"], **HOW)

    assert await suggested(team) == []


async def test_what_people_said_of_answers_speaks_for_a_suggestion(team: Team) -> None:
    await team.meets(ANA, MARIA)
    told, refused = an_entry(title="Que dire à son employeur ?"), an_entry(title="Employeur buté")
    await team.knows(*(an_entry(title=f"Comment suivre {thing} ?") for thing in OTHERS))
    await team.knows(told, refused)

    await confirms(team, ANA, "parler au boss", told)
    assert await suggested(team) == []
    await confirms(team, MARIA, "mon boss ne veut pas", refused)
    assert await suggested(team) == [("boss", "employeur")]


async def test_a_suggestion_that_was_declined_is_not_made_again(team: Team) -> None:
    await knows(team)
    for _ in range(2):
        async with team.sessions.begin() as session:
            await synonyms.dismiss(session, ["boss", "employeur"], **HOW)

    assert await suggested(team) == []
    async with team.sessions.begin() as session:
        assert await synonyms.listed(session, WORKSPACE) == []
        assert len(await synonyms.removed(session, WORKSPACE)) == 1


async def test_what_a_private_channel_keeps_suggests_nothing(team: Team) -> None:
    await knows(team, audience="C0SECRET")

    assert await suggested(team) == []
