#!/bin/sh
# Makes the virtual environment with a Python that is new enough: make_venv.sh PYTHON FOLDER
set -eu
python=$1
folder=$2

if ! command -v "$python" >/dev/null; then
    echo "There is no '$python' here. Install Python 3.11 or newer, or name it: make run PYTHON=/path/to/python3.12" >&2
    exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "$("$python" --version) is too old: the portal needs Python 3.11 or newer. Name one: make run PYTHON=python3.12" >&2
    exit 1
fi
if [ -x "$folder/bin/python" ] && "$folder/bin/python" -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    exit 0
fi
echo "Making $folder with $("$python" --version) …"
"$python" -m venv --clear "$folder"
