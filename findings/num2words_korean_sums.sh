#!/bin/sh
# num2words 0.5.14
#
# On Korean vouchers a sum stands in words so that nothing can be written before it, and every unit is said: 10,000 won is
# 일만원. num2words leaves the one out before 만 (만원) and writes it before 억 (일억원), so the sum begins where a digit can
# be put in front. As a number the groups stand apart, as a currency together.
#
# Seen:
#   10000: 만 / 만원
#   110000: 십일만 / 십일만원
#   234580: 이십삼만 사천오백팔십 / 이십삼만사천오백팔십원
#   100000000: 일억 / 일억원
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check num2words==0.5.14
"$folder/venv/bin/python" - <<'END'
from num2words import num2words

said = {}
for sum_ in (10_000, 110_000, 234_580, 100_000_000):
    said[sum_] = (num2words(sum_, lang="ko"), num2words(sum_, lang="ko", to="currency", currency="KRW"))
    print(f"{sum_}: {' / '.join(said[sum_])}")
assert said[10_000] == ("만", "만원"), "the behaviour has changed"
assert said[100_000_000] == ("일억", "일억원"), "the behaviour has changed"
assert said[234_580] == ("이십삼만 사천오백팔십", "이십삼만사천오백팔십원"), "the behaviour has changed"
END
