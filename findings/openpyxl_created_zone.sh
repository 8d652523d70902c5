#!/bin/sh
# openpyxl 3.1.5
#
# A workbook's `created` takes a datetime that knows its zone, and drops the zone: 09:30 in Seoul is written as 09:30 with
# a Z behind it, nine hours late, and nothing says so. The right moment must be given in universal time. `modified` is
# replaced by the present at every save, whatever was set.
#
# Seen:
#   09:30 in Seoul (00:30 UTC) is written as 2026-11-01T09:30:00Z
#   modified was set to 2000, written is 2026 or later: True
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check openpyxl==3.1.5
"$folder/venv/bin/python" - <<'END'
import io
import re
import zipfile
from datetime import datetime, timedelta, timezone

from openpyxl import Workbook

SEOUL = timezone(timedelta(hours=9))
book = Workbook()
book.properties.created = datetime(2026, 11, 1, 9, 30, tzinfo=SEOUL)
book.properties.modified = datetime(2000, 1, 1)
file = io.BytesIO()
book.save(file)
core = zipfile.ZipFile(file).read("docProps/core.xml").decode()
created, modified = (re.search(rf"<dcterms:{name}[^>]*>([^<]+)<", core)[1] for name in ("created", "modified"))
print("09:30 in Seoul (00:30 UTC) is written as", created)
print("modified was set to 2000, written is 2026 or later:", modified >= "2026")
assert created == "2026-11-01T09:30:00Z", "the behaviour has changed"
assert modified >= "2026", "the behaviour has changed"
END
