"""The forms that change what is kept of manuals."""

from collections.abc import Callable
from datetime import date

from portal.consortium.confirmations.forms import ChoiceForm
from portal.core.permissions import Role
from portal.manuals.forms import ChangeForm, NextLookForm, SectionForm, StepForm
from portal.web.editing import EditingForm
from tests.factories.accounts import make_user
from tests.factories.consortium import make_service
from tests.factories.manuals import make_draft, make_manual
from tests.integration.web.editor import Editor


def of_a_section() -> Editor:
    author = make_user(Role.COORDINATOR)
    make_draft(author.actor)
    at = "/manuals/cleaning/editions/1/purpose/edit"
    return Editor(at, author.id, {"body": "먼저"}, {"heading": "뜻"}, ("하나", "둘"))


def of_a_change() -> Editor:
    author = make_user(Role.COORDINATOR)
    make_draft(author.actor)
    at = "/manuals/cleaning/editions/1/change"
    return Editor(at, author.id, {"change_note": "먼저"}, {"size": "major"}, ("하나", "둘"))


def of_a_next_look() -> Editor:
    author, other = make_user(Role.COORDINATOR), make_user(Role.COORDINATOR)
    manual = make_draft(author.actor).manual
    manual.owner_id, manual.look_again_on = author.id, date(2099, 1, 1)
    mine, theirs = {"look_again_on": "2099-02-02"}, {"owner": str(other.id)}
    return Editor(f"/manuals/{manual.code}/next-look", author.id, mine, theirs, ("2099-03-03", "2099-04-04"))


def of_a_step() -> Editor:
    author = make_user(Role.COORDINATOR)
    step = make_draft(author.actor).sections[1].steps[0]
    at = f"/manuals/cleaning/editions/1/procedure/steps/{step.id}"
    return Editor(at, author.id, {"action": "먼저"}, {"paper": "확인표"}, ("하나", "둘"))


def of_a_choice() -> Editor:
    manuals = [make_manual(code, title) for code, title in (("one", "첫째"), ("two", "둘째"), ("three", "셋째"))]
    first, *pair = (str(each.id) for each in manuals)
    at = f"/manual-confirmations/services/{make_service().code}"
    return Editor(at, make_user(Role.OFFICE).id, {"manual": first}, {}, (pair[0], pair[1]), words=("둘째", "셋째"))


MANUAL_EDITORS: dict[str, tuple[type[EditingForm] | None, Callable[[], Editor]]] = {
    "section": (SectionForm, of_a_section),
    "manual_change": (ChangeForm, of_a_change),
    "manual_choice": (ChoiceForm, of_a_choice),
    "next_look": (NextLookForm, of_a_next_look),
    "step": (StepForm, of_a_step),
}
