"""What somebody asked about their data comes along when two files turn out to be of one person."""

from uuid import UUID

from sqlalchemy import select

from portal.core.errors import Conflict
from portal.core.messages import N_
from portal.extensions import db
from portal.privacy.requests.actions.answering import is_to_be_erased
from portal.privacy.requests.models import MessageStop, RightsRequest
from portal.privacy.requests.queries import message_stop_of, requests_of
from portal.residents.households.joining import Carrier, Joining, point_to
from portal.residents.households.models import Person

REQUESTS, STOPS = "rights_requests", "message_stops"


def refuse(joining: Joining) -> None:
    """A letter says that one of them is erased: it is, or that is taken back, before they become one."""
    if any(is_to_be_erased(each) for person in (joining.gone, joining.kept) for each in requests_of(person.id)):
        raise Conflict(N_("지우기로 답한 파일입니다. 지우거나 거둔 뒤에 합칠 수 있습니다."))


def carry(joining: Joining) -> None:
    joining.note(REQUESTS, _move([each.id for each in requests_of(joining.gone.id)], joining.kept))
    held = message_stop_of(joining.gone.id)
    moved = [held] if held and message_stop_of(joining.kept.id) is None else []
    joining.note(STOPS, point_to(moved, joining.kept))
    db.session.flush()


def give_back(joining: Joining) -> None:
    _move(joining.noted(REQUESTS), joining.gone)
    stops = select(MessageStop).where(MessageStop.id.in_(joining.noted(STOPS)))
    point_to(db.session.scalars(stops), joining.gone)
    db.session.flush()


def _move(ids: list[UUID], person: Person) -> list[UUID]:
    for request in db.session.scalars(select(RightsRequest).where(RightsRequest.id.in_(ids))):
        request.person_id, request.household_id = person.id, person.household_id
    return ids


CARRIER = Carrier(carry, give_back, refuse)
