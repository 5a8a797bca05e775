SHELL := /bin/bash
PORT ?= 8000
OKAT_DATA ?= ./instance
export PORT OKAT_DATA DATABASE_URL

PYTHON := .venv/bin/python
PYTEST := $(PYTHON) -m pytest -n $(or $(WORKERS),2) --dist loadgroup
# Types are checked by one core; the other compiles meanwhile what the suite will need, by tests that need most of it.
# What they find is found again by the suite, which runs them too.
COMPILING := tests/unit/test_ledger_hashing.py tests/unit/test_match_index.py tests/unit/test_match_crowd.py
CHECK_AND_COMPILE = $(PYTHON) -m pytest -n 0 -q -p no:cacheprovider $(COMPILING) > .venv/compiling.txt 2>&1 & \
	{ $(MAKE) --no-print-directory check && wait; } || { kill $$! 2>/dev/null; exit 1; }

.DEFAULT_GOAL := help
.PHONY: help setup run test test-full bench check clean

help: ## Show what can be made here
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## Build the environment in .venv, and the system packages it may install
	@bash .ci/packages
	@PACKAGES_SAID=1 bash .ci/setup all

run: ## Set up what is missing, then serve on http://127.0.0.1:$PORT (OKAT_DATA, DATABASE_URL)
	@bash .ci/setup run
	@exec .venv/bin/flask --app wsgi serve

test: setup ## Everything CI runs: checks, then the suite on SQLite and PostgreSQL
	@$(CHECK_AND_COMPILE)
	@$(PYTEST) --databases=both

test-full: setup ## The exhaustive runs: full matrix, all concurrency rounds, both databases
	@$(CHECK_AND_COMPILE)
	@$(PYTEST) --databases=both --full

bench: ## Benchmarks, one JSON line each (NAME=b1 runs one)
	@bash .ci/setup all
	@$(PYTHON) -m benchmarks $(NAME)

check: ## Lint, types and arrows
	@bash .ci/setup all
	@.venv/bin/ruff check --quiet .
	@.venv/bin/mypy --no-error-summary
	@.venv/bin/lint-imports --no-logo > .venv/lint-imports.txt || { cat .venv/lint-imports.txt; exit 1; }
	@echo "ruff, mypy and import-linter: nothing to say"

clean: ## Remove the environment and caches; data under instance/ stays
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
