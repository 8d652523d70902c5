#!/bin/sh
# weasyprint 70.0, variant pdf/ua-1 (pikepdf 10.17.0 reads page and structure tree)
#
# Text of page margins (running heads, page numbers) is marked as content with a number, as the text of the page is, and
# the parent tree names an element for it. But that element is no child of anything: walking the tree from its root
# never meets it, and the text is no artifact either. A reader that follows the tree drops it, one that follows the page
# reads "page 1" in the middle of a sentence.
#
# Seen:
#   marks of the page: ['/Span', '/Span']
#   numbers that the tree reaches: [0] of [0, 1]
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check weasyprint==70.0 pikepdf==10.17.0
"$folder/venv/bin/python" - <<'END'
import io

import pikepdf
import weasyprint

PAGE = """<html lang="en"><title>Margin</title>
<style>@page { @bottom-center { content: "page " counter(page) } }</style><h1>Text</h1>"""


def reached(element: pikepdf.Object) -> set[tuple[int, int]]:
    kids = [kid for kid in element.get("/K", []) if isinstance(kid, pikepdf.Dictionary)]
    return {element.objgen}.union(*map(reached, kids))


with pikepdf.open(io.BytesIO(weasyprint.HTML(string=PAGE).write_pdf(pdf_variant="pdf/ua-1"))) as pdf:
    marks = [
        (str(step.operands[0]), int(step.operands[1].MCID))
        for step in pikepdf.parse_content_stream(pdf.pages[0])
        if str(step.operator) == "BDC" and "/MCID" in step.operands[1]
    ]
    tree = reached(pdf.Root.StructTreeRoot.K[0])
    holders = pdf.Root.StructTreeRoot.ParentTree.Nums[1]
    numbers = [number for number in range(len(holders)) if holders[number].objgen in tree]
print("marks of the page:", [kind for kind, _ in marks])
print("numbers that the tree reaches:", numbers, "of", sorted(number for _, number in marks))
assert ([kind for kind, _ in marks], numbers) == (["/Span", "/Span"], [0]), "the behaviour has changed"
END
