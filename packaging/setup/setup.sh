#!/bin/sh
# Makes .venv in the project root and installs the project into it, for development.
# PYTHON=<interpreter> and TORCH_INDEX=<url> are honoured. A second run finds its own stamp and ends at once.
set -eu
cd "$(dirname "$0")/../.."
root=$(pwd -P)
venv=$root/.venv
stamp=$venv/.setup-stamp

fail() {
    echo "setup: $*" >&2
    exit 1
}

is_recent() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        is_recent "$PYTHON" || fail "PYTHON=$PYTHON is not Python 3.11 or newer."
        echo "$PYTHON"
        return
    fi
    for candidate in python3 python3.14 python3.13 python3.12 python3.11 python; do
        if is_recent "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    fail "no Python 3.11 or newer found; install one, or name it: make setup PYTHON=/path/to/python3"
}

# What the installation depends on: the place, the project's requirements and these scripts.
fingerprint() {
    { echo "$root"; cat pyproject.toml packaging/setup/*.sh packaging/setup/*.py; } | cksum
}

make_venv() {
    # pip is a script that names its interpreter: if it runs, the environment is whole and was not moved here.
    if "$venv/bin/pip" --version >/dev/null 2>&1 && is_recent "$venv/bin/python"; then
        return
    fi
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        fail "$python cannot make virtual environments; on Debian: apt-get install python3-venv"
    echo "setup: making $venv with $("$python" --version)"
    "$python" -m venv --clear "$venv"
}

install_torch() {
    requirement=$(sed -n 's/^ *"\(torch[<>=][^"]*\)".*/\1/p' pyproject.toml)
    if "$venv/bin/python" packaging/setup/is_installed.py "$requirement"; then
        return
    fi
    echo "setup: downloading $requirement: about 200 MB for a CPU build, about 2.5 GB with CUDA (TORCH_INDEX=<url> chooses)"
    if [ -n "${TORCH_INDEX:-}" ]; then
        $pip install --index-url "$TORCH_INDEX" "$requirement"
    else
        $pip install "$requirement"
    fi
}

python=$(find_python)
"$python" packaging/setup/system_packages.py
wanted=$(fingerprint)
if [ -x "$venv/bin/python" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then
    exit 0
fi

make_venv
export PIP_NO_INPUT=1 PIP_DISABLE_PIP_VERSION_CHECK=1
pip="$venv/bin/python -m pip"
[ -t 1 ] || pip="$pip --quiet --quiet" # the progress of downloads is for a terminal
install_torch
echo "setup: installing the project and its tools, about 400 MB when nothing is here yet"
$pip install --editable ".[dev]"
echo "$wanted" >"$stamp"
echo "setup: done"
