"""Source: the text of a charter to plain values that remember their lines."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from knowledge.charter.faults import Fault

Path = tuple[str | int, ...]

LARGEST = 600_000  # characters; 300 topics of ten examples and 200 people need about 320,000
MOST_VALUES = 50_000  # after aliases are followed: a few lines can stand for millions of values
TAG = "tag:yaml.org,2002:"
WORDS = {"true": True, "false": False}


class Unreadable(Exception):
    """The text is not YAML, or not the simple YAML of a charter: one fault, nothing else known."""

    def __init__(self, line: int, message: str) -> None:
        self.fault = Fault(line, message)
        super().__init__(message)


@dataclass
class Source:
    """Plain values, the line of each, and what was wrong with the writing."""

    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def line(self, path: Path) -> int:
        """Give the line of a value, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def take(self, node: Node, path: Path) -> Any:
        """Keep a node, and those in it, as plain values."""
        self.lines.setdefault(path, node.start_mark.line + 1)
        if len(self.lines) > MOST_VALUES:
            raise Unreadable(self.lines[path], "This says too much: write the rules out plainly.")
        match node:
            case MappingNode():
                return self._mapping(node, path)
            case SequenceNode():
                return [self.take(item, (*path, at)) for at, item in enumerate(node.value)]
            case _:
                return _scalar(node)

    def _mapping(self, node: MappingNode, path: Path) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for key_node, value in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, ScalarNode):
                raise Unreadable(line, "A key is one word: write key: value.")
            key = key_node.value
            if key in values:
                self._twice(key, line, path)
                continue
            self.lines[(*path, key)] = line
            values[key] = self.take(value, (*path, key))
        return values

    def _twice(self, key: str, line: int, path: Path) -> None:
        first = self.lines[(*path, key)]
        sentence = f'"{key[:40]}" is written twice here, first on line {first}: keep one of them.'
        self.faults.append(Fault(line, sentence, dotted((*path, key))))


@lru_cache(maxsize=4)  # Half a second for a large one, of which several ask the lines.
def read(text: str) -> Source:
    """Read YAML 1.2 without building objects; raises Unreadable when nothing can be kept.

    What is given back is shared: it is not to be changed.
    """
    if len(text) > LARGEST:
        raise Unreadable(1, f"The charter is longer than {LARGEST:,} characters: shorten it.")
    try:
        node = compose(text)
        if node is None:
            raise Unreadable(1, "The charter is empty: it begins with relais: 1.")
        source = Source()
        source.data = source.take(node, ())
    except YAMLError as error:
        raise _syntax(error, text) from error
    except RecursionError as error:
        raise Unreadable(1, "The charter is nested too deeply: write it plainly.") from error
    return source


def compose(text: str) -> Node | None:
    """Give the nodes of a text, each with its place; raises YAMLError."""
    yaml = YAML(typ="safe", pure=True)
    yaml.composer.warn_double_anchors = False  # YAML 1.2 allows them: the last one counts
    node: Node | None = yaml.compose(text.removeprefix("\ufeff"))
    return node


def dotted(path: Path) -> str:
    """Write a path as ``topics[0].chain[1].answer``."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).removeprefix(".")


def _scalar(node: Node) -> Any:
    # Dates, fractions and 0x1F stay text: the charter has no use for them, but people's words do.
    text: str = node.value
    if node.tag == f"{TAG}null":
        return None
    if node.tag == f"{TAG}bool":
        return WORDS.get(text.casefold(), text)
    if node.tag == f"{TAG}int" and text.isdecimal() and len(text) < 10:
        return int(text)
    return text


def _syntax(error: YAMLError, text: str) -> Unreadable:
    if isinstance(error, ReaderError):
        line = text.count("\n", 0, error.position) + 1
        return Unreadable(line, "There is a character here that YAML does not allow: delete it.")
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    if not isinstance(error, MarkedYAMLError) or mark is None:
        return Unreadable(1, "This is not YAML: see the example charter.")
    written = [*text.splitlines(), ""][mark.line : mark.line + 1]
    if any("\t" in line[: len(line) - len(line.lstrip())] for line in written):
        return Unreadable(mark.line + 1, "The line begins with a tab: indent with spaces.")
    return Unreadable(mark.line + 1, _syntax_sentence(error))


def _syntax_sentence(error: MarkedYAMLError) -> str:
    seen = " ".join(part for part in (error.context, error.problem) if part)
    return (
        f"This is not YAML ({seen}): look at the indentation, the brackets and the quotes here "
        "and on the line above."
    )
