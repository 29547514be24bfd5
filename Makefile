# Every target sets up what it needs. Python 3.11+ with venv, git and make are enough.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
MO := .venv/.translated
COMPILED := .venv/.compiled
PEERS := .venv-peers/.ready
.DEFAULT_GOAL := help
# Without its bytecode, every command that starts would compile all that it imports anew.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: help demo test check fix docs bench study audit lock vendor clean

help:  ## what each word does
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## */  make \1	/' | expand -t 16

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "beforehand needs Python 3.11 or later: PYTHON=python3.12 make ..."; exit 1; }
	@test -x $(BIN)/python || { echo "setting up .venv"; $(PYTHON) -m venv .venv; }
	@awk '/^uv==/{on=1} on{print} on&&!/\\$$/{exit}' requirements.lock > .venv/uv.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .venv/uv.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

$(MO): $(READY) $(wildcard src/beforehand/locale/*/LC_MESSAGES/*.po)
	@$(BIN)/python tools/catalogues.py compile
	@$(BIN)/python tools/precompress.py
	@touch $@

$(COMPILED): $(READY) $(wildcard src/beforehand/stats/mse/*.py)
	@echo "compiling the statistics, once"
	@printf 'A,B,C,count\n1,0,0,9\n0,1,0,9\n0,0,1,9\n1,1,0,3\n1,0,1,3\n0,1,1,3\n' \
	  | $(BIN)/beforehand understand hidden - --method all --bootstrap 10 --format json > $@.json
	@mv $@.json $@

demo: $(MO) $(COMPILED)  ## everything, with example data: prints the addresses
	@$(BIN)/beforehand demo $(ARGS)

test: $(MO) $(COMPILED)  ## all tests, browser included
	@sh tools/chromium.sh
	@$(BIN)/pytest -q -n 2 --dist loadfile --no-loadscope-reorder -m "not long" $(ARGS)

check: $(MO)  ## lint, types, import contracts, templates, translations, sizes, docs
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/djlint src/beforehand --lint --quiet
	@$(BIN)/python tools/catalogues.py check
	@$(BIN)/python tools/sizes.py
	@$(BIN)/python tools/reference.py --check
	@$(BIN)/sphinx-build -q -W -b html docs docs/_build/html

fix: $(READY)  ## mend what a tool can mend
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format --quiet .
	@$(BIN)/python tools/catalogues.py update
	@$(BIN)/python tools/reference.py

docs: $(MO)  ## the documentation, as web pages
	@$(BIN)/python tools/reference.py
	@$(BIN)/sphinx-build -q -W -b html docs docs/_build/html
	@echo "docs/_build/html/index.html"

$(PEERS): bench/peers.lock $(READY)
	@test -x .venv-peers/bin/python || $(PYTHON) -m venv .venv-peers
	@$(BIN)/uv pip install --quiet --python .venv-peers/bin/python --require-hashes -r bench/peers.lock
	@touch $@

bench: $(MO) $(COMPILED) $(PEERS)  ## how fast, beside what one would use instead; writes docs/bench
	@for script in bench/*.py; do echo "$$script"; $(BIN)/python "$$script" || exit 1; done

study: $(MO) $(COMPILED)  ## the slow tests and simulations; writes docs/studies
	@$(BIN)/pytest -q -m long
	@for script in studies/*.py; do echo "$$script"; $(BIN)/python "$$script" || exit 1; done

audit: $(READY)  ## known holes in what we depend on
	@$(BIN)/pip-audit --require-hashes --disable-pip -r requirements.lock

lock: $(READY)  ## newest allowed versions, with hashes and without hosts
	@$(BIN)/uv pip compile --universal --python-version 3.11 --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links --group dev --quiet pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --universal --python-version 3.11 --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links --quiet bench/peers.in -o bench/peers.lock

vendor:  ## rebuild the browser code (needs Node) and show any difference
	@sh browser/rebuild.sh
	@git diff --exit-code --stat -- src/beforehand/web/static/vendor

clean:  ## remove the environment and build leftovers, never var/
	@rm -rf .venv .venv-peers build dist docs/_build .pytest_cache .mypy_cache .ruff_cache .hypothesis
