#!/bin/sh
# npm @rhwp/core 0.8.6 draws what python-hwpx 6.9.0 writes
#
# A table of 60 rows whose head row is marked as a head (header="1") and repeats takes 2 pages, each row drawn once. With
# the first cell of each row marked as well, as the head beside its row, every marked row counts as the repeating head:
# each page begins again with row 1, and the same table takes 30 pages. In this format the mark means "repeats on the
# next page", not "is a head".
#
# Seen:
#   marked head row:            { pages: 2, withRow1: 1 }
#   marked first cells besides: { pages: 30, withRow1: 30 }
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check python-hwpx==6.9.0
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-fund --no-audit @rhwp/core@0.8.6
venv/bin/python - <<'END'
from pathlib import Path

from hwpx import HwpxDocument


def write(name: str, first_cells: str) -> None:
    document = HwpxDocument.new()
    table = document.add_table(61, 2)
    for place, row in enumerate(table.rows):
        for column, cell in enumerate(row.cells):
            cell.set_text("head" if place == 0 else f"row{place}.")
            cell.set_size(height=2_000)
            cell.element.set("header", "1" if place == 0 else first_cells if column == 0 else "0")
    table.element.set("repeatHeader", "1")
    table.set_treat_as_char(False)
    Path(name).write_bytes(document.to_bytes())


write("row.hwpx", "0")
write("cells.hwpx", "1")
END
cat >draw.mjs <<'END'
import init, { HwpDocument } from '@rhwp/core';
import { readFileSync } from 'node:fs';

globalThis.measureTextWidth = (font, text) => (Number(/([\d.]+)px/.exec(font)?.[1] ?? 12) * text.length) / 2;
await init({ module_or_path: readFileSync('node_modules/@rhwp/core/rhwp_bg.wasm') });

function drawn(name) {
  const file = new HwpDocument(new Uint8Array(readFileSync(name)));
  const pages = Array.from({ length: file.pageCount() }, (_, page) =>
    [...file.renderPageSvg(page).matchAll(/<text[^>]*>([^<]*)/g)].map((found) => found[1]).join(''));
  return {
    pages: pages.length,
    withRow1: pages.filter((text) => text.includes('row1.')).length,
  };
}

const [row, cells] = ['row.hwpx', 'cells.hwpx'].map(drawn);
console.log('marked head row:           ', row);
console.log('marked first cells besides:', cells);
const same = row.pages === 2 && row.withRow1 === 1 && cells.pages === 30 && cells.withRow1 === 30;
if (!same) {
  console.error('the behaviour has changed');
  process.exit(1);
}
END
node draw.mjs
