"""Attributes of form controls are written as WTForms writes them."""

import importlib.util
from collections.abc import Callable
from typing import Any

import pytest
from markupsafe import Markup
from wtforms.widgets import core

from portal.web.widgets import attributes

CASES: tuple[dict[str, Any], ...] = (
    {"name": "birth_on", "id": "birth_on", "type": "text", "value": ""},
    {"class_": "input", "for_": "name", "data_shortcut": "c", "aria_describedby": "a b"},
    {"aria-describedby": "hint", "aria-invalid": "true", "required": True, "checked": False},
    {"value": "<b> & \"quoted\" 'single'", "rows": 4, "maxlength": 0},
    {"value": Markup('<i>kept</i> "quoted"'), "title": None},
    {},
)


@pytest.fixture(scope="module")
def html_params() -> Callable[..., Markup]:
    """The function as WTForms ships it."""
    spec = importlib.util.find_spec(core.__name__)
    assert spec is not None
    assert spec.loader is not None
    fresh = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(fresh)
    shipped: Callable[..., Markup] = fresh.html_params
    return shipped


@pytest.mark.parametrize("values", CASES)
def test_the_same_text_as_wtforms(values: dict[str, Any], html_params: Callable[..., Markup]) -> None:
    assert attributes(**values) == html_params(**values)
    assert isinstance(attributes(**values), Markup)
