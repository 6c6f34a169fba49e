"""What is there to deploy names files, settings, ports and pages that are the real ones."""

import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.config import Settings
from bot.http import build_site
from bot.manifest import EVENTS_PATH

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text("utf-8")
SETTINGS = {field.name.upper() for field in fields(Settings)}
PORT = str(Settings.port)


def yaml(name: str) -> list[dict[str, Any]]:
    """The documents of a file."""
    return list(YAML(typ="safe").load_all((DEPLOY / name).read_text("utf-8")))


@pytest.fixture
def relais() -> dict[str, Any]:
    """The container of the Kubernetes example."""
    [deployment] = [one for one in yaml("kubernetes.yaml") if one["kind"] == "Deployment"]
    [container] = deployment["spec"]["template"]["spec"]["containers"]
    return dict(container)


async def nothing(*_: Any) -> Any:
    raise AssertionError("nobody asks")


def pages() -> set[str]:
    """The paths that a bot over HTTP serves."""
    site = build_site(nothing, "secret", health=nothing, ready=nothing)  # type: ignore[arg-type]
    return {resource.canonical for resource in site.router.resources()}


def test_every_file_that_the_image_copies_is_there() -> None:
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    names = " ".join(copied).split()
    kept = (ROOT / ".dockerignore").read_text("utf-8").splitlines()

    assert [name for name in names if not (ROOT / name).exists()] == []
    assert {f"!{name}" for name in names} == {line for line in kept if line.startswith("!")}


def test_the_image_has_every_package_and_what_building_needs() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    packages = project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]

    for name in (*packages, project["project"]["readme"], "pyproject.toml", "constraints.txt"):
        assert re.search(rf"^COPY .*\b{re.escape(name)}\b", DOCKERFILE, re.MULTILINE), name


def test_the_image_runs_as_nobody_special_and_says_when_it_is_ill() -> None:
    assert re.search(r"^USER 10001$", DOCKERFILE, re.MULTILINE)
    assert "/health" in pages()
    [check] = re.findall(r"^HEALTHCHECK .*'GET', '([^']+)'", DOCKERFILE, re.MULTILINE)
    assert check == "/health"
    assert set(re.findall(r"^(?:ENV|   ) .*?\b([A-Z_]+)=", DOCKERFILE, re.MULTILINE)) <= (
        SETTINGS | {"PATH", "PYTHONUNBUFFERED"}
    )
    assert f"EXPOSE {PORT}" in DOCKERFILE


def test_the_health_check_of_the_image_is_a_program() -> None:
    [program] = re.findall(r'HEALTHCHECK .*CMD \["python", "-c", "(.*)"\]', DOCKERFILE)

    told = subprocess.run(
        [sys.executable, "-c", program],
        env={"PORT": "1"},
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )

    assert told.returncode == 1
    assert "ConnectionRefusedError" in told.stderr


def test_compose_sets_what_there_is_to_set() -> None:
    [compose] = yaml("compose.yaml")
    bot, database = compose["services"]["relais"], compose["services"]["database"]

    assert set(bot["environment"]) <= SETTINGS
    assert bot["ports"] == [f"127.0.0.1:{PORT}:{PORT}"]
    assert (DEPLOY / bot["build"]["context"] / bot["build"]["dockerfile"]).exists()
    assert bot["depends_on"]["database"]["condition"] == "service_healthy"
    assert "pg_isready" in database["healthcheck"]["test"]
    assert database["environment"]["POSTGRES_USER"] in bot["environment"]["DATABASE_URL"]


def test_kubernetes_asks_the_pages_there_are(relais: dict[str, Any]) -> None:
    probes = {name: relais[f"{name}Probe"]["httpGet"] for name in ("startup", "liveness")}

    assert {probe["path"] for probe in probes.values()} == {"/health"}
    assert relais["readinessProbe"]["httpGet"]["path"] == "/ready"
    assert {"/health", "/ready", EVENTS_PATH} <= pages()
    assert relais["ports"] == [{"name": "http", "containerPort": Settings.port}]


def test_kubernetes_sets_what_there_is_to_set(relais: dict[str, Any]) -> None:
    documents = yaml("kubernetes.yaml")
    [secret] = [one for one in documents if one["kind"] == "Secret"]
    [deployment] = [one for one in documents if one["kind"] == "Deployment"]

    assert {one["name"] for one in relais["env"]} | set(secret["stringData"]) <= SETTINGS
    assert deployment["spec"]["replicas"] == 2
    assert deployment["spec"]["template"]["spec"]["terminationGracePeriodSeconds"] >= 15
    mounted = {one["name"] for one in relais["volumeMounts"]}
    assert mounted == {one["name"] for one in deployment["spec"]["template"]["spec"]["volumes"]}


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not here")
def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    unit = (DEPLOY / "relais.service").read_text("utf-8")
    here = unit.replace("/opt/relais/.venv/bin/relais", sys.executable)
    (tmp_path / "relais.service").write_text(re.sub("(?m)^(User|Group)=.*$", "", here))

    told = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / "relais.service")],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert (told.returncode, told.stderr) == (0, "")


def test_the_unit_leaves_time_to_stop_in_order() -> None:
    unit = (DEPLOY / "relais.service").read_text("utf-8")

    assert "ExecStart=/opt/relais/.venv/bin/relais run\n" in unit
    [seconds] = re.findall(r"^TimeoutStopSec=(\d+)$", unit, re.MULTILINE)
    assert int(seconds) > 10
