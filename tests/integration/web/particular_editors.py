"""The form that says what the visits of a service must know."""

from collections.abc import Callable

from portal.coordinators.particulars.forms import FactsForm
from portal.core.questions import read_questions
from portal.web.editing import EditingForm
from portal.web.questions import name_of
from tests.factories import coordinators
from tests.factories.consortium import make_service
from tests.integration.web.editor import Editor


def of_facts() -> Editor:
    case, service = coordinators.make_assessed(), make_service(asks=["가는 길", "못 드시는 것"])
    line = coordinators.make_draft(case, coordinators.line_draft(service)).lines[0]
    way, food = (name_of(each) for each in read_questions(service.asks))
    at = f"/households/{case.household_id}/plan/lines/{line.id}/facts"
    return Editor(at, case.coordinator_id, {way: "먼저"}, {food: "땅콩"}, ("하나", "둘"))


PARTICULAR_EDITORS: dict[str, tuple[type[EditingForm] | None, Callable[[], Editor]]] = {"facts": (FactsForm, of_facts)}
