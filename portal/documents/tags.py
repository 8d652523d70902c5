"""Mends the structure tree that WeasyPrint writes, where a screen reader would lose its way."""

from collections.abc import Iterator
from typing import Any

import pydyf

PART_OF_ITEM = frozenset({"/Lbl", "/LBody"})


def finish_tags(pdf: pydyf.PDF) -> None:
    """Give table heads their scope, list items a body, and take what stands in the margins out of the text."""
    tree = _Tree(pdf)
    for element in tree.elements:
        if element["S"] == "/TH":
            element["A"]["Scope"] = "/Column" if tree.parent(tree.parent(element))["S"] == "/THead" else "/Row"
        elif element["S"] == "/LI":
            tree.give_body(element)
    tree.take_margins_out()


class _Tree:
    """The structure elements of a file, which name each other by reference."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self.pdf = pdf
        self.by_reference = {item.reference: item for item in pdf.objects}
        dictionaries = [item for item in pdf.objects if isinstance(item, pydyf.Dictionary)]
        self.root = next(item for item in dictionaries if item.get("Type") == "/StructTreeRoot")
        self.elements = [item for item in dictionaries if item.get("Type") == "/StructElem"]

    def parent(self, element: pydyf.Dictionary) -> pydyf.Dictionary:
        return self.by_reference[element["P"]]

    def kids(self, element: pydyf.Dictionary) -> Iterator[pydyf.Dictionary]:
        return (self.by_reference[kid] for kid in element["K"] if isinstance(kid, bytes))

    def give_body(self, item: pydyf.Dictionary) -> None:
        """Put what is neither label nor body into a body: the paragraphs of a loose item stand beside its label."""
        loose = [kid for kid in self.kids(item) if kid["S"] not in PART_OF_ITEM]
        if not loose:
            return
        body = pydyf.Dictionary({"Type": "/StructElem", "S": "/LBody", "P": item.reference, "Pg": item["Pg"]})
        self.pdf.add_object(body)
        self.by_reference[body.reference] = body
        body["K"] = pydyf.Array(kid.reference for kid in loose)
        for kid in loose:
            kid["P"] = body.reference
        references = set(body["K"])
        item["K"] = pydyf.Array([*(kid for kid in item["K"] if kid not in references), body.reference])

    def take_margins_out(self) -> None:
        """Mark running heads and page numbers as artifacts: the library draws them as text that nothing refers to."""
        document = next(self.kids(self.root))
        held = set(document["K"])
        margins = (each for each in self.elements if each["P"] == document.reference and each.reference not in held)
        marked = {each.reference for margin in margins for each in self.below(margin)}
        pages = [
            item for item in self.pdf.objects if isinstance(item, pydyf.Dictionary) and item.get("Type") == "/Page"
        ]
        numbers = self.by_reference[self.root["ParentTree"]]["Nums"]
        holders = dict(zip(numbers[::2], numbers[1::2], strict=True))
        for page in pages:
            of_margins = [place for place, holder in enumerate(holders[page["StructParents"]]) if holder in marked]
            for place in of_margins:
                holders[page["StructParents"]][place] = "null"
            _as_artifacts(self.by_reference[page["Contents"]].stream, set(of_margins))

    def below(self, element: pydyf.Dictionary) -> Iterator[pydyf.Dictionary]:
        yield element
        for kid in self.kids(element):
            yield from self.below(kid)


def _as_artifacts(stream: list[Any], numbers: set[int]) -> None:
    """Change how the marked parts of these numbers begin: the operator stands behind its kind and its properties."""
    for place, operand in enumerate(stream):
        if isinstance(operand, pydyf.Dictionary) and operand.get("MCID") in numbers:
            stream[place - 1 : place + 1] = ["/Artifact", pydyf.Dictionary({"Type": "/Pagination"})]
