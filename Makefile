# On Record. `make help` lists the targets. A fresh machine needs Python 3.11+ and make.
PYTHON ?= python3
BIN := .venv/bin
TEST ?=
BENCH ?=
BEFORE ?=
COMPARE ?=
SCALE ?=
ABUSE ?=
NEWSROOM ?=
CROWD ?=
.DEFAULT_GOAL := help
.PHONY: help install run test check format lint types contract openapi lock clients evaluate bench bench-turns performance compare scale abuse newsroom crowd

##@ Use it
help: ## Show this list
	@awk -F ':.*## ' '/^##@ /{print "\n" substr($$0, 5)} /^[a-z-]+:.*## /{printf "  %-13s%s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: .venv/installed ## Make .venv with the project in it, editable, from the locked dependencies

run: install ## Migrate the database, load seeds/ and serve on http://127.0.0.1:8000
	$(BIN)/onrecord migrate
	$(BIN)/onrecord ingest seeds
	exec $(BIN)/onrecord serve

##@ Change it
test: .venv/checked ## Run the tests (TEST="-k name" for some); PostgreSQL too where TEST_POSTGRES_URL is set
	$(BIN)/python -m pytest -n auto --dist worksteal $(TEST)

check: format lint types contract test ## Everything that must pass: format, lint, types, import contract, tests

format: .venv/checked
	$(BIN)/ruff format --check .

lint: .venv/checked
	$(BIN)/ruff check .

types: .venv/checked
	$(BIN)/mypy

contract: .venv/checked
	$(BIN)/lint-imports

openapi: install ## Write openapi.json, after a change of the API
	$(BIN)/onrecord openapi > openapi.json

clients: tests/clients/node_modules/.package-lock.json tests/clients/.venv/installed ## Install the generators that tests of clients need (needs npm)

lock: ## Write the lock files (needs uv)
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --extra build pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --extra build --extra traces -c requirements.lock pyproject.toml -o requirements-traces.lock
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --extra dev -c requirements.lock pyproject.toml -o tests/requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header tests/clients/requirements.in -o tests/clients/requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header tests/benchmark/requirements.in -o tests/benchmark/requirements.lock

##@ Measure it (no test needs these)
compare: .venv/checked ## List the differences between the answers of two commits (COMPARE="BASE HEAD"; --map-ids: ids may differ)
	$(BIN)/python -m tests.comparison $(COMPARE)

bench: .venv/checked tests/benchmark/.venv/installed ## Measure speed beside Datasette and a bare server, in under 15 minutes (BENCH="--parts first": one part)
	$(BIN)/python -m tests.benchmark.run $(BENCH)

bench-turns: .venv/checked ## Measure this commit and one before it in turns, for hours, in the background (BEFORE=COMMIT; BENCH="--status")
	$(BIN)/python -m tests.benchmark.turns $(BEFORE) $(BENCH)

performance: .venv/checked ## Write docs/performance.md and its chart from bench.json, the result of make bench
	$(BIN)/python -m tests.benchmark.report.page

evaluate: .venv/checked ## Measure extraction on the annotated articles in ../shared/evaluation
	$(BIN)/python -m tests.evaluation.evaluate

scale: .venv/checked ## Measure a database at scale (SCALE="sizes URL", "plans URL", "growth SMALL LARGE", "writers URL FILE 1 4")
	@test -n "$(SCALE)" || { echo 'Say which program: make scale SCALE="sizes DATABASE_URL"'; exit 2; }
	$(BIN)/python -m tests.scale.$(SCALE)

abuse: .venv/checked ## Attack a server and measure what others feel, in under 8 minutes (ABUSE="--postgres URL", "--attacks idle,heads")
	$(BIN)/python -m tests.abuse $(ABUSE)

newsroom: .venv/checked ## Play a day in a newsroom, with kills, and look for what is lost (NEWSROOM="--articles 500 --kills 50 --postgres URL")
	$(BIN)/python -m tests.newsroom $(NEWSROOM)

crowd: .venv/checked ## Measure fifty readers beside ten writers on SQLite (CROWD="--minutes 5")
	$(BIN)/python -m tests.newsroom.crowd $(CROWD)

.venv/installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

.venv/checked: .venv/installed tests/requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/requirements.lock
	touch $@

tests/clients/node_modules/.package-lock.json: tests/clients/package-lock.json
	cd tests/clients && npm ci --loglevel=error

tests/clients/.venv/installed: tests/clients/requirements.lock
	$(PYTHON) -m venv tests/clients/.venv
	tests/clients/.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	touch $@

tests/benchmark/.venv/installed: tests/benchmark/requirements.lock
	$(PYTHON) -m venv tests/benchmark/.venv
	tests/benchmark/.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	touch $@
