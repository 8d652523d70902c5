"""What templates may ask of states: members by name, and which steps may follow."""

from enum import StrEnum
from types import SimpleNamespace

import pytest
from flask import Flask, render_template_string

from portal.coordinators.caseload.states import CaseState
from portal.web.courses import name_in_templates

MAY_BE_HELD = "{{ thing is open_to(CaseVerb.HOLD) }}"


@pytest.mark.parametrize(("state", "answer"), [(CaseState.PAIRED, "True"), (CaseState.CLOSED, "False")])
def test_a_thing_is_open_to_what_its_course_allows(app: Flask, state: CaseState, answer: str) -> None:
    with app.test_request_context():
        assert render_template_string(MAY_BE_HELD, thing=SimpleNamespace(state=state)) == answer


def test_members_are_named_by_their_enumeration(app: Flask) -> None:
    with app.test_request_context():
        assert render_template_string("{{ label(CaseState.ON_HOLD) }}") == "멈춤"


def test_two_enumerations_of_one_name_are_refused(app: Flask) -> None:
    class Urgency(StrEnum):
        OTHER = "other"

    with pytest.raises(ValueError, match="two enumerations are called Urgency"):
        name_in_templates(app, [Urgency])
