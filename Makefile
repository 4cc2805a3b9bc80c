# Two commands matter: `make course` opens the course, `make test` tests everything.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
LOCK = uv pip compile -q --universal --generate-hashes --python-version 3.11 --no-annotate \
	--custom-compile-command "make lock" pyproject.toml requirements/build.in

LOCK_ONLY = uv pip compile -q --universal --no-deps --generate-hashes --python-version 3.12 --no-annotate \
	--custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help course site test test-all test-fast lint lab bench lock clean setup setup-test setup-bench

help: ## Show what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

course: site ## Open the course: build the site and serve it on http://localhost:8000 (PORT=8001 for another)
	@$(BIN)/python -m tools.serve --port "$(PORT)"

site: setup ## Build the site into the folder site/
	@$(BIN)/python -m tools.site.build

test: setup-test lint site ## Set up whatever is missing and run all tests
	$(BIN)/pytest tests -n auto --dist loadfile --cov --cov-report=term --ignore tests/lite
	$(BIN)/pytest tests/lite
	$(BIN)/pytest notebooks --nbval-lax -n auto --dist loadfile

test-all: setup-bench ## Run everything that make test takes a sample of (takes long)
	FSI_TESTS=all $(MAKE) test

test-fast: setup-test ## Run the library's tests only, without browser and large files
	$(BIN)/pytest tests -n auto --dist loadfile -q --ignore tests/site --ignore tests/lite --ignore tests/documents \
		--ignore tests/benchmarks --ignore tests/workbook/test_large_files.py

lint: setup-test ## Check style and types: ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

lab: setup ## Open the notebooks in JupyterLab on this computer
	@cd notebooks && ../$(BIN)/jupyter lab

bench: setup-bench ## Measure speed and memory side by side with other tools (takes minutes)
	$(BIN)/python -m benchmarks

lock: ## Renew the hash-locked requirements from pyproject.toml (needs uv)
	$(LOCK) --extra site --extra documents --extra notebooks --extra lite -o requirements/course.txt
	$(LOCK) --extra site --extra documents --extra notebooks --extra lite --extra test -c requirements/course.txt -o requirements/test.txt
	$(LOCK) --extra site --extra documents --extra notebooks --extra lite --extra test --extra bench -c requirements/test.txt -o requirements/bench.txt
	$(LOCK_ONLY) requirements/lite.in -o requirements/lite.txt
	$(LOCK_ONLY) requirements/lite-mirror.in -o requirements/lite-mirror.txt
	$(LOCK_ONLY) requirements/lite-stock.in -o requirements/lite-stock.txt

clean: ## Remove everything that was built, the environment too
	rm -rf .venv build site .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache

setup:
	@$(PYTHON) tools/setup.py course

setup-test:
	@$(PYTHON) tools/setup.py test

setup-bench:
	@$(PYTHON) tools/setup.py bench
