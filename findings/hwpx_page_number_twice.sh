#!/bin/sh
# python-hwpx 6.9.0 writes, hwpkit 1.0.0 and unhwp 0.23.1 read
#
# page.set_page_number(prefix="- ", suffix=" -") asks for one page number. Written are: the same footer two times, once
# in the properties of the section and once as a control of its first paragraph, and in each both the field of the number
# (autoNum) and the control that draws a page number by itself (pageNum). Readers give the footer's frame two times,
# without a number, before the first word of the text.
#
# Seen:
#   in the file: footer 2, autoNum 2, pageNum 2
#   hwpkit: ['- -', '- -', 'text']
#   unhwp: ['- -', '- -', 'text']
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
	python-hwpx==6.9.0 'hwpkit[hwpx]==1.0.0' unhwp==0.23.1
cd "$folder"
venv/bin/python - <<'END'
import zipfile
from pathlib import Path

import unhwp
from hwpkit import extract_text_from_hwpx
from hwpx import HwpxDocument

document = HwpxDocument.new()
document.page.set_page_number(prefix="- ", suffix=" -")
document.add_paragraph("text")
Path("numbered.hwpx").write_bytes(document.to_bytes())
section = zipfile.ZipFile("numbered.hwpx").read("Contents/section0.xml").decode()
counted = {name: section.count(f"<hp:{name} ") for name in ("footer", "autoNum", "pageNum")}
print("in the file:", ", ".join(f"{name} {count}" for name, count in counted.items()))
lines = {
    reader.__module__.split(".")[0]: [" ".join(line.split()) for line in reader("numbered.hwpx").split("\n") if line]
    for reader in (extract_text_from_hwpx, unhwp.extract_text)
}
for name, read in lines.items():
    print(f"{name}:", read)
assert counted == {"footer": 2, "autoNum": 2, "pageNum": 2}, "the behaviour has changed"
assert list(lines.values()) == [["- -", "- -", "text"]] * 2, "the behaviour has changed"
END
