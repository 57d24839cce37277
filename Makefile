# demo: the sample articles into exports/    test: everything that is tested    check: what CI runs
# bench: quality and speed, measured         lock: requirements.lock anew      clean: what this file made
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
READY := .venv/ready

demo: $(READY)
	$(BIN)/kg build seeds/articles -o exports
	@echo 'look at    exports/graph.html, in any browser, offline'
	@echo 'ask        $(BIN)/kg query events --place 辽宁'

test: $(READY)
	$(BIN)/python -m pytest

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/kg lint
	$(BIN)/python -m pytest

bench: $(READY)
	$(BIN)/python -m benchmarks.speed seeds/articles
	$(BIN)/kg evaluate tests/gold --no-errors

# The environment: pinned versions, and the package itself as it stands here.
$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $(READY)

# Newest versions that pyproject.toml allows, of everything with every extra.
lock:
	rm -rf .lock && $(PYTHON) -m venv .lock
	.lock/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[all,dev]'
	.lock/bin/python -m pip freeze --exclude-editable > requirements.lock
	rm -rf .lock

clean:
	rm -rf .venv .lock out dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

.PHONY: demo test check bench lock clean
