"""Requests of other bodies."""

from datetime import date, datetime
from typing import Any

from portal.consortium.partners.models import Partner
from portal.consortium.partners.states import PartnerKind
from portal.core.actors import ANONYMOUS, Actor
from portal.partners.requests.actions import (
    Asked,
    Came,
    acknowledge_request,
    answer_request,
    decline_request,
    make_link,
    receive_request,
    take_request,
    withdraw_request,
)
from portal.partners.requests.models import BodyLink, BodyRequest
from portal.partners.requests.states import AnswerWay, AskGround, BodyRequestState, BodyWay, ConsentBy
from portal.residents.applications.states import Urgency
from tests.factories.accounts import make_staff
from tests.factories.consortium import MANGWON, NOW, TODAY
from tests.factories.partners import make_partner

S = BodyRequestState


def asked(**values: Any) -> Asked:
    """Of a hospital, with the consent of somebody who lives alone."""
    given: dict[str, Any] = {
        "asker_name": "남의료",
        "asker_phone": "+8223005111",
        "name": "홍길순",
        "birth_on": date(1948, 3, 2),
        "dong_code": MANGWON,
        "ground": AskGround.CONSENT,
        "consented_on": TODAY,
        "consent_by": ConsentBy.PAPER,
        "needs": "퇴원한 뒤 식사와 청소를 도울 사람이 없습니다.",
        "urgency": Urgency.SOON,
        "phone": "+821033334444",
        "address": "서울 마포구 월드컵로 7",
        "lives_alone": True,
    }
    return Asked(**(given | values))


def make_body(**values: Any) -> Partner:
    return make_partner(**({"name": "한강병원", "kind": PartnerKind.HOSPITAL} | values))


def make_body_link(actor: Actor, body: Partner | None = None, *, now: datetime = NOW) -> BodyLink:
    return make_link(body or make_body(), actor=actor, now=now)


def make_body_request(
    actor: Actor | None = None,
    *,
    body: Partner | None = None,
    way: BodyWay = BodyWay.PHONE,
    state: S = S.RECEIVED,
    now: datetime = NOW,
    received_on: date | None = None,
    **values: Any,
) -> BodyRequest:
    """Led to `state` by the office."""
    office = make_staff().actor
    came = Came(body or make_body(), way, received_on=received_on)
    request = receive_request(asked(**values), came, actor=actor or office, now=now)
    if state is S.ACKNOWLEDGED:
        acknowledge_request(request, actor=office, now=now)
    elif state is S.TAKEN:
        take_request(request, None, actor=office, now=now)
    elif state is S.WITHDRAWN:
        withdraw_request(request, "입원이 길어짐", actor=office, now=now)
    elif state in (S.DECLINED, S.ANSWERED):
        decline_request(request, "다른 구에 사시는 분", actor=office, now=now)
        if state is S.ANSWERED:
            answer_request(request, AnswerWay.FAX, "", actor=office, now=now)
    return request


def make_linked_request(link: BodyLink, *, now: datetime = NOW, **values: Any) -> BodyRequest:
    return receive_request(asked(**values), Came(link.partner, BodyWay.LINK, link), actor=ANONYMOUS, now=now)
