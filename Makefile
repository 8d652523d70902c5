# What a developer and CI can ask for; `make help` lists it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
FLASK := $(BIN)/flask --app portal
WORKERS ?= 2
BRANCH ?= main
ALONE := $(BIN)/python -m pytest --durations=5
PYTEST := $(ALONE) -n $(WORKERS) --dist loadfile
HALF := $(ALONE) $(if $(filter-out 1 2 3,$(WORKERS)),-n $(shell expr $(WORKERS) / 2) --dist loadfile)
SIDE_BY_SIDE := $(MAKE) --no-print-directory --jobs 2 --output-sync=target
EXTRACT := $(BIN)/pybabel -q extract -F babel.toml -k '_ N_ lazy_gettext ngettext:1,2' --no-location --omit-header --sort-output
CATALOGUE := portal/translations/messages.pot
SOURCES := portal tests tools migrations deploy $(wildcard benchmarks)
LOCK := $(BIN)/uv pip compile --upgrade --universal --generate-hashes --python-version 3.11
PYTHON_STAMP := $(VENV)/.installed
CHECKS_STAMP := $(VENV)/.installed-checks
NODE_STAMP := node_modules/.installed
NODE_CHECKS_STAMP := node_modules/.installed-checks
ASSETS_STAMP := portal/web/static/kit/.made

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONUNBUFFERED := 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup setup-checks run test test-units test-sqlite test-postgresql test-parallel test-parallel-sqlite test-parallel-postgresql test-browser test-changed quick check lint types audit seed bench revocations lives watching drill fuzz screenshots sbom release \
	lock messages format clean system-run system-test system-drill

help: ## list what can be asked for
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(PYTHON_STAMP) $(ASSETS_STAMP) ## install what running needs: Python packages and front-end files

setup-checks: setup $(CHECKS_STAMP) $(NODE_CHECKS_STAMP) ## install what the checks need as well

run: system-run setup ## serve the demonstration on http://127.0.0.1:8000, with CONSORTIUM=seongdong that of another consortium (settings: .env, see .env.example)
	@$(BIN)/python -m tools.serve

test: system-test setup-checks ## all tests, on SQLite and PostgreSQL side by side
	@$(SIDE_BY_SIDE) test-postgresql test-sqlite test-units
	@$(MAKE) --no-print-directory test-browser test-parallel

test-units: system-test setup-checks ## the architecture, and what needs neither browser nor load nor another database
	TEST_DATABASE=sqlite $(HALF) tests/arch tests/unit

test-sqlite: system-test setup-checks ## what touches the database, on SQLite
	TEST_DATABASE=sqlite $(HALF) -m "not on_postgresql" tests/integration

test-postgresql: system-test setup-checks ## what touches the database, on PostgreSQL
	TEST_DATABASE=postgresql $(HALF) -m "not on_sqlite" tests/integration

test-parallel: system-test setup-checks ## what must never break under load or kill -9, on both databases side by side
	@$(SIDE_BY_SIDE) test-parallel-postgresql test-parallel-sqlite

test-parallel-sqlite: system-test setup-checks
	TEST_DATABASE=sqlite $(ALONE) -v tests/never_broken

test-parallel-postgresql: system-test setup-checks
	TEST_DATABASE=postgresql $(ALONE) -v tests/never_broken

test-browser: system-test setup-checks ## the journeys in a real browser
	TEST_DATABASE=sqlite $(PYTEST) -v tests/e2e

test-changed: setup-checks ## architecture, units, and what belongs to the changes since BRANCH, on SQLite
	TEST_DATABASE=sqlite $(PYTEST) -q $$($(BIN)/python -m tools.changed $(BRANCH))

quick: setup-checks ## lint, types and the tests of what changed, for the inner loop
	@$(SIDE_BY_SIDE) lint types test-changed

check: system-test setup-checks ## everything that CI checks
	@$(SIDE_BY_SIDE) types lint audit test-postgresql test-sqlite test-units
	@$(MAKE) --no-print-directory test-browser test-parallel

lint: setup-checks ## style, import contracts, templates, message catalogue, nothing foreign in the tree
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/djlint portal --lint --quiet
	@mkdir -p build
	$(EXTRACT) -o build/messages.pot .
	diff -u $(CATALOGUE) build/messages.pot || { echo "The message catalogue is out of date: make messages"; exit 1; }
	$(BIN)/python -m tools.guard_tree

types: setup-checks ## mypy --strict
	$(BIN)/mypy

audit: setup-checks ## known weaknesses of the locked packages, where an advisory service answers
	@$(BIN)/python -m tools.audit

sbom: setup-checks ## what the portal is made of, as CycloneDX, into build/sbom.cyclonedx.json
	@$(BIN)/python -m tools.sbom

release: setup-checks ## what goes with a release: the dated advisory check and the bill of materials, in build/ and beside the code
	@$(BIN)/python -m tools.release

format: setup-checks ## put the Python files into the one style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

seed: setup ## fill an empty database with the demonstration consortium
	$(BIN)/python -m tools.commands "db upgrade" "seed --if-empty"

bench: system-test setup-checks ## measure; one JSON line a figure
	@$(BIN)/python -m benchmarks

revocations: system-test setup-checks ## end sessions, accounts and roles on one machine, ask another: 1,000 times each
	$(BIN)/python -m tools.load.revoking --rounds 1000

watching: system-test setup-checks ## let 10,000 devices of every kind live for 30 days on each database: tests/integration/monitoring/test_whatever_days.py
	TEST_DATABASE=sqlite DEVICES=10000 DAYS=30 $(ALONE) --timeout=0 -o log_cli=true -o log_cli_level=INFO tests/integration/monitoring/test_whatever_days.py
	TEST_DATABASE=postgresql DEVICES=10000 DAYS=30 $(ALONE) --timeout=0 -o log_cli=true -o log_cli_level=INFO tests/integration/monitoring/test_whatever_days.py

lives: system-test setup-checks ## live 500 lives of 40 events on each database: tests/integration/coordinators/test_whatever_life.py
	TEST_DATABASE=sqlite LIVES=500 EVENTS=40 $(ALONE) --timeout=0 tests/integration/coordinators/test_whatever_life.py
	TEST_DATABASE=postgresql LIVES=500 EVENTS=40 $(ALONE) --timeout=0 tests/integration/coordinators/test_whatever_life.py

nights: system-test setup-checks ## 30 nights of alerts over 40 homes on each database: tests/integration/monitoring/test_whatever_night.py
	TEST_DATABASE=sqlite NIGHTS=30 HOMES=40 $(ALONE) --timeout=0 tests/integration/monitoring/test_whatever_night.py
	TEST_DATABASE=postgresql NIGHTS=30 HOMES=40 $(ALONE) --timeout=0 tests/integration/monitoring/test_whatever_night.py

drill: system-drill setup-checks ## 100 kills on each database, away and back, full disks, restoring, a new key, a lost disk, two hosts behind nginx (as root): docs/reliability.md
	TEST_DATABASE=sqlite SERVER_KILLS=100 WORKER_KILLS=100 $(ALONE) --timeout=0 tests/never_broken/test_killed.py tests/never_broken/test_workers_killed.py
	TEST_DATABASE=postgresql SERVER_KILLS=100 WORKER_KILLS=100 $(ALONE) --timeout=0 tests/never_broken/test_killed.py tests/never_broken/test_workers_killed.py
	TEST_DATABASE=sqlite RACERS=200 RACE_ROUNDS=20 $(ALONE) --timeout=0 tests/never_broken/test_last_places.py tests/never_broken/test_last_won.py tests/never_broken/test_one_coordinator.py
	TEST_DATABASE=postgresql RACERS=200 RACE_ROUNDS=20 $(ALONE) --timeout=0 tests/never_broken/test_last_places.py tests/never_broken/test_last_won.py tests/never_broken/test_one_coordinator.py
	TEST_DATABASE=sqlite $(ALONE) tests/integration/web/test_database_away.py
	@$(BIN)/python -m tools.drill
	@$(BIN)/python -m tools.full_disk
	@$(BIN)/python -m tools.rotation
	@$(BIN)/python -m tools.continuous
	@$(BIN)/python -m tools.front
	@$(BIN)/python -m tools.two_hosts

fuzz: setup-checks ## fuzz the API of signals from its own description, with schemathesis in a temporary folder
	@$(BIN)/python -m tools.fuzzing

screenshots: system-test setup-checks ## pictures of the main screens, into docs/screenshots
	$(BIN)/python -m tools.screenshots

messages: setup-checks ## collect the portal's words into the message catalogue
	@mkdir -p $(dir $(CATALOGUE))
	$(EXTRACT) -o $(CATALOGUE) .

lock: $(PYTHON_STAMP) ## pin the newest versions that pyproject.toml and package.json allow
	$(LOCK) pyproject.toml -o requirements.lock
	$(LOCK) pyproject.toml --group checks -c requirements.lock -o requirements-checks.lock
	$(LOCK) --group fuzz -o requirements-fuzz.lock
	$(LOCK) --group installer -o requirements-installer.lock
	$(LOCK) --group litestream -o requirements-litestream.lock
	$(LOCK) --group node -o requirements-node.lock
	sh tools/npm.sh install --package-lock-only

clean: ## remove what was installed and made; the data in var/ stays
	rm -rf $(VENV) node_modules build portal/web/static/kit .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

system-run:
	@PYTHON="$(PYTHON)" sh tools/system_libraries.sh run

system-test:
	@PYTHON="$(PYTHON)" sh tools/system_libraries.sh test

system-drill:
	@PYTHON="$(PYTHON)" sh tools/system_libraries.sh drill

$(PYTHON_STAMP): requirements.lock requirements-installer.lock
	@sh tools/make_venv.sh "$(PYTHON)" $(VENV)
	@echo "Installing the Python packages …"
	@sh tools/install.sh requirements.lock
	@touch $@

$(CHECKS_STAMP): requirements-checks.lock | $(PYTHON_STAMP)
	@echo "Installing what the checks need …"
	@sh tools/install.sh requirements-checks.lock
	@touch $@

$(NODE_CHECKS_STAMP): $(NODE_STAMP)
	@sh tools/npm.sh install --no-save --silent
	@touch $@

$(NODE_STAMP): package.json package-lock.json .npmrc | $(PYTHON_STAMP)
	@sh tools/npm.sh ci --omit=dev --silent
	@touch $@

$(ASSETS_STAMP): $(NODE_STAMP) tools/assets.py tools/fonts.py $(wildcard portal/web/static/css/*.css) | $(PYTHON_STAMP)
	@$(BIN)/python -m tools.assets
	@touch $@
