# Library and chapters with the oldest or the newest NumPy and matplotlib: run.sh PYTHON lowest|newest
set -eu
pinned=_build/pins-$2
rm -rf "$pinned"
"$1" -m venv "$pinned"
"$pinned/bin/pip" install -qq --disable-pip-version-check --no-compile --only-binary numpy,matplotlib \
  -r "tests/pins/$2.txt"
"$pinned/bin/pip" --disable-pip-version-check list | grep -E '^(numpy|matplotlib|ipywidgets) '
"$pinned/bin/pytest" -q -n 2 -k "not in_jupyter" tests/library tests/lessons
"$pinned/bin/pytest" -q -n 2 --dist loadscope --nbval --nbval-current-env book/*.ipynb
