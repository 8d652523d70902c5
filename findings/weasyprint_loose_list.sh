#!/bin/sh
# weasyprint 70.0, variant pdf/ua-1 (pikepdf 10.17.0 reads the structure tree)
#
# A list item that holds a paragraph (what every Markdown renderer writes for a list with empty lines between its items)
# is tagged LI > Lbl, P. PDF/UA-1 allows an LI only Lbl and LBody, so the file claims a standard that it does not keep
# (veraPDF 7.2-20). An item that holds bare text is tagged LI > Lbl, LBody.
#
# Seen:
#   bare text: ['/Lbl', '/LBody']
#   paragraph: ['/Lbl', '/P']
#   claims PDF/UA: True
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check weasyprint==70.0 pikepdf==10.17.0
"$folder/venv/bin/python" - <<'END'
import io

import pikepdf
import weasyprint


def kinds_in_item(item: str) -> tuple[list[str], bool]:
    page = f'<html lang="en"><title>List</title><h1>List</h1><ul><li>{item}</li></ul>'
    with pikepdf.open(io.BytesIO(weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/ua-1"))) as pdf:
        document = pdf.Root.StructTreeRoot.K[0]
        items = next(element for element in document.K if element.S == "/L").K
        return [str(kid.S) for kid in items[0].K], b"pdfuaid:part" in pdf.Root.Metadata.read_bytes()


bare, paragraph = kinds_in_item("one"), kinds_in_item("<p>one</p>")
print("bare text:", bare[0])
print("paragraph:", paragraph[0])
print("claims PDF/UA:", paragraph[1])
assert (bare, paragraph) == ((["/Lbl", "/LBody"], True), (["/Lbl", "/P"], True)), "the behaviour has changed"
END
