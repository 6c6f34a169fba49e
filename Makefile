# Everything a person types. `make sandbox` and `make test` need Python 3.11 or newer, nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
SOURCES := bot handlers knowledge migrations tests

.PHONY: install sandbox run test lint format prove bench evaluate audit clean

install: $(VENV)/installed  ## The virtual environment and the bot: .venv/bin/relais

sandbox: install  ## Try it in the browser, without a Slack account
	$(BIN)/relais sandbox

run: install  ## The bot, with the settings of .env
	$(BIN)/relais run

test: $(VENV)/developed lint  ## Formatting, lint, types, and every test
	$(BIN)/pytest --numprocesses auto --dist worksteal

lint: $(VENV)/developed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: $(VENV)/developed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

STEPS ?= 200000

prove: $(VENV)/developed  ## Nothing ends in silence: 200,000 steps on each database, half an hour each
	$(BIN)/python -m tests.silence --steps $(STEPS) --database sqlite
	$(BIN)/python -m tests.silence --steps $(STEPS) --database postgresql

bench: $(VENV)/evaluated  ## Speed, as ratios within one run: writes docs/speed.md
	$(BIN)/python tests/benchmarks/search.py
	$(BIN)/python tests/benchmarks/memory.py
	$(BIN)/python tests/benchmarks/replicas.py
	$(BIN)/python tests/benchmarks/worktime.py
	$(BIN)/python tests/benchmarks/watching.py
	$(BIN)/python tests/benchmarks/charter.py
	$(BIN)/python -m tests.benchmarks.report

audit: $(VENV)/audited  ## Whether a known fault is in what we depend on: asks a public list
	$(BIN)/pip-audit --strict --no-deps --disable-pip --requirement constraints.txt

evaluate: $(VENV)/evaluated  ## Quality of the answers, on public data: writes docs/quality.md
	$(BIN)/python -m tests.evaluation --document

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/developed: $(VENV)/installed
	$(PIP) install --quiet --constraint constraints.txt --editable ".[dev]"
	@touch $@

$(VENV)/evaluated: $(VENV)/developed
	$(PIP) install --quiet --constraint constraints.txt --editable ".[dev,evaluate]"
	@touch $@

$(VENV)/audited: $(VENV)/installed
	$(PIP) install --quiet --constraint constraints.txt --editable ".[audit]"
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
