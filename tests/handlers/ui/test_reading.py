"""What people write means the same in Slack and in Markdown, whichever way it goes."""

import re
from collections.abc import Iterable
from typing import Any

from hypothesis import assume, given

from bot.sandbox.page.viewer import Viewer
from handlers.ui.text import from_slack, to_mrkdwn
from handlers.ui.text.lines import lines
from handlers.ui.text.rich import from_rich_text
from handlers.ui.text.slack import NOBODY
from tests.factories import NOW
from tests.handlers.ui import written
from tests.handlers.ui.slack_rules import check_markup
from tests.handlers.ui.spelling import Page, Sign, of_lines, of_rich_text, seen

READER = Viewer("U0ANA", "en", "UTC", NOW)
STYLES = "*_~"
LIKE = str.maketrans("`|", "‵¦")


@given(written.trees)
def test_rich_text_is_the_same_in_markdown(block: dict[str, Any]) -> None:
    markdown = from_rich_text(block, NOBODY)

    assert of_lines(lines(markdown)) == of_rich_text(block)


@given(written.trees)
def test_rich_text_is_shown_again_as_it_was_written(block: dict[str, Any]) -> None:
    markdown = from_rich_text(block, NOBODY)
    assume(not _is_beyond_slack(markdown))

    shown = to_mrkdwn(markdown)

    check_markup(shown)
    assert _told(Page(shown, READER).signs) == _told(_signs(markdown))


@given(written.markdown)
def test_markdown_is_shown_in_slack_as_what_it_means(markdown: str) -> None:
    assume(not _is_beyond_slack(markdown))

    assert _told(Page(to_mrkdwn(markdown), READER).signs) == _told(_signs(markdown))


@given(written.markdown)
def test_what_slack_got_means_the_same_when_it_comes_back(markdown: str) -> None:
    assume(not _is_beyond_slack(markdown))
    sent = re.sub("^> ", "&gt; ", to_mrkdwn(markdown), flags=re.MULTILINE)

    assert _told(_signs(from_slack(sent))) == _told(_signs(markdown))


def _is_beyond_slack(markdown: str) -> bool:
    """Whether words with a style hold signs of styles: Slack has no way to say so."""
    runs = [run for line in lines(markdown) for run in line.runs]
    return any(run.styles and set(run.text) & set(STYLES) for run in runs)


def _signs(markdown: str) -> Iterable[Sign]:
    for line in of_lines(lines(markdown)):
        around = {">"} if line.quoted and not line.is_code else set()  # Slack quotes no code
        yield from ((sign, frozenset(around), None) for sign in seen(line.prefix))
        for sign, styles, url in line.signs:
            yield sign, frozenset({"```"} if line.is_code else styles) | around, url


def _told(signs: Iterable[Sign]) -> list[Sign]:
    """The signs with their styles. Only letters and digits need keep theirs; bullets and the signs
    of styles themselves may look otherwise, and Slack follows addresses of the web alone.
    """
    told = []
    for sign, styles, url in signs:
        if sign not in "•◦▪‣-" + STYLES:
            leads = url if url and url.startswith("http") and sign.isalnum() else None
            kept = styles if sign.isalnum() else frozenset()
            told.append((sign.translate(LIKE), kept, leads))
    return told
