"""The form that changes what is kept of a consulting record."""

from collections.abc import Callable

from portal.consortium.consulting.actions import advise
from portal.consortium.consulting.forms import AdvisingForm
from portal.core import clock
from portal.core.permissions import Role
from portal.web.editing import EditingForm
from tests.factories.accounts import make_user
from tests.factories.consortium import TODAY, make_organisation
from tests.factories.consulting import make_consulting
from tests.integration.web.editor import Editor


def of_advising() -> Editor:
    user = make_user(Role.OFFICE)
    found = make_consulting(make_organisation())
    advise(found, "이렇게 세십시오.", "이사무", TODAY, actor=user.actor, now=clock.now())
    at = f"/consulting/{found.id}/advice"
    return Editor(at, user.id, {"advice": "먼저"}, {"advised_by": "오세라"}, ("하나", "둘"))


CONSULTING_EDITORS: dict[str, tuple[type[EditingForm] | None, Callable[[], Editor]]] = {
    "consulting": (AdvisingForm, of_advising),
}
