"""Personal data: how much of it is found, and how often something else is taken for it.

    .venv/bin/python -m tests.evaluation.personal [FOLDER …]

FOLDERs hold public texts (`*.jsonl`) in which everything found is looked at by hand.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from knowledge import personal

CASES = Path(__file__).parent / "data" / "personal"
EXAMPLES = Path(__file__).parents[2] / "examples" / "entries"
MARK = re.compile(r"\[(phone|iban|card|email|secret|social_security)\|([^\]]*)\]")

Things = Counter[tuple[str, str]]
"""Kinds and texts, each as often as it stands there."""


@dataclass
class Score:
    """How often something was to be found, was found, and was found rightly."""

    wanted: int = 0
    found: int = 0
    right: int = 0

    def add(self, wanted: Things, found: Things) -> None:
        """One text more."""
        self.wanted += wanted.total()
        self.found += found.total()
        self.right += (wanted & found).total()

    @property
    def precision(self) -> float:
        """The part of what is found that was to be found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The part of what was to be found that is."""
        return self.right / self.wanted if self.wanted else 1.0


def cases(language: str) -> Iterator[tuple[str, Things]]:
    """Messages as people write them, and what is to be found in each."""
    for line in (CASES / f"{language}.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            yield MARK.sub(r"\2", line), Counter(MARK.findall(line))


def found(text: str) -> Things:
    """What is found in a text."""
    return Counter((str(one.kind), one.text) for one in personal.find(text))


def measure(language: str) -> dict[str, Score]:
    """The score of each kind, and of all."""
    scores: dict[str, Score] = {kind: Score() for kind in (*personal.Kind, "all")}
    for text, wanted in cases(language):
        seen = found(text)
        scores["all"].add(wanted, seen)
        for kind in personal.Kind:
            scores[kind].add(_of(wanted, kind), _of(seen, kind))
    return scores


def mistakes(language: str) -> Iterator[str]:
    """What is missed, and what is taken for something it is not."""
    for text, wanted in cases(language):
        seen = found(text)
        for sign, things in (("missed", wanted - seen), ("wrong", seen - wanted)):
            yield from (f"{sign}: {kind} {thing!r} in {text!r}" for kind, thing in things)


def strings(value: object) -> Iterator[str]:
    """Every text in a row of a set; not its ids and addresses."""
    match value:
        case str():
            yield value
        case list():
            for part in value:
                yield from strings(part)
        case dict():
            for name, part in value.items():
                if name not in ("id", "url", "source_url"):
                    yield from strings(part)


def _of(things: Things, kind: str) -> Things:
    return Counter({thing: count for thing, count in things.items() if thing[0] == kind})


def _texts(folder: Path) -> Iterator[str]:
    for file in sorted(folder.rglob("*.md")):
        yield file.read_text("utf-8")
    for file in sorted(folder.rglob("*.jsonl")):
        if not file.name.endswith(".typos.jsonl"):
            for line in file.read_text("utf-8").splitlines():
                yield "\n".join(strings(json.loads(line)))


def main(folders: list[Path]) -> None:
    """Print the tables."""
    print("| cases | kind | to find | precision | recall |\n| --- | --- | ---: | ---: | ---: |")
    for language in ("fr", "en", "unseen"):
        for kind, score in measure(language).items():
            if score.wanted or score.found:
                figures = f"{score.wanted} | {score.precision:.1%} | {score.recall:.1%}"
                print(f"| {language} | {kind} | {figures} |")
        for told in mistakes(language):
            print(told, file=sys.stderr)
    print("\n| texts | how many | found in them |\n| --- | ---: | --- |")
    for folder in (EXAMPLES, *folders):
        texts = [*_texts(folder)]
        things = [thing for text in texts for thing in found(text)]
        told = ", ".join(f"{kind} {text}" for kind, text in things) or "nothing"
        print(f"| {folder.name} | {len(texts):,} | {told} |")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
