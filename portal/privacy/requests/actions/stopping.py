"""Stops what somebody does not want any more: consents end at once, other bodies are to be told, messages stay away
until they are wanted again.
"""

from collections.abc import Collection
from datetime import datetime

from portal.audit.actions import record
from portal.coordinators.outside.actions import take_back_links
from portal.coordinators.outside.states import WithdrawnFor
from portal.core.actors import Actor
from portal.core.errors import Conflict
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db
from portal.privacy.requests.models import MessageStop, RightsRequest
from portal.privacy.requests.queries import message_stop_of
from portal.privacy.requests.states import StopWhat
from portal.residents.consents.actions import withdraw_consent
from portal.residents.consents.queries import consents_of


def stop(request: RightsRequest, what: Collection[StopWhat], *, actor: Actor, now: datetime) -> None:
    """Carry out what the answer stops; what does not hold any more is stopped already."""
    actor.require(Permission.RIGHTS_ANSWER)
    kinds = {each.value for each in what}
    for consent in consents_of(request.person_id):
        if consent.given and consent.kind.value in kinds:
            withdraw_consent(consent, actor=actor, now=now)
    if StopWhat.OTHER_BODIES in what:
        take_back_links(request.person_id, WithdrawnFor.TAKEN_BACK, actor=actor.for_what_follows, now=now)
    if StopWhat.MESSAGES in what and message_stop_of(request.person_id) is None:
        db.session.add(MessageStop(person_id=request.person_id, request_id=request.id, begun_at=now))
        db.session.flush()


def want_messages_again(held: MessageStop, *, actor: Actor, now: datetime) -> None:
    """The person wants to be written to again: said by themselves, or to the office."""
    if actor.user_id is None or held.person.user_id != actor.user_id:
        actor.require(Permission.RIGHTS_ANSWER)
    if held.ended_at is not None:
        raise Conflict(N_("이미 문자와 메일을 받고 계십니다."))
    held.ended_at = now
    record("message_stop.ended", actor=actor, now=now, subject=("household", held.person.household_id))
    db.session.flush()
