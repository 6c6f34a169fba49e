"""Learning: what people say of answers is found at once, within limits, and can be undone."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from knowledge import entries, learning, questions, wordings
from knowledge.audit import AuditLine
from knowledge.entry import Entry
from knowledge.errors import NotAllowed, NotFound
from knowledge.question import Feedback, Question
from knowledge.search.documents import Hit, Label
from knowledge.search.index import Index
from knowledge.stock import document
from knowledge.wording import Lessons, Voice, Wording
from tests.factories import ANA, MARIA, NINA, NOW, PAUL, WORKSPACE, an_entry
from tests.knowledge.team import Team

ODD = "je veux revoir mes sous"
STRANGE = "flouze zappé"
"""Words that nothing else is found by."""
FORMS = ("rendez l'argent", "reprendre mes billes", "récupérer ma mise", "retour à l'envoyeur")


@pytest.fixture
async def team(new_team: Team) -> Team:
    """People whom we know, and what they know."""
    await new_team.agrees()
    await new_team.meets(ANA, MARIA, PAUL, NINA)
    return new_team


@pytest.fixture
async def entry(team: Team) -> Entry:
    await team.knows(entry := an_entry())
    return entry


async def asked(team: Team, *shown: Entry, text: str = ODD, by: str = ANA, **how: Any) -> Question:
    """A question that was asked, and answered with these entries."""
    question = (await team.asks(text, by=by, **how)).question
    async with team.sessions.begin() as session:
        kept = await session.get_one(Question, question.id)
        kept.found = {"entries": [one.id for one in shown], "evidence": [0.5, 2.0]}
    return kept


async def says(
    team: Team,
    question: Question,
    feedback: Feedback | None,
    chosen: Entry | None = None,
    **how: Any,
) -> None:
    """The asker judges the answer."""
    number = chosen.id if chosen else None
    how = {"by": question.asker, "chosen": number} | how
    await team.does(questions.give_feedback, question, feedback, **how)


async def taught(team: Team, entry: Entry) -> Lessons:
    async with team.sessions.begin() as session:
        known = {entry.id: await session.get_one(Entry, entry.id)}
        return (await wordings.taught(session, WORKSPACE, known)).get(entry.id, Lessons())


async def test_what_helped_teaches_the_entry_how_it_was_asked(team: Team, entry: Entry) -> None:
    await says(team, await asked(team, entry), Feedback.HELPFUL)

    assert await taught(team, entry) == Lessons(learned=(ODD,))


async def test_what_did_not_help_is_lowered_for_that_wording(team: Team, entry: Entry) -> None:
    await says(team, await asked(team, entry), Feedback.NOT_HELPFUL)

    assert await taught(team, entry) == Lessons(refused=(ODD,))


async def test_the_entry_that_was_chosen_learns(team: Team, entry: Entry) -> None:
    await team.knows(other := an_entry(title="Où est mon colis ?"))
    question = await asked(team, other, entry)

    await says(team, question, Feedback.THIS_ONE, entry)

    assert await taught(team, entry) == Lessons(learned=(ODD,))
    assert await taught(team, other) == Lessons()


async def test_none_of_these_refuses_none_of_them(team: Team, entry: Entry) -> None:
    await says(team, await asked(team, entry), Feedback.NONE_OF_THESE)

    assert await taught(team, entry) == Lessons()


async def test_only_what_was_shown_can_be_chosen(team: Team, entry: Entry) -> None:
    await team.knows(other := an_entry(title="Où est mon colis ?"))

    with pytest.raises(NotFound):
        await says(team, await asked(team, entry), Feedback.THIS_ONE, other)
    with pytest.raises(NotFound):
        await says(team, await asked(team, entry), Feedback.THIS_ONE)
    assert await team.all(Voice) == []


async def test_the_last_word_counts_and_silence_leaves_no_trace(team: Team, entry: Entry) -> None:
    question = await asked(team, entry)
    for said in (Feedback.HELPFUL, Feedback.NOT_HELPFUL, Feedback.HELPFUL, None):
        await says(team, question, said)

    assert await team.all(Wording) == []
    deeds = [line.deed for line in await team.all(AuditLine, AuditLine.subject == "wordings")]
    assert deeds == [
        "wording.confirmed",
        "wording.dropped",
        "wording.refused",
        "wording.dropped",
        "wording.confirmed",
        "wording.dropped",
    ]


async def test_nobody_speaks_for_somebody_else(team: Team, entry: Entry) -> None:
    question = await asked(team, entry)

    with pytest.raises(NotAllowed):
        await says(team, question, Feedback.HELPFUL, by=PAUL)
    assert await team.all(Voice) == []


async def test_what_one_person_refuses_another_can_confirm(team: Team, entry: Entry) -> None:
    await says(team, await asked(team, entry, by=PAUL), Feedback.NOT_HELPFUL)
    await says(team, await asked(team, entry, by=ANA, text=ODD.upper()), Feedback.HELPFUL)

    assert (await taught(team, entry)).learned == (ODD,)


@pytest.mark.parametrize("standing", ["is_guest", "is_stranger", "is_bot", "is_deactivated"])
async def test_only_full_members_teach(team: Team, entry: Entry, standing: str) -> None:
    await team.meets("U0ELSE", **{standing: True})
    for somebody in ("U0ELSE", "U0UNKNOWN"):
        question = await asked(team, entry, by=somebody)
        await says(team, question, Feedback.HELPFUL)
        assert (await team.sees(question)).feedback is Feedback.HELPFUL

    assert await taught(team, entry) == Lessons()


async def test_one_person_teaches_an_entry_a_few_wordings_only(team: Team, entry: Entry) -> None:
    first = await asked(team, entry, text=FORMS[0])
    await says(team, first, Feedback.HELPFUL)
    for text in (*FORMS[1:], FORMS[0].upper()):
        await says(team, await asked(team, entry, text=text), Feedback.HELPFUL)
    assert (await taught(team, entry)).learned == (*FORMS[1:3], FORMS[0])

    await says(team, await asked(team, entry, text=FORMS[3], by=PAUL), Feedback.HELPFUL)

    assert (await taught(team, entry)).learned == (*FORMS[1:3], FORMS[0], FORMS[3])


async def test_one_person_teaches_so_much_a_day_only(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learning, "DAILY", 2)
    await team.knows(*(known := [an_entry(title=f"Question {n}") for n in range(4)]))

    for one, later in zip(known, (0, 1, 2, 25), strict=True):
        question = await asked(team, one)
        await says(team, question, Feedback.NOT_HELPFUL, now=NOW + timedelta(hours=later))

    assert [bool((await taught(team, one)).refused) for one in known] == [True, True, False, True]


async def test_what_the_entry_says_already_adds_nothing(team: Team) -> None:
    await team.knows(entry := an_entry(wordings=["Être remboursé"]))
    for feedback in (Feedback.HELPFUL, Feedback.NOT_HELPFUL):
        for text in ("comment OBTENIR un remboursement", "etre rembourse ?"):
            await says(team, await asked(team, entry, text=text), feedback)

    assert await team.all(Wording) == []


async def test_a_wording_that_the_entry_is_given_later_is_learned_no_more(
    team: Team, entry: Entry
) -> None:
    await says(team, await asked(team, entry), Feedback.HELPFUL)
    said: dict[str, Any] = {"title": entry.title, "body": entry.body, "wordings": [ODD]}
    await team.does(entries.edit, entry, by=NINA, seen=entry.revision, **said)

    assert await taught(team, entry) == Lessons()


async def test_what_a_private_channel_asked_teaches_its_own_entries_only(team: Team) -> None:
    everyones = an_entry()
    await team.knows(everyones, own := an_entry(audience="G0LEGAL"))
    for entry in (everyones, own):
        question = await asked(team, entry, audience="G0LEGAL", audiences={"G0LEGAL"})
        await says(team, question, Feedback.HELPFUL)

    assert await taught(team, everyones) == Lessons()
    assert (await taught(team, own)).learned == (ODD,)
    async with team.sessions.begin() as session:
        (await session.get_one(Entry, own.id)).audience = None
    assert await taught(team, own) == Lessons()


async def test_personal_data_is_not_learned(team: Team, entry: Entry) -> None:
    await says(team, await asked(team, entry, text="et jo@example.org ?"), Feedback.HELPFUL)

    assert await team.all(Wording) == []


async def test_what_is_taken_out_stays_out_whatever_is_said_until_it_is_put_back(
    team: Team, entry: Entry
) -> None:
    question = await asked(team, entry)
    await says(team, question, Feedback.HELPFUL)
    [wording] = await team.all(Wording)

    for _ in range(2):
        await team.does(learning.take_out, wording, by=NINA)
    await says(team, question, None)
    await says(team, question, Feedback.HELPFUL)
    await says(team, await asked(team, entry, by=PAUL), Feedback.HELPFUL)
    assert await taught(team, entry) == Lessons()

    for _ in range(2):
        await team.does(learning.put_back, wording, by=NINA)
    assert (await taught(team, entry)).learned == (ODD,)
    deeds = [line.deed for line in await team.all(AuditLine, AuditLine.by == NINA)]
    assert deeds[-2:] == ["wording.taken_out", "wording.put_back"]


async def test_lists_show_what_counts_and_what_was_taken_out(team: Team, entry: Entry) -> None:
    for text, by in ((ODD, ANA), (FORMS[0], PAUL)):
        await says(team, await asked(team, entry, text=text, by=by), Feedback.HELPFUL)
    wrong = await asked(team, entry, text=FORMS[1])
    await says(team, wrong, Feedback.NOT_HELPFUL, now=NOW + timedelta(days=9))
    [first, *_] = await team.all(Wording)
    await team.does(learning.take_out, first, by=NINA)

    async with team.sessions.begin() as session:
        listed = await wordings.of_entry(session, WORKSPACE, entry.id)
        week = await wordings.learned_since(session, WORKSPACE, NOW)
        later = await wordings.learned_since(session, WORKSPACE, NOW + timedelta(days=1))
        elsewhere = await wordings.everything(session, "T0OTHER")

    assert [one.text for one in listed] == [FORMS[1], FORMS[0], ODD]
    assert [one.text for one in week] == [FORMS[0], ODD]
    assert later == elsewhere == []


async def test_what_is_learned_is_found_at_once_on_every_replica(team: Team, entry: Entry) -> None:
    replica = Team(team.sessions)
    assert await team.finds(STRANGE) == await replica.finds(STRANGE) == []

    question = await asked(team, entry, text=STRANGE)
    await says(team, question, Feedback.HELPFUL)
    for one in (team, replica, Team(team.sessions)):
        assert await one.finds(STRANGE) == [entry.id]

    [wording] = await team.all(Wording)
    await team.does(learning.take_out, wording, by=NINA)
    assert await team.finds(STRANGE) == await replica.finds(STRANGE) == []


class Listening(Index):
    """An index that remembers the labels it was given."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[list[Label]] = []

    def calibrate(self, labels: Any) -> None:
        self.heard.append(list(labels))
        super().calibrate(self.heard[-1])


async def test_what_was_said_of_first_hits_corrects_the_confidence(
    team: Team, entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    await team.knows(other := an_entry(title="Où est mon colis ?"))
    index = Listening()
    with team.library.shelves.using(WORKSPACE) as shelf:
        monkeypatch.setattr(shelf, "index", index)
    judged = {
        Feedback.HELPFUL: (entry, None),
        Feedback.NOT_HELPFUL: (entry, None),
        Feedback.NONE_OF_THESE: (entry, None),
        Feedback.THIS_ONE: (entry, entry),
    }
    for feedback, (shown, chosen) in judged.items():
        await says(team, await asked(team, shown, other), feedback, chosen)
    await says(team, await asked(team, entry, other), Feedback.THIS_ONE, other)
    await asked(team, entry)

    await team.finds(ODD)
    told = len(index.heard)
    await team.finds(ODD)

    right = [label.right for label in index.heard[-1]]
    assert right == [True, False, False, True, False]
    assert {label.evidence for label in index.heard[-1]} == {(0.5, 2.0)}
    assert len(index.heard) == told, "nothing was said since"


async def test_the_evidence_of_the_first_hit_is_kept(
    team: Team, entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = Index.search

    def with_evidence(index: Index, text: str, **how: Any) -> list[Hit]:
        hits = search(index, text, **how)
        return [replace(hit, evidence=(0.5, float(n))) for n, hit in enumerate(hits)]

    monkeypatch.setattr(Index, "search", with_evidence)
    outcome = await team.asks(entry.title)

    assert (await team.question(outcome)).evidence == (0.5, 0.0)


async def test_a_document_tells_search_what_was_learned(entry: Entry) -> None:
    seen = document(entry, Lessons(("a",), ("b",)))

    assert (seen.learned, seen.refused) == (("a",), ("b",))
