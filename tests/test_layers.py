"""The layers keep to themselves: imports point right, and only the edge knows clock and settings.

bot → handlers → knowledge. What is read is the source itself, so a forgotten import counts even
where no test would run into it.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# What each layer may not use, at whatever depth: the layers to its left, and the world outside.
KEPT_OUT = {
    "handlers": ("bot", "migrations", "tests"),
    "knowledge": ("bot", "handlers", "migrations", "tests", "slack_sdk", "slack_bolt", "aiohttp"),
    "migrations/versions": ("bot", "handlers", "knowledge", "tests"),
    "bot": ("tests",),
}
ENVIRONMENT = (
    "os.environ",
    "os.environb",
    "os.getenv",
    "os.getenvb",
    "dotenv",
    "pydantic_settings",
)
CLOCK = (
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
    "time.monotonic",
    "time.monotonic_ns",
    "time.perf_counter",
    "time.perf_counter_ns",
    "time.localtime",
    "time.gmtime",
)
SETTINGS = Path("bot/config.py")

Uses = Iterator[tuple[int, str]]


def uses(source: str, package: str = "") -> Uses:
    """Give the line and full dotted name of whatever a module imports or reaches into."""
    nodes = list(ast.walk(ast.parse(source)))
    imported: dict[str, str] = {}
    for node in nodes:
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = _imported(node, package)
            imported |= names
            yield from ((node.lineno, full) for full in names.values())
    for node in nodes:
        if isinstance(node, ast.Attribute) and (chain := _chain(node)):
            first, rest = chain
            yield node.lineno, f"{imported.get(first, first)}.{rest}"


def _imported(node: ast.Import | ast.ImportFrom, package: str) -> dict[str, str]:
    """Give the full name of everything an import statement names, by its name here."""
    if isinstance(node, ast.Import):
        return {alias.asname or alias.name: alias.name for alias in node.names}
    parts = package.split(".")
    base = parts[: len(parts) - node.level + 1] if node.level else []
    base = [*base, *filter(None, [node.module])]
    return {alias.asname or alias.name: ".".join([*base, alias.name]) for alias in node.names}


def _chain(node: ast.Attribute) -> tuple[str, str] | None:
    """Split ``a.b.c`` into ``a`` and ``b.c``; a call or an index in between hides the name."""
    attributes = [node.attr]
    inner = node.value
    while isinstance(inner, ast.Attribute):
        attributes.append(inner.attr)
        inner = inner.value
    return (inner.id, ".".join(reversed(attributes))) if isinstance(inner, ast.Name) else None


def modules(folder: str) -> list[Path]:
    return sorted(path.relative_to(ROOT) for path in (ROOT / folder).rglob("*.py"))


def offences(path: Path, forbidden: tuple[str, ...]) -> list[str]:
    package = ".".join(path.parent.parts)
    found = uses((ROOT / path).read_text(encoding="utf-8"), package)
    return [
        f"{path}:{line}: {name}"
        for line, name in found
        if any(f"{name}.".startswith(f"{banned}.") for banned in forbidden)
    ]


@pytest.mark.parametrize("layer", KEPT_OUT)
def test_imports_only_point_right(layer: str) -> None:
    found = modules(layer)

    assert found
    assert [fault for path in found for fault in offences(path, KEPT_OUT[layer])] == []


@pytest.mark.parametrize("layer", ["handlers", "knowledge", "migrations"])
def test_only_the_assembly_reads_the_clock(layer: str) -> None:
    assert [fault for path in modules(layer) for fault in offences(path, CLOCK)] == []


@pytest.mark.parametrize("layer", ["bot", "handlers", "knowledge", "migrations"])
def test_only_the_settings_read_the_environment(layer: str) -> None:
    others = [path for path in modules(layer) if path != SETTINGS]

    assert [fault for path in others for fault in offences(path, ENVIRONMENT)] == []


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("import bot", "bot"),
        ("import bot.config as config", "bot.config"),
        ("from bot import config", "bot.config"),
        ("from bot.config import Settings", "bot.config.Settings"),
        ("def late():\n    from bot import config", "bot.config"),
        ("if TYPE_CHECKING:\n    from bot import config", "bot.config"),
        ("from . import blocks", "handlers.ui.blocks"),
        ("from .. import entries", "handlers.entries"),
        ("from ..locale import fr", "handlers.locale.fr"),
        ("import os\nos.environ['HOST']", "os.environ"),
        ("import os as system\nsystem.environ.get('HOST')", "os.environ.get"),
        ("from os import environ", "os.environ"),
        ("import datetime as dt\nnow = dt.datetime.now()", "datetime.datetime.now"),
        (
            "from datetime import datetime\nfield(default_factory=datetime.now)",
            "datetime.datetime.now",
        ),
        ("from time import time as seconds", "time.time"),
    ],
)
def test_a_use_is_seen_however_it_is_written(source: str, name: str) -> None:
    assert name in {full for _, full in uses(source, package="handlers.ui")}


def test_an_offence_is_told_with_its_place(tmp_path: Path) -> None:
    module = tmp_path / "entries.py"
    module.write_text("import botany\nfrom slack_sdk.web import client\n", encoding="utf-8")

    (offence,) = offences(module, KEPT_OUT["knowledge"])

    assert offence == f"{module}:2: slack_sdk.web.client"


def test_a_word_in_a_string_or_a_name_of_ones_own_is_no_use() -> None:
    source = '"""os.environ, import bot"""\nbotany = now.time\nself.time.time()\n'

    names = {name for _, name in uses(source)}

    assert not any(f"{name}.".startswith(("bot.", "os.", "time.")) for name in names)
