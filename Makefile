# Everything a developer types. A fresh machine needs Python 3.11, make and git.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
# Tests run on this many processes.
JOBS ?= 2

.PHONY: setup judges run demo test check audit bench fmt requirements messages clean

setup: $(VENV)/.ready

# Made again when the locked requirements change.
$(VENV)/.ready: requirements/dev.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

judges: setup ## other people's programs that judge ours in tests, which skip without them
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/judges.txt

run: setup ## database, demo office, web and worker; prints the address and the log-ins
	$(BIN)/zaplecze run

demo: setup
	$(BIN)/zaplecze demo

test: setup
	$(BIN)/python -m pytest -n $(JOBS)

check: setup ## style, types, floors, migrations
	$(BIN)/ruff format --check src tests bench
	$(BIN)/ruff check src tests bench
	$(BIN)/mypy src/zaplecze
	$(BIN)/lint-imports
	$(BIN)/python -m tests.migrations

audit: setup ## the books of the local installation: chains, balances, walls
	$(BIN)/zaplecze verify
	$(BIN)/zaplecze audit

bench: setup ## import, posting and reports against physical limits
	$(BIN)/python -m bench

fmt: setup
	$(BIN)/ruff format src tests bench
	$(BIN)/ruff check --fix src tests bench

requirements: ## lock again after a change in requirements/*.in, judges with what dev has
	for name in base dev judges; do \
	  UV_CUSTOM_COMPILE_COMMAND="make requirements" $(BIN)/uv pip compile --quiet --python-version 3.11 \
	    --generate-hashes --no-emit-index-url --upgrade \
	    $$(test $$name = judges && echo "-c requirements/dev.txt") -o requirements/$$name.txt requirements/$$name.in; done

messages: setup ## compile the English catalogue after a change
	$(BIN)/python -m tests.messages

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis build src/*.egg-info
