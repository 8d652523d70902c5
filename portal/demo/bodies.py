"""Other bodies ask the consortium for somebody, and the office takes, declines and answers."""

from datetime import date, datetime, time, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import select

from portal.consortium.partners.models import Partner
from portal.core.clock import day_of
from portal.demo.corpus import read_data
from portal.demo.staff import dong_codes
from portal.demo.stories import Told
from portal.demo.world import World
from portal.extensions import db
from portal.partners.requests.actions import (
    Asked,
    Came,
    acknowledge_request,
    answer_request,
    decline_request,
    receive_request,
    take_request,
    withdraw_request,
)
from portal.partners.requests.models import BodyRequest
from portal.partners.requests.states import AnswerWay, AskGround, BodyRequestVerb, BodyWay, ConsentBy
from portal.residents.applications.states import Urgency

CAME, LATER = time(10, 10), timedelta(hours=3)


class BodyTold(Told):
    """`verbs` are what the office did about it one after the other; `sender` is whose account typed it in."""

    day: int
    body: str
    way: BodyWay
    sender: str = "office"
    asker: str
    name: str
    birth_on: date
    dong: str
    address: str
    ground: AskGround = AskGround.CONSENT
    ground_words: str = ""
    needs: str
    services: tuple[str, ...] = ()
    urgency: Urgency = Urgency.SOON
    verbs: tuple[BodyRequestVerb, ...] = ()
    reason: str = ""


def plan_bodies(world: World) -> None:
    for row in read_data("bodies.toml")["requests"]:
        told = BodyTold.model_validate(row)
        world.at(world.surely(world.moment(-told.day, CAME)), partial(_ask, world, told))


def _ask(world: World, told: BodyTold, now: datetime) -> None:
    body = db.session.scalars(select(Partner).where(Partner.name == told.body)).one()
    consents = told.ground is not AskGround.OFFICIAL
    asked = Asked(
        asker_name=told.asker,
        asker_phone=body.phone,
        name=told.name,
        birth_on=told.birth_on,
        dong_code=dong_codes()[told.dong],
        address=told.address,
        lives_alone=True,
        ground=told.ground,
        ground_words=told.ground_words,
        consented_on=day_of(now) if consents else None,
        consent_by=ConsentBy.IN_PERSON if consents else None,
        needs=told.needs,
        services=told.services,
        urgency=told.urgency,
    )
    request = receive_request(asked, Came(body, told.way), actor=world.actors[told.sender], now=now)
    for number, verb in enumerate(told.verbs, 1):
        world.at(world.surely(now + number * LATER), partial(_act, world, told, request.id, verb))


def _act(world: World, told: BodyTold, request_id: UUID, verb: BodyRequestVerb, now: datetime) -> None:
    request, office = db.session.get_one(BodyRequest, request_id), world.actors["office"]
    match verb:
        case BodyRequestVerb.ACKNOWLEDGE:
            acknowledge_request(request, actor=office, now=now)
        case BodyRequestVerb.TAKE:
            take_request(request, None, actor=office, now=now)
        case BodyRequestVerb.DECLINE:
            decline_request(request, told.reason, actor=office, now=now)
        case BodyRequestVerb.WITHDRAW:
            withdraw_request(request, told.reason, actor=office, now=now)
        case _:
            answer_request(request, AnswerWay.FAX, "", actor=office, now=now)
