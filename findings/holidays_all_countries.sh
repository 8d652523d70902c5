#!/bin/sh
# holidays 0.109
#
# What the package calls a lazy loader is lazy as a whole: asking for one country imports the modules of all 250, and so
# does importing the module of that country by itself, because the package that it lies in imports them. Whoever wants
# the days off of Korea pays for the others in every process: about 18 MiB of memory, 8 MiB of it told by tracemalloc.
#
# Seen (modules of countries in the process):
#   import holidays: 0
#   country_holidays("KR"): 250, more than 5 MiB: True
#   from holidays.countries.south_korea import SouthKorea, in a process of its own: 250
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check holidays==0.109
"$folder/venv/bin/python" - <<'END'
import sys
import tracemalloc


def countries():
    return len([name for name in sys.modules if name.startswith("holidays.countries.")])


import holidays

before = countries()
tracemalloc.start()
holidays.country_holidays("KR")
much = tracemalloc.get_traced_memory()[0] > 5 * 2**20
print(f"import holidays: {before}")
print(f'country_holidays("KR"): {countries()}, more than 5 MiB: {much}')
assert (before, countries(), much) == (0, 250, True), "the behaviour has changed"
END
"$folder/venv/bin/python" - <<'END'
import sys

from holidays.countries.south_korea import SouthKorea

assert SouthKorea is not None
found = len([name for name in sys.modules if name.startswith("holidays.countries.")])
print(f"from holidays.countries.south_korea import SouthKorea, in a process of its own: {found}")
assert found == 250, "the behaviour has changed"
END
