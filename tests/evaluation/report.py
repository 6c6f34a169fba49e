"""Report: the figures of a run as Markdown, section by section."""

from collections.abc import Callable, Mapping, Sequence

from tests.evaluation import (
    capture_tables,
    confidence_tables,
    duplicates_tables,
    retrieval_tables,
    sameness_tables,
    use_tables,
    versions,
)
from tests.evaluation.aims import aimed
from tests.evaluation.plan import Results

SECTIONS: Mapping[str, Callable[[Results], str]] = {
    "run": versions.told,
    "aims": aimed,
    "retrieval": retrieval_tables.retrieval,
    "separation": retrieval_tables.separation,
    "thresholds": retrieval_tables.thresholds,
    "published": retrieval_tables.published,
    "near": confidence_tables.near,
    "calibration": confidence_tables.calibration,
    "confident": confidence_tables.confident,
    "topics": use_tables.topics,
    "learning": use_tables.learning,
    "replay": use_tables.replay,
    "pairs": sameness_tables.pairs,
    "likeness": sameness_tables.thresholds,
    "joined": sameness_tables.joined,
    "capture": capture_tables.capture,
    "twins": duplicates_tables.twins,
    "stock": duplicates_tables.stock,
    "contradictions": duplicates_tables.contradictions,
}


def sections(results: Results) -> dict[str, str]:
    """Those that the run has figures for."""
    written = {name: write(results) for name, write in SECTIONS.items()}
    return {name: text for name, text in written.items() if text}


def markdown(results: Results) -> str:
    return "\n\n".join(f"## {name}\n\n{text}" for name, text in sections(results).items())


def filled(document: str, texts: Mapping[str, str]) -> str:
    """The document with its tables replaced: what stands between `<!-- name -->` and its end."""
    for name, text in texts.items():
        start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
        if start in document:
            before, _, rest = document.partition(start)
            document = f"{before}{start}\n{text}\n{end}{rest.partition(end)[2]}"
    return document


def places(document: str) -> Sequence[str]:
    """The names of the tables that a document has a place for."""
    return [name for name in SECTIONS if f"<!-- {name} -->" in document]
