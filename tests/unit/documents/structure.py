"""What is wrong with the structure tree of a PDF, as a screen reader would stumble over it."""

from collections.abc import Iterator

import pikepdf

from tests.unit.documents.reading import elements_of

MAY_HOLD = {
    "/L": {"/L", "/LI", "/Caption"},
    "/LI": {"/Lbl", "/LBody"},
    "/Table": {"/THead", "/TBody", "/TFoot", "/TR", "/Caption"},
    "/THead": {"/TR"},
    "/TBody": {"/TR"},
    "/TR": {"/TH", "/TD"},
}
SHOWS_TEXT = {"Tj", "TJ", "'", '"'}


def faults_of(opened: pikepdf.Pdf) -> list[str]:
    """One line for each fault; none is a good tree."""
    return [*_faults_of_tree(opened), *_faults_of_pages(opened)]


def _kids(element: pikepdf.Object) -> list[pikepdf.Object]:
    kids = element.get("/K", pikepdf.Array())
    listed = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in listed if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def _faults_of_tree(opened: pikepdf.Pdf) -> Iterator[str]:
    for element in elements_of(opened.Root.StructTreeRoot.K):
        kind = str(element["/S"])
        for kid in _kids(element):
            if kind in MAY_HOLD and str(kid["/S"]) not in MAY_HOLD[kind]:
                yield f"{kind} holds {kid['/S']}"
            if kid["/P"].objgen != element.objgen:
                yield f"{kid['/S']} below {kind} names another parent"
        if kind == "/TH" and str(element["/A"].get("/Scope")) not in {"/Column", "/Row"}:
            yield "/TH without a scope"


def _faults_of_pages(opened: pikepdf.Pdf) -> Iterator[str]:
    """Each shown text is held by an element of the tree, or is an artifact."""
    reachable = {element.objgen for element in elements_of(opened.Root.StructTreeRoot.K)}
    numbers = opened.Root.StructTreeRoot.ParentTree.Nums
    holders = {int(numbers[place]): numbers[place + 1] for place in range(0, len(numbers), 2)}
    for place, page in enumerate(opened.pages, 1):
        held = holders[int(page["/StructParents"])]
        for marks in marks_of_texts(page):
            if "Artifact" in marks:
                continue
            number = next((mark for mark in marks if isinstance(mark, int)), None)
            if number is None or held[number] is None or held[number].objgen not in reachable:
                yield f"text on page {place} is held by nothing"


def marks_of_texts(page: pikepdf.Page) -> Iterator[list[str | int]]:
    """For each text shown, the marks around it: "Artifact", or the number that an element names it by."""
    open_marks: list[str | int] = []
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator in {"BDC", "BMC"}:
            kind, *properties = instruction.operands
            number = properties[0].get("/MCID") if properties else None
            open_marks.append(str(kind).removeprefix("/") if number is None else int(number))
        elif operator == "EMC":
            open_marks.pop()
        elif operator in SHOWS_TEXT:
            yield list(open_marks)
