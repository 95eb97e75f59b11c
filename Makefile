# Two commands are enough: `make lab` opens the lessons, `make test` runs the tests.
# make lab PYTHON=python3.12     choose the Python that .venv is made with
# make test ARGS="-k digits"     hand arguments on (lab, lessons: too)

.DEFAULT_GOAL := help
.PHONY: help lab test test-quick check lessons claims rerun bench env clean again
.NOTPARALLEL:

PY := .venv/bin/python

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-11s %s\n", $$1, $$2 }' Makefile

lab: .venv/.lab ## open JupyterLab on your copies of the lessons, in my_lessons/
	@.venv/bin/gencourse lab $(ARGS)

test: .venv/.test ## run all tests and every notebook, on two cores (on one: ARGS="-n 0")
	$(PY) -m pytest -n 2 $(ARGS)

test-quick: .venv/.test ## run what takes under two minutes: no notebook, browser, server, wheel, nbgrader; two seeds of twenty
	$(PY) -m pytest -n 2 -m "not slow" $(ARGS)

check: .venv/.test ## lint, format, types and layers, of JavaScript too, and whether the notebooks are up to date
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m pyright
	.venv/bin/lint-imports
	.venv/bin/deno fmt --quiet --check
	.venv/bin/deno lint --quiet
	.venv/bin/deno check --quiet gencourse benchmarks tests
	.venv/bin/gencourse build --check

lessons: .venv/.test ## write the notebooks from solutions/*.py
	.venv/bin/gencourse build $(ARGS)

claims: .venv/.test ## run each lesson on other seeds: which of its sentences falls? (one: ARGS=03; SEEDS="1 2 3")
	$(PY) -m tests.claims --seeds $(or $(SEEDS),1 2 3) -- $(ARGS)

rerun: .venv/.test ## run each lesson, then each of its cells once more: what shows something else? (one: ARGS=03)
	$(PY) -m tests.rerun $(ARGS)

bench: .venv/.test ## run each script of benchmarks/
	@for script in benchmarks/*.py; do echo "$$script"; $(PY) "$$script" || exit 1; done

env: .venv/.test ## make .venv with the course and its test tools, and run nothing

clean: ## remove .venv and caches, never your lessons
	rm -rf .venv .pytest_cache .ruff_cache .import_linter_cache .hypothesis __pycache__
	find gencourse tests lessons solutions benchmarks \
	    \( -name __pycache__ -o -name .ipynb_checkpoints \) -prune -exec rm -rf {} +

# These stamps say that pip has ended well. `lab` installs no test tools.
.venv/.lab: pyproject.toml constraints.txt
	@sh .ci/venv -e .
	@touch $@

.venv/.test: pyproject.toml constraints.txt
	@sh .ci/venv -e '.[test]'
	@touch .venv/.lab $@

# A .venv that no longer works, or that was moved here, is made again whatever its stamps say.
ifneq ($(shell sh .ci/venv --usable && echo yes),yes)
.venv/.lab .venv/.test: again
endif
