"""Consents: authors are told or asked, wish no name, say it better, or say no."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from knowledge import capture, consents, corrections, entries, retraction, review, submission
from knowledge.audit import AuditLine
from knowledge.captured import CapturedMessage
from knowledge.consent import AuthorConsent, State
from knowledge.consents import AwaitsConsent
from knowledge.detours import take
from knowledge.entry import Change, Entry, Revision, Status
from knowledge.errors import EmptyText, IllegalMove, NotFound
from knowledge.exchange.dump import fields
from knowledge.outbox import Kind, Notification
from knowledge.retraction import AuthorRefuses, RefusedMessage
from knowledge.trouble import Trouble
from tests.factories import ANA, CHARTER, MARIA, NINA, NOW, PAUL, WORKSPACE
from tests.knowledge.team import Team
from tests.knowledge.test_capture import CHANNEL, FIRST, SECOND, a_source, keeps

ASK = CHARTER.replace("relais: 1\n", "relais: 1\nconsent: ask\n")
NONE = CHARTER.replace("relais: 1\n", "relais: 1\nconsent: none\n")


@pytest.fixture
async def asking(new_team: Team) -> Team:
    """A team whose authors decide."""
    await new_team.agrees(ASK)
    return new_team


async def drafted(team: Team, *more: Any) -> Entry:
    entry, *_ = await keeps(team, a_source(FIRST), *more)
    assert entry
    return entry


async def publishes(team: Team, entry: Entry) -> None:
    await team.does(review.publish, entry, by=NINA, charter=team.charter)


async def states(team: Team) -> dict[str, State]:
    return {one.person: one.state for one in await team.all(AuthorConsent)}


async def corrects(team: Team, entry: Entry, said: dict[int, str], by: str = MARIA) -> bool:
    return await team.does(corrections.correct, entry, said, by=by, charter=team.charter)


async def test_each_author_gets_one_message_a_draft(team: Team) -> None:
    await keeps(team, a_source(FIRST), a_source(SECOND), a_source("1768.9", author=PAUL))

    assert await states(team) == {MARIA: State.TOLD, PAUL: State.TOLD}
    assert sorted(row.to for row in await team.planned(Kind.CONSENT)) == [MARIA, PAUL]


async def test_who_keeps_their_own_words_is_not_told(team: Team) -> None:
    await keeps(team, a_source(), by=MARIA)

    assert await states(team) == {}


async def test_where_the_charter_says_none_nobody_is_asked(new_team: Team) -> None:
    await new_team.agrees(NONE)
    entry = await drafted(new_team)
    await publishes(new_team, entry)

    assert await states(new_team) == {}
    assert {row.to for row in await new_team.planned(Kind.PUBLISHED)} == {MARIA, ANA}


async def test_nothing_is_published_before_each_author_has_said_yes(asking: Team) -> None:
    entry = await drafted(asking, a_source(SECOND, author=PAUL))

    for author in (MARIA, PAUL):
        with pytest.raises(AwaitsConsent):
            await publishes(asking, entry)
        await asking.does(consents.agree, entry, by=author)
    await publishes(asking, entry)

    assert (await asking.sees(entry)).status is Status.PUBLISHED
    assert (await asking.sees(entry)).is_credited


async def test_what_is_added_to_what_they_agreed_to_is_asked_anew(asking: Team) -> None:
    entry = await drafted(asking)
    await asking.does(consents.agree, entry, by=MARIA)

    await keeps(asking, a_source(SECOND))

    assert await states(asking) == {MARIA: State.ASKED}


async def test_the_reminder_and_the_word_to_the_reviewer_are_planned_at_once(asking: Team) -> None:
    await drafted(asking)

    [reminder] = await asking.planned(Kind.CONSENT_REMINDER)
    [missing] = await asking.planned(Kind.CONSENT_MISSING)
    assert (reminder.to, reminder.due_at) == (MARIA, NOW + timedelta(days=1))
    assert (missing.to, missing.due_at) == (NINA, NOW + timedelta(days=3))


async def test_saying_yes_twice_is_saying_it_once(asking: Team) -> None:
    entry = await drafted(asking)

    for _ in range(2):
        await asking.does(consents.agree, entry, by=MARIA)

    assert [line.deed for line in await asking.all(AuditLine)].count("entry.agreed") == 1


@pytest.mark.parametrize("deed", [consents.agree, retraction.refuse])
async def test_nobody_speaks_for_an_author(asking: Team, deed: Any) -> None:
    entry = await drafted(asking)

    for person in (ANA, NINA, PAUL):
        with pytest.raises(NotFound):
            await asking.does(deed, entry, by=person)
        with pytest.raises(NotFound):
            await asking.does(consents.name, entry, by=person, is_named=False)
        with pytest.raises(NotFound):
            await corrects(asking, entry, {0: "x"}, by=person)


async def test_who_has_left_or_cannot_be_reached_does_not_block_and_is_not_named(
    asking: Team,
) -> None:
    entry = await drafted(asking)
    [row] = await asking.planned(Kind.CONSENT)
    async with asking.sessions.begin() as session:
        kept = await session.get_one(Notification, row.id)
        await take(session, kept, Trouble.NOT_LET, now=NOW)

    assert await states(asking) == {MARIA: State.UNREACHED}
    assert len(await asking.planned(Kind.CONSENT_MISSING, to=NINA)) == 2
    await publishes(asking, entry)
    assert not (await asking.sees(entry)).is_credited


async def test_who_leaves_later_is_as_if_they_could_not_be_reached(asking: Team) -> None:
    await drafted(asking)

    async with asking.sessions.begin() as session:
        await consents.author_left(session, WORKSPACE, MARIA, now=NOW)

    assert await states(asking) == {MARIA: State.UNREACHED}


async def test_who_is_gone_already_gets_no_message(asking: Team) -> None:
    await asking.loses(MARIA)

    await drafted(asking)

    assert await states(asking) == {MARIA: State.UNREACHED}
    assert await asking.planned(Kind.CONSENT) == []


async def test_without_a_name_the_author_is_in_no_export_and_no_new_revision(team: Team) -> None:
    entry = await drafted(team)

    await team.does(consents.name, entry, by=MARIA, is_named=False)

    now = await team.sees(entry)
    assert now.named(MARIA) is None
    assert now.named(NINA) == NINA
    assert {"author", "source_url"} & fields(now, "k").keys() == set()
    assert now.revision == 1
    await team.does(consents.name, entry, by=MARIA, is_named=True)
    assert (await team.sees(entry)).named(MARIA) == MARIA


async def test_a_no_leaves_nothing_but_the_place_of_the_message(team: Team) -> None:
    entry = await drafted(team)
    await publishes(team, entry)

    await team.does(retraction.refuse, entry, by=MARIA)

    for table in (Entry, Revision, CapturedMessage, AuthorConsent):
        assert await team.all(table) == []
    [place] = await team.all(RefusedMessage)
    assert (place.channel, place.ts) == (CHANNEL, FIRST)
    assert await team.finds("détartrer la bouilloire") == []
    lines = [line for line in await team.all(AuditLine) if line.deed == "entry.refused"]
    assert [(line.by, line.facts) for line in lines] == [(MARIA, {})]
    with pytest.raises(AuthorRefuses):
        await keeps(team, a_source(FIRST))


async def test_where_others_wrote_too_their_words_stay(team: Team) -> None:
    entry = await drafted(team, a_source(SECOND, author=PAUL))
    said: dict[str, Any] = {"title": entry.title, "body": "Au vinaigre. Puis rincez, merci."}
    await team.does(review.edit, entry, by=NINA, charter=team.charter, seen=2, **said)

    await team.does(retraction.refuse, entry, by=MARIA)

    now = await team.sees(entry)
    assert (now.body, now.author, now.title) == ("Puis rincez.", PAUL, entry.title)
    assert "vinaigre" not in str([one.body for one in await team.all(Revision)])
    assert await states(team) == {PAUL: State.TOLD}
    assert now.source_url
    assert now.source_url.endswith(SECOND)


async def test_what_was_kept_in_a_window_is_barred_by_its_link(team: Team) -> None:
    entry = Entry(
        workspace=WORKSPACE,
        title="Q ?",
        body="R.",
        author=MARIA,
        capturer=ANA,
        source_url="https://orlune.slack.com/archives/C0X/p1768000001000002?thread_ts=1",
        created_at=NOW,
        updated_at=NOW,
    )
    async with team.sessions.begin() as session:
        await submission.draft(session, entry, charter=team.charter, by=ANA, now=NOW)

    await team.does(retraction.refuse, entry, by=MARIA)

    async with team.sessions.begin() as session:
        with pytest.raises(AuthorRefuses):
            await retraction.check(session, WORKSPACE, "C0X", "1768000001.000002")


async def test_a_correction_takes_the_place_of_what_was_kept(team: Team) -> None:
    entry = await drafted(team, a_source(SECOND, author=PAUL))
    [mine, _other] = await team.all(CapturedMessage)

    assert await corrects(team, entry, {mine.id: "Au citron."})

    assert (await team.sees(entry)).body == "Au citron.\n\nPuis rincez."
    assert [one.text for one in await team.all(CapturedMessage)] == ["Au citron.", "Puis rincez."]
    assert len(await team.all(Revision)) == 3


async def test_nobody_corrects_the_words_of_another(team: Team) -> None:
    entry = await drafted(team, a_source(SECOND, author=PAUL))
    [_mine, other] = await team.all(CapturedMessage)

    await corrects(team, entry, {other.id: "Ne rincez pas."})

    assert (await team.sees(entry)).body == "Au vinaigre.\n\nPuis rincez."


async def test_what_is_published_or_rewritten_is_put_right_by_its_reviewer(team: Team) -> None:
    entry = await drafted(team)
    await publishes(team, entry)
    [mine] = await team.all(CapturedMessage)
    async with team.sessions.begin() as session:
        known = await entries.get(session, WORKSPACE, entry.id)
        known.owner = PAUL  # and Maria has no say of her own any more
        known.topic = None

    for _ in range(2):
        assert not await corrects(team, entry, {mine.id: "Au citron."})

    [row] = await team.planned(Kind.CORRECTION)
    assert (row.to, row.facts["text"]) == (PAUL, "Au citron.")
    assert (await team.sees(entry)).body == "Au vinaigre."


async def test_an_empty_correction_and_one_of_what_was_put_aside_are_refused(team: Team) -> None:
    entry = await drafted(team)
    [mine] = await team.all(CapturedMessage)

    with pytest.raises(EmptyText):
        await corrects(team, entry, {mine.id: " \n"})
    await team.does(review.reject, entry, by=NINA, charter=team.charter)
    with pytest.raises(IllegalMove):
        await corrects(team, entry, {mine.id: "Au citron."})


async def test_search_hears_of_what_is_gone_on_every_replica(team: Team) -> None:
    entry = await drafted(team)
    await publishes(team, entry)
    assert await team.finds("détartrer") == [entry.id]

    await team.does(retraction.refuse, entry, by=MARIA)

    assert await team.finds("détartrer") == []
    async with team.sessions.begin() as session:
        newest = await session.scalar(select(Change.entry_id).order_by(Change.id.desc()).limit(1))
    assert newest == entry.id


async def test_a_message_taken_back_shows_its_author_what_is_left(team: Team) -> None:
    entry = await drafted(team, a_source(SECOND, author=PAUL))
    async with team.sessions.begin() as session:
        how: dict[str, Any] = {"workspace": WORKSPACE, "by": ANA, "now": NOW}
        await capture.withdraw(session, CHANNEL, SECOND, **how)

    async with team.sessions.begin() as session:
        assert await corrections.words(session, entry, PAUL) == {}
