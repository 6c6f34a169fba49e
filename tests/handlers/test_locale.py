"""Every sentence of the bot is said in French as well, and as French is written."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir

import handlers
import knowledge
from handlers.locale import CATALOGUES, read, words
from knowledge.errors import KnowledgeError

HANDLERS = Path(handlers.__file__).parent
MARKUP = re.compile(r"[*`•⋮\n]|:[a-z_{}]+:|\[|\]\(|<@|\b_|_\b|^> ", re.MULTILINE)
EMOJI = re.compile(r":[a-z_{}]+:|https?://")
NARROW, NO_BREAK = "\u202f", "\u00a0"
FRENCH = [message for message in read(CATALOGUES["fr"]) if message.id]


def test_french_says_exactly_what_the_code_says() -> None:
    said = {*_in_code(), *_refusals()}
    known = {message.id for message in FRENCH}

    assert known - said == set(), "no longer said"
    assert said - known == set(), "not yet in French"


def test_french_is_finished() -> None:
    catalogue = read(CATALOGUES["fr"])

    assert not [message.id for message in FRENCH if message.fuzzy or not all(_forms(message))]
    assert not catalogue.obsolete
    assert catalogue.plural_expr == "(n > 1)"


@pytest.mark.parametrize("message", FRENCH, ids=lambda message: str(message.id)[:40])
def test_french_keeps_facts_and_markup(message: Message) -> None:
    ids = (message.id,) if isinstance(message.id, str) else tuple(message.id)
    for english, french in zip(ids, _forms(message), strict=True):
        assert _facts(french) == _facts(english)
        assert sorted(MARKUP.findall(french)) == sorted(MARKUP.findall(english))


@pytest.mark.parametrize("message", FRENCH, ids=lambda message: str(message.id)[:40])
def test_french_has_its_spaces_and_apostrophes(message: Message) -> None:
    for text in map(_prose, _forms(message)):
        assert not re.search(f"(?<!{NARROW})[;!?]", text), "narrow space before ; ! ?"
        assert not re.search(f"(?<!{NO_BREAK})[:%»]", text), "no-break space before : % »"
        assert not re.search(f"«(?!{NO_BREAK})", text), "no-break space after «"
        assert not re.search(r"['“”\"]", text), "’ and « »"
        assert "..." not in text
        assert not re.search(r"\b(tu|ton|tes|toi)\b", text, re.IGNORECASE) or "Guide de ton" in text


@pytest.mark.parametrize("language", ["fr", "fr-FR", "fr_CA", "FR"])
def test_french_is_spoken_to_all_who_read_it(language: str) -> None:
    assert words(language)("Why?") == f"Pourquoi{NARROW}?"


@pytest.mark.parametrize("language", ["en", "en-GB", "de", "", "x"])
def test_english_is_spoken_to_everybody_else(language: str) -> None:
    assert words(language).language == "en"
    assert words(language)("Why?") == "Why?"


def test_facts_are_filled_in_as_they_are() -> None:
    assert words("fr")("Hello {name}", name="{0} % {me}") == "Bonjour {0} % {me}"
    assert words("en")("Hello {name}", name="{0} % {me}") == "Hello {0} % {me}"


@pytest.mark.parametrize(
    ("language", "n", "said"),
    [
        ("en", 0, "0 drafts to review."),
        ("en", 1, "1 draft to review."),
        ("fr", 0, "0 brouillon à relire."),
        ("fr", 1, "1 brouillon à relire."),
        ("fr", 2, "2 brouillons à relire."),
    ],
)
def test_each_language_counts_in_its_own_way(language: str, n: int, said: str) -> None:
    assert words(language).many("{n} draft to review.", "{n} drafts to review.", n) == said


def _in_code() -> Iterator[str | tuple[str, ...]]:
    found = extract_from_dir(
        HANDLERS, method_map=[("**.py", "python")], keywords={"_": None, "many": (1, 2)}
    )
    return (message for _file, _line, message, _comments, _context in found)


def _refusals() -> Iterator[str]:
    for module in pkgutil.walk_packages(knowledge.__path__, "knowledge."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    kinds = [KnowledgeError]
    for kind in kinds:
        kinds += kind.__subclasses__()
    return (kind.sentence for kind in kinds[1:] if kind.__module__.startswith("knowledge"))


def _forms(message: Message) -> tuple[str, ...]:
    string = message.string
    return tuple(string) if isinstance(string, tuple | list) else (string or "",)


def _facts(text: str) -> set[str]:
    return {name for _text, name, _form, _conversion in Formatter().parse(text) if name}


def _prose(text: str) -> str:
    """The words, without what is written for machines."""
    return EMOJI.sub("", re.sub(r"`[^`]*`", "", text))
