"""Languages: each person is spoken to in the language of their Slack, everywhere."""

from copy import deepcopy

import pytest

from bot.sandbox.cast import CAMILLE, INES, JURIDIQUE, MARC, PILOTAGE, QUESTIONS, SOFIA, THEO
from knowledge.outbox import Kind, Notification
from tests.flows.words import english, left_in_english, shown
from tests.stage import Stage, labels

pytestmark = pytest.mark.parametrize(
    "combination", [("sqlite", "socket")], indirect=True, ids="-".join
)

PARCEL = "ma commande n’est pas arrivée, numéro de suivi muet"


async def test_the_check_for_english_finds_english(stage: Stage) -> None:
    await stage.kb("aide", by=THEO)
    await stage.kb("how do I get my money back", by=THEO)

    assert {"Helpful", "Only you see what I answer to `/kb`."} <= left_in_english(stage.slack)
    assert len(english()) > 150


async def test_a_french_person_is_answered_in_french(french_stage: Stage) -> None:
    stage = french_stage
    for asked in (
        "aide",
        "",
        "coment etre rembourser",
        "quel geste commercial puis-je accorder ?",
        "une cliente demande quelles données on garde sur elle",
        "un client nous menace d’un procès",
        "livrer une commande à deux adresses",
        PARCEL,
        "xylophone quantique",
        "demander comment être remboursé ?",
        "brouillons",
        "moi",
        "pourquoi",
        "voir 1",
        "voir 4000",
        "modifier 1",
        "🎉",
        "remboursement " * 300,
    ):
        await stage.kb(asked, by=THEO)
    for label in (
        "Utile",
        "Retirer mon avis",
        "Pas utile",
        "Partager dans le canal",
        "Partager dans le canal",
    ):
        await stage.press(label, by=THEO)
    await stage.press("C’est celle-ci", by=THEO)
    await stage.press("Relire", by=SOFIA, on=await stage.home(SOFIA))
    await stage.press("Retirer", by=SOFIA)
    await stage.say(f"<@{stage.me}>", by=THEO)
    await stage.write("aide", by=THEO)

    assert len(set(shown(stage.slack))) > 60
    assert left_in_english(stage.slack) == set()


async def test_an_escalation_speaks_french_from_its_question_to_its_publication(
    french_stage: Stage,
) -> None:
    stage = french_stage
    await stage.kb(PARCEL, by=THEO)
    await stage.press("Demander à Inès", by=THEO)
    request = deepcopy(stage.dms(INES)[-1])
    await stage.press("Je m’en charge", by=INES)
    await stage.press("Ajouter des précisions", by=THEO)
    assert left_in_english(stage.slack) == set()
    await stage.submit(by=THEO, written="Depuis lundi.")
    await stage.move(hours=2, minutes=1)
    await stage.move(minutes=72)
    await stage.home(INES)
    await stage.move(minutes=48)
    await stage.slack.click(INES, request, "escalation_take")
    await stage.quiet()
    await stage.kb(PARCEL, by=SOFIA)
    await stage.press("Répondre", by=CAMILLE)
    assert left_in_english(stage.slack) == set()
    await stage.submit(by=CAMILLE, written="Ouvrez une enquête.")
    [reviewer] = {row.to for row in await stage.rows(Notification.kind == Kind.REVIEW)}
    await stage.home(reviewer)
    await stage.press("Publier", by=reviewer)

    assert stage.seen(SOFIA, PILOTAGE)
    assert stage.dms(THEO)[-1].text.startswith(":tada:")
    assert left_in_english(stage.slack) == set()


async def test_capturing_speaks_french(french_stage: Stage) -> None:
    stage = french_stage
    first = await stage.say("Peut-on graver un prénom ?", by=INES, channel=JURIDIQUE)
    good = await stage.say("Oui, en atelier.", by=MARC, channel=JURIDIQUE, thread=first.ts)
    await stage.react(first, by=INES)
    await stage.press("Modifier et garder", by=INES)
    assert left_in_english(stage.slack) == set()
    await stage.choose("save_to_knowledge_base", good, by=INES)
    assert left_in_english(stage.slack) == set()
    for _window in range(2):
        await stage.submit(by=INES)
        assert left_in_english(stage.slack) == set()
    await stage.react(good, by=SOFIA)
    await stage.press("Lire", by=SOFIA)
    await stage.react(good, by=SOFIA, emoji="sos")

    assert left_in_english(stage.slack) == set()


async def test_signals_speak_french(french_stage: Stage) -> None:
    stage = french_stage
    said = await stage.say("L’appareil fume au branchement, écrit une cliente.", by=THEO)
    idea = await stage.say("Elles voudraient toutes louer.", by=THEO)
    for message in (said, idea):
        await stage.react(message, by=CAMILLE, emoji="bulb")
    await stage.press("Choisir qui il concerne", by=CAMILLE)
    assert left_in_english(stage.slack) == set()
    await stage.submit(by=CAMILLE, process="process:innovation", note="Pour les fêtes.")
    await stage.choose("pass_on", said, by=INES)
    assert left_in_english(stage.slack) == set()
    await stage.submit(by=INES)
    await stage.press("Bien reçu", by=SOFIA)
    await stage.press("Pas maintenant…", by=SOFIA)
    assert left_in_english(stage.slack) == set()
    await stage.submit(by=SOFIA, reason="Au printemps.")
    await stage.press("Transmettre à…", by=MARC)
    assert left_in_english(stage.slack) == set()
    await stage.submit(by=MARC, process="process:crisis")
    for _ in range(2):
        await stage.move(hours=2, minutes=1)
    await stage.slack.command(THEO, QUESTIONS, "/kb", "signaler ça recommence")
    await stage.quiet()
    assert "ça recommence" in str(stage.modal(THEO).blocks)
    for person in (CAMILLE, MARC, SOFIA):
        await stage.kb("signaux", by=person)
        await stage.home(person)

    assert len(stage.seen(SOFIA, PILOTAGE)) == 1
    assert left_in_english(stage.slack) == set()


async def test_two_people_read_the_same_escalation_each_in_their_language(stage: Stage) -> None:
    await stage.slack.set_language(INES, "fr-FR")
    await stage.quiet()

    await stage.kb("the carrier lost my parcel, what now", by=THEO)
    await stage.press("Ask Inès", by=THEO)

    assert labels(stage.dms(INES)[-1])[:2] == ["Je m’en charge", "Répondre"]
    assert labels(stage.dms(THEO)[-1]) == ["Add details", "It's urgent…", "Cancel"]


async def test_who_switches_their_slack_is_spoken_to_in_the_new_language_at_once(
    stage: Stage,
) -> None:
    await stage.kb("how do i get my money back", by=THEO)

    await stage.slack.set_language(THEO, "fr-FR")
    await stage.quiet()
    answer = await stage.kb("how do i get my money back", by=THEO)

    assert "Partager dans le canal" in labels(answer)
    await stage.slack.set_language(THEO, "en-US")
    await stage.quiet()
    assert "Helpful" in labels(await stage.kb("how do i get my money back", by=THEO))


async def test_a_language_we_do_not_speak_is_answered_in_english(stage: Stage) -> None:
    await stage.slack.set_language(THEO, "de-DE")
    await stage.quiet()

    answer = await stage.kb("how do i get my money back", by=THEO, channel=QUESTIONS)

    assert "Helpful" in labels(answer)
