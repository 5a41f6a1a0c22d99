# Needs Python 3.11 or newer and nothing else; everything goes into .venv.
# Another Python: make demo PYTHON=/path/to/python3

SHELL := /bin/sh
PYTHON ?= $(shell for name in python3.13 python3.12 python3.11 python3 python; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done)
PY := .venv/bin/python
READY := .venv/ready
PIP := $(PY) -m pip --quiet --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help install demo tour test check check-long secrets audit bench chaos format lint clean

help: ## This list
	@sed -n 's/^\([a-z-]*\):.*## /make \1	/p' Makefile

install: $(READY) ## Only put everything into .venv

demo: $(READY) ## A shop, a customer and a bank on one page; no account needed
	@exec $(PY) -m bot demo $(DEMO)

tour: $(READY) ## The whole story as a transcript, checked step by step
	@$(PY) -m bot tour $(TOUR)

test: $(READY) ## All tests; TESTS="tests/unit -k money" for some
	@$(PY) -m tests $(TESTS)

lint: $(READY) ## Format, style and types
	@$(PY) -m ruff format --check --quiet . || { echo "Run: make format"; exit 1; }
	@$(PY) -m ruff check --quiet .
	@$(PY) -m mypy

secrets: $(READY) ## No key, token or password in a tracked file
	@$(PY) -m tests.secrets

audit: $(READY) ## Libraries as they are pinned, and none with a known hole, where that can be asked
	@$(PY) -m tests.audit

check: $(READY) ## Everything that CI runs
	@$(MAKE) --no-print-directory --jobs=2 secrets audit lint test

check-long: $(READY) ## The same, with the tests that take minutes each
	@LONG=1 $(MAKE) --no-print-directory --jobs=2 secrets audit lint test

bench: $(READY) ## How fast, as ratios to a yardstick measured in the same run
	@$(PY) -m tests.bench $(BENCH)

chaos: $(READY) ## Processes are killed while all else misbehaves; then books are compared
	@$(PY) -m tests.chaos $(CHAOS)

format: $(READY) ## Put the code into shape
	@$(PY) -m ruff format --quiet .
	@$(PY) -m ruff check --quiet --fix .

clean: ## Forget what was installed
	@rm -rf .venv build *.egg-info

$(READY): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "Tolem needs Python 3.11 or newer, and none was found. Install it, or say: make PYTHON=/path/to/python3"; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Tolem needs Python 3.11 or newer; $(PYTHON) is not."; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { echo "This Python cannot make a virtual environment. On Debian and Ubuntu: sudo apt install python3-venv"; exit 1; }
	@echo "Installing into .venv; the first time this takes a minute or two."
	@test -x $(PY) && $(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || "$(PYTHON)" -m venv --clear .venv
	@$(PIP) install -c constraints.txt -e '.[dev]'
	@touch $(READY)
