"""Erasure: what somebody owes is passed on, their words go, and nothing names them any more."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot import migrate
from knowledge import (
    absences,
    answers,
    askers,
    assignees,
    capture,
    charters,
    correlation,
    discharge,
    erasure,
    holdings,
    inbox,
    passing,
    people,
    questions,
    review,
    synonyms,
)
from knowledge.audit import AuditLine
from knowledge.capture import Source
from knowledge.captured import CapturedMessage
from knowledge.charter import parse
from knowledge.charter_versions import CharterVersion
from knowledge.entry import Entry, Status
from knowledge.erasure import OnlyLead
from knowledge.escalation import Escalation
from knowledge.outbox import Kind, Notification
from knowledge.passing import Passing
from knowledge.people import Member, Profile
from knowledge.question import Feedback
from knowledge.wording import Wording
from tests.factories import ANA, CHARTER, MARIA, NINA, NOW, PAUL, PROCESSES, WORKSPACE, an_entry
from tests.knowledge.team import FIRE, REFUND, Team

ZOE, NAME, SECRET = "U0ZOE", "Zoé Le Quintrec", "zorglub"
NAMING = CHARTER.replace(f"who: [{MARIA}]", f"who: [{ZOE}]").replace(
    f"- {{slack: {MARIA},", f"- {{slack: {ZOE}, autonomy: senior}}\n  - {{slack: {MARIA},"
)
"""The charter asks Zoé first, and then Nina."""
LATER = NOW + timedelta(hours=1)


def a_source(ts: str, answer: str, author: str = ZOE, thread: str = "1768.1") -> Source:
    return Source("C0", ts, thread, f"Que dire du cas {thread} ?", answer, author, None)


async def keeps(team: Team, source: Source) -> Entry:
    async with team.sessions.begin() as session:
        about: dict[str, Any] = {"workspace": WORKSPACE, "topic": "refunds", "by": ANA, "now": NOW}
        message = await capture.capture(session, source, charter=team.charter, **about)
        return await session.get_one(Entry, message.entry_id)


async def publishes(team: Team, entry: Entry, *, by: str = NINA) -> None:
    await team.does(review.publish, entry, by=by, charter=team.charter)


async def sends(team: Team, text: str, *, by: str) -> Escalation:
    """Somebody asks, and has it passed on."""
    outcome = await team.asks(text, by=by)
    if outcome.escalation is None:
        return await team.does(questions.ask_person, outcome.question, by=by)
    return outcome.escalation


async def forgets(team: Team, **how: Any) -> str:
    async with team.sessions.begin() as session:
        return await erasure.erase(session, WORKSPACE, ZOE, now=LATER, **how)


async def everything(team: Team) -> str:
    """Every value of every row of every table."""
    told = []
    async with team.sessions.begin() as session:
        for table in migrate.tables().sorted_tables:
            for row in await session.execute(select(table)):
                told.append(f"{table.name}: {json.dumps([*row], default=str, ensure_ascii=False)}")
    return "\n".join(told)


@pytest.fixture
async def zoe(new_team: Team) -> Team:
    """A team in which Zoé has done everything that can be done."""
    team = new_team
    await team.agrees(NAMING + PROCESSES.replace(MARIA, ZOE))
    await team.meets(ANA, MARIA, PAUL, NINA)
    async with team.sessions.begin() as session:
        await people.remember(session, Profile(ZOE, NAME, "fr"), workspace=WORKSPACE, now=NOW)
    await _she_answers(team)
    await _she_asks(team)
    await _she_is_kept(team)
    await _she_does_the_rest(team)
    return team


async def _she_answers(team: Team) -> None:
    answered = await sends(team, FIRE, by=ANA)
    assert answered.assignee == ZOE
    how: dict[str, Any] = {"by": ZOE, "charter": team.charter}
    await team.does(answers.answer, answered, f"Débranchez ({SECRET}).", **how)
    declined = await sends(team, "l'appareil fume, odeur de brûlé", by=PAUL)
    await team.does(assignees.decline, declined, f"Pas moi ({SECRET})", by=ZOE)
    asked = await sends(team, "l'appareil a explosé dans la cuisine", by=PAUL)
    await team.does(askers.add_details, asked, f"Voir avec @{NAME}.", by=PAUL)


async def _she_asks(team: Team) -> None:
    await team.knows(an_entry(wordings=(REFUND,)))
    outcome = await team.asks(f"{REFUND} {SECRET}", by=ZOE)
    await team.does(questions.give_feedback, outcome.question, Feedback.HELPFUL, by=ZOE)
    await sends(team, f"une cliente parle de {SECRET}", by=ZOE)
    await team.asks(f"faut-il écrire à @{NAME} pour {REFUND}", by=ANA)


async def _she_is_kept(team: Team) -> None:
    await publishes(team, await keeps(team, a_source("1768.2", "Selon la notice.")))
    await keeps(team, a_source("1768.4", f"Brouillon {SECRET}.", thread="1768.3"))
    await keeps(team, a_source("1768.6", f"Ma part {SECRET}.", thread="1768.5"))
    await keeps(team, a_source("1768.7", "La part de Paul.", author=PAUL, thread="1768.5"))


async def _she_does_the_rest(team: Team) -> None:
    how: dict[str, Any] = {"by": ZOE, "now": NOW}
    about = Passing(WORKSPACE, "C0:1", f"Une idée {SECRET}", author=ZOE, process="innovation")
    async with team.sessions.begin() as session:
        charter = team.charter
        await passing.pass_on(session, about, charter=charter, note=f"Note {SECRET}", **how)
        theirs = Passing(WORKSPACE, "C0:2", "Une plainte", author=PAUL, process="support")
        await passing.pass_on(session, theirs, charter=charter, by=ANA, now=NOW)
        end = NOW + timedelta(days=40)
        await absences.stay_away(
            session, WORKSPACE, ZOE, until=end, from_at=NOW + timedelta(days=30), **how
        )
        await synonyms.add(session, ["RC", "rupture conventionnelle"], workspace=WORKSPACE, **how)
        text = NAMING + PROCESSES
        await charters.apply(session, text, workspace=WORKSPACE, why=f"Moi, {SECRET}", **how)
        body = {"team_id": WORKSPACE, "event": {"user": ZOE, "text": SECRET}}
        await inbox.keep(session, "Ev1", body, now=NOW)


async def test_nothing_in_any_table_names_them_or_says_what_they_said(zoe: Team) -> None:
    before = await everything(zoe)
    assert before.count(ZOE) > 60
    assert before.count(SECRET) > 15
    assert NAME in before

    pseudonym = await forgets(zoe)

    after = await everything(zoe)
    for word in (ZOE, NAME, SECRET):
        assert [line for line in after.splitlines() if word in line] == []
    assert after.count(pseudonym) > 10


async def test_the_seed_reaches_every_table_that_can_name_somebody(zoe: Team) -> None:
    named = {line.partition(":")[0] for line in (await everything(zoe)).splitlines() if ZOE in line}

    assert named >= {
        *("absences", "audit_log", "captured_messages", "charter_versions", "consents"),
        *("entries", "escalations", "handovers", "inbox", "members", "outbox", "questions"),
        *("revisions", "signals", "supporters", "synonym_groups", "timeline", "voices", "waiters"),
    }


async def test_what_they_owed_is_with_somebody_else_and_nobody_waits_for_them(zoe: Team) -> None:
    owed = await zoe.all(Escalation, Escalation.assignee == ZOE)
    live = [one.id for one in owed if one.is_live]
    assert live

    pseudonym = await forgets(zoe)

    for number in live:
        [now] = await zoe.all(Escalation, Escalation.id == number)
        assert now.assignee == NINA or not now.is_live
        assert now.asker != pseudonym or not now.is_live
    assert await zoe.all(Entry, Entry.owner == pseudonym) == []


async def test_what_is_published_stays_without_their_name(zoe: Team) -> None:
    await forgets(zoe)

    [entry] = await zoe.all(Entry, Entry.body == "Selon la notice.")
    assert (entry.status, entry.author, entry.is_credited) == (Status.PUBLISHED, None, False)
    assert await zoe.all(Entry, Entry.author == ZOE) == []


async def test_what_is_published_goes_if_they_wish(zoe: Team) -> None:
    await forgets(zoe, keeps_entries=False)

    assert "Selon la notice" not in await everything(zoe)


async def test_in_a_draft_of_several_the_words_of_the_others_stay(zoe: Team) -> None:
    await forgets(zoe)

    [entry] = await zoe.all(Entry, Entry.author == PAUL)
    assert entry.body == "La part de Paul."
    assert [one.text for one in await zoe.all(CapturedMessage)] == ["La part de Paul."]


async def test_what_they_alone_taught_is_unlearned(zoe: Team) -> None:
    assert [one for one in await zoe.all(Wording) if SECRET in one.text]

    await forgets(zoe)

    assert [one for one in await zoe.all(Wording) if SECRET in one.text] == []


async def test_the_log_keeps_its_lines_by_one_pseudonym_and_says_that_it_happened(
    zoe: Team,
) -> None:
    before = [(line.deed, line.subject, line.subject_id) for line in await zoe.all(AuditLine)]

    pseudonym = await forgets(zoe)

    after = await zoe.all(AuditLine)
    assert [(one.deed, one.subject, one.subject_id) for one in after[: len(before)]] == before
    [forgotten] = [line for line in after if line.deed == "member.forgotten"]
    assert (forgotten.by, forgotten.facts) == (pseudonym, {})


async def test_the_charter_still_reads_and_its_leads_hear_of_the_gap(zoe: Team) -> None:
    pseudonym = await forgets(zoe)

    for version in await zoe.all(CharterVersion):
        assert pseudonym in parse(version.text).everyone()
    assert [row.to for row in await zoe.planned(Kind.CHARTER_NAMES_NOBODY)] == [NINA]
    outcome = await zoe.asks("la machine brûle, c'est grave ? l'appareil a pris feu", by=ANA)
    assert outcome.escalation is None or outcome.escalation.assignee == NINA


async def test_nothing_more_is_sent_to_them(zoe: Team) -> None:
    pseudonym = await forgets(zoe)

    assert await zoe.all(Notification, Notification.to.in_([ZOE, pseudonym])) == []


async def test_somebody_whose_id_begins_alike_and_other_workspaces_are_left_alone(
    zoe: Team,
) -> None:
    await zoe.meets("U0ZOE2")
    async with zoe.sessions.begin() as session:
        await people.remember(session, Profile(ZOE, NAME), workspace="T0OTHER", now=NOW)
        await inbox.keep(session, "Ev2", {"team_id": "T0OTHER", "event": {"user": ZOE}}, now=NOW)

    await forgets(zoe)

    members = {(one.workspace, one.id) for one in await members_of(zoe)}
    assert {(WORKSPACE, "U0ZOE2"), ("T0OTHER", ZOE)} <= members
    assert (WORKSPACE, ZOE) not in members
    assert [event.id for event in await zoe.all(inbox.Event)] == ["Ev2"]


async def members_of(team: Team) -> list[Member]:
    async with team.sessions.begin() as session:
        return list(await session.scalars(select(Member)))


async def test_the_only_lead_stays_until_somebody_else_leads(team: Team) -> None:
    async with team.sessions.begin() as session:
        with pytest.raises(OnlyLead):
            await erasure.erase(session, WORKSPACE, NINA, now=LATER)

    assert [row for row in await team.all(AuditLine) if row.deed == "member.forgotten"] == []


async def test_forgetting_twice_and_somebody_unknown_does_no_harm(zoe: Team) -> None:
    first = await forgets(zoe)
    second = await forgets(zoe)

    assert first != second
    assert first in await everything(zoe)


async def test_the_preview_counts_what_then_happens(zoe: Team) -> None:
    async with zoe.sessions.begin() as session:
        preview = await erasure.preview(session, WORKSPACE, ZOE)

    assert preview.published == 1
    assert preview.owed >= 1
    assert preview.erased["voices"] == 1
    assert preview.erased["members"] == 1
    assert preview.unnamed["audit_log"] > 1
    assert "audit_log" not in preview.erased


async def test_they_are_shown_every_row_that_names_them(zoe: Team) -> None:
    async with zoe.sessions.begin() as session:
        held = {one.table: one for one in await holdings.of(session, WORKSPACE, ZOE)}

    lines = [line for line in (await everything(zoe)).splitlines() if ZOE in line]
    assert sum(len(one.items) for one in held.values()) == len(lines)
    assert {item.words for item in held["absences"].items} == {"person"}
    [event] = held["inbox"].items
    assert event.roles == ()


async def test_the_request_that_asks_is_none_of_the_rows(zoe: Team) -> None:
    async with zoe.sessions.begin() as session:
        with correlation.carried("req-1"):
            await inbox.keep(session, "Ev2", {"team_id": WORKSPACE, "user_id": ZOE}, now=NOW)
            held = {one.table: one for one in await holdings.of(session, WORKSPACE, ZOE)}

    assert [item.key for item in held["inbox"].items] == ["Ev1"]


async def test_of_a_private_channel_only_their_own_words_are_shown(team: Team) -> None:
    await team.knows(
        an_entry(title="Plan secret", audience="G1", capturer=ZOE, key="a"),
        an_entry(title="Mes mots", audience="G1", author=ZOE, key="b"),
        an_entry(title="Pour tous", capturer=ZOE, key="c"),
    )

    async with team.sessions.begin() as session:
        held = {one.table: one for one in await holdings.of(session, WORKSPACE, ZOE)}

    shown = [item.words for item in held["entries"].items if item.is_readable]
    assert shown == ["Mes mots", "Pour tous"]


async def test_before_they_are_forgotten_reviews_go_to_somebody_else(team: Team) -> None:
    entry = await keeps(team, a_source("1768.2", "Selon la notice.", author=PAUL))
    assert entry.reviewer == NINA
    await team.loses(NINA)

    async with team.sessions.begin() as session:
        await discharge.discharge(session, WORKSPACE, NINA, now=LATER)

    assert (await team.sees(entry)).reviewer == MARIA
    assert [row.to for row in await team.planned(Kind.REVIEW)] == [NINA, MARIA]
