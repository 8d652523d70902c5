"""What templates may ask of states and choices: members by the names of their classes, and which steps may follow."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from flask import Flask, current_app

from portal.core.states import StateTable

COURSES = "courses"


def name_in_templates(app: Flask, enumerations: Iterable[type[StrEnum]]) -> None:
    """Let templates say `CaseState.ON_HOLD`; two enumerations of one name are refused."""
    for enumeration in enumerations:
        if app.jinja_env.globals.setdefault(enumeration.__name__, enumeration) is not enumeration:
            raise ValueError(f"two enumerations are called {enumeration.__name__}")


def bind_courses(app: Flask, courses: Iterable[StateTable[Any, Any]]) -> None:
    """Let templates name the states and verbs of each course, and ask `thing is open_to(Verb.MEMBER)`."""
    for course in courses:
        name_in_templates(app, (course.state_type, course.verb_type))
        app.extensions.setdefault(COURSES, {})[course.verb_type] = course


def is_open_to(thing: Any, verb: StrEnum) -> bool:
    """Whether `verb` leads on from where `thing` stands; who may do so is asked by `can`."""
    course: StateTable[Any, Any] = current_app.extensions[COURSES][type(verb)]
    return course.allows(thing.state, verb)
