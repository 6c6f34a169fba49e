"""Duplicates: pairs that answer the same are found, told of, and settled."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from knowledge import detours, duplicates, entries, review, survey, twins
from knowledge.duplicate import Duplicate, Outcome
from knowledge.entry import Entry, Status
from knowledge.errors import EmptyText, NoMandate
from knowledge.outbox import Kind
from knowledge.settling import AGAIN
from knowledge.trouble import Trouble
from knowledge.twins import Twin
from tests.factories import ANA, MARIA, NINA, NOW, PAUL, WORKSPACE, an_entry
from tests.knowledge.team import Team
from tests.knowledge.test_review import does, drafted

ASKED = "Dans quel délai le client est-il remboursé ?"
AGAIN_ASKED = "Dans quel délai est-ce que le client est remboursé ?"
SOON, LATE = "Sous 14 jours.", "Sous 30 jours."


def others() -> list[Entry]:
    """What else the team knows."""
    titles = ("Où sont les boutiques ?", "Comment détartrer la bouilloire ?")
    return [an_entry(title=title, body="Voir le guide.", topic=None) for title in titles]


async def two(team: Team, *, body: str = LATE, **facts: Any) -> tuple[Entry, Entry]:
    """An entry that is published, and another that is published beside it."""
    first = an_entry(title=ASKED, body=SOON, owner=MARIA)
    await team.knows(first, *others())
    second = await drafted(team, **{"title": AGAIN_ASKED, "body": body, "owner": MARIA} | facts)
    await does(team, review.publish, second, by=NINA)
    await team.until(NOW)
    return first, second


async def open_(team: Team) -> list[Duplicate]:
    return await team.all(Duplicate, Duplicate.closed_at.is_(None))


async def twins_of(team: Team, entry: Entry, *audiences: str) -> Sequence[Twin]:
    async with team.sessions.begin() as session:
        index = await team.library.index(session, WORKSPACE)
        return await twins.of(session, entry, index=index, audiences=audiences)


async def test_a_draft_is_shown_what_answers_the_same_and_how_it_differs(team: Team) -> None:
    first = an_entry(title=ASKED, body=SOON)
    await team.knows(first, *others())

    draft = await drafted(team, title=AGAIN_ASKED, body=LATE)

    [twin] = await twins_of(team, draft)
    assert (twin.entry.id, twin.is_sure, twin.contradicts) == (first.id, True, True)
    assert (await team.sees(draft)).status is Status.IN_REVIEW


async def test_what_is_kept_for_a_channel_is_shown_to_its_members_only(team: Team) -> None:
    await team.knows(an_entry(title=ASKED, body=SOON, audience="G0SECRET"), *others())
    draft = await drafted(team, title=AGAIN_ASKED, body=LATE)

    assert await twins_of(team, draft) == []
    assert await twins_of(team, draft, "G0OTHER") == []
    assert len(await twins_of(team, draft, "G0SECRET")) == 1


async def test_a_contradiction_is_told_to_who_settles_it(team: Team) -> None:
    first, second = await two(team)

    [known] = await open_(team)
    assert (known.pair, known.contradicts) == ((first.id, second.id), True)
    [told] = await team.planned(Kind.CONTRADICTION)
    assert (told.to, told.about) == (MARIA, known.id)
    async with team.sessions.begin() as session:
        said = await duplicates.contradicted(session, WORKSPACE, [first.id, second.id])
    assert [(number, other.id) for number, other in said] == [
        (first.id, second.id),
        (second.id, first.id),
    ]


async def test_two_that_say_the_same_are_no_contradiction(team: Team) -> None:
    await two(team, body="Dans les deux semaines.")

    [known] = await open_(team)
    assert not known.contradicts
    assert await team.planned(Kind.CONTRADICTION) == []


async def test_a_translation_is_no_duplicate_unless_it_says_otherwise(team: Team) -> None:
    english = {"title": "How soon is the customer refunded?", "lang": "en"}
    await two(team, body="Within 14 days.", **english)
    assert await open_(team) == []

    await two(team, body="Within 30 days.", **english)
    assert {known.contradicts for known in await open_(team)} <= {True}


async def test_it_is_told_every_week_and_then_to_the_leads_as_well(team: Team) -> None:
    await two(team)

    for week in range(1, 4):
        await team.until(NOW + week * AGAIN)

    told = [(row.facts["times"], row.to) for row in await team.planned(Kind.CONTRADICTION)]
    assert told == [(0, MARIA), (1, MARIA), (2, MARIA), (2, NINA), (3, MARIA), (3, NINA)]


async def test_an_edit_that_removes_it_settles_it(team: Team) -> None:
    _, second = await two(team)
    said = {"title": AGAIN_ASKED, "body": "Sous deux semaines.", "seen": 2}

    await does(team, review.edit, second, by=NINA, **said)
    await team.until(NOW + AGAIN)

    [known] = await open_(team)
    assert not known.contradicts
    assert len(await team.planned(Kind.CONTRADICTION)) == 1


async def test_it_begins_anew_when_it_is_said_again(team: Team) -> None:
    _, second = await two(team)
    for revision, body in ((2, SOON), (3, LATE)):
        said = {"title": AGAIN_ASKED, "body": body, "seen": revision}
        await does(team, review.edit, second, by=NINA, **said)
        await team.until(NOW)

    [known] = await open_(team)
    assert (known.contradicts, known.round) == (True, 2)
    assert len(await team.planned(Kind.CONTRADICTION)) == 2


async def test_what_is_put_aside_contradicts_nothing(team: Team) -> None:
    _, second = await two(team)
    async with team.sessions.begin() as session:
        entry = await entries.get(session, WORKSPACE, second.id, lock=True)
        entry.move_to(Status.ARCHIVED)
        await entries.changed(session, entry, by=NINA, now=NOW, deed="entry.archived")

    await team.until(NOW)

    assert await open_(team) == []
    assert [one.outcome for one in await team.all(Duplicate)] == [Outcome.GONE]


class TestKeepingBoth:
    async def keeps(
        self, team: Team, one: Entry, other: Entry, *, by: str = NINA, why: str = "Si"
    ) -> None:
        async with team.sessions.begin() as session:
            pair = [await entries.get(session, WORKSPACE, e.id, lock=True) for e in (one, other)]
            how: dict[str, Any] = {"why": why, "by": by, "charter": team.charter, "now": NOW}
            await duplicates.keep_both(session, *pair, **how)

    async def test_settles_it_and_it_is_not_brought_up_again(self, team: Team) -> None:
        first, second = await two(team)

        for _twice in range(2):
            await self.keeps(team, first, second)
        said = {"title": AGAIN_ASKED, "body": "C'est fait sous 30 jours.", "seen": 2}
        await does(team, review.edit, second, by=NINA, **said)
        await team.until(NOW + AGAIN)

        assert await open_(team) == []
        assert await twins_of(team, await team.sees(second)) == []
        assert len(await team.planned(Kind.CONTRADICTION)) == 1

    async def test_lasts_until_one_of_them_changes_in_what_matters(self, team: Team) -> None:
        first, second = await two(team)
        await self.keeps(team, first, second)

        said = {"title": AGAIN_ASKED, "body": "Sous 60 jours.", "seen": 2}
        await does(team, review.edit, second, by=NINA, **said)
        await team.until(NOW)

        assert [known.contradicts for known in await open_(team)] == [True]

    async def test_publishes_a_draft(self, team: Team) -> None:
        first = an_entry(title=ASKED, body=SOON)
        await team.knows(first, *others())
        draft = await drafted(team, title=AGAIN_ASKED, body=LATE)

        await self.keeps(team, draft, first)
        await team.until(NOW)

        assert (await team.sees(draft)).status is Status.PUBLISHED
        assert await open_(team) == []

    async def test_takes_a_reason_and_a_mandate_over_both(self, team: Team) -> None:
        first, second = await two(team)

        with pytest.raises(EmptyText):
            await self.keeps(team, first, second, why="  ")
        for person in (ANA, PAUL):
            with pytest.raises(NoMandate):
                await self.keeps(team, first, second, by=person)
        assert len(await open_(team)) == 1


async def test_who_cannot_be_reached_is_stood_in_for_by_the_leads(team: Team) -> None:

    await two(team)
    [told] = await team.planned(Kind.CONTRADICTION)

    async with team.sessions.begin() as session:
        await detours.take(session, told, Trouble.GONE, now=NOW)

    assert [row.to for row in await team.planned(Kind.CONTRADICTION)] == [MARIA, NINA]


async def test_the_survey_finds_what_an_import_brought(team: Team) -> None:
    first = an_entry(title=ASKED, body=SOON, owner=MARIA)
    second = an_entry(title=AGAIN_ASKED, body=LATE)
    await team.knows(first, second, *others())
    assert await team.until(NOW) == 0

    for _twice in range(2):
        async with team.sessions.begin() as session:
            index = await team.library.index(session, WORKSPACE)
            published, settled = await survey.stock(session, WORKSPACE)
        found = survey.look(published, settled, index)
        async with team.sessions.begin() as session:
            await survey.keep(session, WORKSPACE, found, now=NOW + timedelta(minutes=1))

    assert [(one.entry.id, one.twin.entry.id) for one in found] == [(first.id, second.id)]
    assert [known.contradicts for known in await open_(team)] == [True]
    assert len(await team.planned(Kind.CONTRADICTION)) == 1


async def test_what_was_changed_while_the_survey_looked_is_left_to_the_next(team: Team) -> None:
    first, second = an_entry(title=ASKED, body=SOON), an_entry(title=AGAIN_ASKED, body=LATE)
    await team.knows(first, second)
    async with team.sessions.begin() as session:
        index = await team.library.index(session, WORKSPACE)
        published, settled = await survey.stock(session, WORKSPACE)
    found = survey.look(published, settled, index)

    said = {"title": AGAIN_ASKED, "body": SOON, "seen": 1}
    await does(team, review.edit, second, by=NINA, **said)
    async with team.sessions.begin() as session:
        await survey.keep(session, WORKSPACE, found, now=NOW)

    assert await open_(team) == []
