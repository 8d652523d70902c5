#!/bin/sh
# phonenumbers 9.0.43
#
# Three things about Korean numbers that its answers hide. Safe numbers, which stand for a mobile number, have prefixes of
# four digits (0502 to 0508); the library cuts after three, as nobody writes or says them. The three digits of a public
# office after the area code of Seoul are refused, after that of Gyeonggi they are taken. And a mobile number that lacks a
# digit is valid, though every 010 number has eight digits after it, so a slip of the finger passes as a telephone number.
#
# Seen:
#   0507-1234-5678 is shown as 050-71234-5678
#   0505-123-4567 is shown as 050-5123-4567
#   02-120 is valid: False
#   031-120 is valid: True
#   010-123-4567 is valid: True MOBILE
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check phonenumbers==9.0.43
"$folder/venv/bin/python" - <<'END'
from phonenumbers import PhoneNumberFormat, PhoneNumberType, format_number, is_valid_number, number_type, parse

shown = {}
for typed in ("0507-1234-5678", "0505-123-4567"):
    shown[typed] = format_number(parse(typed, "KR"), PhoneNumberFormat.NATIONAL)
    print(typed, "is shown as", shown[typed])
valid = {typed: is_valid_number(parse(typed, "KR")) for typed in ("02-120", "031-120", "010-123-4567")}
kind = number_type(parse("010-123-4567", "KR"))
names = {value: name for name, value in vars(PhoneNumberType).items() if name.isupper()}
print("02-120 is valid:", valid["02-120"])
print("031-120 is valid:", valid["031-120"])
print("010-123-4567 is valid:", valid["010-123-4567"], names[kind])
assert list(shown.values()) == ["050-71234-5678", "050-5123-4567"], "the behaviour has changed"
assert list(valid.values()) == [False, True, True] and kind == PhoneNumberType.MOBILE, "the behaviour has changed"
END
