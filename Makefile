# `make run` serves the dashboard, `make check` looks quickly, `make test` proves it; each sets up
# what it needs first.
PYTHON ?= python3
PORT ?= 8501
VENV := .venv
BIN := $(VENV)/bin

# What Python compiles is kept, or each of the many processes of a test compiles all of it again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run check test bench mutants clean

run: $(VENV)/run
	$(BIN)/python -m cspdata rebuild --if-empty
	$(BIN)/streamlit run server.py --server.port $(PORT)

check: $(VENV)/test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n 2 --dist loadgroup --no-loadscope-reorder -m "not slow and not browser"

test: $(VENV)/test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n 2 --dist loadgroup --no-loadscope-reorder

bench: $(VENV)/test
	$(BIN)/python -m benchmarks

# ROOMS="sums words", SAMPLE=0 (every change), SEED=2; see tests/mutants.
mutants: $(VENV)/mutants
	$(BIN)/python -m tests.mutants $(ROOMS) --sample $(or $(SAMPLE),40) --seed $(or $(SEED),1)

clean:
	rm -rf $(VENV) data/store

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/run: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/test: $(VENV)/run tests/requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -r tests/requirements.txt
	sh tests/browser/install.sh $(BIN)
	touch $@

$(VENV)/mutants: $(VENV)/test tests/mutants/requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -r tests/mutants/requirements.txt
	touch $@
