#!/bin/sh
# Installs the locked packages of a file into .venv: install.sh LOCK
# By uv, in a fraction of the time; by pip where uv finds no way to the packages, as pip has settings of its own.
set -eu
python=.venv/bin/python

"$python" -m pip install --quiet --require-hashes -r requirements-installer.lock
if ! "$python" -m uv pip install --quiet --python "$python" --require-hashes -r "$1"; then
    echo "uv could not install $1: trying pip …"
    "$python" -m pip install --quiet --require-hashes -r "$1"
fi
