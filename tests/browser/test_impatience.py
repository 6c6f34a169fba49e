"""Impatience: double clicks, late clicks, reloads, pastes, the keyboard alone, a narrow window."""

from playwright.async_api import expect

from bot.sandbox.cast import INES, THEO
from tests.browser.desk import Office
from tests.chromium import BROWSER

pytestmark = BROWSER
DATA = "peut-on faire livrer à deux adresses différentes dans la même commande ?"
MARKUP = "<script>alert(1)</script> <b>gras</b> & <!channel> 🙂"
ODD = {
    "/kb 🙂🙂": "Il n’y a rien à lire là-dedans.",
    "/kb " + "x " * 10_000: "C’est trop long (19999 caractères).",
    f"/kb {MARKUP}": "n’ai pas encore de réponse",
    MARKUP: MARKUP,
}
"""What people type, and what they read then."""


async def test_a_double_click_does_it_once_and_a_late_click_is_refused(office: Office) -> None:
    theo, ines = await office.desk(THEO), await office.desk(INES, "dm")
    unsure = await theo.kb(DATA)

    await unsure.get_by_role("button", name="Demander à Inès").dblclick()
    told = theo.message("J’ai demandé à @Inès")
    await expect(told).to_be_visible()
    await ines.tab.get_by_role("button", name="Répondre").dblclick()
    await ines.submit(**{"Votre réponse": MARKUP})
    await expect(ines.message("Vous avez répondu")).to_contain_text(MARKUP)
    await theo.press("Annuler", on=told)
    await theo.confirm("Je n’en ai plus besoin")

    await expect(theo.message("Ce n’est plus possible")).to_be_visible()
    await expect(theo.messages(only_mine=True)).to_have_count(2)
    await expect(ines.messages()).to_have_count(1)
    await theo.go_to_dm()
    await expect(theo.message("@Inès a répondu à votre question")).to_contain_text(MARKUP)


async def test_a_reload_in_the_middle_of_a_modal_loses_nothing(office: Office) -> None:
    theo = await office.desk(THEO)
    await theo.write("/kb ajouter")
    answer = theo.modal.get_by_label("La réponse").first

    async with theo.tab.expect_request("**/do/fill"):
        await answer.press_sequentially("à moitié écr")
    await theo.tab.reload()

    await expect(answer).to_have_value("à moitié écr")


async def test_a_paste_that_is_too_long_is_kept_and_complained_of(office: Office) -> None:
    theo = await office.desk(THEO)
    await theo.write("/kb ajouter")
    await theo.modal.get_by_label("La question").fill("Trop long ?")
    answer = theo.modal.get_by_label("La réponse").first

    await answer.fill("x" * 20_000)
    await theo.modal.get_by_test_id("modal-submit").click()

    await expect(theo.modal.get_by_text("au plus 3000 caractères")).to_be_visible()
    await expect(answer).to_be_focused()
    assert len(await answer.input_value()) == 20_000


async def test_odd_text_gets_a_sentence(office: Office) -> None:
    theo = await office.desk(THEO)
    for number, (typed, answered) in enumerate(ODD.items(), start=2):
        await theo.write(typed)

        await expect(theo.messages()).to_have_count(number)
        await expect(theo.messages().last).to_contain_text(answered)


async def test_the_keyboard_alone_asks_judges_and_leaves(office: Office) -> None:
    theo = await office.desk(THEO)
    keyboard = theo.tab.keyboard

    await keyboard.type("/kb coment etre rembourser")
    await keyboard.press("Enter")
    why = theo.tab.get_by_role("button", name="Pourquoi\u202f?")
    await expect(why).to_be_visible()
    await keyboard.press("Shift+Tab")
    await expect(why).to_be_focused()
    await keyboard.press("Enter")

    await expect(theo.message("Pourquoi j’ai répondu ainsi")).to_be_visible()


async def test_a_phone_shows_the_places_the_messages_and_the_composer(office: Office) -> None:
    theo = await office.desk(THEO, viewport={"width": 420, "height": 800})

    for test_id in ("person", "place", "composer"):
        for spot in await theo.tab.get_by_test_id(test_id).all():
            await expect(spot).to_be_in_viewport(ratio=0.9)
    answer = await theo.kb("coment etre rembourser")
    await expect(answer.get_by_role("button", name="Utile", exact=True)).to_be_in_viewport()
    await theo.open_thread(theo.messages().first)
    await theo.thread.get_by_test_id("thread-close").click()
    await expect(theo.thread).to_have_count(0)
    width = await theo.tab.evaluate("document.documentElement.scrollWidth")
    assert width == 420


async def test_back_goes_back_one_step_at_a_time(office: Office) -> None:
    theo = await office.desk(THEO)
    await theo.open_thread(theo.messages().first)
    await theo.go("home")
    await expect(theo.tab.get_by_test_id("home")).to_be_visible()

    await theo.tab.go_back()
    await expect(theo.thread).to_be_visible()
    await theo.tab.go_back()
    await expect(theo.thread).to_have_count(0)
    await expect(theo.composer).to_be_visible()
    await theo.tab.go_forward()
    await expect(theo.thread).to_be_visible()
