# The commands a person types; `make help` lists them. Nothing needs to be installed beforehand but Python.
PYTHON ?= python3
VENV_PYTHON := .venv/bin/python
# Hashes of every file for every supported Python and machine; no address of any index.
LOCK := env -u PIP_FIND_LINKS -u UV_FIND_LINKS $(VENV_PYTHON) -m uv pip compile pyproject.toml --upgrade --universal \
	--python-version 3.11 --generate-hashes --no-header --no-annotate --quiet

.PHONY: help run test install install-tests lint format bench bench-feed bench-search translations lock clean

help:  ## list these commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1	/' | expand -t 16

run: install  ## install, migrate, fill an empty database with the demo, start app and worker
	@exec $(VENV_PYTHON) -m scripts.run

test: install-tests  ## everything CI checks: lint, imports, SQLite, PostgreSQL, browser journeys
	@exec $(VENV_PYTHON) -m scripts.check

install:  ## make .venv and install what the lock names
	@$(PYTHON) -m scripts.environment

install-tests:  ## the same with what the tests need
	@$(PYTHON) -m scripts.environment --tests

lint: install-tests  ## check style and the import rules
	@$(VENV_PYTHON) -m ruff check .
	@$(VENV_PYTHON) -m ruff format --check .
	@$(VENV_PYTHON) .venv/bin/lint-imports

format: install-tests  ## put the code into the house's format
	@$(VENV_PYTHON) -m ruff check --fix .
	@$(VENV_PYTHON) -m ruff format .

bench: install-tests  ## measure the pages on 10,000 products beside the baseline
	@$(VENV_PYTHON) -m benchmarks

bench-feed: install-tests  ## the search feed under faults, 6,000 transactions
	@FEED_TRANSACTIONS=6000 $(VENV_PYTHON) -m pytest -q tests/search/test_feed_under_faults.py

# The peer is no dependency of ours: it is put beside the data of this machine, and missed where it has no wheel.
bench-search: install-tests  ## measure search: make bench-search SIZES=1000,10000,100000 GOODS=150
	@$(VENV_PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: \
		--upgrade --target var/benchmark-peers -r benchmarks/search/peers.lock || true
	@PYTHONPATH=var/benchmark-peers $(VENV_PYTHON) -m benchmarks.search $(if $(SIZES),--sizes $(SIZES)) $(if $(GOODS),--goods $(GOODS))

translations: install-tests  ## take new messages from the code into translations/ and compile
	@$(VENV_PYTHON) -m babel.messages.frontend -q extract -F pyproject.toml -k _l -k lazy_gettext -o translations/messages.pot .
	@$(VENV_PYTHON) -m scripts.catalogues --follow

lock: install  ## choose the newest versions that fit pyproject.toml for both lock files
	@$(VENV_PYTHON) -m pip install --quiet --disable-pip-version-check uv
	@$(LOCK) --output-file requirements.lock
	@$(LOCK) --extra test --constraints requirements.lock --output-file requirements-test.lock

clean:  ## remove what was installed and made here, except var/ with its data
	rm -rf .venv .pytest_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find translations -name '*.mo' -delete
