#!/bin/sh
# workalendar 17.0.0, beside holidays 0.109
#
# SouthKorea knows no substitute holidays, no election days and none of the days that the law added in 2026 (1 May and
# 17 July), so seven of the days off of 2026 count as working days. Whoever promises an answer "within three working days"
# promises it too early.
#
# Seen:
#   days off in 2026 that are missing: 03-02 05-01 05-25 06-03 07-17 08-17 10-05
#   two working days after Thursday 16 July 2026: 2026-07-20
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check workalendar==17.0.0 holidays==0.109
"$folder/venv/bin/python" - <<'END'
from datetime import date

import holidays
from workalendar.asia import SouthKorea

calendar = SouthKorea()
known = {day for day, _name in calendar.holidays(2026)}
missing = [f"{day:%m-%d}" for day in sorted(holidays.KR(years=2026)) if day not in known]
after = calendar.add_working_days(date(2026, 7, 16), 2)
print("days off in 2026 that are missing:", *missing)
print("two working days after Thursday 16 July 2026:", after)
assert missing == ["03-02", "05-01", "05-25", "06-03", "07-17", "08-17", "10-05"], "the behaviour has changed"
assert after == date(2026, 7, 20), "the behaviour has changed"
END
