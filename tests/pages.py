"""What every page must be: valid HTML with one heading, a title that names it, unique ids and labelled fields."""

from collections import Counter
from xml.etree.ElementTree import Element

import html5lib

PREFIX = "{http://www.w3.org/1999/xhtml}"
FIELDS = ("input", "select", "textarea")
MARKUP = "<span class="
UNLABELLED = frozenset({"hidden", "submit", "button", "image"})


class PageError(AssertionError):
    """A page that breaks a rule; tells which."""


def parse(html: str) -> Element:
    """The tree of `html`; raises `PageError` where it is not valid."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), strict=False)
    tree: Element = parser.parse(html)
    problems = [f"{code} at {place}" for place, code, _ in parser.errors]
    if problems:
        raise PageError("; ".join(problems[:5]))
    return tree


def text_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def words_of(html: str) -> str:
    """All that is read on the page, in one line."""
    return text_of(parse(html))


def find_all(tree: Element, name: str) -> list[Element]:
    return list(tree.iter(PREFIX + name))


def check_page(html: str) -> None:
    """Raise `PageError` unless `html` keeps the rules."""
    tree = parse(html)
    headings = find_all(tree, "h1")
    if len(headings) != 1:
        raise PageError(f"{len(headings)} h1 headings")
    titles = [text_of(title) for title in find_all(tree, "title") if text_of(title)]
    if not titles:
        raise PageError("no title")
    if text_of(headings[0]) not in titles[0]:
        raise PageError(f"title {titles[0]!r} does not name the heading {text_of(headings[0])!r}")
    _check_ids(tree)
    _check_labels(tree)
    _check_policy(tree)
    _check_words(tree)


def _check_ids(tree: Element) -> None:
    ids = Counter(element.get("id") for element in tree.iter() if element.get("id"))
    twice = sorted(str(name) for name, count in ids.items() if count > 1)
    if twice:
        raise PageError(f"ids used twice: {', '.join(twice)}")
    for element in tree.iter():
        for attribute in ("aria-describedby", "aria-labelledby", "aria-controls"):
            missing = [name for name in (element.get(attribute) or "").split() if name not in ids]
            if missing:
                raise PageError(f"{attribute} names {missing[0]}, which is not there")


def _check_labels(tree: Element) -> None:
    labelled = {label.get("for") for label in find_all(tree, "label")}
    inside = {id(field) for label in find_all(tree, "label") for name in FIELDS for field in label.iter(PREFIX + name)}
    for name in FIELDS:
        for field in find_all(tree, name):
            if field.get("type") in UNLABELLED or id(field) in inside or field.get("aria-label"):
                continue
            if field.get("id") not in labelled and not field.get("aria-labelledby"):
                raise PageError(f"field {field.get('name')} has no label")


def _check_policy(tree: Element) -> None:
    """Nothing inline, as the content security policy asks."""
    for element in tree.iter():
        inline = [name for name in element.keys() if name == "style" or name.startswith("on")]  # noqa: SIM118
        if inline:
            raise PageError(f"inline {inline[0]} on {element.tag.removeprefix(PREFIX)}")
    for script in find_all(tree, "script"):
        if text_of(script) and script.get("type") not in ("application/json", "application/ld+json"):
            raise PageError("inline script")
    if find_all(tree, "style"):
        raise PageError("inline style sheet")


def _check_words(tree: Element) -> None:
    """Markup of ours is drawn: it is neither read as words nor heard in an attribute."""
    for element in tree.iter():
        words = [element.text or "", element.tail or "", *element.attrib.values()]
        shown = next((each for each in words if MARKUP in each), None)
        if shown is not None:
            raise PageError(f"markup is shown in {element.tag.removeprefix(PREFIX)}: {shown[:80]!r}")


def sent_by(html: str, field: str) -> dict[str, list[str]]:
    """What a browser sends for the form of the page that has a field of this name, all its fields as they stand."""
    form = next(form for form in find_all(parse(html), "form") if _field_named(form, field) is not None)
    sent: dict[str, list[str]] = {}
    for element in form.iter():
        name, kind = element.get("name"), element.tag.removeprefix(PREFIX)
        if name and kind in FIELDS and element.get("type") not in ("submit", "button", "file"):
            sent.setdefault(name, []).extend(_values_of(element, kind))
    return {name: values for name, values in sent.items() if values}


def _field_named(form: Element, name: str) -> Element | None:
    return next((element for element in form.iter() if element.get("name") == name), None)


def _values_of(element: Element, kind: str) -> list[str]:
    if kind == "select":
        chosen = [option for option in find_all(element, "option") if option.get("selected") is not None]
        return [(option.get("value") or "") for option in chosen or find_all(element, "option")[:1]]
    if kind == "textarea":
        return ["".join(element.itertext()).removeprefix("\n")]
    if element.get("type") in ("radio", "checkbox") and element.get("checked") is None:
        return []
    return [element.get("value") or ("on" if element.get("type") == "checkbox" else "")]
