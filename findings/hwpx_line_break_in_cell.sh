#!/bin/sh
# python-hwpx 6.9.0 writes, hwpkit 1.0.0 and unhwp 0.23.1 read
#
# A line break in the text of a cell or a paragraph becomes <hp:lineBreak/>, as Hangul itself writes it. These two
# readers drop it without a blank in its place: words at the ends of lines grow together ("one" "two" -> "onetwo").
# One paragraph a line is read alike by all.
#
# Seen:
#   hwpkit, a break:      ['onetwo']
#   hwpkit, paragraphs:   ['one', 'two']
#   unhwp, a break:       ['onetwo']
#   unhwp, paragraphs:    ['one', 'two']
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check \
	python-hwpx==6.9.0 'hwpkit[hwpx]==1.0.0' unhwp==0.23.1
cd "$folder"
venv/bin/python - <<'END'
from pathlib import Path

import unhwp
from hwpkit import extract_text_from_hwpx
from hwpx import HwpxDocument


def written(name: str, *paragraphs: str) -> str:
    document = HwpxDocument.new()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.set_text(paragraphs[0])
    for more in paragraphs[1:]:
        cell.add_paragraph(more)
    Path(name).write_bytes(document.to_bytes())
    return name


broken, apart = written("broken.hwpx", "one\ntwo"), written("apart.hwpx", "one", "two")
seen = {
    (reader.__module__.split(".")[0], kind): reader(name).split()
    for reader in (extract_text_from_hwpx, unhwp.extract_text)
    for kind, name in (("a break", broken), ("paragraphs", apart))
}
for (reader, kind), words in seen.items():
    print(f"{f'{reader}, {kind}:':<22}{words}")
assert list(seen.values()) == [["onetwo"], ["one", "two"]] * 2, "the behaviour has changed"
END
