"""Markdown: the text of a `markdown` block to HTML, without raw HTML, pictures or odd schemes."""

from markdown_it import MarkdownIt
from markupsafe import Markup

from bot.sandbox.page.pieces import is_safe


class _Reader(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 (the library's name)
        return is_safe(url)


_reader = _Reader("commonmark", {"html": False, "breaks": True})
_reader.enable(["table", "strikethrough"]).disable(["image"])


def html(text: str) -> Markup:
    """Standard Markdown as Slack shows it; HTML inside is shown as the text it is."""
    return Markup(_reader.render(text))
