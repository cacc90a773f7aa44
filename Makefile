# One entry point for everything. `make help` lists what there is.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BENCH := .venv-bench
SITE := _build/html
PORT ?= 8000
NOTEBOOKS := $(sort $(wildcard book/*.ipynb))

# Kernels run with this profile and not with the user's own; ipykernel's warning about its sockets,
# which never leave the machine, is no news.
export IPYTHONDIR := $(CURDIR)/_build/ipython
PROFILE := $(IPYTHONDIR)/profile_default/ipython_kernel_config.py

# Two kernels run side by side: a matrix product of one must not take the other's core.
export OPENBLAS_NUM_THREADS ?= 1

# Modules are compiled when they are imported first; most never are.
INSTALL := pip install -qq --disable-pip-version-check --no-compile

INSTALLED := $(VENV)/.installed
VENDORED := book/_site/node_modules/.installed
CHECKERS := tests/web/node_modules/.installed
LIGHTHOUSE := benchmarks/lighthouse/node_modules/.installed
WHEEL := _build/wheel/.built
BUILT := _build/.built
LITE := _build/.lite
ZIPPED := _build/.zipped
LAB := $(VENV)/.lab
GRADER := $(VENV)/.grader
CLASS ?= classes/mine
PINS ?= lowest
PINNED := _build/pins-$(PINS)
PLACES := _build/.places
RUNTIME := _build/.runtime
LIBRARY := $(shell find lib/actloss -name __pycache__ -prune -o -print)
# Folders are listed too: their time changes when a file is taken away.
SOURCES := $(shell find book lib -mindepth 1 -name node_modules -prune -o -name __pycache__ -prune \
	-o -name '*.egg-info' -prune -o -name .ipynb_checkpoints -prune -o -print)
# Those that need neither the website nor what builds it.
LIBRARY_TESTS = $(shell grep -LE '^(from|import) (bs4|contents|course|grading)\b' \
	$$(grep -lE '^(from|import) actloss\b' tests/test_*.py))

.DEFAULT_GOAL := help
.PHONY: FORCE help book pyodide serve lab pdf slides offline test test-slow test-pins \
	notebooks class-link class-environment release grade similar forget bench weights needs \
	in-browser on-binder lighthouse findings lint format clean

help:  ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "make %-17s %s\n", $$1, $$2 }'

book: $(LITE) $(ZIPPED)  ## Build the website into _build/html (PYODIDE=folder hosts the browser's Python too)
	@echo "The book is built: open $(SITE)/index.html"

serve: book  ## Build the website and serve it on this machine (PORT=8000)
	@echo "http://127.0.0.1:$(PORT)/  (Ctrl-C stops)"
	@$(BIN)/python -m http.server --bind 127.0.0.1 --directory $(SITE) $(PORT)

pyodide: $(VENDORED)  ## Fetch the browser's Python into _build/pyodide, for make book PYODIDE=_build/pyodide
	@$(BIN)/python book/_site/runtime.py

lab: $(LAB) | $(PROFILE)  ## Open the chapters in JupyterLab (ARGS=--no-browser)
	@$(BIN)/python -m jupyterlab $(ARGS) book

pdf: book  ## Print every page, and all of them as one book, into _build/pdf (needs Chromium)
	@$(BIN)/python book/_site/pdf.py

slides: $(VENDORED)  ## Make a lecture of each chapter in _build/slides (CHAPTER=4 for one, PDF=1 to print them)
	@$(BIN)/python book/_site/slides.py

offline: book  ## Pack the website into one zip in _build that opens without a network
	@$(BIN)/python book/_site/offline.py

test: book lint $(CHECKERS) $(GRADER)  ## Check everything that takes seconds: library, notebooks, pages, one pass in a browser
	$(BIN)/pytest -q -n 2 --dist worksteal
	$(BIN)/pytest -q -n 2 --dist loadscope --nbval --nbval-current-env $(NOTEBOOKS)

test-slow: book $(CHECKERS)  ## Check what takes minutes: every page in Chromium, and every chapter on Binder's stand-in and by Pyodide
	$(BIN)/pytest -q -n 2 --dist worksteal -m slow

test-pins: | $(PROFILE)  ## Test library and chapters with the oldest or the newest NumPy and matplotlib (PINS=lowest)
	@rm -rf $(PINNED) && $(PYTHON) -m venv $(PINNED)
	@$(PINNED)/bin/$(INSTALL) --only-binary numpy,matplotlib -r tests/pins/$(PINS).txt
	@$(PINNED)/bin/pip --disable-pip-version-check list | grep -E '^(numpy|matplotlib|ipywidgets) '
	$(PINNED)/bin/pytest -q -n 2 -k "not in_jupyter" $(LIBRARY_TESTS)
	$(PINNED)/bin/pytest -q -n 2 --dist loadscope --nbval --nbval-current-env $(NOTEBOOKS)

notebooks: $(INSTALLED) | $(PROFILE)  ## Run the notebooks from top to bottom and store their outputs
	@$(BIN)/python book/_site/notebooks.py $(NOTEBOOKS)

class-link: $(INSTALLED)  ## Print links that open a chapter for a class (CHAPTER=2 HUB=https://hub.school.org)
	@$(BIN)/python book/_site/class_link.py

class-environment: $(INSTALLED)  ## Make the branch from which Binder starts a class quickly
	@$(BIN)/python book/_site/class_environment.py

release: $(GRADER) $(WHEEL)  ## Make the zip of an assignment for students (CHAPTER=4, "4 5" or all)
	@$(BIN)/python -m grading --class "$(CLASS)" release "$(or $(CHAPTER),all)" \
		$(if $(NUMBERS),--numbers "$(NUMBERS)") $(if $(ROSTER),--roster "$(ROSTER)")

grade: $(GRADER)  ## Mark what a class handed in (CHAPTER=4 FROM=submissions.zip)
	@$(BIN)/python -m grading --class "$(CLASS)" grade "$(CHAPTER)" $(if $(FROM),"$(FROM)") \
		$(if $(FORM),--form "$(FORM)") $(if $(ROSTER),--roster "$(ROSTER)") $(if $(DUE),--due "$(DUE)") \
		$(if $(COUNTS),--counts "$(COUNTS)") $(if $(UNSAFE),--unsafe)

similar: $(GRADER)  ## List the submissions that are alike (CHAPTER=4)
	@$(BIN)/python -m grading --class "$(CLASS)" similar "$(CHAPTER)" $(if $(COUNTS),--counts "$(COUNTS)")

forget: $(GRADER)  ## Delete the data of a class (YES=1), or of one student (STUDENT=1001 YES=1)
	@$(BIN)/python -m grading --class "$(CLASS)" forget $(if $(STUDENT),--student "$(STUDENT)") \
		$(if $(YES),--yes)

bench: book $(BENCH)/.installed  ## Measure speed against PyTorch and others, weigh the pages, in minutes; store both
	@$(BENCH)/bin/python -m benchmarks
	@$(MAKE) --no-print-directory weights

weights: book  ## Weigh the pages of the website in Chromium and store the table
	@PYTHONPATH=book/_site $(BIN)/python -m benchmarks.weights

needs: $(INSTALLED) | $(PROFILE)  ## Measure the memory and the time that each chapter needs and store the table
	@PYTHONPATH=book/_site $(BIN)/python -m benchmarks.needs

in-browser: book | $(PROFILE)  ## Time each chapter in Chromium, with Pyodide, against CPython and store the table
	@PYTHONPATH=book/_site $(BIN)/python -m benchmarks.in_browser

on-binder: $(INSTALLED) | $(PROFILE)  ## Time each chapter on a stand-in for Binder, against a plain run, and store the table
	@PYTHONPATH=book/_site $(BIN)/python -m benchmarks.on_binder

lighthouse: book $(LIGHTHOUSE)  ## Measure pages with Lighthouse: speed, access, practices (PAGES="book/intro.html ...")
	@PATH="$(abspath $(BIN)):$$PATH" PYTHONPATH=book/_site $(BIN)/python -m benchmarks.lighthouse $(PAGES)

findings:  ## Run the scripts that show where libraries surprise, and print a table (ARGS="river_cauchy")
	@PYTHON="$(PYTHON)" bash findings/run.sh $(ARGS)

lint: $(INSTALLED)  ## Check the style of code and notebooks, and the library's types
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet . || { echo "run: make format"; exit 1; }
	@$(BIN)/mypy --no-error-summary

format: $(INSTALLED)  ## Put code and notebooks into the house's style
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

clean:  ## Remove what was built, and the environment
	rm -rf _build conf.py $(VENV) $(BENCH) $(dir $(VENDORED) $(CHECKERS) $(LIGHTHOUSE))

$(INSTALLED): requirements.txt constraints.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, for example: make book PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	@echo "Installing into $(VENV) (once, about a minute)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/$(INSTALL) -r requirements.txt
	@touch $@

$(LAB): requirements-lab.txt $(INSTALLED)
	@echo "Installing JupyterLab into $(VENV) (once, less than a minute)"
	@$(BIN)/$(INSTALL) -r requirements-lab.txt
	@touch $@

$(GRADER): requirements-assign.txt $(LAB)
	@echo "Installing what grades into $(VENV) (once, less than a minute)"
	@$(BIN)/$(INSTALL) -r requirements-assign.txt
	@touch $@

$(BENCH)/.installed: benchmarks/requirements.txt pyproject.toml
	@echo "Installing the libraries to compare with into $(BENCH) (once, some minutes)"
	@test -x $(BENCH)/bin/python || $(PYTHON) -m venv $(BENCH)
	@$(BENCH)/bin/$(INSTALL) -r benchmarks/requirements.txt
	@touch $@

%/node_modules/.installed: %/package-lock.json | $(INSTALLED)
	@echo "Fetching what $*/package.json names"
	@PATH="$(abspath $(BIN)):$$PATH" npm ci --prefix $* --ignore-scripts --no-audit --no-fund --silent
	@touch $@

# The library as one file, for readers' own machines and for their browsers, which also need what
# Pyodide lacks. The same sources give the same bytes; setuptools would keep modules that are gone
# in build/.
$(WHEEL): $(LIBRARY) pyproject.toml README.md LICENSE $(INSTALLED)
	@rm -rf $(@D) build
	@SOURCE_DATE_EPOCH=1767225600 $(BIN)/pip wheel -qq --disable-pip-version-check --no-deps \
		--no-build-isolation -w $(@D) . && rm -rf build
	@$(BIN)/pip download -qq --disable-pip-version-check --no-deps -c constraints.txt -d $(@D) \
		ipywidgets comm
	@touch $@

# A failed build has read some pages already: it forgets them, so that the next one fails too.
$(BUILT): $(SOURCES) $(VENDORED) conf.py CITATION.cff $(PLACES) | $(PROFILE)
	@PYTHONPATH=book/_site $(BIN)/sphinx-build -j auto -q -W -n --keep-going -b html \
		-d _build/doctrees . $(SITE) || { rm -f _build/doctrees/environment.pickle; exit 1; }
	@touch $@

# Notebooks that run in the reader's browser, beside the pages.
$(LITE): $(NOTEBOOKS) $(WHEEL) $(RUNTIME) $(VENDORED) $(wildcard book/_site/*.py book/_site/jupyterlite/*) | $(BUILT)
	@PYTHONPATH=book/_site PYODIDE="$(PYODIDE)" $(BIN)/python book/_site/lite.py
	@touch $@

$(RUNTIME): FORCE
	@mkdir -p $(@D)
	@echo "$(PYODIDE)" > $@.new
	@cmp -s $@ $@.new || cp $@.new $@

# What a reader takes home of a chapter; Sphinx leaves these files alone.
$(ZIPPED): $(NOTEBOOKS) $(WHEEL) requirements-lab.txt book/_site/chapter_zip.py book/_site/packing.py | $(BUILT)
	@$(BIN)/python book/_site/chapter_zip.py
	@touch $@

# The site's address and the repository's are in no source, but on every page: a file holds what they
# follow from, and is written when that has changed.
$(PLACES): FORCE
	@mkdir -p $(@D)
	@{ env | grep -E '^(SITE_URL|BINDERHUB_URL|REPOSITORY_|GITHUB_(RE|SERVER)|CI_(PAGES|PROJECT|SERVER|COMMIT_REF)_)' \
		| sort; git config --get remote.origin.url; git branch --show-current; } > $@.new 2> /dev/null || true
	@cmp -s $@ $@.new || cp $@.new $@

$(PROFILE):
	@mkdir -p $(@D)
	@echo 'c.IPKernelApp.log_level = "ERROR"' > $@

conf.py: _config.yml _toc.yml $(INSTALLED)
	@$(BIN)/jupyter-book config sphinx . > /dev/null
	@touch $@
