# Each target sets up what it needs. Nothing asks a question.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_READY := $(VENV)/.ready
DEV_READY := $(VENV)/.ready-dev

.PHONY: demo test fuzz lint types imports docs messages desk bench clean

demo: $(RUN_READY)
	@rm -rf demo-out
	@$(BIN)/marsad demo --out demo-out

# A file of tests stays in one process: what it sets up once is set up once.
test: $(DEV_READY)
	@$(BIN)/pytest -n auto --dist loadfile

# Properties by chance: a find goes into the tests as an @example.
fuzz: $(DEV_READY)
	@MARSAD_EXAMPLES=fuzz $(BIN)/pytest $$(grep -rl "from hypothesis" tests --include="test_*.py")

lint: $(DEV_READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/codespell src docs tests bench README.md CHANGELOG.md CONTRIBUTING.md SECURITY.md

types: $(DEV_READY)
	@$(BIN)/mypy

imports: $(DEV_READY)
	@$(BIN)/lint-imports --no-cache

docs: $(DEV_READY)
	@$(BIN)/python docs/make.py

# Catalogues of the desk: taken from the code, brought up to date, compiled.
messages: $(DEV_READY)
	@$(BIN)/python setup/messages.py

desk: $(RUN_READY)
	@test -d demo-out/lab || $(BIN)/marsad demo --out demo-out
	@$(BIN)/marsad desk demo-out/lab

bench: $(DEV_READY)
	@$(BIN)/pip install -qq --disable-pip-version-check --editable '.[bench]'
	@$(BIN)/python bench/all.py

clean:
	@rm -rf $(VENV) demo-out

$(VENV)/bin/python:
	@$(PYTHON) -m venv $(VENV)

$(RUN_READY): pyproject.toml setup/system.sh | $(VENV)/bin/python
	@sh setup/system.sh run
	@$(BIN)/pip install -qq --disable-pip-version-check --editable .
	@sh setup/pdq.sh $(BIN)
	@touch $@

$(DEV_READY): $(RUN_READY)
	@sh setup/system.sh dev
	@$(BIN)/pip install -qq --disable-pip-version-check --editable '.[dev]'
	@touch $@
