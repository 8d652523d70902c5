"""What can be typed into the forms of a page, and what stands in them."""

import re
from collections.abc import Iterator
from typing import Any

from html5lib import parse

WORDS = "적던 글 열한 글자"
TYPED = {"number": "7", "date": "2027-03-04", "time": "10:10", "tel": "010-2222-3333", "email": "typed@example.kr"}
"""Into other fields than texts."""
NOBODY_TYPES = frozenset({"hidden", "submit", "button", "file", "password"})
NAMESPACE = "{http://www.w3.org/1999/xhtml}"
FORM = re.compile(r"(<form\b[^>]*>)(.*?)</form>", re.DOTALL)
FIELD = re.compile(r'<(?:textarea|select)\b|<input\b(?![^>]*\btype="(?:hidden|submit|button|file|password)")')
ACTION = re.compile(r'\baction="([^"]+)"')

Values = dict[str, list[str]]


def tagged(root: Any, *names: str) -> Iterator[Any]:
    for name in names:
        yield from root.iter(f"{NAMESPACE}{name}")


def forms_of(page: str) -> list[Any]:
    """Those into which something can be typed or chosen."""
    return [form for form in tagged(parse(page), "form") if form.get("method") == "post" and typed_into(form)]


def targets_of(page: str, address: str) -> set[str]:
    """Where the forms that ask something are sent to, without building the tree of the page."""
    asking = [tag for tag, inside in FORM.findall(page) if 'method="post"' in tag and FIELD.search(inside)]
    return {found[1] if (found := ACTION.search(tag)) else address for tag in asking}


def typed_into(form: Any) -> Values:
    """By the name of the field words, a choice that is not made yet, every tick."""
    typed: Values = {}
    for field in tagged(form, "textarea", "input", "select"):
        name, kind = field.get("name", ""), field.get("type", "text")
        if not name or kind in NOBODY_TYPES or "disabled" in field.attrib:
            continue
        if field.tag == f"{NAMESPACE}select":
            others = [each for each in tagged(field, "option") if "selected" not in each.attrib]
            typed[name] = [each.get("value", "") for each in others[-1:]]
        elif kind == "checkbox":
            typed.setdefault(name, []).append(field.get("value", ""))
        elif kind == "radio":
            if "checked" not in field.attrib:
                typed[name] = [field.get("value", "")]
        else:
            typed[name] = [TYPED.get(kind, WORDS)]
    return typed


def shown_in(page: str) -> Values:
    """What stands in every field of the page, and what is chosen."""
    shown: Values = {}
    for field in tagged(parse(page), "textarea", "input", "select"):
        values = shown.setdefault(field.get("name", ""), [])
        if field.tag == f"{NAMESPACE}select":
            values += [each.get("value", "") for each in tagged(field, "option") if "selected" in each.attrib]
        elif field.tag == f"{NAMESPACE}textarea":
            values.append("".join(field.itertext()).strip())
        elif field.get("type") not in ("checkbox", "radio") or "checked" in field.attrib:
            values.append(field.get("value", ""))
    return shown


def carried_by(form: Any) -> dict[str, str]:
    """What the form carries that nobody typed; without its protection, as after the end of a session."""
    hidden = (field for field in tagged(form, "input") if field.get("type") == "hidden")
    return {each.get("name"): each.get("value", "") for each in hidden if each.get("name") != "csrf_token"}
