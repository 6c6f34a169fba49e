"""Jargon: leads keep the team's synonyms in a window, others read them there."""

import pytest

from bot.sandbox.cast import QUESTIONS, SOFIA, THEO
from bot.sandbox.slack import View
from knowledge import entries, synonyms
from knowledge.entry import Entry
from tests.factories import an_entry
from tests.stage import START, Stage, labels

pytestmark = pytest.mark.parametrize(
    "combination", [("sqlite", "http")], indirect=True, ids="-".join
)


def words(view: View) -> str:
    """Everything written there."""
    return "\n".join(str(block.get("text", {}).get("text", "")) for block in view.blocks)


async def groups(stage: Stage) -> list[str]:
    """What means the same."""
    async with stage.bot.services.sessions.begin() as session:
        listed = await synonyms.listed(session, stage.slack.workspace.team_id)
    return [str(group) for group in listed]


async def writes(stage: Stage, terms: str) -> None:
    """Sofia adds a group from the list that is open."""
    await stage.press("Add a group", by=SOFIA)
    assert await stage.submit(by=SOFIA, terms=terms) is None


async def knows(stage: Stage, title: str, wording: str) -> Entry:
    """An entry is published, with another wording."""
    team = stage.slack.workspace.team_id
    entry = an_entry(title=title, wordings=[wording], workspace=team)
    async with stage.bot.services.sessions.begin() as session:
        return await entries.add(session, entry, by=SOFIA, now=START, deed="entry.imported")


async def opens(stage: Stage, person: str, command: str = "synonyms") -> View:
    """Type `/kb synonyms`; the window that opens."""
    await stage.slack.command(person, QUESTIONS, "/kb", command)
    await stage.quiet()
    return stage.modal(person)


async def test_a_lead_adds_changes_and_removes_a_group(stage: Stage) -> None:
    await stage.press("Jargon", by=SOFIA, on=await stage.home(SOFIA))
    assert "There is no jargon yet." in words(stage.modal(SOFIA))

    await writes(stage, "RC = rupture conventionnelle")
    assert "RC = rupture conventionnelle" in words(stage.modal(SOFIA))
    await stage.press("Change", by=SOFIA)
    await stage.submit(by=SOFIA, terms="RC\nrupture conventionnelle\n<!channel> *rupco*")
    assert await groups(stage) == ["RC, rupture conventionnelle, <!channel> *rupco*"]
    assert "&lt;!channel&gt;" in words(stage.modal(SOFIA))

    await stage.press("Remove", by=SOFIA)
    assert await groups(stage) == []
    assert "There is no jargon yet." in words(stage.modal(SOFIA))


async def test_a_word_that_has_a_group_brings_both_together(stage: Stage) -> None:
    await opens(stage, SOFIA, "synonymes")
    await writes(stage, "RC, rupture conventionnelle")

    await stage.press("Add a group", by=SOFIA)
    assert await stage.submit(by=SOFIA, terms="alone") == {
        "terms": "Please name at least two words or phrases that mean the same, "
        "with a comma between them."
    }
    await stage.submit(by=SOFIA, terms="rc, rupco")
    assert "“rc” is in a group already: RC, rupture conventionnelle." in words(stage.modal(SOFIA))
    assert await groups(stage) == ["RC, rupture conventionnelle"]
    await stage.submit(by=SOFIA)

    assert await groups(stage) == ["rc, rupco, rupture conventionnelle"]
    assert "rc = rupco = rupture conventionnelle" in words(stage.modal(SOFIA))


async def test_others_read_the_list_and_change_nothing(stage: Stage) -> None:
    await opens(stage, SOFIA)
    await writes(stage, "RC, rupture conventionnelle")
    read = await opens(stage, THEO)
    assert "Jargon" not in labels(await stage.home(THEO))
    assert "RC = rupture conventionnelle" in words(read)
    assert labels(read) == []

    await stage.rule(
        "relais: 1\nfallback: {chain: [{who: [U0THEO], acknowledge: 1h, answer: 2h}]}\n"
    )
    await stage.press("Remove", by=SOFIA)

    assert await groups(stage) == ["RC, rupture conventionnelle"]
    assert "Your mandate in the charter doesn't cover this" in stage.dms(SOFIA)[-1].text


async def test_suggestions_are_accepted_or_declined(stage: Stage) -> None:
    await knows(stage, "Que dire à son employeur ?", "parler au boss")
    await knows(stage, "L'employeur peut-il refuser ?", "mon boss refuse")
    await knows(stage, "Remplacer la théière", "changer la tisanière")
    await knows(stage, "La théière fuit", "tisanière percée")
    shown = words(await opens(stage, SOFIA))
    assert "boss = employeur\nseen in 2 questions about 2 entries" in shown
    assert "tisanière = théière" in shown

    await stage.press("Accept", by=SOFIA)
    await stage.press("No", by=SOFIA)

    assert len(await groups(stage)) == 1
    assert "Do these mean the same" not in words(stage.modal(SOFIA))
