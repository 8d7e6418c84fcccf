# One front door: every habit of the project is a target. `make` alone lists them.

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
HOMEWORK ?= hw1
# How many processes run the tests; those of a file stay together.
WORKERS ?= 2
TESTS    = $(BIN)/python -m pytest -n $(WORKERS) --no-loadscope-reorder
# Where pip finds torch and torchvision. Empty: the registry's own matching pair. For the small
# CPU builds, name PyTorch's index:  make setup TORCH_INDEX=<address of PyTorch's CPU index>
TORCH_INDEX ?=
STAMP  := $(VENV)/.installed

export PYTHONDONTWRITEBYTECODE = 1

.DEFAULT_GOAL := help
.PHONY: help setup demo build audit samples pictures test test-fast check format lint types bench constraints clean

help: ## List the targets
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(STAMP): pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { \
		echo "$(PYTHON) cannot make an environment: install its venv module (Debian, Ubuntu: apt install python3-venv)."; exit 1; }
	@echo "Installing into $(VENV) (torch is large: a minute or two the first time)…"
	@$(BIN)/python -m pip install --quiet $(if $(TORCH_INDEX),--index-url $(TORCH_INDEX) torch torchvision,--constraint constraints.txt torch torchvision)
	@$(BIN)/python -m pip install --quiet $(if $(TORCH_INDEX),,--constraint constraints.txt) --editable '.[dev]'
	@touch $@

setup: $(STAMP) ## Make the environment (.venv) with everything in it

demo: $(STAMP) ## Build hw1, grade the sample submissions, write the grade sheet
	@$(BIN)/chainrule build $(HOMEWORK)
	@$(BIN)/chainrule grade $(HOMEWORK) tests/submissions/$(HOMEWORK) || { \
		echo "The samples are our own: grading them without isolation."; \
		$(BIN)/chainrule grade $(HOMEWORK) tests/submissions/$(HOMEWORK) --tier none; }
	@$(BIN)/chainrule sheet $(HOMEWORK)

build: $(STAMP) ## Build one homework: make build HOMEWORK=hw1
	@$(BIN)/chainrule build $(HOMEWORK)

audit: $(STAMP) ## Test the tests of one homework: make audit HOMEWORK=hw1
	@$(BIN)/chainrule audit $(HOMEWORK)

samples: $(STAMP) ## Write the sample submissions anew from the built release
	@$(BIN)/python -m chainrule_desk.composing.samples

pictures: $(STAMP) ## Take the pictures of docs/ anew, after make demo (needs Chromium)
	@$(BIN)/python docs/pictures.py

test: $(STAMP) ## Run all tests
	@$(TESTS)

test-fast: $(STAMP) ## Run the tests that take no kernel, browser or sandbox
	@$(TESTS) -m "not slow"

check: format lint types test ## Everything that must hold before a change goes in

format: $(STAMP)
	@$(BIN)/ruff format --check .

lint: $(STAMP)
	@$(BIN)/ruff check .

types: $(STAMP)
	@$(BIN)/mypy

bench: build ## Measure against named peers, as ratios in the same run
	@for script in benchmarks/*.py; do $(BIN)/python $$script || exit 1; done

constraints: $(STAMP) ## Write constraints.txt anew from what is installed
	@$(BIN)/python -m pip freeze --exclude-editable | grep -v -e '@' -e '://' > constraints.txt

clean: ## Delete what was built (not .venv, not grades)
	@rm -rf build dist test-output .pytest_cache .mypy_cache .ruff_cache
