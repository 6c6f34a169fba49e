"""Aims: what we want of the default installation on these sets, and what a run gives."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from tests.evaluation.plan import Results, Row
from tests.evaluation.tables import average, by_set, table

FRENCH_ALIEN = ("cdtn-intents-fr", "cnil-faq-fr", "covid-quebec-fr")
FIRST_HITS = (
    ("cdtn-intents-fr", "", 65, 63),
    ("cdtn-docs-fr", "", 66, 65),
    ("cnil-faq-fr", "", 60, 59),
    ("covid-quebec-fr", "", 54, 52),
    ("covid-quebec-en", "", 84, 83),
    ("banking77-fr", "10", 79, 78),
    ("banking77-en", "10", 82, 80),
    ("clinc150-en", "all", 93.5, 91),
)
TOPICS = (
    ("cdtn-intents-fr", "", "known", 88),
    ("cnil-faq-fr", "", "known", 76),
    ("clinc150-en", "all", "known", 96),
    ("cdtn-intents-fr", "", "left_out", 70),
    ("cnil-faq-fr", "", "left_out", 58),
    ("clinc150-en", "all", "left_out", 70),
)


@dataclass(frozen=True)
class Aim:
    """`reach` is the least that is wanted, or the most of an error."""

    label: str
    reach: float
    measured: Callable[[Results], float]
    error: bool = False

    def reached(self, figure: float) -> bool:
        return figure <= self.reach if self.error else figure >= self.reach


def aims() -> Iterator[Aim]:
    yield from _retrieval()
    yield from _scope()
    yield from _confidence()
    yield from _learning()
    yield from _topics()


def _retrieval() -> Iterator[Aim]:
    for name, wordings, *reaches in FIRST_HITS:
        for form, reach in zip(("clean", "typos"), reaches, strict=True):
            figure = partial(_ours, name=name, wordings=wordings, path=(form, "first"))
            yield Aim(f"{name} {wordings} Hits@1, {form}".replace("  ", " "), reach, figure)


def _scope() -> Iterator[Aim]:
    clinc = partial(_ours, name="clinc150-en", wordings="all")
    yield Aim("clinc150-en in-scope accuracy, near or better", 90, _at(clinc, "near", 0))
    yield Aim("clinc150-en out-of-scope recall, below near", 65, _at(clinc, "near", 1))
    for name in FRENCH_ALIEN:
        for path, by in (("far", "confidence"), ("score_far", "score")):
            figure = partial(_ours, name=name, wordings="", path=(path,))
            yield Aim(f"{name} against oos-fr, AUROC of the {by}", 95, figure)
    for path, by in (("auroc", "confidence"), ("score", "score")):
        figure = partial(_mean, measure="near", path=path)
        yield Aim(f"near domain, mean AUROC of the {by}", 80, figure)


def _confidence() -> Iterator[Aim]:
    for field, reach, label in (
        ("ece", 11, "calibration error, as shipped"),
        ("ece_labelled", 8, "calibration error, 100 answers judged"),
    ):
        yield Aim(label, reach, partial(_calibration, field=field), error=True)
    for lang, reach, language in (("fr", 88, "French"), ("en", 93, "English")):
        yield Aim(f"confident and right, {language}", reach, partial(_right, lang=lang))


def _learning() -> Iterator[Aim]:
    for several, reach in (("1", 69), ("3", 77), ("10", 85)):
        figure = partial(_learned, several=several)
        yield Aim(f"cdtn-intents-fr Hits@1, {several} confirmed per entry", reach, figure)


def _topics() -> Iterator[Aim]:
    for name, wordings, half, reach in TOPICS:
        figure = partial(_topic, name=name, wordings=wordings, half=half)
        label = half.replace("_", " ")
        yield Aim(f"{name} {wordings} topic, entry {label}".replace("  ", " "), reach, figure)
    for half, reach in (("known", 94), ("left_out", 76)):
        label = half.replace("_", " ")
        yield Aim(f"one of three topics, entry {label}, mean", reach, partial(_offered, half=half))


def _ours(results: Results, name: str, wordings: str, path: tuple[str, ...]) -> float:
    rows = [
        row
        for row in results.get("retrieval", [])
        if (row["set"], row["wordings"], row["engine"]) == (name, wordings, "relais")
    ]
    return 100 * average(rows, *path)


def _at(figure: Callable[..., float], field: str, place: int) -> Callable[[Results], float]:
    """A field that holds several figures."""

    def measured(results: Results) -> float:
        rows = [
            row | {field: row[field][place]}
            for row in results.get("retrieval", [])
            if row.get(field)
        ]
        return figure({"retrieval": rows}, path=(field,))

    return measured


def _mean(results: Results, measure: str, path: str) -> float:
    return 100 * average(results.get(measure, []), path)


def _calibration(results: Results, field: str) -> float:
    halves = [row[half] for row in results.get("calibration", []) for half in ("whole", "fold_out")]
    return 100 * average(halves, field)


def _right(results: Results, lang: str) -> float:
    return 100 * by_set(alone(results, lang), "whole", "right")


def alone(results: Results, lang: str) -> list[Row]:
    """A language's sets among no other entries."""
    rows = results.get("calibration", [])
    return [row for row in rows if row["lang"] == lang and row["others"] == 0]


def _learned(results: Results, several: str) -> float:
    rows = [row for row in results.get("learning", []) if row["set"] == "cdtn-intents-fr"]
    return 100 * average(rows, "after", several, "first")


def _topic(results: Results, name: str, wordings: str, half: str) -> float:
    rows = [
        row
        for row in results.get("topics", [])
        if (row["set"], row["wordings"]) == (name, wordings)
    ]
    return 100 * average(rows, half, "first")


def _offered(results: Results, half: str) -> float:
    return 100 * average(results.get("topics", []), half, "three")


def aimed(results: Results) -> str:
    lines = []
    for aim in aims():
        figure = aim.measured(results)
        if figure == figure:
            reached = "yes" if aim.reached(figure) else "no"
            sign = "≤" if aim.error else "≥"
            lines.append((aim.label, f"{figure:.1f}", f"{sign} {aim.reach:g}", reached))
    return table(("in %", "measured", "aim", "reached"), lines) if lines else ""
