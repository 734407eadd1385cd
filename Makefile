# make study    install into .venv and open the app
# make test     install into .venv and run the tests
# make check    everything that CI checks: format, lint, types, import contracts, tests
# make claims   every claim of every demo, the quick ones over ten seeds: some minutes
# make bench    how soon the screens paint

PYTHON ?= python3
BIN := .venv/bin

.PHONY: study test check claims bench format messages schema wheel clean
.DEFAULT_GOAL := study

study: .venv/app
	@$(BIN)/studyapp

test: .venv/dev
	$(BIN)/pytest -n 2 --dist worksteal

check: .venv/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) test

claims: .venv/app
	$(BIN)/studyapp verify --seeds 10

bench: .venv/dev
	$(BIN)/python -m tests.benchmarks.painting

format: .venv/dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

messages: .venv/dev      # the interface's words: collect them, then compile what is translated
	$(BIN)/python -m tests.messages update

schema: .venv/dev        # what an entry can say, for editors
	$(BIN)/python -m studyapp.content.schema > glossary/schema.json

wheel: .venv/dev
	$(BIN)/python -m build --no-isolation --outdir dist

clean:
	rm -rf .venv dist

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "studyapp needs Python 3.11 or newer; name one: make PYTHON=python3.12 study" >&2; exit 1; }
	$(PYTHON) -m venv .venv

.venv/app: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/dev: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@ .venv/app
