"""The example dashboard and the alert rules ask for what is measured, in plain words."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families
from ruamel.yaml import YAML

from bot.watching.gauges import Gauges
from bot.watching.metrics import Metrics
from tests.test_documents import ROOT

DASHBOARD = json.loads((ROOT / "deploy" / "grafana.json").read_text("utf-8"))
RULES = YAML(typ="safe").load((ROOT / "deploy" / "alerts.yaml").read_text("utf-8"))
ALERTS = [rule for group in RULES["groups"] for rule in group["rules"]]
PANELS = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]
OPERATIONS = (ROOT / "docs" / "operations.md").read_text("utf-8")
NAME = re.compile(r"[a-z][a-z0-9]*_[a-z0-9_]+")
WORDS = {"histogram_quantile"}
"""Of PromQL's own words, those that look like a metric."""


def measured() -> dict[str, str]:
    """Every name of ours, and of which type it is."""
    metrics = Metrics()
    metrics.registry.register(Gauges())
    told = generate_latest(metrics.registry).decode()
    return dict(re.findall(r"^# TYPE (\S+) (\S+)$", told, re.MULTILINE))


def queryable() -> set[str]:
    """What a query may ask for: a histogram has three names."""
    return {
        name + ending
        for name, kind in measured().items()
        for ending in (("_bucket", "_sum", "_count") if kind == "histogram" else ("",))
    }


def asked_for(query: str) -> set[str]:
    """The metrics that a query names: not its labels, which stand in braces or after `by`."""
    bare = re.sub(r"\{[^}]*\}|\bby \([^)]*\)", "", query)
    return {*NAME.findall(bare)} - WORDS


def queries() -> Iterator[Any]:
    for panel in PANELS:
        for target in panel["targets"]:
            yield pytest.param(target["expr"], id=panel["title"])
    for alert in ALERTS:
        yield pytest.param(alert["expr"], id=alert["alert"])


@pytest.mark.parametrize("query", [*queries()])
def test_every_query_asks_for_what_is_measured(query: str) -> None:
    asked = asked_for(query)

    assert asked
    assert asked <= queryable()
    assert query.count("(") == query.count(")")


def test_everything_that_is_measured_is_on_the_dashboard() -> None:
    shown = set().union(*(asked_for(t["expr"]) for panel in PANELS for t in panel["targets"]))
    process = {name for name in measured() if name.startswith("relais_process_")}

    families = {re.sub(r"_(bucket|sum|count)$", "", name) for name in shown}
    assert {*measured()} - process - families == set()


def test_panels_lie_side_by_side_and_each_has_a_number_of_its_own() -> None:
    taken = [
        (x, y)
        for panel in DASHBOARD["panels"]
        for at in [panel["gridPos"]]
        for x in range(at["x"], at["x"] + at["w"])
        for y in range(at["y"], at["y"] + at["h"])
    ]
    numbers = [panel["id"] for panel in DASHBOARD["panels"]]

    assert len(taken) == len(set(taken))
    assert max(x for x, _ in taken) < 24
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize("alert", ALERTS, ids=lambda alert: alert["alert"])
def test_an_alert_says_what_is_wrong_what_to_do_and_where_it_is_written(
    alert: dict[str, Any],
) -> None:
    notes = alert["annotations"]
    page, _, anchor = notes["runbook"].partition("#")

    assert notes["summary"].endswith(".")
    assert len(notes["description"]) > 60
    assert alert["labels"]["severity"] in ("page", "ticket")
    assert f"## {anchor.replace('-', ' ')}" in (ROOT / page).read_text("utf-8").lower()


def test_the_labels_that_alerts_ask_by_exist() -> None:
    assert {"status", "outcome", "error"} <= set().union(*_labels().values())
    for alert in ALERTS:
        for name, braces in re.findall(r"(relais_[a-z_]+)\{([^}]*)\}", alert["expr"]):
            assert {*re.findall(r"(\w+)[=!]", braces)} <= _labels()[name]


def test_operations_explains_each_metric_in_one_table_and_no_other() -> None:
    rows = re.findall(r"^\| `(relais_\w+)` \| (\w+) \|", OPERATIONS, re.MULTILINE)

    assert dict(rows) == measured()
    assert len(rows) == len(measured())


def _labels() -> dict[str, set[str]]:
    """The labels of every counter."""
    metrics = Metrics()
    metrics.acknowledged("command", 200, 0.1)
    metrics.called("chat.postMessage", "refused", "not_in_channel", 0.1)
    metrics.rate_limited("chat.postMessage", 1)
    metrics.event_done()
    told = generate_latest(metrics.registry).decode()
    found: dict[str, set[str]] = {"relais_messages_total": {"outcome"}}
    for family in text_string_to_metric_families(told):
        for sample in family.samples:
            found[sample.name] = {*sample.labels}
    return found
