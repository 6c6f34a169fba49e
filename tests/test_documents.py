"""The documents tell the truth: links, settings, states, commands and places are the real ones."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from enum import StrEnum
from pathlib import Path
from urllib.parse import unquote

import pytest
from dotenv import dotenv_values

from bot import cli, config
from bot.charter import charter
from bot.config import Settings
from handlers import typed
from knowledge import entry, escalation, signal

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "examples" / "README.md"])
README = (ROOT / "README.md").read_text("utf-8")
OPERATIONS = (ROOT / "docs" / "operations.md").read_text("utf-8")
SETTINGS = {field.name.upper() for field in fields(Settings)}
SMALLEST = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "secret"}

LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(document: Path) -> None:
    lost = [link for link in _links(document) if not _leads_somewhere(document, link)]

    assert lost == []


def test_a_lost_link_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# One title\n[a](#one-title) [b](#another) [c](gone.md) [d](page.md)")

    assert [link for link in _links(page) if not _leads_somewhere(page, link)] == [
        "#another",
        "gone.md",
    ]


def test_env_example_names_every_setting_and_no_other() -> None:
    assert set(_env_example()) == SETTINGS


def test_env_example_shows_the_defaults() -> None:
    shown = {name: value for name, value in _env_example().items() if value}

    assert config.read({**shown, **SMALLEST}) == config.read(SMALLEST)


def test_operations_explains_every_setting_and_no_other() -> None:
    assert _first_cells(_section(OPERATIONS, "Settings")) == SETTINGS


def test_operations_names_the_lines_of_the_log_as_they_are_written() -> None:
    source = "".join(path.read_text("utf-8") for path in _sources())
    events = _first_cells(_section(OPERATIONS, "Logs"))

    assert events
    assert [event for event in events if f'"{event}"' not in source] == []


@pytest.mark.parametrize(
    ("title", "moves"),
    [
        ("The life of an entry", entry.MOVES),
        ("The life of an escalation", escalation.MOVES),
        ("The life of a signal", signal.MOVES),
    ],
)
def test_the_states_are_drawn_as_they_are(
    title: str, moves: Mapping[StrEnum, set[StrEnum]]
) -> None:
    drawn = set(re.findall(r"^ +(\w+) --> (\w+)(?::|$)", _section(README, title), re.MULTILINE))

    assert drawn == {(str(one), str(next_)) for one in moves for next_ in moves[one]}


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "docs/operations.md"])
def test_make_does_what_the_documents_say(name: str) -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    said = re.findall(r"(?:`|^)make ([a-z]+)", (ROOT / name).read_text("utf-8"), re.MULTILINE)

    assert said
    assert set(said) <= set(targets)


def test_readme_begins_with_its_two_commands() -> None:
    assert _first_cells(_section(README, "Two commands")) == {"make sandbox", "make test"}


def test_readme_lists_every_command_with_its_twin() -> None:
    rows = re.findall(
        r"^\| `/kb (\w+)[^`]*` \| `/kb (\w+)[^`]*` \|",
        _section(README, "What you can type"),
        re.MULTILINE,
    )

    assert {french: english for english, french in rows if english != "your"} == typed.TWINS


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_the_command_line_has_what_the_documents_say(document: Path) -> None:
    text = document.read_text("utf-8")
    said = re.findall(r"(?:`|/bin/)relais (charter )?([a-z]+)\b", text)
    groups = {"": cli.relais.commands, "charter ": charter.commands}

    assert [name for group, name in said if name != "charter" and name not in groups[group]] == []


def test_the_map_of_the_code_names_real_places() -> None:
    places = CODE.findall(_section(README, "Which change goes where").partition("|---")[2])
    paths = [place for place in places if "/" in place and "<" not in place]

    assert paths
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_every_picture_is_shown_and_light() -> None:
    pictures = list((ROOT / "docs" / "pictures").glob("*.png"))
    shown = {(page.parent / link).resolve() for page in DOCUMENTS for link in _links(page)}

    assert pictures
    assert set(pictures) <= shown
    assert [path.name for path in pictures if path.stat().st_size > 200_000] == []


def test_notice_names_every_library() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    notice = (ROOT / "NOTICE").read_text("utf-8").lower()

    names = [re.split(r"[\[>=<]", line)[0] for line in needed]
    assert [name for name in names if name.lower() not in notice] == []


def _links(document: Path) -> list[str]:
    """The links of a page to its own project."""
    text = FENCED.sub("", document.read_text("utf-8"))
    return [link for link in LINK.findall(text) if "://" not in link and "…" not in link]


def _leads_somewhere(document: Path, link: str) -> bool:
    path, _, anchor = unquote(link).partition("#")
    target = (document.parent / path) if path else document
    return target.exists() and (not anchor or anchor in _anchors(target))


def _anchors(document: Path) -> set[str]:
    headings = HEADING.findall(FENCED.sub("", document.read_text("utf-8")))
    return {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}


def _section(text: str, title: str) -> str:
    """What stands under a heading of the second level."""
    return text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def _first_cells(text: str) -> set[str]:
    """The code in the first cells of the tables."""
    cells = re.findall(r"^\| ([^|]+) \|", text, re.MULTILINE)
    return {code for cell in cells for code in CODE.findall(cell)}


def _env_example() -> dict[str, str | None]:
    return dotenv_values(ROOT / ".env.example")


def _sources() -> list[Path]:
    return [path for layer in ("bot", "handlers") for path in (ROOT / layer).rglob("*.py")]
