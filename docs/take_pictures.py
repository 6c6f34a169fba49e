"""Take the pictures of the documents, from the real sandbox: `python docs/take_pictures.py`.

Needs Chromium. Starts a sandbox of its own, plays a morning in it with mouse and keyboard, and
writes `docs/pictures/*.png`. Run it again when what they show has changed.
"""

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
SIZE = {"width": 1120, "height": 720}
THEO, CAMILLE, INES, MARC = "U0THEO", "U0CAMILLE", "U0INES", "U0MARC"
QUESTIONS = "C0QUESTIONS"

ASKED = "/kb coment etre rembourser"
UNANSWERED = "/kb la livraison le dimanche, c’est possible ?"
THREAD = (
    (THEO, "Quel délai de livraison pour un colis vers la Belgique en décembre ?"),
    (
        CAMILLE,
        "Comptez 5 jours ouvrés au lieu de 3 du 1er au 24 décembre. Une commande passée "
        "avant le 17 arrive pour Noël ; après, ne promettez pas de date.",
    ),
)


def main() -> None:
    """Play the morning; a picture where there is something to see."""
    PICTURES.mkdir(exist_ok=True)
    with _sandbox() as address, _browser(address) as page:
        _until_morning(page)
        _ask(page)
        _escalate(page)
        _keep(page)
        _review(page)


def _ask(page: Page) -> None:
    _open(page, THEO, QUESTIONS)
    _say(page, ASKED)
    expect(_last(page)).to_contain_text("Comment obtenir un remboursement")
    page.get_by_test_id("composer").fill(ASKED)  # so that the picture shows what was asked
    _take(page, "ask")
    page.get_by_test_id("composer").fill("")


def _escalate(page: Page) -> None:
    _say(page, UNANSWERED)
    ask = page.get_by_test_id("action").filter(has_text="Demander à Inès")
    ask.last.click()
    expect(_last(page)).to_contain_text("J’ai demandé à")
    _open(page, INES, "dm")
    expect(_last(page)).to_contain_text("la livraison le dimanche")
    _take(page, "escalate")


def _keep(page: Page) -> None:
    """A good answer in a thread, and the reaction that keeps it."""
    (asker, question), (colleague, answer) = THREAD
    _open(page, asker, QUESTIONS)
    _say(page, question)
    thread = _last(page).get_attribute("data-ts")
    page.goto(_address(page, colleague, f"{QUESTIONS}?thread={thread}"))
    _say(page, answer, box="thread-composer")
    page.goto(_address(page, MARC, f"{QUESTIONS}?thread={thread}"))
    reply = page.get_by_test_id("thread").get_by_test_id("message").nth(1)
    reply.hover()
    reply.locator('[data-react="bookmark"]').first.click()
    expect(reply.get_by_test_id("reaction").last).to_contain_text("🗂️")


def _review(page: Page) -> None:
    _open(page, INES, "dm")
    draft = page.get_by_test_id("action").filter(has_text="Publier")
    expect(draft).to_be_visible()
    _take(page, "review")
    page.goto(_address(page, INES, "home"))
    expect(page.get_by_test_id("action").filter(has_text="Publier")).to_be_visible()
    _take(page, "home")


def _until_morning(page: Page) -> None:
    """Move the clock to half past nine of a working day: nobody asks at night."""
    clock = page.get_by_test_id("clock")
    hour, minute = re.findall(r"(\d\d):(\d\d)", clock.inner_text())[0]
    _move(page, (9 * 60 + 30 - int(hour) * 60 - int(minute)) % (24 * 60))
    while any(day in clock.inner_text() for day in ("sam.", "dim.")):
        _move(page, 24 * 60)


def _move(page: Page, minutes: int) -> None:
    field = page.get_by_test_id("clock-field")
    field.fill(f"{minutes // 60}h{minutes % 60:02}")
    field.press("Enter")
    expect(field).to_have_value("")
    expect(page.get_by_test_id("clock")).to_contain_text("09:")


def _open(page: Page, person: str, place: str) -> None:
    page.goto(_address(page, person, place))
    expect(page.get_by_test_id("composer")).to_be_visible()


def _address(page: Page, person: str, place: str) -> str:
    return f"{page.url.partition('/as/')[0]}/as/{person}/{place}"


def _say(page: Page, text: str, *, box: str = "composer") -> None:
    messages = page.get_by_test_id("message")
    before = messages.count()
    page.get_by_test_id(box).fill(text)
    page.get_by_test_id(box).press("Enter")
    expect(messages).not_to_have_count(before)


def _last(page: Page):  # type: ignore[no-untyped-def]
    return page.get_by_test_id("messages").get_by_test_id("message").last


def _take(page: Page, name: str) -> None:
    page.mouse.move(0, 0)
    page.wait_for_timeout(300)
    page.screenshot(path=PICTURES / f"{name}.png")


@contextmanager
def _sandbox() -> Iterator[str]:
    command = [sys.executable, "-m", "bot", "sandbox", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as sandbox:
        try:
            assert sandbox.stdout is not None
            yield next(line.split()[-1] for line in sandbox.stdout if "http" in line)
        finally:
            sandbox.send_signal(signal.SIGINT)


@contextmanager
def _browser(address: str) -> Iterator[Page]:
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport=SIZE, locale="fr-FR")
        page.goto(address)
        yield page
        browser.close()


if __name__ == "__main__":
    main()
