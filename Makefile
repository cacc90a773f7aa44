# Names for commands; what they do stands in publish/, grading/, benchmarks/ and tests/.
# `make help` lists them. An option is given in capitals: make slides CHAPTER=4 PDF=1.
PYTHON ?= python3
BIN := .venv/bin
CLASS ?= classes/mine
NOTEBOOKS := $(sort $(wildcard book/*.ipynb))
# Kernels run with this profile, not the user's; ipykernel's warning of its sockets is no news.
export IPYTHONDIR := $(CURDIR)/_build/ipython
PROFILE := $(IPYTHONDIR)/profile_default/ipython_kernel_config.py
# What is compiled at its first import is kept, also where the environment says otherwise.
unexport PYTHONDONTWRITEBYTECODE
# Two kernels run side by side: a matrix product of one must not take the other's core.
export OPENBLAS_NUM_THREADS ?= 1
INSTALLED := .venv/.installed
LAB := .venv/.lab
GRADER := .venv/.grader
CLUSTERED := .venv/.cluster
PEERS := .venv-bench/.installed
NPM := /node_modules/.installed
SITE_TOOLS := $(INSTALLED) publish$(NPM) | $(PROFILE)
PUBLISH := @$(BIN)/python -m publish
GRADING := @$(BIN)/python -m grading --class "$(CLASS)"
MEASURE := PYTHONPATH=tests $(BIN)/python -m benchmarks
# Three on two cores: half of a test's time with a browser or a sandbox is waiting.
PYTEST := $(BIN)/pytest -q -n 3
given = $(if $($(1)),--$(2) "$($(1))")

.DEFAULT_GOAL := help
.PHONY: $(shell sed -n 's/^\([a-z-]*\):.*/\1/p' Makefile)

help:  ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "make %-17s %s\n", $$1, $$2 }'
book: $(SITE_TOOLS)  ## Build the website into _build/html (PYODIDE=folder hosts the browser's Python too)
	$(PUBLISH) website $(call given,PYODIDE,pyodide)
serve: book  ## Build the website and serve it on this machine (PORT=8000; Ctrl-C stops)
	@$(BIN)/python -m http.server --bind 127.0.0.1 --directory _build/html $(or $(PORT),8000)
pyodide: $(SITE_TOOLS)  ## Fetch the browser's Python into _build/pyodide, for make book PYODIDE=_build/pyodide
	$(PUBLISH) pyodide $(call given,PYODIDE_MIRROR,mirror)
lab: $(LAB) | $(PROFILE)  ## Open the chapters in JupyterLab (ARGS=--no-browser)
	@$(BIN)/python -m jupyterlab $(ARGS) book
pdf: book  ## Print every page, and all of them as one book, into _build/pdf (needs Chromium)
	$(PUBLISH) paper
slides: $(SITE_TOOLS)  ## Make a lecture of each chapter in _build/slides (CHAPTER=4 for one, PDF=1 to print them)
	$(PUBLISH) lectures $(call given,CHAPTER,chapter) $(if $(PDF),--pdf)
offline: book  ## Pack the website into one zip in _build that opens without a network
	$(PUBLISH) offline
test: book lint tests/web$(NPM) $(GRADER)  ## Check everything that takes seconds (ROOM=library checks one room)
	$(if $(ROOM),,JUPYTER_PATH=$(CURDIR)/tests $(PYTEST) --dist loadscope --nbval --nbval-kernel-name replay $(NOTEBOOKS))
	$(PYTEST) --dist worksteal $(if $(ROOM),tests/$(ROOM))
test-slow: book tests/web$(NPM) $(CLUSTERED)  ## Check what takes minutes: every page in Chromium, every chapter on Binder's stand-in and by Pyodide
	$(PYTEST) --dist worksteal -m slow
test-pins: | $(PROFILE)  ## Test library and chapters with the oldest or the newest NumPy and matplotlib (PINS=lowest)
	@sh tests/pins/run.sh $(PYTHON) $(or $(PINS),lowest)
notebooks: $(INSTALLED) | $(PROFILE)  ## Run the notebooks from top to bottom and store their outputs
	$(PUBLISH) notebooks
class-link: $(INSTALLED)  ## Print links that open a chapter for a class (CHAPTER=2 HUB=https://hub.school.org)
	$(PUBLISH) class-link $(call given,CHAPTER,chapter) $(call given,HUB,hub) $(call given,ENVIRONMENT,environment)
class-environment: $(INSTALLED)  ## Make the branch from which Binder starts a class quickly
	$(PUBLISH) class-environment $(call given,ENVIRONMENT,environment)
release: $(GRADER)  ## Make the zip of an assignment for students (CHAPTER=4, "4 5" or all)
	$(GRADING) release "$(or $(CHAPTER),all)" $(call given,NUMBERS,numbers) $(call given,ROSTER,roster)
grade: $(if $(CLUSTER),$(CLUSTERED),$(GRADER))  ## Mark what a class handed in (CHAPTER=4 FROM=submissions.zip CLUSTER=tcp://...)
	$(GRADING) grade "$(CHAPTER)" $(if $(FROM),"$(FROM)") $(call given,FORM,form) $(call given,ROSTER,roster) \
		$(call given,DUE,due) $(call given,COLUMN,column) $(call given,COUNTS,counts) $(call given,CLUSTER,cluster) $(if $(UNSAFE),--unsafe)
scheduler: $(CLUSTERED)  ## Share out what make grade CLUSTER=... marks (HOST=10.0.0.1, this machine's address)
	@$(BIN)/dask scheduler --host "$(or $(HOST),127.0.0.1)" --no-dashboard
worker: $(CLUSTERED)  ## Mark for the scheduler at CLUSTER=tcp://10.0.0.1:8786, a process for each processor
	@PYTHONPATH="$(CURDIR)" $(BIN)/dask worker "$(CLUSTER)" --nworkers -1 --nthreads 1 --no-dashboard
autograder: $(GRADER)  ## Make the zip with which Gradescope marks an assignment (CHAPTER=4)
	$(GRADING) autograder "$(CHAPTER)"
otter: $(GRADER)  ## Make the folder of which otter assign makes an assignment (CHAPTER=4)
	$(GRADING) otter "$(CHAPTER)"
template: $(GRADER)  ## Make the repository that GitHub Classroom copies for each student (CHAPTER=4)
	$(GRADING) template "$(CHAPTER)"
question-bank: $(GRADER)  ## Make the self-checks and claims as Moodle XML and as QTI 2.1 (CHAPTER=4 for one)
	$(GRADING) question-bank $(if $(CHAPTER),"$(CHAPTER)")
similar: $(GRADER)  ## List the submissions that are alike (CHAPTER=4)
	$(GRADING) similar "$(CHAPTER)" $(call given,COUNTS,counts)
forget: $(GRADER)  ## Delete the data of a class (YES=1), or of one student (STUDENT=1001 YES=1)
	$(GRADING) forget $(call given,STUDENT,student) $(if $(YES),--yes)
bench: book $(PEERS)  ## Measure speed against PyTorch and others, weigh the pages, in minutes; store both
	@.venv-bench/bin/python -m benchmarks
	@$(MEASURE).chapters.weights
bench-against: $(INSTALLED)  ## Measure speed and memory against a former commit (REV=4212c13 COMMANDS=1 times make too)
	@$(MEASURE).against "$(REV)" $(if $(COMMANDS),--commands)
bench-grading: $(INSTALLED)  ## Measure the time that marking a class takes against a former commit (REV=4212c13 SUBMISSIONS=200)
	@$(MEASURE).grading "$(REV)" $(call given,SUBMISSIONS,submissions)
weights: book  ## Weigh the pages of the website in Chromium and store the table
	@$(MEASURE).chapters.weights
needs: $(INSTALLED) | $(PROFILE)  ## Measure the memory and the time that each chapter needs and store the table
	@$(MEASURE).chapters.needs
in-browser: book  ## Time each chapter in Chromium, with Pyodide, against CPython and store the table
	@$(MEASURE).chapters.in_browser
live-cells: book  ## Time cells in the page, from the press to what they show, against JupyterLite
	@$(MEASURE).chapters.live_cells
playground-speed: book  ## Count the playground's frames and training steps a second in Chromium
	@$(MEASURE).chapters.playground
on-binder: $(INSTALLED) | $(PROFILE)  ## Time each chapter on a stand-in for Binder, against a plain run, and store the table
	@$(MEASURE).chapters.on_binder
lighthouse: book benchmarks/chapters/lighthouse$(NPM)  ## Measure pages with Lighthouse: speed, access, practices (PAGES="book/intro.html ...")
	@$(MEASURE).chapters.lighthouse $(PAGES)
findings:  ## Run the scripts of findings/, each in an environment of its own, and print a table (ARGS=river_cauchy)
	@PYTHON="$(PYTHON)" bash findings/run.sh $(ARGS)
atlas: $(INSTALLED)  ## Measure what other libraries compute, each in an environment of its own (LIBRARY=torch for one)
	@$(BIN)/python -m atlas measure $(LIBRARY)
atlas-loops: $(INSTALLED)  ## Run the chapters' training loops in other libraries and store their losses (LIBRARY=torch for one)
	@$(BIN)/python -m atlas loops $(LIBRARY)
atlas-pages: $(INSTALLED)  ## Write the atlas's pages of the book from what was measured
	@$(BIN)/python -m atlas pages
atlas-diff: $(INSTALLED)  ## Measure another release and say what changed (LIBRARY=torch PINS=torch==2.14.0)
	@$(BIN)/python -m atlas diff $(LIBRARY) $(PINS)
lint: $(INSTALLED) | $(PROFILE)  ## Check the style of code and notebooks, the library's types, and what each room imports
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet . || { echo "run: make format"; exit 1; }
	@$(BIN)/mypy --no-error-summary
	@PYTHONPATH=. $(BIN)/lint-imports --no-logo > _build/imports.txt || { cat _build/imports.txt; exit 1; }
format: $(INSTALLED)  ## Put code and notebooks into the house's style
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .
clean:  ## Remove what was built, and the environment
	rm -rf _build conf.py .venv .venv-bench publish/node_modules tests/web/node_modules benchmarks/chapters/lighthouse/node_modules
$(INSTALLED): requirements.txt constraints.txt pyproject.toml
$(LAB): requirements-lab.txt $(INSTALLED)
$(GRADER): requirements-assign.txt $(LAB)
$(CLUSTERED): requirements-cluster.txt $(GRADER)
$(PEERS): benchmarks/requirements.txt pyproject.toml
$(INSTALLED) $(LAB) $(GRADER) $(CLUSTERED) $(PEERS):
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed, for example: make book PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	@echo "Installing what $< names (once, about a minute)"
	@test -x $(@D)/bin/python || $(PYTHON) -m venv $(@D)
	@$(@D)/bin/pip install -qq --disable-pip-version-check --no-compile -r $<
	@touch $@
%$(NPM): %/package-lock.json | $(INSTALLED)
	@echo "Fetching what $*/package.json names"
	@PATH="$(abspath $(BIN)):$$PATH" npm ci --prefix $* --ignore-scripts --no-audit --no-fund --silent
	@touch $@
$(PROFILE):
	@mkdir -p $(@D)
	@echo 'c.IPKernelApp.log_level = "ERROR"' > $@
