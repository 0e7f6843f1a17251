# What a person or a machine does with this clone. Only python3 >= 3.11 with venv and pip, bash and make
# are assumed; all else is installed into .venv, all state is kept in .newshouse, and nothing outside is touched.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
PARALLEL := -n auto --maxprocesses 4 --dist worksteal
unexport PYTHONDONTWRITEBYTECODE # else each of the many processes compiles its libraries anew
COMPILE := pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command 'make lock' $(if $(UPGRADE),--upgrade)

.PHONY: help
help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: runtime ## From nothing to stories: the demo newsroom's three days, or FEEDS=my.opml
	@$(BIN)/newshouse run $(if $(FEEDS),--feeds "$$FEEDS")

.PHONY: up
up: runtime ## Scheduler and UI until Ctrl-C, on a free port or PORT=8080
	@$(BIN)/newshouse up $(if $(PORT),--port "$$PORT")

.PHONY: stop
stop: runtime ## Stop the database that "make run" left running for your queries
	@$(BIN)/newshouse stop

.PHONY: doctor
doctor: runtime ## Check this machine and this clone, and say how to mend what is wrong
	@$(BIN)/newshouse doctor

.PHONY: test
test: development ## The tests, but for the long ones; TESTS=tests/feeds for a part
	@$(BIN)/pytest $(PARALLEL) -m 'not slow and not containers' $(TESTS)

.PHONY: test-all
test-all: test ## The tests with the long ones, which take the machine one by one
	@$(BIN)/pytest -m 'slow and not containers' $(TESTS) $(if $(TESTS),|| [ $$? = 5 ]) # 5: none of the part is long

.PHONY: test-containers
test-containers: development ## docker-compose.yml on a container engine that is running
	@$(BIN)/pytest -m containers -s tests/containers

.PHONY: check
check: development ## Style, types, import contract, SQL style
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sqlfluff lint --processes 2 sql

.PHONY: format
format: development ## Bring Python to the house style
	@$(BIN)/ruff check --fix-only -q .
	@$(BIN)/ruff format -q .

.PHONY: docs
docs: development ## Write docs/warehouse.md anew from the comments in the database
	@$(BIN)/python scripts/dictionary.py

.PHONY: screenshots
screenshots: development ## Take the pictures of the pages in docs/pages anew; needs Chromium
	@PYTHONPATH=tests $(BIN)/python scripts/screenshots.py

.PHONY: lock
lock: development ## Write the lock files anew from pyproject.toml; UPGRADE=1 takes newer versions
	$(BIN)/uv $(COMPILE) -o requirements.lock
	$(BIN)/uv $(COMPILE) --extra signals --group dev -c requirements.lock -o requirements-dev.lock
	cp requirements-dev.lock requirements-fleet.lock  # what is tested, but where the fleet's packages want others
	$(BIN)/uv $(COMPILE) --extra fleet --extra export --extra signals -o requirements-fleet.lock

.PHONY: env
env: ## Write .env with new secrets for docker-compose.yml, unless it is there
	@scripts/env.sh

.PHONY: clean
clean: ## Remove all that was made here: .venv, .newshouse with its warehouse, caches
	@if [ -x $(BIN)/newshouse ] && [ -d .newshouse ]; then $(BIN)/newshouse stop; fi
	@rm -rf .venv .newshouse .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info plugins/*.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: runtime
runtime:
	@scripts/install.sh requirements.lock

.PHONY: development
development:
	@scripts/install.sh requirements-dev.lock
