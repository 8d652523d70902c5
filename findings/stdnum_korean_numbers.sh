#!/bin/sh
# python-stdnum 2.2
#
# Of the two Korean numbers that a care provider meets, one is checked too much and one not at all. Resident registration
# numbers given out since October 2020 end in random digits, yet kr.rrn still wants the old check digit and refuses about
# nine of ten of them: whoever looks for such numbers in texts with it (to keep them out) overlooks the young and everybody
# who changed theirs. kr.brn looks at the length of a business number and never at its check digit, so a mistyped one passes.
# The numbers below are made up.
#
# Seen:
#   resident numbers of 2021 that kr.rrn takes, of 1,000 in a row: 100
#   business numbers that kr.brn takes, of ten that differ in the check digit alone: 10
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check python-stdnum==2.2
"$folder/venv/bin/python" - <<'END'
from stdnum.kr import brn, rrn

born = sum(rrn.is_valid(f"210101-3{last:06d}") for last in range(1000))
firms = sum(brn.is_valid(f"120-81-4752{check}") for check in range(10))
print("resident numbers of 2021 that kr.rrn takes, of 1,000 in a row:", born)
print("business numbers that kr.brn takes, of ten that differ in the check digit alone:", firms)
assert (born, firms) == (100, 10), "the behaviour has changed"
END
