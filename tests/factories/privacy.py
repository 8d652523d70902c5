"""What the office looks at of privacy: emergencies and leaks."""

from datetime import date, datetime, timedelta
from typing import Any

from portal.accounts.models import User
from portal.privacy.emergency.actions import open_household
from portal.privacy.emergency.models import EmergencyAccess
from portal.privacy.incidents.actions import Leak, open_incident
from portal.privacy.incidents.models import Incident
from portal.privacy.requests.actions.asking import Asked, Entry, ask_for_oneself
from portal.privacy.requests.models import RightsRequest
from portal.privacy.requests.states import AskedBy, RightsChannel, RightsKind, StopWhat
from portal.privacy.reviews.actions import prepare_review
from portal.privacy.reviews.models import AccessReview
from portal.residents.households.models import Person
from tests.factories.consortium import NOW, TODAY
from tests.factories.coordinators import make_coordinator, make_paired
from tests.factories.referrals import make_person


def make_access(user: User | None = None, *, now: datetime = NOW) -> EmergencyAccess:
    """A household of another coordinator, opened by `user`."""
    user = user or make_coordinator("박바다")
    case = make_paired(make_coordinator("남나무"), now=now)
    return open_household(f"가구 {case.household.number}", "이웃이 걱정된다고 전화함", actor=user.actor, now=now)


def make_leak(**values: Any) -> Leak:
    """By an unknown account, in the two days before."""
    given: dict[str, Any] = {
        "title": "노트북을 잃음",
        "detected_at": NOW,
        "account_id": None,
        "since": NOW - timedelta(days=2),
        "until": NOW,
        "is_sensitive": False,
        "is_from_outside": False,
        "items": "이름, 전화번호, 주소",
        "how": "지하철에서 노트북을 잃었습니다.",
        "advice": "모르는 전화에 돈을 보내지 마십시오.",
        "measures": "계정을 막고 비밀번호를 바꾸었습니다.",
        "relief": "개인정보 분쟁조정위원회 1833-6972",
        "contact": "사무국 02-123-4567",
    }
    return Leak(**(given | values))


def make_incident(office: User, *, now: datetime = NOW, **values: Any) -> Incident:
    return open_incident(make_leak(**values), actor=office.actor, now=now)


def make_review(month: date = date(2026, 10, 1), *, now: datetime = NOW) -> AccessReview:
    return prepare_review(month, now=now)


def make_asked(kind: RightsKind = RightsKind.SEE, **values: Any) -> Asked:
    return Asked(**({"kind": kind, "words": "보여 주십시오."} | values))


def make_entry(**values: Any) -> Entry:
    """By telephone, today."""
    given: dict[str, Any] = {
        "channel": RightsChannel.PHONE,
        "asked_by": AskedBy.PERSON,
        "identified": "생년월일과 주소를 말씀하심",
        "received_on": TODAY,
    }
    return Entry(**(given | values))


def make_rights_request(
    kind: RightsKind = RightsKind.SEE, person: Person | None = None, *, now: datetime = NOW, **values: Any
) -> RightsRequest:
    """Asked by somebody who is in no care, from their own pages."""
    person = person or make_person()
    assert person.user is not None
    asked = make_asked(kind, **({"stops": (StopWhat.PUBLICITY,)} if kind is RightsKind.STOP else {}) | values)
    return ask_for_oneself(person, asked, actor=person.user.actor, now=now)
