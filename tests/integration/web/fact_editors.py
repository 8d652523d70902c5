"""The forms that change a fact of a person or home, and how long their care rests."""

from collections.abc import Callable
from datetime import date
from typing import Any

from portal.coordinators.caseload.forms import ChangedHoldForm
from portal.coordinators.caseload.holding import hold_case
from portal.core import clock
from portal.residents.households import forms as facts
from portal.residents.households.states import Fact
from portal.web.editing import EditingForm
from tests.factories.coordinators import make_paired
from tests.factories.referrals import make_scene
from tests.integration.web.editor import Editor, Sent


def of_a_fact(fact: Fact, one: Sent, other: Sent, meeting: tuple[str, str], words: Any = None) -> Callable[[], Editor]:
    """Facts beside which staff say from when and how they know."""

    def prepare() -> Editor:
        scene = make_scene()
        at = f"/households/{scene.person.household_id}/facts/{fact}"
        assert scene.coordinator.user_id is not None
        return Editor(at, scene.coordinator.user_id, one | REASON, other | REASON, meeting, words)

    return prepare


def of_a_hold() -> Editor:
    case = make_paired()
    hold_case(case, "입원", until_on=date(2099, 1, 1), actor=case.coordinator.actor, now=clock.now())
    at = f"/households/{case.household_id}/hold/change"
    return Editor(at, case.coordinator_id, {"reason": "먼저"}, {"until_on": "2099-02-02"}, ("하나", "둘"))


REASON = {"reason": "전화로 들음"}
FACT_EDITORS: dict[str, tuple[type[EditingForm] | None, Callable[[], Editor]]] = {
    "hold": (ChangedHoldForm, of_a_hold),
    "name": (facts.NameForm, of_a_fact(Fact.NAME, {"name": "홍길순"}, {}, ("홍하나", "홍두리"))),
    "birth": (facts.BirthForm, of_a_fact(Fact.BIRTH, {"birth_on": "19480304"}, {}, ("19480305", "19480306"))),
    "sex": (facts.SexForm, of_a_fact(Fact.SEX, {"sex": "male"}, {}, ("female", "not_told"), ("여성", "말하지"))),
    "phone": (
        facts.PhoneForm,
        of_a_fact(Fact.PHONE, {"phone": "010-7777-0001"}, {}, ("010-7777-0002", "010-7777-0003")),
    ),
    "email": (facts.EmailForm, of_a_fact(Fact.EMAIL, {"email": "a@example.kr"}, {}, ("b@example.kr", "c@example.kr"))),
    "address": (
        facts.AddressForm,
        of_a_fact(Fact.ADDRESS, {"address": "성산로 1"}, {"address_detail": "2층"}, ("양화로 2", "성산로 3")),
    ),
    "lives alone": (
        facts.AloneForm,
        of_a_fact(Fact.ALONE, {"lives_alone": "no"}, {}, ("yes", "unknown"), ("혼자 삽니다", "잘 모르겠어요")),
    ),
    "way in": (facts.WayInForm, of_a_fact(Fact.WAY_IN, {"entry_note": "초인종"}, {}, ("열쇠", "비밀번호"))),
    "emergency": (
        facts.EmergencyForm,
        of_a_fact(
            Fact.EMERGENCY,
            {"emergency_name": "홍아들", "emergency_phone": "010-2222-3333"},
            {"emergency_relation": "아들"},
            ("홍하나", "홍두리"),
        ),
    ),
    "pets": (facts.PetsForm, of_a_fact(Fact.PETS, {"pets": "개"}, {}, ("새", "없음"))),
    "language": (
        facts.LanguageForm,
        of_a_fact(Fact.LANGUAGE, {"language": "en"}, {}, ("zh", "vi"), ("중국어", "베트남어")),
    ),
}
