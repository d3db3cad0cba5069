# `make run` plans an example day, `make test` checks the project, `make help` lists the rest.
# Only make and a Python of 3.11 or newer are needed: PYTHON names it when `python3` is older.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check --no-input

# Also pins what builds the package, which `pip install -c` does not.
export PIP_CONSTRAINT := constraints.txt

.DEFAULT_GOAL := help
.PHONY: run serve test lint format clean help
.SILENT:
.DELETE_ON_ERROR:

run: .venv/compiled ## plan the example day into plan.json, plan.html and day-sheets/
	$(BIN)/dispatcher plan examples/day.xlsx --time-limit 8 --out plan.json --page plan.html --day-sheets day-sheets

serve: .venv/compiled ## answer over HTTP at http://127.0.0.1:8000
	$(BIN)/dispatcher serve

test: lint .venv/compiled ## lint, types, import contracts and the fast tests
	$(BIN)/python -m pytest

lint: .venv/developing ## ruff, mypy --strict, import contracts
	$(BIN)/ruff check --quiet
	$(BIN)/ruff format --quiet --check
	$(BIN)/mypy --no-error-summary
	found=$$($(BIN)/lint-imports --no-logo) || { echo "$$found"; exit 1; }

format: .venv/developing ## write the code as ruff would
	$(BIN)/ruff check --quiet --fix
	$(BIN)/ruff format

show-%: .venv/developing .venv/compiled ## measure one claim, as in make show-road-2
	$(BIN)/python -m benchmarks show $*

show-search-1: .venv/peers
show-whatif-3: .venv/cluster

clean: ## remove what the other targets made
	rm -rf .venv plan.json plan.html day-sheets .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## this list
	sed -nE 's/^([a-z%-]+):.*## (.*)/make \1\t\2/p' $(MAKEFILE_LIST) | sed 's/%/KEY-K/' | expand -t 22

# Each stamp is newer than all it was made from, so that nothing is done twice.
.venv/installed: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "This needs Python 3.11 or newer; name one with: make run PYTHON=python3.12"; exit 1; }
	$(PYTHON) -c 'import ensurepip, venv' 2> /dev/null || \
	    { echo "This Python lacks venv; on Debian and Ubuntu: sudo apt install python3-venv"; exit 1; }
	echo "Installing into .venv (about a minute, once) ..."
	$(BIN)/python -m pip --version > /dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	$(PIP) install --editable .
	touch $@

# numba notices a change of the file that a function stands in, not of the files whose functions it calls.
COMPILED := $(addprefix dispatcher/,admissible.py arrays.py charges.py compiled.py schedule.py) $(wildcard dispatcher/solver/*.py dispatcher/solver/kernel/*.py dispatcher/explain/*.py)
.venv/compiled: .venv/installed $(COMPILED)
	find dispatcher -name '*.nb[ci]' -exec rm {} +
	$(BIN)/dispatcher warm-up > /dev/null
	touch $@

.venv/developing: .venv/installed
	echo "Installing what tests need ..."
	$(PIP) install --editable '.[dev]'
	touch $@

.venv/peers: .venv/installed
	echo "Installing the solvers to compare with ..."
	$(PIP) install --editable '.[peers]'
	touch $@

.venv/cluster: .venv/installed
	echo "Installing Ray ..."
	$(PIP) install --editable '.[cluster]'
	touch $@
