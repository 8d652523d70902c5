"""Consulting records of members."""

from typing import Any

from portal.consortium.consulting.actions import Question, ask_consulting
from portal.consortium.consulting.files import FILES
from portal.consortium.consulting.models import Consulting
from portal.consortium.consulting.states import ConsultingField
from portal.consortium.members.models import Organisation
from portal.core.actors import Actor
from portal.core.ids import new_id
from portal.documents.sent import Sent
from tests.factories.consortium import NOW, OFFICE, TODAY

PDF = b"%PDF-1.7\n% consulting\n%%EOF\n"


def sent() -> Sent:
    return FILES.seal(PDF, new_id())


def question(**values: Any) -> Question:
    given: dict[str, Any] = {
        "field": ConsultingField.LABOUR,
        "topic": "연차수당",
        "question": "퇴사한 종사자의 연차수당을 어떻게 셉니까?",
        "asked_on": TODAY,
        "asked_by": "오세라",
    }
    return Question(**(given | values))


def make_consulting(member: Organisation, actor: Actor = OFFICE, **values: Any) -> Consulting:
    return ask_consulting(member.id, question(**values), actor=actor, now=NOW)
