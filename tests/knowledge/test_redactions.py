"""Redactions: what is marked can be shown again; what is published is gone for good."""

from typing import Any

import pytest

from knowledge import answers, entries, redaction, redactions, review
from knowledge.captured import CapturedMessage
from knowledge.entry import Entry, Revision, Status
from knowledge.errors import IllegalMove, NoMandate
from knowledge.exchange.dump import fields
from knowledge.outbox import Kind
from knowledge.redaction import HoldsPersonalData
from tests.factories import ANA, CHARTER, MARIA, NINA, NOW, PAUL, an_entry
from tests.knowledge.team import Team
from tests.knowledge.test_capture import a_source, keeps

PHONE, MAIL = "06 12 34 56 78", "zoe.petit@orange.fr"
ANSWER = f"Appelez-la au {PHONE} ou écrivez à {MAIL}."
PUBLISHING = CHARTER.replace("- id: safety", "- id: safety\n    publish: senior")


async def drafted(team: Team) -> Entry:
    [entry] = await keeps(team, a_source(answer=ANSWER))
    assert entry
    return entry


async def does(team: Team, deed: Any, entry: Entry, *said: Any, by: str = NINA, **how: Any) -> None:
    await team.does(deed, entry, *said, by=by, charter=team.charter, **how)


async def test_one_thing_is_hidden_and_shown_again(team: Team) -> None:
    entry = await drafted(team)
    sign = redaction.sign(PHONE)

    await does(team, redactions.hide, entry, sign)
    hidden = await team.sees(entry)
    await does(team, redactions.show, entry, sign)
    shown = await team.sees(entry)

    assert hidden.redacted(hidden.body) == f"Appelez-la au •• •• •• •• 78 ou écrivez à {MAIL}."
    assert hidden.body == shown.redacted(shown.body) == ANSWER
    assert [one.text for one in redaction.remaining(hidden)] == [MAIL]


async def test_hiding_twice_is_hiding_once(team: Team) -> None:
    entry = await drafted(team)

    for _ in range(2):
        await does(team, redactions.hide, entry, None)

    assert (await team.sees(entry)).redactions == [PHONE, MAIL]


async def test_only_who_reviews_may_hide_or_show(team: Team) -> None:
    entry = await drafted(team)

    for deed in (redactions.hide, redactions.show):
        with pytest.raises(NoMandate):
            await does(team, deed, entry, None, by=PAUL)


async def test_what_is_not_there_any_more_or_dealt_with_is_not_hidden(team: Team) -> None:
    entry = await drafted(team)

    with pytest.raises(IllegalMove):
        await does(team, redactions.hide, entry, redaction.sign("07 00 00 00 00"))
    await does(team, review.reject, entry)
    with pytest.raises(IllegalMove):
        await does(team, redactions.hide, entry, None)


async def test_nothing_is_published_that_nobody_has_looked_at(team: Team) -> None:
    entry = await drafted(team)
    seen = {redaction.sign(PHONE)}

    for accepted in ((), seen):
        with pytest.raises(HoldsPersonalData):
            await does(team, review.publish, entry, accepted=accepted)
    await does(team, review.publish, entry, accepted={*seen, redaction.sign(MAIL)})

    assert (await team.sees(entry)).body == ANSWER


async def test_once_published_it_is_in_no_revision_and_no_message(team: Team) -> None:
    entry = await drafted(team)
    said: dict[str, Any] = {"title": f"Qui appeler ({PHONE}) ?", "body": ANSWER, "seen": 1}
    await does(team, review.edit, entry, wordings=[f"le {PHONE} ?"], **said)
    await does(team, redactions.hide, entry, None)
    await does(team, review.publish, entry)

    now = await team.sees(entry)
    assert (now.status, now.redactions) == (Status.PUBLISHED, [])
    revisions = await team.all(Revision)
    assert [one.number for one in revisions] == [1, 2, 3]
    messages = await team.all(CapturedMessage)
    told = str([vars(one) for one in (now, *revisions, *messages)]) + str(now.wordings)
    assert PHONE not in told
    assert MAIL not in told
    assert await team.finds("qui appeler") == [entry.id]


async def test_what_was_edited_away_needs_no_mark(team: Team) -> None:
    entry = await drafted(team)
    await does(team, redactions.hide, entry, None)
    said: dict[str, Any] = {"title": entry.title, "body": f"Au {PHONE}.", "seen": 1}
    await does(team, review.edit, entry, **said)

    await does(team, redactions.hide, entry, redaction.sign(PHONE))

    assert (await team.sees(entry)).redactions == [PHONE]


async def test_an_experts_answer_that_holds_some_is_reviewed_first(new_team: Team) -> None:
    await new_team.agrees(PUBLISHING)
    escalation = await new_team.escalates()

    entry = await new_team.does(
        answers.answer, escalation, ANSWER, by=MARIA, charter=new_team.charter
    )

    assert entry.status is Status.IN_REVIEW
    assert len(await new_team.planned(Kind.REVIEW)) == 1


async def test_an_export_holds_nothing_that_is_hidden(team: Team) -> None:
    entry = await drafted(team)
    await does(team, redactions.hide, entry, None)

    row = str(fields(await team.sees(entry), "k"))

    assert PHONE not in row
    assert "•• •• •• •• 78" in row


def test_what_stands_in_the_question_and_its_wordings_is_found_too() -> None:
    entry = an_entry(title=f"Qui est au {PHONE} ?", wordings=(f"à qui est {MAIL}",))

    assert [one.text for one in redaction.found(entry)] == [PHONE, MAIL]


async def test_an_edit_is_no_redaction(team: Team) -> None:
    entry = await drafted(team)
    async with team.sessions.begin() as session:
        known = await entries.get(session, entry.workspace, entry.id)
        await entries.edit(session, known, title=known.title, body="Rien.", by=ANA, now=NOW, seen=1)

    assert redaction.found(await team.sees(entry)) == ()
