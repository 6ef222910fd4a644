# `make verify` checks the library of derivations, `make test` runs the tests. Both work from a bare clone.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
STAMP := $(VENV)/.installed

.PHONY: help verify test lint bench clean

help:
	@echo "make verify   set up $(VENV) and check every derivation of the library"
	@echo "make test     set up $(VENV) and run the tests"
	@echo "make lint     ruff, mypy, import-linter"
	@echo "make bench    benchmarks, as ratios"
	@echo "make clean    remove $(VENV) and caches"

verify: $(STAMP)
	$(VENV)/bin/verify all

test: $(STAMP)
	$(VENV)/bin/python -m pytest --numprocesses auto --dist worksteal

lint: $(STAMP)
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

bench: $(STAMP)
	$(VENV)/bin/python benchmarks/startup.py
	$(VENV)/bin/python benchmarks/verify_all.py
	$(VENV)/bin/python benchmarks/simplify.py
	$(VENV)/bin/python benchmarks/reading.py
	$(VENV)/bin/python benchmarks/grading.py

# The stamp is touched last: an installation that was broken off starts again.
$(STAMP): requirements.lock pyproject.toml
	test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
