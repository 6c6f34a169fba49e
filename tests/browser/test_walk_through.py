"""What a person finds in the sandbox, point by point, in French."""

from playwright.async_api import expect

from bot.sandbox.cast import CAMILLE, INES, MARC, PILOTAGE, SOFIA, THEO
from tests.browser.desk import Desk, Office
from tests.chromium import BROWSER

pytestmark = BROWSER
ADDRESSES = "peut-on faire livrer à deux adresses différentes dans la même commande ?"
DATA = "une cliente demande quelles données on garde sur elle"
GIFTS = "Est-ce qu’on peut emballer deux cadeaux séparément dans un seul colis ?"


async def ask_ines(theo: Desk) -> None:
    """Ask what no entry answers, and have Inès asked."""
    unsure = await theo.kb(ADDRESSES)
    await expect(unsure).to_contain_text("Je n’en suis pas sûr. Est-ce l’une de celles-ci\u202f?")
    await theo.press("Demander à Inès", on=unsure)


async def test_the_right_entry_is_found_judged_and_shared_typos_and_all(office: Office) -> None:
    theo, camille = await office.desk(THEO), await office.desk(CAMILLE)

    answer = await theo.kb("coment etre rembourser")

    await expect(answer).to_contain_text("Comment obtenir un remboursement\u202f?")
    await expect(answer).to_contain_text("dans les 5 jours ouvrés")
    await theo.press("Lire en entier", on=answer)
    assert "service-client@orlune.example" in await theo.read_modal()
    await theo.press("Utile", on=answer)
    await expect(theo.message("Ravi que cela vous soit utile.")).to_be_visible()
    await theo.press("Retirer mon avis", on=answer)
    await theo.press("Pas utile", on=answer)
    await expect(theo.message("Voulez-vous que je demande à quelqu’un qui sait")).to_be_visible()
    await expect(camille.messages()).to_have_count(1)
    await theo.press("Partager dans le canal", on=answer)
    shared = camille.message("@Théo partage une réponse de la base de connaissances")
    await expect(shared).to_contain_text("coment etre rembourser")
    await expect(shared).to_contain_text("service-client@orlune.example")


async def test_a_near_miss_is_opened_in_full(office: Office) -> None:
    theo = await office.desk(THEO)
    unsure = await theo.kb(ADDRESSES)
    await expect(unsure).not_to_contain_text("elle est refusée par l’outil")

    await unsure.get_by_role("button", name="Ouvrir").first.click()

    await expect(theo.modal).to_contain_text("elle est refusée par l’outil dès que l’étiquette")


async def test_what_no_entry_answers_is_asked_answered_and_becomes_a_draft(office: Office) -> None:
    theo, ines = await office.desk(THEO), await office.desk(INES, "dm")
    await ask_ines(theo)

    request = ines.message("@Théo a une question")
    await expect(request).to_contain_text(ADDRESSES)
    await expect(request).to_contain_text("prise en charge au plus tard aujourd’hui 10:30")
    await expect(request).to_contain_text("réponse au plus tard aujourd’hui 14:00")
    await ines.press("Je m’en charge")
    await expect(ines.message("Vous avez pris en charge la question de @Théo.")).to_be_visible()
    await theo.go_to_dm()
    await expect(theo.message("@Inès s’en occupe depuis")).to_be_visible()
    await ines.press("Répondre")
    await ines.submit(
        **{"Votre réponse": "Non : **une** adresse par commande.\n\n- deux commandes"}
    )

    answered = theo.message("@Inès a répondu à votre question")
    await expect(answered).to_contain_text("Non : une adresse par commande.")
    await expect(answered.locator("b", has_text="une")).to_be_visible()
    sofia = await office.desk(SOFIA, "dm")
    draft = sofia.message("Un brouillon à relire, écrit par @Inès, pour @Théo")
    await expect(draft).to_contain_text(ADDRESSES)
    await expect(draft).to_contain_text("une adresse par commande")


async def test_a_referred_question_goes_to_its_expert_and_can_be_cancelled(office: Office) -> None:
    theo, marc = await office.desk(THEO), await office.desk(MARC, "dm")

    told = await theo.kb(DATA)

    await expect(told).to_contain_text("J’ai demandé à @Marc")
    await expect(told).to_contain_text("réponse au plus tard aujourd’hui 14:00")
    await expect(marc.message("@Théo a une question")).to_contain_text(DATA)
    await theo.press("Annuler", on=told)
    await theo.confirm("Continuer d’attendre")
    await expect(marc.message("@Théo a une question")).to_be_visible()
    await theo.press("Annuler", on=told)
    await theo.confirm("Je n’en ai plus besoin")
    await expect(marc.message("@Théo n’a plus besoin de réponse. Vous n’avez plus")).to_be_visible()
    await expect(marc.tab.get_by_role("button", name="Répondre", exact=True)).to_have_count(0)
    await theo.go_to_dm()
    await expect(theo.message("Annulé\u00a0: plus personne ne s’en occupe.")).to_be_visible()


async def test_a_good_answer_in_a_thread_is_kept_reviewed_published_and_found(
    office: Office,
) -> None:
    camille, marc = await office.desk(CAMILLE), await office.desk(MARC)
    sofia = await office.desk(SOFIA, "dm")
    await camille.write(GIFTS)
    for person in (camille, marc):
        await person.open_thread(person.message(GIFTS))
    await marc.reply("Oui : cochez « paquet cadeau » sur chaque article, 3 € pièce.")

    good = camille.thread.get_by_test_id("message").filter(has_text="cochez")
    await expect(good).to_contain_text("paquet cadeau")
    await camille.react_by_keyboard(good, "bookmark")

    draft = sofia.message("Un brouillon à relire, écrit par @Marc, pour @Camille")
    await expect(draft).to_contain_text(GIFTS)
    await expect(draft.get_by_role("link", name="là où cela a été écrit")).to_be_visible()
    await marc.react_by_keyboard(marc.thread.get_by_test_id("message").last, "bookmark")
    await expect(good.get_by_test_id("reaction").first).to_contain_text("2")
    await expect(good.get_by_test_id("reaction").last).to_have_text("🗂️ 1")
    await sofia.press("Modifier", on=draft)
    await sofia.submit(**{"La réponse": "Oui : « paquet cadeau » sur chaque article, 4 € pièce."})
    await expect(draft).to_contain_text("4 € pièce")
    await sofia.press("Publier", on=draft)
    await expect(sofia.message("Publié\u00a0: toutes les personnes")).to_be_visible()
    await expect(sofia.messages()).to_have_count(1)

    found = await camille.kb("emballer 2 cadeaux separement dans un colis")
    await expect(found).to_contain_text("4 € pièce")
    await marc.go_to_dm()
    await expect(marc.message("Votre réponse est maintenant dans la base")).to_be_visible()


async def test_the_clock_brings_reminders_the_next_person_and_the_lead(office: Office) -> None:
    theo, ines = await office.desk(THEO), await office.desk(INES, "dm")
    await ask_ines(theo)
    await ines.press("Je m’en charge")
    await expect(ines.message("Vous avez pris en charge")).to_be_visible()

    await ines.move_clock("2h")
    await expect(ines.message("Petit rappel\u00a0: @Théo attend votre réponse")).to_be_visible()
    await ines.move_clock("1h15")
    await expect(ines.message("Il reste peu de temps")).to_be_visible()
    await ines.move_clock("45m")
    await expect(ines.message("Cette question est restée sans réponse")).to_contain_text("@Camille")
    sofia, camille = await office.desk(SOFIA, PILOTAGE), await office.desk(CAMILLE, "dm")
    lead = sofia.message("@Inès n’a pas répondu à temps à une question de @Théo.")
    await expect(lead).to_contain_text("Elle est maintenant chez @Camille")
    await expect(camille.message("@Théo a une question")).to_contain_text(ADDRESSES)

    await camille.move_clock("1h")
    await expect(camille.message("Vous n’aviez pas pris cette question")).to_contain_text("@Sofia")
    await camille.move_clock("4h")
    await expect(sofia.message("Il ne reste personne à qui la confier")).to_contain_text("@Sofia")


async def test_the_home_of_an_expert_works_with_its_buttons(office: Office) -> None:
    theo, ines = await office.desk(THEO), await office.desk(INES, "home")
    home = ines.tab.get_by_test_id("home")
    await expect(home).to_contain_text("Rien ne vous attend\u00a0: tout est en ordre.")
    await ask_ines(theo)
    await theo.write("/kb ajouter")
    await theo.modal.get_by_label("Sujet").select_option("Utilisation et entretien")
    await theo.fill_in(**{"La question": "Le couvercle va-t-il au four ?", "La réponse": "Non."})
    await expect(theo.modal).to_contain_text("@Inès le relit avant que quiconque le trouve.")
    await theo.modal.get_by_test_id("modal-close").click()

    await ines.go("home")
    await expect(home).to_contain_text("1 question vous attend. 1 brouillon à relire.")
    await expect(home).to_contain_text(ADDRESSES)
    await ines.press("Je m’en charge")
    await expect(home.get_by_role("button", name="Je m’en charge")).to_have_count(0)
    await ines.press("Répondre")
    await ines.submit(**{"Votre réponse": "Non : une adresse par commande."})
    await expect(home).not_to_contain_text("1 question vous attend.")
    await ines.press("Publier")

    await expect(home).to_contain_text("Rien ne vous attend")
    found = await theo.kb("couvercle au four")
    await expect(found).to_contain_text("Le couvercle va-t-il au four\u202f?")
