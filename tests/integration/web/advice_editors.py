"""The forms that change what is kept of experts, of what they advised, what members are advised, and of the library."""

from collections.abc import Callable

from portal.consortium.advice.forms import AdviceForm, ExpertForm
from portal.consortium.consulting.actions import advise
from portal.consortium.consulting.forms import AdvisingForm
from portal.consortium.library.forms import ItemForm, ShownForm
from portal.core import clock
from portal.core.permissions import Role
from portal.web.editing import EditingForm
from tests.factories.accounts import make_user
from tests.factories.advice import make_advice, make_expert
from tests.factories.consortium import TODAY, make_organisation
from tests.factories.consulting import make_consulting
from tests.factories.library import make_item, make_press, make_shown
from tests.integration.web.editor import Editor


def of_an_expert() -> Editor:
    user = make_user(Role.OFFICE)
    at = f"/advice/experts/{make_expert(user.actor, now=clock.now()).id}/edit"
    return Editor(at, user.id, {"organisation": "서강대학교"}, {"position": "교수"}, ("홍익대학교", "시립대학교"))


def of_advice() -> Editor:
    user = make_user(Role.OFFICE)
    at = f"/advice/{make_advice(user.actor, now=clock.now()).id}/edit"
    return Editor(at, user.id, {"topic": "식사 항목"}, {"words": "체중을 살핍니다."}, ("주거 항목", "건강 항목"))


def of_advising() -> Editor:
    user = make_user(Role.OFFICE)
    found = make_consulting(make_organisation())
    advise(found, "이렇게 세십시오.", "이사무", TODAY, actor=user.actor, now=clock.now())
    at = f"/consulting/{found.id}/advice"
    return Editor(at, user.id, {"advice": "먼저"}, {"advised_by": "오세라"}, ("하나", "둘"))


def of_an_item() -> Editor:
    user = make_user(Role.OFFICE)
    at = f"/library/{make_item(user.actor).id}/edit"
    return Editor(at, user.id, {"title": "새 조사"}, {"subjects": "세탁"}, ("첫 조사", "둘째 조사"))


def of_a_consent() -> Editor:
    user = make_user(Role.OFFICE)
    item = make_press(user.actor)
    at = f"/library/{item.id}/consents/{make_shown(item, user.actor).id}"
    return Editor(at, user.id, {"name": "도은채"}, {"kind": "organisation"}, ("류다솜", "표하람"))


ADVICE_EDITORS: dict[str, tuple[type[EditingForm] | None, Callable[[], Editor]]] = {
    "expert": (ExpertForm, of_an_expert),
    "advice": (AdviceForm, of_advice),
    "consulting": (AdvisingForm, of_advising),
    "library": (ItemForm, of_an_item),
    "shown in press": (ShownForm, of_a_consent),
}
