# The first commands of a newcomer: `make review`, `make test`. `make help` lists the rest.
# Everything runs in .venv, installed once from requirements.lock by .ci/install; a second make installs nothing.

PYTHON ?=
BIN := .venv/bin
READY := .venv/.installed
SAMPLES := data/samples/saas_en data/samples/industrial_es
NOTEBOOKS := 01_data_check 02_shared_metrics 03_attribution 04_handoff 05_feedback 06_monthly_review 07_client_assessment
DIR ?= $(SAMPLES)
PAIRS ?= 6

.DEFAULT_GOAL := help
.PHONY: help review playbook test lab workshop check format lock sample notebooks docs benchmark wheel clean

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(READY): requirements.lock pyproject.toml .ci/install
	@PYTHON="$(PYTHON)" .ci/install

review: $(READY) ## Review both sample companies (or: make review DIR=my-client) and name the reports
	@$(BIN)/tandem review $(DIR)

playbook: $(READY) ## Make the playbook of both sample companies (or: make playbook DIR=my-client) and name the sites
	@$(BIN)/tandem playbook $(DIR)

test: $(READY) ## Run every test, two at a time
	@$(BIN)/python -m pytest -n 2 --dist loadscope

lab: $(READY) ## Open the form that leads from exports to a report, in JupyterLab
	@JUPYTER_CONFIG_PATH="$(CURDIR)/notebooks/.jupyter" $(BIN)/jupyter lab notebooks/00_start.ipynb

workshop: $(READY) ## Serve the workshop's lessons to the room, a copy for each pair (PAIRS=6)
	@$(BIN)/tandem workshop room --pairs $(PAIRS)

check: $(READY) ## Lint, formatting and types, as the reviewers run them
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: $(READY) ## Put the code in the one format
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

lock: ## Bring requirements.lock in step with pyproject.toml (UPGRADE=--upgrade for newer versions)
	@PYTHON="$(PYTHON)" .ci/install uv
	@.boot/bin/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11 $(UPGRADE) \
		pyproject.toml --extra test --output-file requirements.lock

sample: $(READY) ## Generate the two sample companies again, from the parameters in the open
	@$(BIN)/tandem sample data/samples/saas_en --name saas_en --force
	@$(BIN)/tandem sample data/samples/industrial_es --name industrial_es --force

notebooks: $(READY) ## Run notebooks and lessons on their companies and keep the outputs, for nbval and for readers on the web
	@$(BIN)/python -m helpers.run.outputs $(NOTEBOOKS:%=notebooks/%.ipynb)
	@$(BIN)/python -m helpers.lessons.notebook

docs: $(READY) ## Write what is generated from declarations: JSON Schema, data dictionary, the playbook's catalogue
	@$(BIN)/python -m helpers.run.documents src/helpers/engagement.schema.json docs/data-dictionary.md playbook

benchmark: $(READY) ## Run the benchmarks and write their tables to docs/ (about an hour)
	@set -e; for each in benchmarks/*.py; do $(BIN)/python $$each; done; \
		for each in benchmarks/*/__main__.py; do $(BIN)/python -m benchmarks.$$(basename $$(dirname $$each)); done

wheel: $(READY) ## Build the wheel, with notebooks, samples, words and playbook inside
	@$(BIN)/python -m hatchling build -t wheel

clean: ## Remove what commands made here; the installation stays
	@rm -rf build dist data/samples/*/build data/samples/*/playbook .pytest_cache .mypy_cache .ruff_cache .hypothesis
