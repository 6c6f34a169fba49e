"""Published figures: in-scope accuracy and out-of-scope recall of other systems, in percent.

CLINC150: Larson et al. 2019, table 2, "Full", with a threshold, on the official test part (we ask
the validation part). HINT3: result files of the authors' repository (Arora et al. 2020), first
version of the labels, the threshold with the best Matthews coefficient for each.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.evaluation.plan import Results


@dataclass(frozen=True)
class Published:
    system: str
    accuracy: float
    recall: float


def _several(**figures: tuple[float, float]) -> tuple[Published, ...]:
    return tuple(Published(system, *pair) for system, pair in figures.items())


PUBLISHED: Mapping[str, Sequence[Published]] = {
    "clinc150-en": _several(
        FastText=(88.6, 28.3),
        SVM=(88.2, 18.0),
        CNN=(90.9, 30.9),
        DialogFlow=(90.8, 26.7),
        Rasa=(90.9, 31.2),
        MLP=(93.4, 49.1),
        BERT=(96.2, 52.3),
    ),
    "hint3-curekart-en": _several(
        DialogFlow=(57.3, 86.5),
        Rasa=(73.9, 55.8),
        LUIS=(50.9, 87.9),
        Haptik=(60.4, 86.8),
        BERT=(80.3, 52.3),
    ),
    "hint3-powerplay11-en": _several(
        DialogFlow=(47.6, 67.7),
        Rasa=(31.6, 87.3),
        LUIS=(41.5, 72.9),
        Haptik=(61.5, 61.7),
        BERT=(43.6, 75.4),
    ),
    "hint3-sofmattress-en": _several(
        DialogFlow=(71.9, 64.5),
        Rasa=(48.1, 85.5),
        LUIS=(59.3, 75.3),
        Haptik=(65.4, 66.9),
        BERT=(63.6, 76.5),
    ),
}

Curve = Sequence[Sequence[float]]  # threshold, accuracy, recall; thresholds rise


def curves(results: Results) -> dict[str, Curve]:
    """Ours, with every wording of the training part."""
    return {
        row["set"]: row["curve"]
        for row in results.get("retrieval", [])
        if row["set"] in PUBLISHED and row["wordings"] == "all" and row.get("curve")
    }


def recall_at(curve: Curve, accuracy: float) -> float:
    """The most recall that leaves at least this accuracy, all in percent; 0 when none does."""
    return max((100 * recall for _, ours, recall in curve if 100 * ours >= accuracy), default=0.0)
