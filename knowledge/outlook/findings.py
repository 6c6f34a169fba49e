"""Findings: what the outlook has to say of one place of a charter, said once for many places."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.charter import Concern
from knowledge.charter.source import Path, Source, dotted
from knowledge.outlook.words import several


@dataclass(frozen=True)
class Finding:
    """A sentence about one place."""

    path: Path
    message: str


def concerns(findings: Iterable[Finding], source: Source) -> Iterator[Concern]:
    """What is found, with its line; the same sentence about several places is said of the first."""
    places: dict[str, list[Path]] = {}
    for finding in findings:
        places.setdefault(finding.message, []).append(finding.path)
    for message, paths in places.items():
        lines = list(dict.fromkeys(source.line(path) for path in paths))
        yield Concern(lines[0], f"{message}{_also(lines[1:])}", dotted(paths[0]))


def _also(lines: Sequence[int]) -> str:
    if not lines:
        return ""
    return f" (Also line{'s' if len(lines) > 1 else ''} {several([str(one) for one in lines])}.)"


def topic_path(number: int | None, *rest: str | int) -> Path:
    """Where a topic of this number is written, or the fallback, or something in it."""
    return ("topics", number, *rest) if number is not None else ("fallback", *rest)
