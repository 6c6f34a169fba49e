"""Locale: what the bot says, in the language of the person who reads it.

English is written in the code; every other language is a catalogue beside this file, read once.
"""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE = "en"
CATALOGUES = {path.stem: path for path in Path(__file__).parent.glob("*.po")}


class Words:
    """One language. In code it is called `_` and comes first: so its words can be collected."""

    def __init__(self, language: str, catalogue: NullTranslations) -> None:
        self.language = language
        self._catalogue = catalogue

    def __call__(self, text: str, /, **facts: object) -> str:
        """Say this with the {facts} filled in; what a person wrote among them is escaped before."""
        return self._catalogue.gettext(text).format(**facts)

    def many(self, one: str, several: str, n: int, /, **facts: object) -> str:
        """Say this of `n` things, which both forms may name as {n}."""
        return self._catalogue.ngettext(one, several, n).format(n=n, **facts)


def words(language: str) -> Words:
    """The words of a language such as `fr` or `fr-FR`; English where there is no catalogue."""
    short = language[:2].lower()
    return _words(short if short in CATALOGUES else SOURCE)


def read(path: Path) -> Catalog:
    """Read a catalogue as its translator wrote it."""
    with path.open("rb") as file:
        return read_po(file, locale=path.stem, abort_invalid=True)


@cache
def _words(language: str) -> Words:
    if language == SOURCE:
        return Words(SOURCE, NullTranslations())
    compiled = BytesIO()
    write_mo(compiled, read(CATALOGUES[language]))
    compiled.seek(0)
    return Words(language, GNUTranslations(compiled))
