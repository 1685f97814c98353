# The two commands of the house are `make run` and `make test`; the others are parts of them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.SILENT:

VENV := .venv
PY := $(VENV)/bin/python
HOST ?= 127.0.0.1
PORT ?= 8000
WORKERS ?= 2

.PHONY: help run test check types style messages requirements

help:
	echo "make run        serve a demonstration newspaper at http://$(HOST):$(PORT)/ (PORT=8001 make run for another port)"
	echo "make test       run every check and every test (slow proofs too where CI is set)"
	echo "make check      the checks alone: style, types, architecture, migrations, settings for production"
	echo "make messages   collect the interface's words for translation (needs gettext)"
	echo "make requirements   pin the dependencies of pyproject.toml anew"

$(VENV)/made-for-run: requirements.txt
	.ci/venv requirements.txt
	touch $@

$(VENV)/made-for-test: requirements-dev.txt
	.ci/venv requirements-dev.txt
	touch $@

run: $(VENV)/made-for-run
	$(PY) .ci/port_is_free.py $(HOST) $(PORT)
	echo "Preparing the database …"
	mkdir -p staticfiles
	$(PY) manage.py build_messages -v 0
	$(PY) manage.py migrate -v 0
	$(PY) manage.py index -v 0
	$(PY) manage.py create_first_user cvd
	echo "Importing the clips in seeds/ …"
	$(PY) manage.py import_seeds
	echo
	echo "Newsroom is at http://$(HOST):$(PORT)/ – the desk at http://$(HOST):$(PORT)/admin/ – the API's page at http://$(HOST):$(PORT)/api/v1/docs/"
	echo "Stop it with Ctrl-C."
	exec $(VENV)/bin/granian --interface wsgi --host $(HOST) --port $(PORT) --workers $(WORKERS) --blocking-threads 4 --backpressure 128 --respawn-failed-workers --workers-kill-timeout 10 --no-ws --no-access-log --log-level warning newsroom.wsgi:application

check: $(VENV)/made-for-test
	echo "Checking style, types, architecture, migrations and the settings for production …"
	$(MAKE) --no-print-directory --jobs 2 --output-sync types style

types:  # beside the others: alone it takes as long as all of them
	$(VENV)/bin/mypy

style:
	$(PY) manage.py build_messages -v 0
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	git ls-files -z -- 'articles/templates/*.html' | xargs -0 -r $(VENV)/bin/djade --target-version 5.2 --check
	git ls-files -z -- 'articles/static/*.js' 'articles/static/*.css' | xargs -0 -r $(VENV)/bin/oxfmt --check
	git ls-files -z -- 'articles/static/*.js' | xargs -0 -r $(VENV)/bin/oxlint --deny-warnings
	$(VENV)/bin/lint-imports
	$(PY) manage.py makemigrations --check --dry-run
	DATABASE_URL=sqlite://:memory: SITE_URL=https://news.example SECRET_KEY=$$($(PY) -c "import secrets; print(secrets.token_urlsafe(50))") $(PY) manage.py check --deploy --fail-level WARNING

test: check
	echo "Running the tests …"
	$(VENV)/bin/pytest -n 2 --dist worksteal $(if $(CI),--cov) -m "not slow and not alone"
	$(if $(CI),$(VENV)/bin/pytest -n 2 --dist worksteal -m "slow and not alone")
	$(if $(CI),$(VENV)/bin/pytest -m alone)

messages:
	cd articles && ../$(PY) ../manage.py makemessages -l de --no-location --no-obsolete --no-wrap
	$(PY) manage.py build_messages

requirements: $(VENV)/made-for-test
	$(VENV)/bin/uv pip compile -q --universal --python-version 3.11 pyproject.toml -o requirements.txt
	$(VENV)/bin/uv pip compile -q --universal --python-version 3.11 pyproject.toml --extra dev -c requirements.txt -o requirements-dev.txt
	$(VENV)/bin/uv pip compile -q --universal --python-version 3.11 pyproject.toml --extra scale -c requirements.txt -o requirements-scale.txt
	$(VENV)/bin/uv pip compile -q --universal --python-version 3.11 pyproject.toml --extra heic -c requirements.txt -o requirements-heic.txt
	$(VENV)/bin/uv pip compile -q --universal --python-version 3.11 pyproject.toml --extra pdf -c requirements.txt -o requirements-pdf.txt
	$(VENV)/bin/uv pip compile -q --universal --python-version 3.11 tests/bench/requirements-extractors.in -c requirements-dev.txt -o tests/bench/requirements-extractors.txt
