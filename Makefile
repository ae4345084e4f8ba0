# Everything starts here; `make` alone says what there is. Needs python3 and make, nothing else.

PYTHON :=
VENV := .venv$(addprefix -,$(PYTHON))
BIN := $(VENV)/bin
READY := $(VENV)/.ready
FRONT := packages/web
BUILT := $(FRONT)/src/ballast_web/static/dist/manifest.json
PACKAGES := ballast-core ballast-adapters ballast-web ballast-tui

# What runs a hundred times in a suite is compiled once, whatever the shell prefers.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo test check format lint types mypy pyright contracts spelling pytest programs coverage bench picture fmt lock clean

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo "  With PYTHON=3.13 the environment is .venv-3.13; the rest stays the same."

setup: $(READY) $(BUILT) ## Make .venv with the ballast command

$(READY): requirements.lock pyproject.toml $(wildcard packages/*/pyproject.toml) scripts/setup scripts/uv
	scripts/setup $(VENV) $(PYTHON)
	@touch $@

# What runs in the browser; the build of the package makes it, too, so that a wheel has it.
$(BUILT): $(wildcard $(FRONT)/package*.json $(FRONT)/frontend/* $(FRONT)/frontend/*/*) | $(READY)
	$(BIN)/python $(FRONT)/hatch_build.py

demo: setup ## Show it: sample data, embedded PostgreSQL, a summary, then http on 127.0.0.1:8000
	$(BIN)/ballast demo --serve

test: check pytest ## Check everything and run the whole suite

check: setup ## All of test but the suite
	@$(MAKE) --no-print-directory --jobs=2 format lint types contracts spelling

format: setup
	$(BIN)/ruff format --check --quiet

lint: setup
	$(BIN)/ruff check --quiet

types: mypy pyright

mypy: setup
	$(BIN)/mypy

pyright: setup
	$(BIN)/pyright --pythonpath $(BIN)/python

contracts: setup
	$(BIN)/lint-imports --config importlinter.ini

spelling: setup
	$(BIN)/typos

pytest: setup programs
	$(BIN)/pytest -n 2

programs: # a browser, a terminal, a proxy: what some tests drive
	@scripts/system-packages

coverage: setup ## Run the suite and say which lines and branches it misses
	$(BIN)/pytest -n 2 --cov --cov-report=term

bench: setup programs ## Measure what has a limit
	$(BIN)/pytest tests/benchmarks

picture: setup programs ## Draw the pictures of the README from the demonstration
	$(BIN)/ballast demo
	$(BIN)/python scripts/draw_terminal.py
	$(BIN)/python scripts/draw_pages.py

fmt: setup ## Format and mend what can be mended
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

lock: ## Choose versions anew for requirements.lock
	scripts/uv pip compile --quiet --universal --python-version 3.12 --upgrade --generate-hashes --no-header --no-annotate \
		$(addprefix --no-emit-package ,$(PACKAGES)) --group pyproject.toml:dev pyproject.toml -o requirements.lock

clean: ## Remove all that was made here
	rm -rf .venv .venv-* .uv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .benchmarks .coverage*
