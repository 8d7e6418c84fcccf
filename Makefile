# One front door: every habit of the project is a target. `make` alone lists them.

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
HOMEWORK ?= hw1
# How many processes run the tests; those of a file stay together.
WORKERS ?= 2
TESTS    = $(BIN)/python -m pytest -n $(WORKERS) --no-loadscope-reorder
# Where torch and torchvision come from. Empty: PyTorch's small CPU builds where there is no NVIDIA
# device, else the registry's. Or an index, or the word `registry`.
TORCH_INDEX ?=
STAMP  := $(VENV)/.installed

export PYTHONDONTWRITEBYTECODE = 1

.DEFAULT_GOAL := help
.PHONY: help setup demo build audit samples pictures test test-fast check format lint types bench constraints lowest clean

help: ## List the targets
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) student/chainrule/install.py --environment $(VENV) --project . --extra dev \
		--constraints constraints.txt --torch-index '$(TORCH_INDEX)'
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

# From the oldest Python that is promised on, for every platform, wheels only. What is pinned stays
# pinned unless it no longer fits; `make constraints UPGRADE=--upgrade` takes what is newest.
UPGRADE ?=
constraints: ## Write constraints.txt anew, for every Python and platform
	@$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11.0 \
		--only-binary :all: --no-annotate --custom-compile-command 'make constraints' \
		--quiet $(UPGRADE) --output-file constraints.txt

lowest: ## Run kit and desk at the lowest versions that are allowed (fetches 3 GB)
	@PATH="$(abspath $(BIN)):$$PATH" tests/places/lowest $(PYTHON)

clean: ## Delete what was built (not .venv, not grades)
	@rm -rf build dist test-output .pytest_cache .mypy_cache .ruff_cache
