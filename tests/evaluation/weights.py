"""Weights: what the constants of ranking and confidence would be, learned from the public sets.

    .venv/bin/python -m tests.evaluation.weights [--data FOLDER] [--most N]

One family of sets (cdtn, covid, banking …) is left out at a time: its figures come from weights
that never saw it. Needs the extra `evaluate`. Nothing is changed; the code states what was chosen.
"""

import argparse
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

from knowledge.search import confidence, ranking
from knowledge.search.facets import Filter
from knowledge.search.index import Index
from knowledge.search.ragged import Floats, Longs, Mask
from tests.evaluation.near import without
from tests.evaluation.sets import Case, Question, cases, documents, load, thinned

DATA = Path(__file__).parent / "data"
LIGHT = 1e-3  # the penalty on large weights

Loss = Callable[[Floats], tuple[float, Floats]]


@dataclass(frozen=True)
class Lines:
    """For each question a group of lines, one a candidate; which of them are right."""

    measures: Floats
    right: Mask
    starts: Longs
    asked: int  # questions that have an answer, found among the candidates or not


@dataclass(frozen=True)
class Judged:
    """For each question the evidence of its first hit, a one after it; whether it was right."""

    evidence: Floats
    right: Mask


def ranked(index: Index, questions: Iterable[Question]) -> Lines:
    groups, right, asked = [], [], 0
    for question in questions:
        seen = index._look(question.text, Filter())
        asked += 1
        for part in (part for part in seen.parts if len(part.slots)):
            records = part.segment.material.records
            groups.append(part.measures)
            right.append([records[slot].key in question.relevant for slot in part.slots])
    starts = np.cumsum([0, *map(len, groups)])[:-1]
    return Lines(np.concatenate(groups), np.concatenate(right).astype(np.bool_), starts, asked)


def judged(index: Index, questions: Iterable[Question]) -> Judged:
    hits = [(question, index.search(question.text, limit=1)) for question in questions]
    found = [(hit[0], question) for question, hit in hits if hit]
    evidence = np.array([[*hit.evidence, 1.0] for hit, _ in found]).reshape(-1, 4)
    return Judged(evidence, np.array([hit.key in question.relevant for hit, question in found]))


def listwise(several: Sequence[Lines]) -> Loss:
    """−ln of the right candidates' share of a softmax; every set counts the same."""

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, slope = float(LIGHT * weights @ weights), 2 * LIGHT * weights
        for lines in several:
            part, gradient = _softmax(lines, weights)
            total, slope = total + part, slope + gradient
        return total, slope

    return loss


def _softmax(lines: Lines, weights: Floats) -> tuple[float, Floats]:
    lengths = np.diff(lines.starts, append=len(lines.right))
    scores = lines.measures @ weights
    shares = np.exp(scores - np.repeat(np.maximum.reduceat(scores, lines.starts), lengths))
    every = np.add.reduceat(shares, lines.starts)
    wanted = np.add.reduceat(shares * lines.right, lines.starts)
    hopeful = wanted > 0
    each = np.repeat(hopeful / max(int(hopeful.sum()), 1), lengths)
    wanted[~hopeful] = every[~hopeful]
    pull = shares / np.repeat(every, lengths) - shares * lines.right / np.repeat(wanted, lengths)
    loss = float((hopeful * np.log(every / wanted)).sum() / max(int(hopeful.sum()), 1))
    return loss, (each * pull) @ lines.measures


def logistic(several: Sequence[Judged]) -> Loss:
    """−ln of the likelihood of what was right and wrong; every set counts the same."""

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, slope = 0.0, np.zeros(len(weights))
        for rows in several:
            sure = rows.evidence @ weights
            off = 1 / (1 + np.exp(-sure)) - rows.right
            total += float((np.logaddexp(0, sure) - rows.right * sure).mean())
            slope = slope + off @ rows.evidence / len(off)
        return total, slope

    return loss


def learned(loss: Loss, size: int) -> Floats:
    fitted: Any = minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B")
    weights: Floats = fitted.x
    return weights


def first(lines: Lines, weights: Floats) -> float:
    """Hits@1, in percent."""
    scores = lines.measures @ weights
    best = np.maximum.reduceat(np.where(lines.right, scores, -np.inf), lines.starts)
    other = np.maximum.reduceat(np.where(lines.right, -np.inf, scores), lines.starts)
    return 100 * float((best > other).sum()) / lines.asked


def family(case: Case) -> str:
    return case.name.split("-")[0]


def rank_all(several: Mapping[Case, Lines]) -> None:
    size = len(ranking.FINE)
    for case, lines in several.items():
        others = [one for other, one in several.items() if family(other) != family(case)]
        unseen = first(lines, learned(listwise(others), size))
        shipped, rough = first(lines, ranking.FINE), first(lines, np.array([1, 1, 0, 0]))
        print(f"{case.name:24}{case.label:>4} {rough:8.1f} {shipped:8.1f} {unseen:8.1f}")
    weights = learned(listwise(list(several.values())), size)
    print("weights of all sets, the first one 1:", (weights / weights[0]).round(2).tolist())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--most", type=int, default=300)
    chosen = parser.parse_args()
    lines, rows = {}, []
    for case in cases(chosen.data, (1, 3, 10), 1):
        several, index = documents(case), Index()
        asked = [each.clean for each in thinned(load(case.folder).answerable, chosen.most)]
        index.put(several)
        lines[case] = ranked(index, asked)
        index.remove([one.key for one in several if load(case.folder).folds[str(one.key)] == 0])
        rows += [judged(index, [without(one, 0, case) for one in asked])]
    print(f"{'Hits@1':28} {'unaligned':>8} {'shipped':>8} {'unseen':>8}")
    rank_all(lines)
    constants = learned(logistic(rows), 4).round(2).tolist()
    print("confidence, a fifth of the entries gone:", constants, confidence.SHIPPED.constants)


if __name__ == "__main__":
    main()
