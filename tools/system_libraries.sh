#!/bin/sh
# Which programs and libraries must come from the system, and how they get there: system_libraries.sh run|test|drill
# Installs what is missing where it may (root and apt-get), else names it and says what will not work without it.
set -eu
purpose=${1:-run}
python=${PYTHON:-python3}

has_pango() {
    "$python" - gobject-2.0 pango-1.0 pangoft2-1.0 harfbuzz harfbuzz-subset <<'PYTHON'
import ctypes.util
import sys

sys.exit(any(ctypes.util.find_library(name) is None for name in sys.argv[1:]))
PYTHON
}
has_venv() { "$python" -c 'import ensurepip' 2>/dev/null; }
has_chromium() { command -v chromium >/dev/null; }
has_pdftotext() { command -v pdftotext >/dev/null; }
has_nginx() { command -v nginx >/dev/null; }
has_ip() { command -v ip >/dev/null; }
has_postgresql() {
    for folder in /usr/lib/postgresql/*/bin; do
        [ -x "$folder/initdb" ] && return 0
    done
    command -v initdb >/dev/null
}

missing() {
    packages=""
    has_venv || packages="$packages python3-venv"
    has_pango || packages="$packages libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    if [ "$purpose" != run ]; then
        has_chromium || packages="$packages chromium"
        has_postgresql || packages="$packages postgresql"
        has_pdftotext || packages="$packages poppler-utils"
    fi
    if [ "$purpose" = drill ]; then
        has_nginx || packages="$packages nginx"
        has_ip || packages="$packages iproute2"
    fi
    echo "$packages"
}

install() {
    echo "Installing from the system's packages:$1"
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086
    { apt-get -qq update && apt-get -qq install --no-install-recommends -y $1; } >build/apt.log 2>&1 || tail -n 20 build/apt.log >&2
}

tell() {
    has_venv || echo "Missing: the venv module of $python (Debian: python3-venv). Nothing can be installed without it." >&2
    has_pango || echo "Missing: pango and harfbuzz (Debian: libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; macOS: brew install pango). The portal runs, but makes no PDF." >&2
    [ "$purpose" != run ] || return 0
    has_chromium || echo "Missing: chromium. The browser tests and the screenshots fail without it." >&2
    has_postgresql || echo "Missing: a PostgreSQL server (Debian: postgresql). The tests on PostgreSQL fail without it." >&2
    has_pdftotext || echo "Missing: pdftotext (Debian: poppler-utils). The tests that read PDFs fail without it." >&2
    [ "$purpose" = drill ] || return 0
    has_nginx || echo "Missing: nginx (Debian: nginx). The drills of nginx and of two hosts are not done without it." >&2
    has_ip || echo "Missing: ip (Debian: iproute2). The drill of two hosts is not done without it." >&2
}

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    exit 0 # make_venv.sh says what to do
fi
wanted=$(missing)
[ -n "$wanted" ] || exit 0
mkdir -p build
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    install "$wanted"
fi
wanted=$(missing)
[ -n "$wanted" ] || exit 0
tell
if [ "${CI:-}" = true ]; then
    exit 1
fi
